#include <doctest/doctest.h>

#include "fakes/fake_clock.hpp"
#include "fakes/fake_http.hpp"
#include "fakes/run.hpp"

using base::Loop;
using namespace fakes;
using namespace std::chrono_literals;

namespace {

ports::HttpRequest request(std::string method, std::string url, std::string body = {}) {
    ports::HttpRequest made;
    made.method = std::move(method);
    made.url = std::move(url);
    made.body = std::move(body);
    return made;
}

base::Task<void> tick(FakeClock& clock, std::string& log, std::string name, std::chrono::milliseconds every,
                      int times) {
    for (int i = 0; i < times; ++i) {
        co_await clock.sleep(every);
        log += name + std::to_string(clock.since_start().count()) + ' ';
    }
}

}  // namespace

TEST_CASE("the fake HTTP answers by its script, piece by piece") {
    Loop loop;
    FakeHttp http(loop);
    http.expect("POST", "https://a.example/")
        .with_header("accept", "x")
        .with_body_like(R"({"b":{"c":1}})")
        .answers(201, {{"X", "y"}}, {"1", "2"});
    auto asked = request("POST", "https://a.example/", R"({"a":0,"b":{"c":1,"d":2}})");
    asked.headers = {{"Accept", "x"}};
    auto exchange = http.open(asked);
    const auto head = run(loop, exchange->head());
    REQUIRE(head);
    CHECK(head->status == 201);
    CHECK(*ports::find_header(head->headers, "x") == "y");
    CHECK(**run(loop, exchange->chunk()) == "1");
    CHECK(**run(loop, exchange->chunk()) == "2");
    CHECK_FALSE(*run(loop, exchange->chunk()));
}

TEST_CASE("the fake HTTP fails before the head and in the body, and keeps to the cap") {
    Loop loop;
    FakeHttp http(loop);
    http.expect("GET", "https://a.example/").fails(unreachable_error());
    http.expect("GET", "https://a.example/").answers(200, {}, {"part"}).then_fails(stream_cut_error());
    http.expect("GET", "https://a.example/").answers(200, {}, {"1234", "5"});
    CHECK(run(loop, ports::fetch(http, request("GET", "https://a.example/"))).error().kind ==
          base::ErrorKind::unreachable);
    CHECK(run(loop, ports::fetch(http, request("GET", "https://a.example/"))).error().kind ==
          base::ErrorKind::stream_cut);
    auto small = request("GET", "https://a.example/");
    small.max_body_bytes = 4;
    CHECK(run(loop, ports::fetch(http, small)).error().kind == base::ErrorKind::too_large);
}

TEST_CASE("a stream is fed by the test, and its end by the client is seen") {
    Loop loop;
    FakeHttp http(loop);
    auto& stream = http.expect("GET", "https://a.example/").holds_open(200, {});
    auto& silent = http.expect("POST", "https://a.example/").never_answers();
    auto getting = start(loop, ports::fetch(http, request("GET", "https://a.example/")));
    auto posting = start(loop, ports::fetch(http, request("POST", "https://a.example/", "body")));
    stream.feed("1");
    settle(loop);
    CHECK_FALSE(getting.done());
    stream.feed("2");
    stream.end();
    CHECK(getting.result()->body == "12");
    CHECK_FALSE(stream.aborted());
    CHECK_FALSE(posting.done());
    CHECK(silent.request().body == "body");
    posting.cancel();
    CHECK(silent.aborted());
    silent.begin(200);
    settle(loop);
}

TEST_CASE("answers can be made from the request, any number of times") {
    Loop loop;
    FakeHttp http(loop);
    auto& echo =
        http.expect("POST", "https://a.example/")
            .any_number_of_times()
            .answers_with([](const ports::HttpRequest& asked) { return FakeAnswer{200, {}, {asked.body + "!"}, {}}; });
    for (const char* body : {"a", "b"})
        CHECK(run(loop, ports::fetch(http, request("POST", "https://a.example/", body)))->body ==
              body + std::string("!"));
    CHECK(echo.count() == 2);
    CHECK(http.requests().size() == 2);
}

TEST_CASE("the fake clock wakes sleepers in the order of time, those included who sleep again") {
    Loop loop;
    FakeClock clock(loop);
    std::string log;
    auto a = start(loop, tick(clock, log, "a", 10ms, 3));
    auto b = start(loop, tick(clock, log, "b", 15ms, 2));
    CHECK(clock.sleeping() == 2);
    clock.advance(9ms);
    CHECK(log.empty());
    clock.advance(21ms);
    CHECK(log == "a10 b15 a20 b30 a30 ");
    CHECK(a.done());
    CHECK(b.done());
    CHECK(clock.wall() == FakeClock::wall_start + 30ms);
}

TEST_CASE("a cancelled sleeper does not hold the clock") {
    Loop loop;
    FakeClock clock(loop);
    auto sleeping = start(loop, clock.sleep(1h));
    CHECK(clock.sleeping() == 1);
    sleeping.cancel();
    CHECK(clock.sleeping() == 0);
    CHECK_FALSE(clock.next_due());
    run(loop, clock.sleep(0ms));
    run_with_time(loop, clock, clock.sleep(2h));
    CHECK(clock.since_start() == 2h);
}
