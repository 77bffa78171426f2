#include "mcp/client.hpp"

#include "mcp/world.hpp"

using namespace mcp;
using namespace mcp_test;
using base::ErrorKind;

namespace {

std::string names(const std::vector<Tool>& tools) {
    std::string all;
    for (const auto& tool : tools) all += (all.empty() ? "" : " ") + tool.name;
    return all;
}

}  // namespace

// [req:pagination]
TEST_CASE("all pages of tools are listed, by cursors that are passed on as they came") {
    World world;
    world.connect_stateless();
    world.post()
        .with_body_like(R"({"id":2,"method":"tools/list"})")
        .checked_by([](const ports::HttpRequest& r) { CHECK(r.body.find("cursor") == std::string::npos); })
        .answers_json(result(2, R"({"tools":[{"name":"a","inputSchema":{}}],"nextCursor":""})"));
    world.post()
        .with_body_like(R"({"id":3,"params":{"cursor":""}})")
        .answers_json(result(
            3,
            R"({"tools":[{"name":"b","inputSchema":{}},{"name":"a","inputSchema":{}},{"name":"bad"}],"nextCursor":"\u00e9 \n"})"));
    world.post()
        .with_body_like(R"({"id":4,"params":{"cursor":"\u00e9 \n"}})")
        .answers_json(result(4, R"({"tools":[{"name":"c","inputSchema":{}}]})"));
    std::string skipped;
    world.client->on_tool_skipped = [&](std::string name, std::string reason) {
        skipped += name + ": " + reason + "; ";
    };
    auto tools = fakes::run(world.loop, world.client->list_tools());
    REQUIRE(tools);
    CHECK(names(*tools) == "a b c");
    CHECK(skipped == "bad: its inputSchema is not an object; a: another tool has the same name; ");
}

TEST_CASE("of many definitions that are left out, the first hundred are told") {
    World world;
    world.connect_stateless();
    std::string many = "1";
    for (int i = 0; i < 1'000; ++i) many += ",1";
    world.post().answers_json(result(2, R"({"tools":[)" + many + "]}"));
    int skipped = 0;
    world.client->on_tool_skipped = [&](std::string, std::string) { ++skipped; };
    CHECK(fakes::run(world.loop, world.client->list_tools())->empty());
    CHECK(skipped == 100);
}

TEST_CASE("a list without an end, in pages or in tools, is an error") {
    {
        World world;
        world.connect_stateless();
        auto& page = world.post().any_number_of_times().answers_with([](const ports::HttpRequest& r) {
            const auto id = *base::integer_member(*base::parse_json(r.body), "id");
            return fakes::FakeAnswer{
                200, json_type, {result(static_cast<int>(id), R"({"tools":[],"nextCursor":"same"})")}, {}};
        });
        CHECK(fakes::run(world.loop, world.client->list_tools()).error().kind == ErrorKind::too_large);
        CHECK(page.count() == 100);
    }
    World world;
    world.connect_stateless();
    std::string many;
    for (int i = 0; i <= 10'000; ++i)
        many += (i ? "," : "") + (R"({"name":")" + std::to_string(i)) + R"(","inputSchema":{}})";
    world.post().answers_json(result(2, R"({"tools":[)" + many + "]}"));
    CHECK(fakes::run(world.loop, world.client->list_tools()).error().kind == ErrorKind::too_large);
}

TEST_CASE("a server without tools is not asked for them") {
    World world;
    world.connect_stateless("{}");
    CHECK(fakes::run(world.loop, world.client->list_tools())->empty());
    CHECK(world.http.requests().size() == 1);
}

// [req:param-header-rules]
TEST_CASE("a tool whose x-mcp-header breaks a rule is not listed with 2026-07-28; earlier it is") {
    const std::string list =
        R"({"tools":[{"name":"bad","inputSchema":{"type":"object","properties":{"p":{"type":"number","x-mcp-header":"P"}}}},
        {"name":"good","inputSchema":{"type":"object","properties":{"p":{"type":"string","x-mcp-header":"P"}}}}]})";
    {
        World world;
        world.connect_stateless();
        world.post().answers_json(result(2, list));
        std::string skipped;
        world.client->on_tool_skipped = [&](std::string name, std::string reason) { skipped = name + ": " + reason; };
        CHECK(names(*fakes::run(world.loop, world.client->list_tools())) == "good");
        CHECK(skipped ==
              R"(bad: x-mcp-header is on a parameter that is no string, integer or boolean (parameter "p"))");
    }
    World world;
    world.connect_with_session();
    world.post().answers_json(result(3, list));
    CHECK(names(*fakes::run(world.loop, world.client->list_tools())) == "bad good");
}

