#include "mcp/connect.hpp"

#include "mcp/world.hpp"

using namespace mcp;
using namespace mcp_test;
using base::ErrorKind;
using base::Remedy;

namespace {

const std::string no_version =
    R"({"jsonrpc":"2.0","id":1,"error":{"code":-32022,"message":"Unsupported","data":{"supported":)";

// Scripts the handshake of a server with sessions, after a probe that used up id 1.
void expect_handshake(World& world, const std::string& revision = "2025-11-25", int id = 2) {
    world.post()
        .with_body_like(R"({"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{}}})")
        .without_header("MCP-Protocol-Version")
        .without_header("Mcp-Session-Id")
        .without_header("Mcp-Method")
        .answers_json(World::initialized(id, revision));
    world.post().with_body_json(R"({"jsonrpc":"2.0","method":"notifications/initialized"})").answers(202);
    world.get().answers(405);
}

}  // namespace

// [req:era-modern] [req:request-meta] [req:mirror-headers] [req:accept]
TEST_CASE("a server that answers the probe is spoken to without a session") {
    World world;
    world.post()
        .with_header("Accept", "application/json, text/event-stream")
        .with_header("Content-Type", "application/json")
        .with_header("MCP-Protocol-Version", "2026-07-28")
        .with_header("Mcp-Method", "server/discover")
        .without_header("Mcp-Session-Id")
        .with_body_like(R"({"jsonrpc":"2.0","id":1,"method":"server/discover","params":{"_meta":{
            "io.modelcontextprotocol/protocolVersion":"2026-07-28",
            "io.modelcontextprotocol/clientCapabilities":{"roots":{},"sampling":{},"elicitation":{}}}}})")
        .answers_json(World::discovered(R"({"tools":{}})"));
    REQUIRE(world.connect());
    CHECK(world.client->info().revision == "2026-07-28");
    CHECK(world.client->info().name == "peer");
    CHECK(world.steps == std::vector<std::string>{"reach running", "reach done", "discover running", "discover done"});
}

TEST_CASE("all steps are told before the connecting ends") {
    World world;
    world.post().answers_json(World::discovered("{}"));
    struct Told {
        static base::Task<std::size_t> count(World* world) {
            Target target = world->target();
            auto client = co_await Client::connect(world->ports(), std::move(target));
            co_return world->steps.size();
        }
    };
    CHECK(fakes::run(world.loop, Told::count(&world)) == 4);
}

// [req:era-legacy] [req:initialize]
TEST_CASE("whatever is no modern answer to the probe leads to initialize") {
    struct Row {
        int status;
        ports::Headers headers;
        std::string body;
    };
    const Row rows[] = {
        {400, json_type,
         R"({"jsonrpc":"2.0","error":{"code":-32000,"message":"Unsupported protocol version"},"id":null})"},
        {400, json_type,
         R"({"jsonrpc":"2.0","error":{"code":-32000,"message":"Bad Request: No valid session ID"},"id":null})"},
        {400, json_type, R"({"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid"},"id":1})"},
        {400, {}, ""},
        {404, {{"Content-Type", "text/html"}}, "<html>Cannot POST"},
        {404, json_type, R"({"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found"},"id":1})"},
        {405, {}, ""},
        {406, {}, ""},
        {415, {}, ""},
        {500, {}, "boom"},
        {501, {}, ""},
        {200, json_type, R"({"result":{}})"},
        {200, json_type, R"({"jsonrpc":"2.0","id":1,"result":{}})"},
        {200, json_type, R"({"jsonrpc":"2.0","id":1,"result":{"supportedVersions":"2026-07-28","capabilities":{}}})"},
        {200, json_type, R"({"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}})"},
        {200, json_type, R"({"jsonrpc":"2.0","id":9,"result":{}})"},
        {200, json_type, "not json"},
        {200, sse_type, event(R"({"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no"}})")},
        {200, sse_type, ""},
        {202, {}, ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.status);
        CAPTURE(row.body);
        World world;
        std::vector<std::string> chunks;
        if (!row.body.empty()) chunks.push_back(row.body);
        world.post().with_body_like(R"({"method":"server/discover"})").answers(row.status, row.headers, chunks);
        expect_handshake(world);
        REQUIRE(world.connect());
        settle(world.loop);
        CHECK(world.client->info().revision == "2025-11-25");
        CHECK(world.steps == std::vector<std::string>{"reach running", "reach done", "discover running",
                                                      "discover done", "initialize running", "initialize done"});
    }
}

