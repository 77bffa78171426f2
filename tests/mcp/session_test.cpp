#include "mcp/session.hpp"

#include <algorithm>

#include "mcp/world.hpp"

using namespace mcp;
using namespace mcp_test;
using base::ErrorKind;

namespace {

std::string progress(int token, double value) {
    return event(R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":)" +
                 std::to_string(token) + R"(,"progress":)" + std::to_string(value) +
                 R"(,"total":10,"message":"step"}})");
}

}  // namespace

// [req:cancel-session]
TEST_CASE("with a session, a cancelled request is told to the server") {
    World world;
    world.connect_with_session();
    auto& open = world.post().with_body_like(R"({"method":"tools/call","id":3})").holds_open(200, sse_type);
    auto calling = fakes::start(world.loop, world.call());
    world.post()
        .with_body_like(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":3}})")
        .with_header("Mcp-Session-Id", "session-one-1")
        .answers(202);
    calling.cancel();
    CHECK(open.aborted());
    CHECK(world.clock.sleeping() == 0);
}

// [req:cancel-stateless]
TEST_CASE("with 2026-07-28, the end of its stream is the cancellation, and nothing is sent") {
    World world;
    world.connect_stateless();
    auto& open = world.post().holds_open(200, sse_type, {progress(2, 1)});
    auto calling = fakes::start(world.loop, world.call());
    calling.cancel();
    CHECK(open.aborted());
    CHECK(world.http.requests().size() == 2);
    auto& silent = world.post().never_answers();
    auto again = fakes::start(world.loop, world.call());
    again.cancel();
    CHECK(silent.aborted());
}

TEST_CASE("initialize is never cancelled by a message") {
    World world;
    world.post().with_body_like(R"({"method":"initialize"})").never_answers();
    auto connecting = fakes::start(world.loop, Client::connect(world.ports(), world.target("2025-11-25")));
    connecting.cancel();
    CHECK(world.http.requests().size() == 1);
}

// [req:timeouts]
TEST_CASE("a request without an answer times out, and progress gives it its time anew") {
    World world;
    world.connect_with_session();
    auto& open = world.post().holds_open(200, sse_type);
    auto calling = fakes::start(world.loop, world.call());
    world.clock.advance(299s);
    open.feed(progress(3, 1));
    settle(world.loop);
    world.clock.advance(299s);
    CHECK_FALSE(calling.done());
    world.post().with_body_like(R"({"method":"notifications/cancelled","params":{"requestId":3}})").answers(202);
    world.clock.advance(1s);
    REQUIRE(calling.done());
    const auto error = calling.result().error();
    CHECK(error.kind == ErrorKind::timed_out);
    CHECK(error.remedy == base::Remedy::retry);
    settle(world.loop);
    CHECK(open.aborted());
}

// [req:app-goes-on]
TEST_CASE("who calls a tool is told that a person is waited for, as long as nothing of the call has begun") {
    World world;
    world.connect_stateless();
    std::vector<bool> told;
    world.tokens.renewed = {{"Authorization", "Bearer new"}};
    world.post().answers(401, {{"WWW-Authenticate", "Bearer"}});
    world.post().answers(200, json_type, {R"({"jsonrpc":"2.0","id":2,"result":{"resultType":"input_required",
        "inputRequests":{"r":{"method":"roots/list"}},"requestState":"s"}})"});
    world.post().with_body_like(R"({"params":{"requestState":"s"}})").answers(401, {{"WWW-Authenticate", "Bearer"}});
    world.post().with_body_like(R"({"params":{"requestState":"s"}})").answers(200, json_type, {result(3, done)});
    auto calling = fakes::start(world.loop, world.client->call_tool(world.tool(), Json::object(),
                                                                    {{}, [&](bool waits) { told.push_back(waits); }}));
    settle(world.loop);
    CHECK(calling.result());
    CHECK(told == std::vector<bool>{true, false});
    CHECK(world.tokens.refusals == std::vector<int>{401, 401});
}

