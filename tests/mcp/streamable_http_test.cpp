#include "mcp/streamable_http.hpp"

#include "mcp/world.hpp"

using namespace mcp;
using namespace mcp_test;
using base::ErrorKind;

namespace {

const std::string lost = R"({"jsonrpc":"2.0","error":{"code":-32001,"message":"Session not found"},"id":null})";

// A handshake that begins the session anew, under the name "session-two-2".
void expect_new_session(World& world, int id) {
    world.post()
        .with_body_like(R"({"method":"initialize"})")
        .without_header("Mcp-Session-Id")
        .answers(200, {{"Content-Type", "application/json"}, {"Mcp-Session-Id", "session-two-2"}},
                 {World::initialized(id, "2025-11-25")});
    world.post()
        .with_header("Mcp-Session-Id", "session-two-2")
        .with_body_like(R"({"method":"notifications/initialized"})")
        .answers(202);
    world.get().with_header("Mcp-Session-Id", "session-two-2").answers(405);
}

}  // namespace

// [req:session-header] [req:version-header]
TEST_CASE("with a session, every request after initialize bears its id and the revision") {
    World world;
    world.connect_with_session();
    world.post()
        .with_header("Mcp-Session-Id", "session-one-1")
        .with_header("MCP-Protocol-Version", "2025-11-25")
        .with_header("Accept", "application/json, text/event-stream")
        .without_header("Mcp-Method")
        .with_body_like(
            R"({"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"t","arguments":{},"_meta":{"progressToken":3}}})")
        .answers_json(result(3, done));
    auto called = fakes::run(world.loop, world.call());
    REQUIRE(called);
    CHECK(text_of(*called) == "done");
    const auto& notified = world.http.requests()[1];
    CHECK(*ports::find_header(notified.headers, "Mcp-Session-Id") == "session-one-1");
    CHECK(*ports::find_header(notified.headers, "MCP-Protocol-Version") == "2025-11-25");
    const auto& listened = world.http.requests()[2];
    CHECK(listened.method == "GET");
    CHECK(*ports::find_header(listened.headers, "Accept") == "text/event-stream");
    CHECK(*ports::find_header(listened.headers, "Mcp-Session-Id") == "session-one-1");
}

// [req:no-session-2026]
TEST_CASE("with 2026-07-28 a session id means nothing, and there is no GET, DELETE or Last-Event-ID") {
    World world;
    world.post().answers(200, {{"Content-Type", "application/json"}, {"Mcp-Session-Id", "x"}},
                         {World::discovered(R"({"tools":{}})")});
    REQUIRE(world.connect());
    world.post()
        .without_header("Mcp-Session-Id")
        .without_header("Last-Event-ID")
        .answers(200, sse_type, {"id: 7\nretry: 1\ndata:\n\n"});
    auto called = fakes::run_with_time(world.loop, world.clock, world.call());
    CHECK(called.error().kind == ErrorKind::stream_cut);
    fakes::run(world.loop, world.client->close());
}

// [req:session-lost]
TEST_CASE("a 404 to a session begins it anew, once, and the request is sent again") {
    World world;
    world.connect_with_session();
    world.post().with_header("Mcp-Session-Id", "session-one-1").answers_json(lost, 404);
    expect_new_session(world, 4);
    world.post()
        .with_header("Mcp-Session-Id", "session-two-2")
        .with_body_like(R"({"id":6,"method":"tools/call"})")
        .answers_json(result(6, done));
    int changes = 0;
    world.client->on_tools_changed = [&] { ++changes; };
    auto called = fakes::run(world.loop, world.call());
    REQUIRE(called);
    CHECK(text_of(*called) == "done");
    world.clock.advance(1s);
    CHECK(changes == 1);
}

TEST_CASE("a 400 that speaks of the session counts as its loss too") {
    World world;
    world.connect_with_session();
    world.post().answers_json(
        R"({"jsonrpc":"2.0","error":{"code":-32000,"message":"Bad Request: No valid session ID provided"},"id":null})",
        400);
    expect_new_session(world, 4);
    world.post().answers_json(result(6, done));
    CHECK(fakes::run(world.loop, world.call()));
}