// [req:connect-sign-in]
TEST_CASE("a sign-in that fails, or a token that does not come, says nothing of the server: it is not asked again") {
    for (const ErrorKind kind : {ErrorKind::unreachable, ErrorKind::blocked_by_cors, ErrorKind::http_status,
                                 ErrorKind::malformed, ErrorKind::wrong_type})
        for (const char* known : {"", "2025-11-25"}) {
            CAPTURE(static_cast<int>(kind));
            CAPTURE(known);
            World refused;
            refused.tokens.no_sign_in = {.kind = kind, .code = 500};
            refused.post().answers(401);
            CHECK(refused.connect_error(known).kind == kind);
            World without;
            without.tokens.no_token = refused.tokens.no_sign_in;
            CHECK(without.connect_error(known).kind == kind);
        }
}

// [req:era-error]
TEST_CASE("what says neither old nor new is the error") {
    struct Row {
        int status;
        ErrorKind kind;
        Remedy remedy;
    };
    const Row rows[] = {
        {401, ErrorKind::sign_in_needed, Remedy::sign_in}, {403, ErrorKind::forbidden, Remedy::sign_in},
        {429, ErrorKind::rate_limited, Remedy::retry},     {502, ErrorKind::http_status, Remedy::retry},
        {503, ErrorKind::http_status, Remedy::retry},      {504, ErrorKind::http_status, Remedy::retry},
    };
    for (const auto& row : rows) {
        CAPTURE(row.status);
        World world;
        world.post().answers(row.status);
        const auto error = world.connect_error();
        CHECK(error.kind == row.kind);
        CHECK(error.remedy == row.remedy);
        CHECK(world.steps ==
              std::vector<std::string>{"reach running", "reach done", "discover running", "discover failed"});
    }
}

// [req:version-retry]
TEST_CASE("a refused version is asked for again when the server lists it") {
    World world;
    world.post()
        .with_body_like(R"({"method":"server/discover"})")
        .answers_json(no_version + R"(["2026-07-28"]}}})", 400);
    world.post()
        .with_body_like(R"({"id":2,"method":"server/discover"})")
        .with_header("MCP-Protocol-Version", "2026-07-28")
        .answers_json(World::discovered("{}", 2));
    REQUIRE(world.connect());
    CHECK(world.client->info().revision == "2026-07-28");
}

TEST_CASE("a server that refuses the version it lists is given up") {
    World world;
    for (int id = 1; id <= 3; ++id)
        world.post()
            .with_body_like(R"({"method":"server/discover"})")
            .answers_json(R"({"jsonrpc":"2.0","id":)" + std::to_string(id) +
                              R"(,"error":{"code":-32022,"message":"","data":{"supported":["2026-07-28"]}}})",
                          400);
    CHECK(world.connect_error().kind == ErrorKind::unsupported_version);
}

TEST_CASE("a modern server of other revisions is asked by initialize for one that we share, or refused") {
    {
        World world;
        world.post().answers_json(no_version + R"(["2027-01-01","2025-06-18","2025-03-26"]}}})", 400);
        world.post()
            .with_body_like(R"({"method":"initialize","params":{"protocolVersion":"2025-06-18"}})")
            .answers_json(World::initialized(2, "2025-06-18"));
        world.post().with_header("MCP-Protocol-Version", "2025-06-18").answers(202);
        world.get().with_header("MCP-Protocol-Version", "2025-06-18").answers(405);
        REQUIRE(world.connect());
        settle(world.loop);
        CHECK(world.client->info().revision == "2025-06-18");
    }
    {
        World world;
        world.post().answers_json(no_version + R"(["2027-01-01"]}}})", 400);
        const auto error = world.connect_error();
        CHECK(error.kind == ErrorKind::unsupported_version);
        CHECK(error.subject == "2027-01-01");
    }
    {
        World world;
        world.post().answers_json(
            R"({"jsonrpc":"2.0","id":1,"result":{"supportedVersions":["2027-01-01"],"capabilities":{}}})");
        CHECK(world.connect_error().kind == ErrorKind::unsupported_version);
    }
}