// [req:call-headers]
TEST_CASE("a call bears its method, name and annotated arguments as headers, and its arguments untouched") {
    World world;
    world.connect_stateless();
    world.post()
        .with_header("Mcp-Method", "tools/call")
        .with_header("Mcp-Name", "execute_sql")
        .with_header("Mcp-Param-Region", "=?base64?IHVzIA==?=")
        .with_header("MCP-Protocol-Version", "2026-07-28")
        .without_header("Mcp-Param-Query")
        .with_body_like(
            R"({"method":"tools/call","params":{"name":"execute_sql","arguments":{"region":" us ","query":"世界\r\n","none":null}}})")
        .answers_json(result(2, done));
    auto tool = world.tool("execute_sql",
                           R"({"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"}}})");
    auto arguments = *base::parse_json(R"({"region":" us ","query":"世界\r\n","none":null})");
    CHECK(fakes::run(world.loop, world.client->call_tool(tool, arguments, {})));
}

TEST_CASE("with a session, no argument becomes a header") {
    World world;
    world.connect_with_session();
    world.post().without_header("Mcp-Param-Region").without_header("Mcp-Name").answers_json(result(3, done));
    auto tool =
        world.tool("t", R"({"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"}}})");
    CHECK(fakes::run(world.loop, world.client->call_tool(tool, *base::parse_json(R"({"region":"r"})"), {})));
}

TEST_CASE("an argument that cannot be mirrored is told before anything is sent") {
    World world;
    world.connect_stateless();
    auto tool = world.tool("t", R"({"type":"object","properties":{"n":{"type":"integer","x-mcp-header":"N"}}})");
    const auto error =
        fakes::run(world.loop, world.client->call_tool(tool, *base::parse_json(R"({"n":9007199254740993})"), {}))
            .error();
    CHECK(error.kind == ErrorKind::invalid_arguments);
    CHECK(error.subject == "n");
    CHECK(world.http.requests().size() == 1);
}

// [req:header-mismatch]
TEST_CASE("a call refused for its headers reads the tool again and is sent once more") {
    const std::string mismatch = R"({"jsonrpc":"2.0","id":2,"error":{"code":-32020,"message":"Header mismatch"}})";
    {
        World world;
        world.connect_stateless();
        world.post().without_header("Mcp-Param-R").answers_json(mismatch, 400);
        world.post()
            .with_body_like(R"({"method":"tools/list"})")
            .answers_json(result(
                3,
                R"({"tools":[{"name":"t","inputSchema":{"type":"object","properties":{"r":{"type":"string","x-mcp-header":"R"}}}}]})"));
        world.post()
            .with_header("Mcp-Param-R", "x")
            .with_body_like(R"({"id":4,"method":"tools/call"})")
            .answers_json(result(4, done));
        CHECK(fakes::run(world.loop, world.call(R"({"r":"x"})")));
    }
    World world;  // nothing has changed: no second try
    world.connect_stateless();
    world.post().answers_json(mismatch, 400);
    world.post().answers_json(result(3, R"({"tools":[{"name":"t","inputSchema":{"type":"object"}}]})"));
    const auto error = fakes::run(world.loop, world.call()).error();
    CHECK(error.code == -32020);
}

// [req:tool-result]
TEST_CASE("a tool's own failure is a result, not an error") {
    World world;
    world.connect_stateless();
    world.post().answers_json(
        result(2, R"({"resultType":"complete","content":[{"type":"text","text":"no"}],"isError":true})"));
    auto called = fakes::run(world.loop, world.call());
    REQUIRE(called);
    CHECK(called->is_error);
}

