// What a server can do to a client that has taken it for a good one: each ends in an error, and the client goes on.
#include "mcp/world.hpp"

using namespace mcp;
using namespace mcp_test;
using base::ErrorKind;

namespace {

// After `answer` to a call: the error; then the client is asked once more and must be well.
ErrorKind error_after(const std::function<void(fakes::FakeScripted&)>& answer, bool with_time = false) {
    World world;
    world.connect_stateless();
    answer(world.post());
    auto called =
        with_time ? fakes::run_with_time(world.loop, world.clock, world.call()) : fakes::run(world.loop, world.call());
    REQUIRE_FALSE(called);
    CHECK_FALSE(called.error().message.empty());
    world.post().answers_json(result(3, done));
    CHECK(fakes::run(world.loop, world.call()));
    return called.error().kind;
}

}  // namespace

// [req:hostile-answers]
TEST_CASE("an answer that is none of MCP's is an error") {
    struct Row {
        ports::Headers headers;
        std::string body;
        ErrorKind kind;
    };
    const Row rows[] = {
        {json_type, "not json", ErrorKind::malformed},
        {json_type, R"({"jsonrpc":"2.0","id":2,"result":{"content":[)", ErrorKind::malformed},
        {json_type, "", ErrorKind::malformed},
        {json_type, "null", ErrorKind::malformed},
        {json_type, "[]", ErrorKind::malformed},
        {json_type, "[" + result(2, done) + "]", ErrorKind::malformed},  // batches went with 2025-06-18
        {json_type, R"({"jsonrpc":"2.0","id":2})", ErrorKind::malformed},
        {json_type, R"({"jsonrpc":"2.0","id":2,"result":"text"})", ErrorKind::malformed},
        {json_type, R"({"jsonrpc":"2.0","id":2,"error":{}})", ErrorKind::malformed},
        {json_type, R"({"id":2,"result":{}})", ErrorKind::malformed},
        {json_type, result(9, done), ErrorKind::malformed},
        {json_type, R"({"jsonrpc":"2.0","id":"2","result":{}})", ErrorKind::malformed},
        {json_type, R"({"jsonrpc":"2.0","method":"notifications/x"})", ErrorKind::malformed},
        {json_type, R"({"jsonrpc":"2.0","id":2,"method":"ping"})", ErrorKind::malformed},
        {json_type, result(2, "{}"), ErrorKind::wrong_type},
        {json_type, result(2, R"({"content":"text"})"), ErrorKind::wrong_type},
        {json_type, result(2, R"({"resultType":"surprise","content":[]})"), ErrorKind::malformed},
        {json_type, std::string(10'000, '[') + std::string(10'000, ']'), ErrorKind::too_large},
        {json_type, R"({"jsonrpc":"2.0","id":2,"result":)" + std::string(100'000, '['), ErrorKind::too_large},
        {{{"Content-Type", "text/html"}}, "<!doctype html>", ErrorKind::malformed},
        {{{"Content-Type", "text/plain"}}, "fine", ErrorKind::malformed},
        {{{"Content-Type", "image/png"}}, "\x89PNG", ErrorKind::malformed},
        {sse_type, "", ErrorKind::stream_cut},
        {sse_type, "data: not json\n\n", ErrorKind::malformed},
        {sse_type, "data: " + std::string(10'000, '[') + "\n\n", ErrorKind::too_large},
        {sse_type, "data: {\"jsonrpc\":\"2.0\",\"id\":2,\"result\":", ErrorKind::stream_cut},
        {sse_type, "<!doctype html>\n\n", ErrorKind::stream_cut},
        {sse_type, event(result(9, done)), ErrorKind::stream_cut},
        {sse_type, event("[" + result(2, done) + "]"), ErrorKind::malformed},
    };
    for (const auto& row : rows) {
        CAPTURE(row.body.substr(0, 200));
        const auto kind =
            error_after([&](fakes::FakeScripted& scripted) { scripted.answers(200, row.headers, {row.body}); });
        CHECK(kind == row.kind);
    }
}

TEST_CASE("a request that is only taken note of is an error") {
    CHECK(error_after([](auto& scripted) { scripted.answers(202); }) == ErrorKind::malformed);
    CHECK(error_after([](auto& scripted) { scripted.answers(204); }) == ErrorKind::malformed);
}

// [req:hostile-cut]
TEST_CASE("an answer that is cut is an error, wherever") {
    CHECK(error_after([](auto& scripted) { scripted.fails(fakes::unreachable_error()); }) == ErrorKind::unreachable);
    CHECK(error_after([](auto& scripted) {
              scripted.answers(200, json_type, {"{"}).then_fails(fakes::stream_cut_error());
          }) == ErrorKind::stream_cut);
    CHECK(error_after([](auto& scripted) {
              scripted.answers(200, sse_type, {"data: {"}).then_fails(fakes::stream_cut_error());
          }) == ErrorKind::stream_cut);
    CHECK(error_after([](auto& scripted) { scripted.answers(500, {}, {"x"}).then_fails(fakes::stream_cut_error()); }) ==
          ErrorKind::http_status);
}

// [req:large-result]
TEST_CASE("a result of 10 MB is read; one over the cap is an error") {
    World world;
    world.connect_stateless();
    const std::string text(10u << 20, 'x');
    world.post().answers_json(result(2, R"({"content":[{"type":"text","text":")" + text + R"("}]})"));
    auto called = fakes::run(world.loop, world.call());
    REQUIRE(called);
    CHECK(text_of(*called).size() == text.size());
    CHECK(world.traffic.entries.back().size > text.size());
    CHECK(world.traffic.entries.back().body.size() <= traffic_body_cap);

    const std::string piece(1u << 20, ' ');
    for (const auto& type : {json_type, sse_type}) {
        world.post().answers(200, type, std::vector<std::string>(40, piece));
        CHECK(fakes::run(world.loop, world.call()).error().kind == ErrorKind::too_large);
    }
}

// [req:endless]
TEST_CASE("a stream of garbage without an end is ended in time, and progress alone does not keep a request for ever") {
    World world;
    world.connect_stateless();
    auto& garbage = world.post().holds_open(200, sse_type, {": keep-alive\n\n"});
    auto calling = fakes::start(world.loop, world.call());
    for (int minute = 0; minute < 5; ++minute) {
        CHECK_FALSE(calling.done());
        garbage.feed(": keep-alive\n\n" + event(R"({"jsonrpc":"2.0","method":"notifications/message","params":{}})"));
        world.clock.advance(1min);
    }
    REQUIRE(calling.done());
    CHECK(calling.result().error().kind == ErrorKind::timed_out);
    settle(world.loop);
    CHECK(garbage.aborted());

    auto& busy = world.post().holds_open(200, sse_type);
    auto waiting = fakes::start(world.loop, world.call());
    for (int minute = 0; minute < 60; ++minute) {
        CHECK_FALSE(waiting.done());
        busy.feed(
            event(R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":3,"progress":)" +
                  std::to_string(minute) + "}}"));
        world.clock.advance(1min);
    }
    REQUIRE(waiting.done());
    CHECK(waiting.result().error().kind == ErrorKind::timed_out);
}

// [req:server-requests]
TEST_CASE("a server that asks without end is not answered without end") {
    World world;
    world.connect_with_session();
    std::string pings;
    for (int i = 0; i < 1'000; ++i)
        pings += event(R"({"jsonrpc":"2.0","id":)" + std::to_string(i) + R"(,"method":"ping"})");
    world.post().with_body_like(R"({"method":"tools/call"})").answers(200, sse_type, {pings + event(result(3, done))});
    for (int i = 0; i < 16; ++i) world.post().never_answers();
    CHECK(fakes::run(world.loop, world.call()));
    CHECK(world.http.requests().size() == 3 + 1 + 16);
}