TEST_CASE("requests that find the session gone together begin it anew once") {
    World world;
    world.connect_with_session();
    world.post().answers(404);
    world.post().answers(404);
    expect_new_session(world, 5);
    world.post()
        .answers_with([](const ports::HttpRequest& r) {
            return fakes::FakeAnswer{
                200,
                json_type,
                {result(static_cast<int>(*base::integer_member(*base::parse_json(r.body), "id")), done)},
                {}};
        })
        .any_number_of_times();
    auto first = fakes::Started<base::Result<ToolResult>>(world.loop, world.call());
    auto second = fakes::Started<base::Result<ToolResult>>(world.loop, world.call());
    CHECK(first.result());
    CHECK(second.result());
}

TEST_CASE("a session that cannot be begun anew is lost; the next request tries again") {
    World world;
    world.connect_with_session();
    std::vector<ErrorKind> told;
    world.client->on_lost = [&](base::Error error) { told.push_back(error.kind); };
    world.post().answers(404);
    world.post().with_body_like(R"({"method":"initialize"})").fails(fakes::unreachable_error());
    CHECK(fakes::run(world.loop, world.call()).error().kind == ErrorKind::session_lost);
    CHECK(told == std::vector<ErrorKind>{ErrorKind::session_lost});
    expect_new_session(world, 5);
    world.post().answers_json(result(7, done));
    CHECK(fakes::run(world.loop, world.call()));
}

TEST_CASE("a session that is lost again at once is an error") {
    World world;
    world.connect_with_session();
    world.post().answers(404);
    expect_new_session(world, 4);
    world.post().answers(404);
    CHECK(fakes::run(world.loop, world.call()).error().kind == ErrorKind::session_lost);
}

// [req:session-id-hidden]
TEST_CASE("a session id that the browser hides is said to be the cause") {
    World world;
    world.post().answers_json(World::initialized(1, "2025-11-25"));
    world.post().answers(202);
    world.get().answers(405);
    REQUIRE(world.connect("2025-11-25"));
    settle(world.loop);
    world.post().answers_json(
        R"({"jsonrpc":"2.0","error":{"code":-32000,"message":"Bad Request: Mcp-Session-Id header is required"},"id":null})",
        400);
    const auto error = fakes::run(world.loop, world.call()).error();
    CHECK(error.kind == ErrorKind::blocked_by_cors);
    CHECK(error.remedy == base::Remedy::copy_headers);
}

TEST_CASE("a session id with foreign characters is refused") {
    World world;
    world.post().answers(200, {{"Content-Type", "application/json"}, {"Mcp-Session-Id", "a b"}},
                         {World::initialized(1, "2025-11-25")});
    world.post().with_body_like(R"({"method":"server/discover"})").answers(400);
    CHECK(world.connect_error("2025-11-25").kind == ErrorKind::malformed);
}

// [req:session-end]
TEST_CASE("closing ends the streams, then the session; whatever it answers") {
    for (const int status : {200, 204, 405, 500}) {
        World world;
        auto& stream = world.get().holds_open(200, sse_type);
        world.connect_with_session("2025-11-25", true);
        world.http.expect("DELETE", url)
            .with_header("Mcp-Session-Id", "session-one-1")
            .with_header("MCP-Protocol-Version", "2025-11-25")
            .checked_by([&](const ports::HttpRequest&) { CHECK(stream.aborted()); })
            .answers(status);
        fakes::run(world.loop, world.client->close());
        CHECK(fakes::run(world.loop, world.call()).error().kind == ErrorKind::client_closed);
    }
    World world;  // a server that never answers the DELETE
    world.connect_with_session();
    auto& silent = world.http.expect("DELETE", url).never_answers();
    auto closing = fakes::start(world.loop, world.client->close());
    CHECK_FALSE(closing.done());
    world.clock.advance(3s);
    CHECK(closing.done());
    settle(world.loop);
    CHECK(silent.aborted());
}