TEST_CASE("the time that a person takes to sign in is none of the server's") {
    World world;
    world.connect_stateless();
    world.post().answers(401, {{"WWW-Authenticate", "Bearer"}});
    auto person = base::one_shot<int>(world.loop);
    world.tokens.person = &person.second;
    world.tokens.renewed = {{"Authorization", "Bearer new"}};
    auto calling = fakes::start(world.loop, world.client->list_tools());
    world.clock.advance(10min);  // far over every limit of a listing
    CHECK_FALSE(calling.done());
    auto& open = world.post().with_header("Authorization", "Bearer new").never_answers();
    person.first.send(0);
    fakes::settle(world.loop);
    CHECK(open.asked());
    const auto& entries = world.traffic.entries;
    const auto refused =
        std::find_if(entries.begin(), entries.end(), [](const auto& entry) { return entry.status == 401; });
    REQUIRE(refused != entries.end());
    CHECK(refused->duration_ms < 1000);
    world.clock.advance(1min);  // now the server's time runs again
    CHECK(calling.done());
    const auto tools = calling.result();
    REQUIRE_FALSE(tools);
    CHECK(tools.error().kind == ErrorKind::timed_out);
}

// [req:progress]
TEST_CASE("progress of a request is told, of the request alone, the latest of a burst, and none after its end") {
    World world;
    world.connect_stateless();
    auto& open =
        world.post().with_body_like(R"({"id":2,"params":{"_meta":{"progressToken":2}}})").holds_open(200, sse_type);
    std::vector<double> told;
    auto calling = fakes::start(world.loop, world.client->call_tool(world.tool(), Json::object(),
                                                                    {[&](Progress p) { told.push_back(p.progress); }}));
    open.feed(progress(2, 1));
    settle(world.loop);
    open.feed(progress(2, 2) + progress(7, 50) + progress(2, 3));
    settle(world.loop);
    open.feed(
        event(R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"2","progress":60}})"));
    open.feed(
        event(R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":2,"progress":"70"}})"));
    open.feed(event(R"({"jsonrpc":"2.0","method":"notifications/progress"})"));
    settle(world.loop);
    CHECK(told == std::vector<double>{1, 3});
    open.feed(event(result(2, done)) + progress(2, 80));
    CHECK(calling.result());
    open.feed(progress(2, 90));
    settle(world.loop);
    CHECK(told == std::vector<double>{1, 3});
}

TEST_CASE("who is told of progress may end the call, or the client") {
    for (const bool client_too : {false, true}) {
        World world;
        world.connect_stateless();
        auto& open = world.post().holds_open(200, sse_type);
        std::unique_ptr<fakes::Started<base::Result<ToolResult>>> calling;
        calling = std::make_unique<fakes::Started<base::Result<ToolResult>>>(
            world.loop, world.client->call_tool(world.tool(), Json::object(), {[&](Progress) {
                                                    calling.reset();
                                                    if (client_too) world.client.reset();
                                                }}));
        settle(world.loop);
        open.feed(progress(2, 1) + progress(2, 2));
        settle(world.loop);
        CHECK(open.aborted());
    }
}

// [req:server-requests]
TEST_CASE("a ping of the server is answered, and what it cannot ask is refused") {
    World world;
    auto& stream = world.get().holds_open(200, sse_type);
    world.connect_with_session("2025-11-25", true);
    world.post()
        .with_body_json(R"({"jsonrpc":"2.0","id":"p","result":{}})")
        .with_header("Mcp-Session-Id", "session-one-1")
        .answers(202);
    stream.feed(event(R"({"jsonrpc":"2.0","id":"p","method":"ping"})"));
    settle(world.loop);
    for (const std::string method : {"roots/list", "sampling/createMessage", "elicitation/create", "unheard/of"}) {
        world.post()
            .with_body_json(R"({"jsonrpc":"2.0","id":5,"error":{"code":-32601,"message":"Method not found"}})")
            .answers(202);
        stream.feed(event(R"({"jsonrpc":"2.0","id":5,"method":")" + method + R"("})"));
        settle(world.loop);
    }
}

TEST_CASE("with 2026-07-28 a request of the server is not answered") {
    World world;
    world.connect_stateless();
    world.post().answers(200, sse_type,
                         {event(R"({"jsonrpc":"2.0","id":"p","method":"ping"})"), event(result(2, done))});
    CHECK(fakes::run(world.loop, world.call()));
    CHECK(world.http.requests().size() == 2);
}