// [req:era-modern-error]
TEST_CASE("other errors that only a modern server sends are shown, not taken for an old one") {
    for (const int code : {-32020, -32021}) {
        World world;
        world.post().answers_json(
            R"({"jsonrpc":"2.0","id":1,"error":{"code":)" + std::to_string(code) + R"(,"message":"why"}})", 400);
        const auto error = world.connect_error();
        CHECK(error.kind == ErrorKind::rpc_error);
        CHECK(error.code == code);
        CHECK(error.message == "The server answered: why");
    }
}

// [req:era-cors]
TEST_CASE("a preflight that refuses the probe's headers is no end: initialize needs none of them") {
    {
        World world;
        world.post().fails(fakes::unreachable_error());
        expect_handshake(world);
        REQUIRE(world.connect());
        settle(world.loop);
        CHECK(world.steps ==
              std::vector<std::string>{"reach running", "reach done", "initialize running", "initialize done"});
    }
    {
        World world;  // a modern server with CORS for less than it needs
        world.post().fails(fakes::unreachable_error());
        world.post().answers_json(R"({"jsonrpc":"2.0","id":2,"error":{"code":-32020,"message":"missing header"}})",
                                  400);
        const auto error = world.connect_error();
        CHECK(error.kind == ErrorKind::blocked_by_cors);
        CHECK(error.remedy == Remedy::copy_headers);
        CHECK(error.subject == "MCP-Protocol-Version, Mcp-Method, Mcp-Name");
    }
    {
        World world;  // nobody there
        world.post().fails(fakes::unreachable_error());
        world.post().fails(fakes::unreachable_error());
        CHECK(world.connect_error().kind == ErrorKind::unreachable);
        CHECK(world.steps == std::vector<std::string>{"reach running", "reach failed"});
    }
}

// [req:not-mcp]
TEST_CASE("what is no MCP server is said to be none, with the address to be fixed") {
    struct Row {
        int status;
        ports::Headers headers;
        std::string body;
    };
    const Row rows[] = {
        {200, {{"Content-Type", "text/html"}}, "<!doctype html><title>Hello</title>"},
        {200, json_type, "{"},
        {200, json_type, "[]"},
        {200, json_type, R"({"hello":"world"})"},
        {200, json_type, R"([{"jsonrpc":"2.0","id":2,"result":{}}])"},
        {200, {{"Content-Type", "text/plain"}}, "hello"},
        {200, json_type, R"({"jsonrpc":"2.0","id":"other","result":{}})"},
        {200, {}, ""},
        {404, {}, ""},
        {405, {}, ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.body);
        World world;
        std::vector<std::string> chunks;
        if (!row.body.empty()) chunks.push_back(row.body);
        world.post().answers(row.status, row.headers, chunks);
        world.post().answers(row.status, row.headers, chunks);
        const auto error = world.connect_error();
        CHECK(error.kind == ErrorKind::not_an_mcp_server);
        CHECK(error.remedy == Remedy::fix_address);
        CHECK(world.steps.back() == "initialize failed");
    }
}

TEST_CASE("a server of no revision of ours, or with a result that does not read, is refused") {
    World world;
    world.post().answers(400);
    world.post().answers_json(World::initialized(2, "1999-01-01"));
    const auto error = world.connect_error();
    CHECK(error.kind == ErrorKind::unsupported_version);
    CHECK(error.subject == "1999-01-01");
}