// [req:input-required]
TEST_CASE("what a server asks first is answered in a new request with the same params") {
    World world;
    world.connect_stateless();
    world.post().answers_json(result(
        2, R"({"resultType":"input_required","inputRequests":{"r":{"method":"roots/list"}},"requestState":"s1"})"));
    world.post()
        .with_header("Mcp-Name", "t")
        .with_body_like(
            R"({"id":3,"params":{"name":"t","arguments":{"a":1},"inputResponses":{"r":{"roots":[]}},"requestState":"s1"}})")
        .answers_json(result(3, R"({"resultType":"input_required","requestState":"s2"})"));
    world.post()
        .with_body_like(R"({"id":4,"params":{"requestState":"s2"}})")
        .checked_by([](const ports::HttpRequest& r) { CHECK(r.body.find("inputResponses") == std::string::npos); })
        .answers_json(result(4, done));
    CHECK(fakes::run(world.loop, world.call(R"({"a":1})")));
}

TEST_CASE(
    "where a server wants a model's answer the call ends, and one that asks without end or at the wrong place is "
    "refused") {
    {
        World world;
        world.connect_stateless();
        world.post().answers_json(result(
            2,
            R"({"resultType":"input_required","inputRequests":{"s":{"method":"sampling/createMessage","params":{}}}})"));
        CHECK(fakes::run(world.loop, world.call()).error().message ==
              "The server wants a model's answer first, and this page has no model to give it.");
    }
    {
        World world;
        world.connect_stateless();
        auto& asked = world.post().any_number_of_times().answers_with([](const ports::HttpRequest& r) {
            const auto id = *base::integer_member(*base::parse_json(r.body), "id");
            return fakes::FakeAnswer{
                200,
                json_type,
                {result(static_cast<int>(id), R"({"resultType":"input_required","requestState":"s"})")},
                {}};
        });
        CHECK(fakes::run(world.loop, world.call()).error().kind == ErrorKind::too_large);
        CHECK(asked.count() == 8);
    }
    World world;
    world.connect_stateless();
    world.post().answers_json(result(2, R"({"resultType":"input_required","requestState":"s"})"));
    CHECK_FALSE(fakes::run(world.loop, world.client->list_tools()));
}

