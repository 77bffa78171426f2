#include "mcp/traffic_log.hpp"

#include "mcp/curl.hpp"
#include "mcp/world.hpp"

using namespace mcp;
using namespace mcp_test;

// [req:traffic-masks]
TEST_CASE("no secret reaches the traffic log") {
    struct Row {
        std::string name, value, shown;
    };
    const Row rows[] = {
        {"Authorization", "Bearer abc.def", "Bearer •••"},
        {"authorization", "abc", "•••"},
        {"Authorization", "DPoP xyz", "DPoP •••"},
        {"DPoP", "eyJ", "•••"},
        {"Cookie", "a=b", "•••"},
        {"Set-Cookie", "a=b", "•••"},
        {"X-Api-Key", "k", "•••"},
        {"X-Auth-Token", "t", "•••"},
        {"Client-Secret", "s", "•••"},
        {"Mcp-Session-Id", "0123456789abcdef", "0123•••"},
        {"mcp-session-id", "short", "•••"},
        {"Content-Type", "application/json", "application/json"},
        {"Mcp-Method", "tools/list", "tools/list"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(mask_headers({{row.name, row.value}})[0].second == row.shown);
    }
    CHECK(mask_url("https://a.example/mcp?a=1&api_key=s3cret&b=&access_token=x#f") ==
          "https://a.example/mcp?a=1&api_key=•••&b=&access_token=•••");
    CHECK(mask_url("https://a.example/mcp?sig=s3cret&code=x&design=y") ==
          "https://a.example/mcp?sig=•••&code=•••&design=y");
    CHECK(mask_url("https://a.example/mcp?%61pi%5Fkey=s3cret&key&") == "https://a.example/mcp?%61pi%5Fkey=•••&key");
    CHECK(mask_url("https://a.example/mcp") == "https://a.example/mcp");
}

TEST_CASE("a body is cut between characters, and its true size told") {
    World world;
    TrafficLog log(world.traffic, world.clock);
    ExchangeFacts facts{.http_method = "POST", .url = url, .rpc_method = "m"};
    const std::string body = std::string(traffic_body_cap - 1, 'x') + "한";
    log.sent(facts, nullptr, body);
    CHECK(world.traffic.entries[0].body.size() == traffic_body_cap - 1);
    CHECK(world.traffic.entries[0].size == body.size());
}

// [req:traffic-response]
TEST_CASE("a response bears the method, id and duration of its request") {
    World world;
    TrafficLog log(world.traffic, world.clock);
    ExchangeFacts facts{.http_method = "POST", .url = url, .rpc_method = "tools/list"};
    const auto request = jsonrpc::make_request(jsonrpc::Id(std::int64_t{4}), "tools/list", {});
    log.sent(facts, &request, base::dump_json(request));
    world.clock.advance(40ms);
    const ExchangeFacts other{.http_method = "GET", .url = url, .rpc_method = "", .headers = {}, .status = 200};
    const jsonrpc::Message answer = *jsonrpc::read_message(*base::parse_json(result(4, "{}")));
    log.received(other, &answer, result(4, "{}"));
    REQUIRE(world.traffic.entries.size() == 2);
    CHECK(world.traffic.entries[0].id == "4");
    CHECK(world.traffic.entries[0].direction == Direction::sent);
    const auto& received = world.traffic.entries[1];
    CHECK(received.method == "tools/list");
    CHECK(received.id == "4");
    CHECK(received.duration_ms == 40);
    CHECK(received.http_method == "GET");
    CHECK_FALSE(received.is_error);
}

namespace {

// What a shell makes of the command: each argument that curl would get, in a line of its own.
std::string run_in_shell(const std::string& command) {
    const std::string script = "curl() { for a in \"$@\"; do printf '[%s]\\n' \"$a\"; done; }\n" + command;
    std::string quoted = "'";
    for (const char c : script) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    FILE* shell = popen(("sh -c " + quoted + "'").c_str(), "r");
    REQUIRE(shell);
    std::string output;
    char buffer[256];
    while (const std::size_t n = fread(buffer, 1, sizeof buffer, shell)) output.append(buffer, n);
    CHECK(pclose(shell) == 0);
    return output;
}

}  // namespace

// [req:curl]
TEST_CASE("a request copied as curl is what was sent, with shell variables for the secrets") {
    TrafficEntry entry;
    entry.http_method = "POST";
    entry.url = "https://a.example/mcp?x=1";
    entry.headers = {{"Content-Type", "application/json"},
                     {"Authorization", "Bearer •••"},
                     {"Mcp-Session-Id", "0123•••"},
                     {"Mcp-Param-Empty", ""}};
    entry.body = R"({"q":"it's $HOME"})";
    entry.size = entry.body.size();
    const std::string command = as_curl(entry);
    CHECK(command.find("•••") == std::string::npos);
    CHECK(run_in_shell("AUTHORIZATION='Bearer t'; MCP_SESSION_ID=s;\n" + command) ==
          "[-sS]\n[-N]\n[-X]\n[POST]\n[https://a.example/mcp?x=1]\n[-H]\n[Content-Type: application/json]\n[-H]\n"
          "[Authorization: Bearer t]\n[-H]\n[Mcp-Session-Id: s]\n[-H]\n[Mcp-Param-Empty;]\n[--data-raw]\n"
          "[{\"q\":\"it's $HOME\"}]\n");
}

TEST_CASE("no text runs as a command in a shell") {
    for (const std::string text :
         {"'; echo owned; '", "$(echo owned)", "`echo owned`", "\\'; echo owned #", "a\nb", "\"$(x)\"", "!!"}) {
        CAPTURE(text);
        TrafficEntry entry;
        entry.http_method = "POST";
        entry.url = "https://a.example/?" + text;
        entry.headers = {{"X-A", text}};
        entry.body = text;
        entry.size = text.size();
        CHECK(run_in_shell(as_curl(entry)) == "[-sS]\n[-N]\n[-X]\n[POST]\n[https://a.example/?" + text +
                                                  "]\n[-H]\n[X-A: " + text + "]\n[--data-raw]\n[" + text + "]\n");
    }
}

TEST_CASE("a cut body is said to be, and what was received is no request") {
    TrafficEntry entry;
    entry.http_method = "POST";
    entry.url = url;
    entry.body = "x";
    entry.size = 9;
    CHECK(as_curl(entry).ends_with("# the body is cut: 9 bytes in all\n"));
    entry.direction = Direction::received;
    CHECK(as_curl(entry).empty());
}

// [req:traffic]
TEST_CASE("what an answer says back is masked in whatever spelling of JSON") {
    const ports::Headers sent = {{"Authorization", "Bearer a/b+c=d secret"}};
    for (const char* said :
         {"a/b+c=d secret", R"(a\/b+c=d secret)", R"(a/b\u002Bc=d secret)", R"(a\/b\u002bc\u003dd secret)"}) {
        CAPTURE(said);
        CHECK(mcp::mask_sent("{" + std::string(said) + "}" + said, sent) == "{•••}•••");
    }
    for (const char* other : {"a/b+c=d", R"(a\/b+c=)", R"(\)", R"(a\u002)", R"(a\b+c=d secret)", ""})
        CHECK(mcp::mask_sent(other, sent) == other);
}