// [req:sse-answer]
TEST_CASE("an answer comes as an event of a stream as well, cut anywhere, after other messages") {
    World world;
    world.connect_stateless();
    const std::string whole =
        ": hello\n\nid: 1\nretry: 10\ndata:\n\n" +
        event(R"({"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"x"}})") +
        "event: other\ndata: not ours\n\n" + event(R"({"jsonrpc":"2.0","id":99,"result":{}})") +
        event(R"({"jsonrpc":"2.0","id":"2","result":{}})") + event(result(2, done)) +
        event(result(2, R"({"content":[{"type":"text","text":"again"}]})"));
    std::vector<std::string> bytes;
    for (const char c : whole) bytes.emplace_back(1, c);
    world.post().answers(200, {{"Content-Type", "Text/Event-Stream; charset=utf-8"}}, bytes);
    auto called = fakes::run(world.loop, world.call());
    REQUIRE(called);
    CHECK(text_of(*called) == "done");
}

TEST_CASE("a stream that goes on after the answer is ended soon") {
    World world;
    world.connect_stateless();
    auto& stream = world.post().holds_open(200, sse_type, {event(result(2, done))});
    CHECK(fakes::run(world.loop, world.call()));
    CHECK_FALSE(stream.aborted());
    world.clock.advance(2s);
    CHECK(stream.aborted());
    CHECK(world.clock.sleeping() == 0);
}

// [req:sse-retry]
TEST_CASE("a stream that ends before the answer is resumed by GET, after the server's retry, with the last event id") {
    World world;
    world.connect_with_session();
    auto& first = world.post().holds_open(200, sse_type, {"id: event-1\nretry: 500\ndata: \n\n"});
    auto calling = fakes::start(world.loop, world.call());
    first.end();
    settle(world.loop);
    world.clock.advance(499ms);
    CHECK(world.http.requests().size() == 4);
    auto& second = world.get()
                       .with_header("Last-Event-ID", "event-1")
                       .with_header("Mcp-Session-Id", "session-one-1")
                       .with_header("MCP-Protocol-Version", "2025-11-25")
                       .with_header("Accept", "text/event-stream")
                       .holds_open(200, sse_type, {"id: event-2\nretry: 700\ndata: \n\n"});
    world.clock.advance(1ms);
    CHECK(second.asked());
    second.end();
    settle(world.loop);
    world.clock.advance(699ms);
    auto& third = world.get()
                      .with_header("Last-Event-ID", "event-2")
                      .holds_open(200, sse_type, {event(result(3, done), "event-3")});
    world.clock.advance(1ms);
    REQUIRE(calling.done());
    CHECK(text_of(*calling.result()) == "done");
    world.clock.advance(2s);
    CHECK(third.aborted());
}

TEST_CASE("a stream that is cut is resumed too; one without event ids is not") {
    World world;
    world.connect_with_session();
    world.post()
        .answers(200, sse_type, {event(R"({"jsonrpc":"2.0","method":"n"})", "e1")})
        .then_fails(fakes::stream_cut_error());
    world.get().with_header("Last-Event-ID", "e1").answers(200, sse_type, {event(result(3, done))});
    auto called = fakes::run_with_time(world.loop, world.clock, world.call());
    CHECK(called);
    CHECK(world.clock.since_start() >= 1s);

    world.post()
        .answers(200, sse_type, {event(R"({"jsonrpc":"2.0","method":"n"})")})
        .then_fails(fakes::stream_cut_error());
    CHECK(fakes::run(world.loop, world.call()).error().kind == ErrorKind::stream_cut);
    world.post().answers(200, sse_type, {});
    CHECK(fakes::run(world.loop, world.call()).error().kind == ErrorKind::stream_cut);
}

