#include "mcp/errors.hpp"

#include <doctest/doctest.h>

using namespace mcp;
using base::ErrorKind;
using base::Remedy;

// [req:status-errors]
TEST_CASE("a status becomes a cause and the button that helps") {
    struct Row {
        int status;
        Phase phase;
        ErrorKind kind;
        Remedy remedy;
    };
    const Row rows[] = {
        {400, Phase::connecting, ErrorKind::http_status, Remedy::none},
        {401, Phase::connecting, ErrorKind::sign_in_needed, Remedy::sign_in},
        {401, Phase::connected, ErrorKind::sign_in_needed, Remedy::sign_in},
        {403, Phase::connected, ErrorKind::forbidden, Remedy::sign_in},
        {404, Phase::connecting, ErrorKind::not_an_mcp_server, Remedy::fix_address},
        {404, Phase::connected, ErrorKind::http_status, Remedy::fix_address},
        {405, Phase::connecting, ErrorKind::not_an_mcp_server, Remedy::fix_address},
        {410, Phase::connecting, ErrorKind::not_an_mcp_server, Remedy::fix_address},
        {406, Phase::connecting, ErrorKind::http_status, Remedy::none},
        {429, Phase::connected, ErrorKind::rate_limited, Remedy::retry},
        {500, Phase::connecting, ErrorKind::http_status, Remedy::retry},
        {503, Phase::connected, ErrorKind::http_status, Remedy::retry},
    };
    for (const auto& row : rows) {
        CAPTURE(row.status);
        const auto error = status_error({row.status, {}, ""}, "why", row.phase);
        CHECK(error.kind == row.kind);
        CHECK(error.remedy == row.remedy);
        CHECK(error.code == row.status);
        CHECK(error.detail == "HTTP " + std::to_string(row.status) + ": why");
    }
}

TEST_CASE("Retry-After of a 429 is in the detail") {
    CHECK(status_error({429, {{"retry-after", "30"}}, ""}, "", Phase::connected).detail == "HTTP 429, Retry-After 30");
}

TEST_CASE("a page in the body is not quoted, and a long or wild text only in part") {
    CHECK(status_error({500, {}, ""}, "<!doctype html><p>stack", Phase::connected).detail ==
          "HTTP 500: a page of markup");
    const auto wild = status_error({500, {}, ""}, "\x1b[1m" + std::string(5'000, 'x'), Phase::connected);
    CHECK(wild.detail.size() < 400);
    CHECK(wild.detail.find('\x1b') == std::string::npos);
}

// [req:rpc-error]
TEST_CASE("a JSON-RPC error keeps its code, and the server's words in one line") {
    const auto error = rpc_error({-32602, "Unknown tool:\n\x1b[31mx", {}});
    CHECK(error.kind == ErrorKind::rpc_error);
    CHECK(error.code == -32602);
    CHECK(error.message == "The server answered: Unknown tool: [31mx");
    CHECK(rpc_error({1, "", {}}).message == "The server answered with an error.");
    CHECK(rpc_error({1, std::string(10'000, 'x'), {}}).message.size() < 400);
}

TEST_CASE("an answer that is no MCP tells of the address only while connecting") {
    const ports::HttpHead page{200, {{"Content-Type", "text/html; charset=utf-8"}}, ""};
    CHECK(foreign_answer(page, "<html>", Phase::connecting).kind == ErrorKind::not_an_mcp_server);
    CHECK(foreign_answer(page, "<html>", Phase::connecting).remedy == Remedy::fix_address);
    CHECK(foreign_answer(page, "<html>", Phase::connecting).message ==
          "A web page answers at this address, not an MCP server.");
    CHECK(foreign_answer(page, "<html>", Phase::connected).kind == ErrorKind::malformed);
    const base::Error deep{.kind = ErrorKind::too_large, .message = "deep"};
    CHECK(unreadable_answer(deep, Phase::connecting).kind == ErrorKind::too_large);
    const base::Error bad{.kind = ErrorKind::malformed, .message = "bad"};
    CHECK(unreadable_answer(bad, Phase::connecting).kind == ErrorKind::not_an_mcp_server);
    CHECK(unreadable_answer(bad, Phase::connected).kind == ErrorKind::malformed);
}

TEST_CASE("the media type is read without case, blanks and parameters") {
    CHECK(media_type({{"content-type", " Text/Event-Stream ; charset=utf-8"}}) == "text/event-stream");
    CHECK(media_type({{"Content-Type", "application/json"}}) == "application/json");
    CHECK(media_type({}).empty());
}