// [req:answer-elsewhere]
TEST_CASE("an answer that comes on another stream answers the request, and ends its own") {
    World world;
    auto& stream = world.get().holds_open(200, sse_type);
    world.connect_with_session("2025-11-25", true);
    auto& own = world.post().holds_open(200, sse_type);
    auto calling = fakes::start(world.loop, world.call());
    stream.feed(event(result(3, done)));
    CHECK(calling.result());
    world.clock.advance(2s);
    CHECK(own.aborted());
    CHECK_FALSE(stream.aborted());
}

// [req:rpc-batch]
TEST_CASE("with 2025-03-26 answers may come in a batch") {
    World world;
    world.connect_with_session("2025-03-26");
    world.post().answers_json("[" + result(9, done) + R"(,{"jsonrpc":"2.0","method":"notifications/message"},)" +
                              result(3, done) + "]");
    auto called = fakes::run(world.loop, world.call());
    REQUIRE(called);
    CHECK(text_of(*called) == "done");
    world.connect_with_session("2025-06-18");
    world.post().answers_json("[" + result(3, done) + "]");
    CHECK(fakes::run(world.loop, world.call()).error().kind == ErrorKind::malformed);
}

// [req:rpc-error]
TEST_CASE("an error of the server is an error with its code, also without an id and with a bad status") {
    const std::string error = R"("error":{"code":-32602,"message":"Unknown tool"}})";
    struct Row {
        int status;
        ports::Headers headers;
        std::string body;
    };
    const Row rows[] = {
        {200, json_type, R"({"jsonrpc":"2.0","id":2,)" + error},
        {200, json_type, R"({"jsonrpc":"2.0","id":null,)" + error},
        {200, json_type, R"({"jsonrpc":"2.0",)" + error},
        {200, sse_type, event(R"({"jsonrpc":"2.0","id":2,)" + error)},
        {400, json_type, R"({"jsonrpc":"2.0","id":2,)" + error},
        {404, json_type, R"({"jsonrpc":"2.0","id":2,)" + error},
        {500, json_type, R"({"jsonrpc":"2.0","id":null,)" + error},
    };
    for (const auto& row : rows) {
        CAPTURE(row.status);
        World world;
        world.connect_stateless();
        world.post().answers(row.status, row.headers, {row.body});
        const auto told = fakes::run(world.loop, world.call()).error();
        CHECK(told.kind == ErrorKind::rpc_error);
        CHECK(told.code == -32602);
        CHECK(told.message == "The server answered: Unknown tool");
    }
}

// [req:client-destroyed]
TEST_CASE("destroying the client ends everything, whatever is under way") {
    World world;
    auto& stream = world.get().holds_open(200, sse_type);
    world.connect_with_session("2025-11-25", true);
    auto& open = world.post().holds_open(200, sse_type, {progress(3, 1)});
    auto calling = fakes::start(world.loop, world.call());
    world.client.reset();
    settle(world.loop);
    CHECK(stream.aborted());
    CHECK(open.aborted());
    CHECK(world.clock.sleeping() == 0);
    REQUIRE(calling.done());
    CHECK(calling.result().error().kind == ErrorKind::client_closed);
}

TEST_CASE("the client may go at any moment of a call, and the call at any moment of the client") {
    for (std::size_t jobs = 0; jobs < 60; ++jobs) {
        for (const bool client_first : {true, false}) {
            World world;
            world.connect_with_session();
            world.post().any_number_of_times().answers_with([](const ports::HttpRequest& request) {
                if (request.body.find("tools/call") == std::string::npos) return fakes::FakeAnswer{202, {}, {}, {}};
                return fakes::FakeAnswer{
                    200, sse_type, {progress(3, 1), "id: e\nretry: 0\ndata:\n\n", progress(3, 2)}, {}};
            });
            world.get().any_number_of_times().answers(200, sse_type, {event(result(3, done))});
            auto calling = std::make_unique<fakes::Started<base::Result<ToolResult>>>(world.loop, world.call());
            std::size_t ran = 0;
            world.loop.drain([&] { return ran++ < jobs; });
            if (client_first) world.client.reset();
            calling.reset();
            world.client.reset();
            settle(world.loop);
            CHECK(world.clock.sleeping() == 0);
        }
    }
}
