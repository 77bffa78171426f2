#include "mcp/errors.hpp"

#include <algorithm>
#include <utility>

#include "base/ascii.hpp"
#include "base/server_text.hpp"

namespace mcp {

namespace {

using base::Error;
using base::ErrorKind;
using base::Remedy;

// A page is no help in a log; a short text is.
std::string excerpt(std::string_view body) {
    const bool markup = body.substr(0, 200).find('<') != std::string_view::npos;
    return markup ? std::string("a page of markup") : base::printable(body.substr(0, 2'000), 300);
}

std::string status_detail(const ports::HttpHead& head, std::string_view body) {
    std::string detail = "HTTP " + std::to_string(head.status);
    const std::string shown = excerpt(body);
    return shown.empty() ? detail : detail + ": " + shown;
}

}  // namespace

Error status_error(const ports::HttpHead& head, std::string_view body, Phase phase) {
    Error error{.kind = ErrorKind::http_status,
                .message = "The server refused the request (HTTP " + std::to_string(head.status) + ").",
                .detail = status_detail(head, body),
                .code = head.status};
    const auto is = [&](ErrorKind kind, Remedy remedy, std::string message) {
        error.kind = kind;
        error.remedy = remedy;
        error.message = std::move(message);
    };
    if (head.status == 401) is(ErrorKind::sign_in_needed, Remedy::sign_in, "The server asks you to sign in.");
    if (head.status == 403) is(ErrorKind::forbidden, Remedy::sign_in, "The server does not allow this.");
    if (head.status == 429) {
        const std::string* after = ports::find_header(head.headers, "Retry-After");
        is(ErrorKind::rate_limited, Remedy::retry, "The server gets too many requests; try again later.");
        if (after) error.detail += ", Retry-After " + base::printable(*after, 40);
    }
    if (head.status >= 500)
        is(ErrorKind::http_status, Remedy::retry,
           "The server failed to answer (HTTP " + std::to_string(head.status) + ").");
    const bool no_such_place = head.status == 404 || head.status == 405 || head.status == 410;
    if (no_such_place && phase == Phase::connecting)
        is(ErrorKind::not_an_mcp_server, Remedy::fix_address,
           "There is no MCP server at this address (HTTP " + std::to_string(head.status) + ").");
    else if (no_such_place)
        error.remedy = Remedy::fix_address;
    return error;
}

Error rpc_error(const jsonrpc::RpcError& error) {
    std::string words = base::printable(error.message);
    return {.kind = ErrorKind::rpc_error,
            .message = words.empty() ? "The server answered with an error." : "The server answered: " + words,
            .detail = "JSON-RPC error " + std::to_string(error.code),
            .clause = "MCP basic, Error Responses",
            .code = error.code,
            .words = std::move(words)};
}

Error foreign_answer(const ports::HttpHead& head, std::string_view body, Phase phase) {
    const std::string type = media_type(head.headers);
    Error error{.kind = ErrorKind::malformed,
                .message = "The server answered with something that is not MCP.",
                .detail = status_detail(head, body) + (type.empty() ? std::string() : ", " + base::printable(type, 60)),
                .clause = "MCP Streamable HTTP, Sending Messages",
                .code = head.status};
    if (phase == Phase::connected) return error;
    error.kind = ErrorKind::not_an_mcp_server;
    error.remedy = Remedy::fix_address;
    error.message = type == "text/html" ? "A web page answers at this address, not an MCP server."
                                        : "What answers at this address is not an MCP server.";
    return error;
}

Error unreadable_answer(const base::Error& cause, Phase phase) {
    Error error = cause;
    error.clause = "MCP basic, Messages";
    if (cause.kind == ErrorKind::too_large) {
        error.message = "The server's answer is too large or too deeply nested.";
        return error;
    }
    error.message = "The server's answer does not read as MCP.";
    if (phase == Phase::connected) return error;
    error.kind = ErrorKind::not_an_mcp_server;
    error.remedy = Remedy::fix_address;
    error.message = "What answers at this address is not an MCP server.";
    return error;
}

Error no_answer_in_body(Phase phase) {
    Error error{.kind = ErrorKind::malformed,
                .message = "The server answered another question than ours.",
                .detail = "no response with the id of the request",
                .clause = "MCP basic, Result Responses"};
    if (phase == Phase::connected) return error;
    error.kind = ErrorKind::not_an_mcp_server;
    error.remedy = Remedy::fix_address;
    error.message = "What answers at this address is not an MCP server.";
    return error;
}

Error stream_ended_early() {
    return {.kind = ErrorKind::stream_cut,
            .remedy = Remedy::retry,
            .message = "The connection ended before the answer.",
            .detail = "the event stream ended without a response"};
}

Error request_timed_out(std::string_view method) {
    return {.kind = ErrorKind::timed_out,
            .remedy = Remedy::retry,
            .message = "The server did not answer in time.",
            .detail = std::string(method),
            .clause = "MCP cancellation, Timeouts"};
}

Error client_closed() { return {.kind = ErrorKind::client_closed, .message = "The connection was closed."}; }

Error session_was_lost(std::string_view detail) {
    return {.kind = ErrorKind::session_lost,
            .remedy = Remedy::retry,
            .message = "The server has forgotten this session.",
            .detail = std::string(detail),
            .clause = "MCP 2025-11-25 transports, Session Management"};
}

Error redirected_elsewhere(std::string_view origin) {
    return {.kind = ErrorKind::redirected_away,
            .remedy = Remedy::fix_address,
            .message =
                "The server sends on to another one: " + std::string(origin) + ". Use that address, if you trust it.",
            .detail = std::string(origin),
            .subject = std::string(origin)};
}

Error session_id_hidden() {
    return {.kind = ErrorKind::blocked_by_cors,
            .remedy = Remedy::copy_headers,
            .message = "The server keeps a session, but does not let this page read its Mcp-Session-Id.",
            .detail = "Access-Control-Expose-Headers lacks Mcp-Session-Id",
            .clause = "MCP 2025-11-25 transports, Session Management",
            .subject = "Mcp-Session-Id"};
}

std::string media_type(const ports::Headers& headers) {
    const std::string* value = ports::find_header(headers, "Content-Type");
    if (!value) return {};
    std::string_view type = std::string_view(*value).substr(0, value->find(';'));
    while (!type.empty() && (type.front() == ' ' || type.front() == '\t')) type.remove_prefix(1);
    while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
    return base::lowered(std::string(type.substr(0, 100)));
}

bool speaks_of_session(const jsonrpc::RpcError& error) {
    const std::string words = base::lowered(std::string(std::string_view(error.message).substr(0, 500)));
    return words.find("session") != std::string::npos || words.find("not initialized") != std::string::npos;
}

}  // namespace mcp