// [req:initialize-versions]
TEST_CASE("an initialize that is refused with a list of versions is asked for one of them, once") {
    World world;
    world.post().answers(400);
    world.post()
        .with_body_like(R"({"method":"initialize"})")
        .answers_json(
            R"({"jsonrpc":"2.0","id":2,"error":{"code":-32602,"message":"Unsupported protocol version","data":{"supported":["2025-03-26"]}}})");
    world.post()
        .with_body_like(R"({"method":"initialize","params":{"protocolVersion":"2025-03-26"}})")
        .answers_json(World::initialized(3, "2025-03-26"));
    world.post()
        .without_header("MCP-Protocol-Version")
        .with_body_like(R"({"method":"notifications/initialized"})")
        .answers(202);
    world.get().without_header("MCP-Protocol-Version").answers(405);
    REQUIRE(world.connect());
    settle(world.loop);
    CHECK(world.client->info().revision == "2025-03-26");
}

// [req:known-revision]
TEST_CASE("a known revision is tried first, and found out anew when the server has moved on") {
    {
        World world;
        world.connect_with_session("2025-06-18");
        CHECK(world.client->info().revision == "2025-06-18");
        CHECK(world.http.requests().size() == 3);
    }
    {
        World world;
        world.post()
            .with_body_like(R"({"method":"initialize"})")
            .answers_json(R"({"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}})", 404);
        world.post().with_body_like(R"({"method":"server/discover"})").answers_json(World::discovered("{}", 2));
        REQUIRE(world.connect("2025-11-25"));
        CHECK(world.client->info().revision == "2026-07-28");
    }
    {
        World world;  // and when it has not, its refusal is what is shown
        world.post()
            .with_body_like(R"({"method":"initialize"})")
            .answers_json(R"({"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"broken"}})", 500);
        world.post().with_body_like(R"({"method":"server/discover"})").answers(400);
        CHECK(world.connect_error("2025-11-25").message == "The server answered: broken");
    }
    {
        World world;  // one that we never heard of is as none
        world.post().with_body_like(R"({"method":"server/discover"})").answers_json(World::discovered("{}"));
        CHECK(world.connect("1900-01-01"));
    }
}

TEST_CASE("a refusal of notifications/initialized does not matter") {
    World world;
    world.post().answers_json(World::initialized(1, "2025-11-25"));
    world.post().answers(400);
    world.get().answers(404, {{"Content-Type", "text/html"}}, {"<html>"});
    CHECK(world.connect("2025-11-25"));
    settle(world.loop);
}

// [req:connect-timeout]
TEST_CASE("a server that never answers is given up after its time, and its request ended") {
    World world;
    auto& silent = world.post().never_answers();
    auto connecting = fakes::start(world.loop, Client::connect(world.ports(), world.target()));
    world.clock.advance(29s);
    CHECK_FALSE(connecting.done());
    world.clock.advance(1s);
    REQUIRE(connecting.done());
    CHECK(connecting.result().error().kind == ErrorKind::timed_out);
    settle(world.loop);
    CHECK(silent.aborted());
}

TEST_CASE("cancelling the connecting ends its request") {
    World world;
    auto& silent = world.post().never_answers();
    auto connecting = fakes::start(world.loop, Client::connect(world.ports(), world.target()));
    connecting.cancel();
    CHECK(silent.aborted());
    CHECK(world.clock.sleeping() == 0);
}

// [req:safe-address]
TEST_CASE("only safe addresses are asked") {
    for (const std::string address :
         {"ftp://a.example/", "http://a.example/mcp", "javascript:alert(1)", "a.example", "", "wss://a.example/mcp",
          "https://user:pass@a.example/", "file:///etc/passwd"}) {
        CAPTURE(address);
        World world;
        CHECK(world.connect_error({}, address).kind == ErrorKind::invalid_address);
    }
    World world;
    world.post("http://localhost:3000/mcp?a=1").answers_json(World::discovered("{}"));
    CHECK(world.connect({}, "http://localhost:3000/mcp?a=1#part"));
}