// [req:any-request]
TEST_CASE("any request can be sent by hand, with the headers and _meta of the others") {
    World world;
    world.connect_stateless();
    world.post()
        .with_header("Mcp-Method", "resources/read")
        .with_header("Mcp-Name", "file:///path/to/file%20name.txt")
        .with_body_like(
            R"({"method":"resources/read","params":{"uri":"file:///path/to/file%20name.txt","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}})")
        .answers_json(result(2, R"({"contents":[]})"));
    auto answer = fakes::run(
        world.loop,
        world.client->request("resources/read", *base::parse_json(R"({"uri":"file:///path/to/file%20name.txt"})")));
    REQUIRE(answer);
    CHECK(base::dump_json(*answer) == R"({"contents":[]})");
    world.post()
        .with_header("Mcp-Method", "prompts/list")
        .answers_json(R"({"jsonrpc":"2.0","id":3,"error":{"code":-32601,"message":"no"}})", 404);
    CHECK(fakes::run(world.loop, world.client->request("prompts/list", {})).error().code == -32601);
}

TEST_CASE("a ping is a ping with a session, and server/discover without") {
    {
        World world;
        world.connect_with_session();
        world.post().with_body_json(R"({"jsonrpc":"2.0","id":3,"method":"ping"})").answers_json(result(3, "{}"));
        CHECK(fakes::run(world.loop, world.client->ping()));
    }
    World world;
    world.connect_stateless();
    world.post().with_body_like(R"({"method":"server/discover"})").answers_json(World::discovered("{}", 2));
    CHECK(fakes::run(world.loop, world.client->ping()));
}

// [req:subscription]
TEST_CASE("with 2026-07-28 changes of the tools are listened to where they are announced") {
    World world;
    world.post().answers_json(World::discovered(R"({"tools":{"listChanged":true}})"));
    auto& stream =
        world.post()
            .with_header("Mcp-Method", "subscriptions/listen")
            .with_body_like(
                R"({"id":2,"method":"subscriptions/listen","params":{"notifications":{"toolsListChanged":true}}})")
            .holds_open(200, sse_type);
    REQUIRE(world.connect());
    settle(world.loop);
    REQUIRE(stream.asked());
    int changes = 0;
    world.client->on_tools_changed = [&] { ++changes; };
    const std::string meta = R"("_meta":{"io.modelcontextprotocol/subscriptionId":2})";
    stream.feed(
        event(R"({"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{)" + meta + "}}"));
    settle(world.loop);
    world.clock.advance(1h);
    CHECK(changes == 0);
    CHECK_FALSE(stream.aborted());
    const std::string changed =
        event(R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed","params":{)" + meta + "}}");
    stream.feed(changed + changed);
    settle(world.loop);
    world.clock.advance(200ms);
    CHECK(changes == 1);

    // Cut, it is listened to again; what was missed meanwhile counts as a change.
    auto& again = world.post().with_body_like(R"({"id":3,"method":"subscriptions/listen"})").holds_open(200, sse_type);
    stream.cut(fakes::stream_cut_error());
    settle(world.loop);
    world.clock.advance(10s);
    REQUIRE(again.asked());
    CHECK(changes == 1);
    again.feed(event(R"({"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{}})"));
    settle(world.loop);
    world.clock.advance(200ms);
    CHECK(changes == 2);
    fakes::run(world.loop, world.client->close());
    settle(world.loop);
    CHECK(again.aborted());
    CHECK(world.clock.sleeping() == 0);
}

// [req:standing-unasked]
TEST_CASE("a subscription that is refused for want of a sign-in says that nobody waits for it; a request does not") {
    World world;
    world.post().answers_json(World::discovered(R"({"tools":{"listChanged":true}})"));
    world.post().with_header("Mcp-Method", "subscriptions/listen").answers(401);
    REQUIRE(world.connect());
    settle(world.loop);
    CHECK(world.tokens.standing == std::vector<bool>{true});
    world.post().answers(401);
    CHECK_FALSE(fakes::run(world.loop, world.call()));
    CHECK(world.tokens.standing == std::vector<bool>{true, false});
}

// [req:subscription]
TEST_CASE("a subscription survives a time without network, and one that was given up begins again with the network") {
    World world;
    world.post().answers_json(World::discovered(R"({"tools":{"listChanged":true}})"));
    const auto listening = [&]() -> fakes::FakeScripted& {
        return world.post().with_header("Mcp-Method", "subscriptions/listen");
    };
    auto& stream = listening().holds_open(200, sse_type);
    REQUIRE(world.connect());
    settle(world.loop);
    int changes = 0;
    world.client->on_tools_changed = [&] { ++changes; };
    constexpr int more_tries = 5;
    for (int i = 0; i < more_tries; ++i) listening().fails({.kind = ErrorKind::offline});
    stream.cut(fakes::stream_cut_error());
    settle(world.loop);
    world.clock.advance(1h);

    auto& again = listening().holds_open(200, sse_type);
    world.client->network_is_back();
    settle(world.loop);
    world.clock.advance(200ms);
    CHECK(again.asked());
    CHECK(changes == 1);
}

TEST_CASE("a server that refuses the subscription is not asked again") {
    World world;
    world.post().answers_json(World::discovered(R"({"tools":{"listChanged":true}})"));
    world.post().answers_json(R"({"jsonrpc":"2.0","id":2,"error":{"code":-32601,"message":"no"}})", 404);
    REQUIRE(world.connect());
    settle(world.loop);
    world.clock.advance(1h);
    CHECK(world.http.requests().size() == 2);
}

TEST_CASE("who is told of a change may destroy the client") {
    World world;
    auto& stream = world.get().holds_open(200, sse_type);
    world.connect_with_session("2025-11-25", true);
    world.client->on_tools_changed = [&] { world.client.reset(); };
    stream.feed(event(R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})"));
    settle(world.loop);
    world.clock.advance(200ms);
    CHECK(world.client == nullptr);
    settle(world.loop);
    CHECK(stream.aborted());
}