TEST_CASE("a server that resumes for ever without a word is given up") {
    World world;
    world.connect_with_session();
    world.post().answers(200, sse_type, {"id: e1\ndata:\n\n"});
    auto& resumed = world.get().answers(200, sse_type, {}).any_number_of_times();
    CHECK(fakes::run_with_time(world.loop, world.clock, world.call()).error().kind == ErrorKind::stream_cut);
    CHECK(resumed.count() < 10);
}

TEST_CASE("what refuses the resumption ends the request") {
    struct Row {
        int status;
        ErrorKind kind;
    };
    for (const Row row : {Row{405, ErrorKind::stream_cut}, Row{400, ErrorKind::stream_cut}}) {
        World world;
        world.connect_with_session();
        world.post().answers(200, sse_type, {"id: e1\ndata:\n\n"});
        world.get().answers(row.status);
        CHECK(fakes::run_with_time(world.loop, world.clock, world.call()).error().kind == row.kind);
    }
}

// [req:standing-stream]
TEST_CASE("the standing stream delivers, is opened again where it stood, and its refusal is no error") {
    World world;
    auto& stream = world.get().without_header("Last-Event-ID").holds_open(200, sse_type);
    world.connect_with_session("2025-11-25", true);
    int changes = 0;
    world.client->on_tools_changed = [&] { ++changes; };
    const std::string changed = R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})";
    stream.feed(event(changed, "s1") + event(changed, "s2") + "data: garbage\n\n");
    settle(world.loop);
    world.clock.advance(200ms);
    CHECK(changes == 1);  // a burst is told once

    auto& again = world.get().with_header("Last-Event-ID", "s2").holds_open(200, sse_type);
    stream.cut(fakes::stream_cut_error());
    settle(world.loop);
    world.clock.advance(1s);
    REQUIRE(again.asked());
    again.feed(event(changed));
    settle(world.loop);
    world.clock.advance(200ms);
    CHECK(changes == 2);
    world.client.reset();
    settle(world.loop);
    CHECK(again.aborted());
    CHECK(world.clock.sleeping() == 0);
}

// [req:authorize]
TEST_CASE("a refusal for want of a sign-in is tried once more when the tokens change") {
    World world;
    world.connect_stateless();
    world.tokens.renewed = {{"Authorization", "Bearer new"}};
    world.post().without_header("Authorization").answers(401, {{"WWW-Authenticate", "Bearer"}});
    world.post().with_header("Authorization", "Bearer new").with_body_like(R"({"id":2})").answers_json(result(2, done));
    CHECK(fakes::run(world.loop, world.call()));
    world.post().answers(403);
    world.post().answers(403);
    const auto error = fakes::run(world.loop, world.call()).error();
    CHECK(error.kind == ErrorKind::forbidden);
    CHECK(world.tokens.refusals == std::vector<int>{401, 403, 403});  // how often is for the tokens to judge

    world.tokens.renewed.clear();
    world.post().answers(401);
    CHECK(fakes::run(world.loop, world.call()).error().kind == ErrorKind::sign_in_needed);
}

// [req:traffic]
TEST_CASE("a server that says back the token that it refuses is not repeated") {
    World world;
    world.connect_stateless();
    world.tokens.headers = {{"Authorization", "Bearer hush-hush"}, {"DPoP", "the-proof"}};
    for (const char* body :
         {"hush-hush and the-proof are no good", R"({"error":"invalid_token","error_description":"hush-hush"})",
          R"({"jsonrpc":"2.0","id":2,"error":{"code":-32001,"message":"no: the-proof, hush-hush"}})"}) {
        CAPTURE(body);
        world.post().answers(403, {{"Content-Type", "application/json"}}, {body});
        const auto error = fakes::run(world.loop, world.call()).error();
        const std::string told = error.message + error.detail + error.words + world.traffic.entries.back().body;
        for (const char* secret : {"hush-hush", "the-proof"}) CHECK(told.find(secret) == std::string::npos);
        CHECK(world.traffic.entries.back().body.find(mcp::mask) != std::string::npos);
    }
}

// [req:traffic]
TEST_CASE("a server that says back the token in any other answer is not repeated either") {
    World world;
    world.connect_stateless();
    world.tokens.headers = {{"Authorization", "Bearer hush-hush"}};
    const ports::Headers json = {{"Content-Type", "application/json"}};
    const std::string error = R"({"jsonrpc":"2.0","id":2,"error":{"code":-1,"message":"no: hush-hush"}})";
    const std::string result =
        R"({"jsonrpc":"2.0","id":2,"result":{"resultType":"complete","content":[{"type":"text","text":"hush-hush"}]}})";
    std::string told;
    SUBCASE("an error") { world.post().answers(200, json, {error}); }
    SUBCASE("an error of a stream") { world.post().answers(200, sse_type, {event(error)}); }
    SUBCASE("what a tool says") { world.post().answers(200, json, {result}); }
    SUBCASE("what is none of MCP's") { world.post().answers(200, {}, {"hush-hush"}); }
    SUBCASE("broken JSON") { world.post().answers(200, json, {R"({"hush-hush)"}); }
    SUBCASE("the head of a refusal") {
        world.post().answers(401, {{"WWW-Authenticate", R"(Bearer error="hush-hush")"}});
    }
    const auto answer = fakes::run(world.loop, world.call());
    if (answer)
        told = std::get<mcp::TextContent>(answer->content.at(0)).text;
    else
        told = answer.error().message + answer.error().detail + answer.error().words;
    for (const auto& entry : world.traffic.entries) {
        told += entry.body;
        for (const auto& [name, value] : entry.headers) told += value;
    }
    CHECK(told.find("hush-hush") == std::string::npos);
    CHECK(told.find(mcp::mask) != std::string::npos);
}

// [req:traffic]
TEST_CASE("a stream that goes on with a newer token is masked for the older one, too") {
    World world;
    world.connect_with_session();
    world.tokens.headers = {{"Authorization", "Bearer first-token"}};
    auto& stream = world.post().holds_open(200, sse_type);
    auto call = fakes::start(world.loop, world.call());
    stream.feed("id: s1\ndata:\n\n");
    settle(world.loop);
    world.tokens.headers = {{"Authorization", "Bearer second-token"}};
    auto& again = world.get().with_header("Last-Event-ID", "s1").holds_open(200, sse_type);
    stream.cut(fakes::stream_cut_error());
    settle(world.loop);
    world.clock.advance(2s);
    REQUIRE(again.asked());
    again.feed(event(R"({"jsonrpc":"2.0","id":3,"error":{"code":-1,"message":"not first-token nor second-token"}})"));
    settle(world.loop);
    const auto answer = call.result();
    REQUIRE_FALSE(answer);
    CHECK(answer.error().words == "not ••• nor •••");
}

// [req:traffic]
TEST_CASE("each message is in the traffic log, with what carried it") {
    World world;
    auto& stream = world.get().holds_open(200, sse_type);
    world.connect_with_session("2025-11-25", true);
    stream.feed(event(R"({"jsonrpc":"2.0","method":"notifications/message","params":{}})"));
    settle(world.loop);
    world.post().answers(
        200, sse_type,
        {event(R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":3,"progress":1}})"),
         event(result(3, done))});
    CHECK(fakes::run(world.loop, world.call()));
    world.post().answers(500, {}, {"boom"});
    CHECK_FALSE(fakes::run(world.loop, world.call()));
    CHECK(world.traffic.lines() ==
          std::vector<std::string>{"> initialize", "< initialize 200", "> notifications/initialized",
                                   "< notifications/initialized 202", "> GET", "< notifications/message 200",
                                   "> tools/call", "< notifications/progress 200", "< tools/call 200", "> tools/call",
                                   "< tools/call 500"});
    CHECK(world.traffic.entries.back().is_error);
    CHECK(world.traffic.entries.back().body == "boom");
    for (const auto& entry : world.traffic.entries)
        for (const auto& [name, value] : entry.headers) CHECK(value.find("session-one-1") == std::string::npos);
}
