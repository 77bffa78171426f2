#include "base/task.hpp"

#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

#include "base/early.hpp"
#include "base/one_shot.hpp"
#include "base/pipe.hpp"
#include "base/task_scope.hpp"
#include "base/turn.hpp"
#include "fakes/run.hpp"

using base::Loop;
using base::or_return;
using base::Result;
using base::Task;
using fakes::run;
using fakes::settle;
using fakes::start;

namespace {

Task<int> number(int n) { co_return n; }

Task<void> raise(int& count) {
    ++count;
    co_return;
}

struct OnDestroy {
    bool* gone;
    explicit OnDestroy(bool& g) : gone(&g) {}
    OnDestroy(const OnDestroy&) = delete;
    OnDestroy& operator=(const OnDestroy&) = delete;
    ~OnDestroy() { *gone = true; }
};

Task<void> wait_for_ever(Loop& loop, bool& gone) {
    const OnDestroy watch(gone);
    auto never = base::one_shot<int>(loop);
    co_await never.second;
}

Task<int> never(Loop& loop, bool& gone) {
    co_await wait_for_ever(loop, gone);
    co_return 0;
}

Task<void> wait_through(Loop& loop, bool& gone) { co_await wait_for_ever(loop, gone); }

Task<Result<int>> half(int n) {
    if (n % 2) co_return base::fail(base::ErrorKind::malformed, "odd");
    co_return n / 2;
}

Task<Result<std::string>> quarter(int n, bool& gone) {
    const OnDestroy watch(gone);
    const int h = co_await or_return(co_await half(n));
    const int q = co_await or_return(co_await half(h));
    co_return std::to_string(q);
}

Task<void> throws(Loop& loop) {
    co_await base::turn(loop);
    throw std::runtime_error("a bug");
}

}  // namespace

// [req:task-lazy]
TEST_CASE("a task does not start until it is awaited, and not at all when it is dropped") {
    Loop loop;
    int count = 0;
    {
        auto dropped = raise(count);
        CHECK(dropped.valid());
    }
    CHECK(count == 0);
    run(loop, raise(count));
    CHECK(count == 1);
}

TEST_CASE("a task gives its value to who awaits it") {
    Loop loop;
    CHECK(run(loop, number(42)) == 42);
}

TEST_CASE("or_return gives the value, or leaves with the error") {
    Loop loop;
    bool gone = false;
    CHECK(run(loop, quarter(12, gone)) == "3");
    CHECK(gone);
    for (const int n : {3, 6}) {
        gone = false;
        const auto result = run(loop, quarter(n, gone));
        REQUIRE_FALSE(result);
        CHECK(result.error().message == "odd");
        CHECK(gone);
    }
}

// [req:task-cancel]
TEST_CASE("destroying a task destroys everything that it awaits") {
    Loop loop;
    bool gone = false;
    {
        auto waiting = start(loop, wait_through(loop, gone));
        CHECK_FALSE(waiting.done());
        CHECK_FALSE(gone);
    }
    settle(loop);
    CHECK(gone);
}

// [req:task-bug]
TEST_CASE("an exception that leaves a task is told, and the scope goes on") {
    Loop loop;
    std::vector<std::string> bugs;
    base::TaskScope scope(loop, [&](std::string text) { bugs.push_back(std::move(text)); });
    int count = 0;
    scope.spawn(throws(loop));
    scope.spawn(raise(count));
    CHECK(scope.size() == 2);
    CHECK(count == 0);
    settle(loop);
    CHECK(bugs == std::vector<std::string>{"a bug"});
    CHECK(count == 1);
    CHECK(scope.size() == 0);
}

TEST_CASE("a scope cancels one task by its id, also from inside that task") {
    Loop loop;
    base::TaskScope scope(loop, {});
    bool first_gone = false;
    bool second_gone = false;
    const auto first = scope.spawn(wait_for_ever(loop, first_gone));
    scope.spawn(wait_for_ever(loop, second_gone));
    settle(loop);
    scope.cancel(first);
    scope.cancel(first);
    settle(loop);
    CHECK(first_gone);
    CHECK_FALSE(second_gone);

    base::TaskScope::Id self = 0;
    bool self_gone = false;
    const auto cancels_itself = [](base::TaskScope& s, base::TaskScope::Id& id, bool& gone) -> Task<void> {
        const OnDestroy watch(gone);
        s.cancel(id);
        co_return;
    };
    self = scope.spawn(cancels_itself(scope, self, self_gone));
    settle(loop);
    CHECK(self_gone);
    scope.cancel_all();
    settle(loop);
    CHECK(second_gone);
}

TEST_CASE("a task that was cancelled before its first drain never starts") {
    Loop loop;
    int count = 0;
    base::TaskScope scope(loop, {});
    scope.cancel(scope.spawn(raise(count)));
    settle(loop);
    CHECK(count == 0);
}

TEST_CASE("a value sent once arrives at a later drain; the second is ignored") {
    Loop loop;
    auto pair = base::one_shot<int>(loop);
    const auto wait = [](base::OneShotReceiver<int> receiver) -> Task<int> { co_return co_await receiver; };
    auto waiting = start(loop, wait(std::move(pair.second)));
    CHECK(pair.first.wanted());
    pair.first.send(1);
    pair.first.send(2);
    CHECK_FALSE(waiting.done());
    CHECK_FALSE(pair.first.wanted());
    CHECK(waiting.result() == 1);
}

TEST_CASE("a receiver that goes before its value came runs what cancels it; one that got it does not") {
    Loop loop;
    int cancelled = 0;
    {
        auto pair = base::one_shot<int>(loop);
        pair.second.on_cancel([&] { ++cancelled; });
        auto moved = std::move(pair.second);
    }
    CHECK(cancelled == 1);
    {
        auto pair = base::one_shot<int>(loop);
        pair.second.on_cancel([&] { ++cancelled; });
        pair.first.send(1);
    }
    CHECK(cancelled == 1);
}

TEST_CASE("who waits for a value may go, and the value comes to nobody") {
    Loop loop;
    auto pair = base::one_shot<int>(loop);
    const auto wait = [](base::OneShotReceiver<int>& receiver) -> Task<int> { co_return co_await receiver; };
    {
        auto waiting = start(loop, wait(pair.second));
    }
    settle(loop);
    pair.first.send(1);
    settle(loop);
    CHECK(run(loop, wait(pair.second)) == 1);
}

TEST_CASE("a pipe gives what was written in order, then its end") {
    Loop loop;
    base::Pipe<int> pipe(loop);
    const auto sum = [](base::Pipe<int>& p) -> Task<std::string> {
        std::string text;
        while (auto n = co_await p.next()) text += std::to_string(*n) + ' ';
        co_return text;
    };
    auto reading = start(loop, sum(pipe));
    const auto writer = pipe.writer();
    writer.write(1);
    writer.write(2);
    settle(loop);
    CHECK(pipe.queued() == 0);
    writer.write(3);
    writer.close();
    writer.write(4);
    CHECK_FALSE(writer.wanted());
    CHECK(reading.result() == "1 2 3 ");
}

TEST_CASE("cancelling the reader of a pipe loses no value") {
    Loop loop;
    base::Pipe<int> pipe(loop);
    const auto read = [](base::Pipe<int>& p) -> Task<int> { co_return (co_await p.next()).value_or(-1); };
    {
        auto reading = start(loop, read(pipe));
    }
    settle(loop);
    pipe.writer().write(7);
    settle(loop);
    CHECK(run(loop, read(pipe)) == 7);
}

TEST_CASE("a pipe that is gone takes no more") {
    Loop loop;
    auto pipe = std::make_unique<base::Pipe<int>>(loop);
    const auto writer = pipe->writer();
    CHECK(writer.wanted());
    pipe.reset();
    CHECK_FALSE(writer.wanted());
    writer.write(1);
    writer.close();
    settle(loop);
}

TEST_CASE("what was begun early has gone on meanwhile, and is waited for where it is needed") {
    Loop loop;
    std::string order;
    const auto step = [&](std::string name) -> Task<int> {
        order += name;
        co_await base::turn(loop);
        order += name;
        co_return 7;
    };
    const auto both = [&]() -> Task<int> {
        base::Early early(loop, step("a"));
        co_await base::turn(loop);
        co_await step("b");
        co_await base::turn(loop);
        order += '|';
        const int first = co_await early.result();
        co_return first;
    };
    CHECK(run(loop, both()) == 7);
    CHECK(order == "abab|");
}

TEST_CASE("what was begun early ends with who began it; its exception comes out where it is waited for") {
    Loop loop;
    bool gone = false;
    const auto leaves = [&]() -> Task<void> {
        base::Early early(loop, never(loop, gone));
        co_await base::turn(loop);
        CHECK_FALSE(gone);
    };
    run(loop, leaves());
    CHECK(gone);

    const auto throws = [&]() -> Task<int> {
        co_await base::turn(loop);
        throw std::logic_error("a bug");
    };
    const auto waits = [&]() -> Task<std::string> {
        base::Early early(loop, throws());
        try {
            co_await early.result();
        } catch (const std::logic_error& bug) {
            co_return bug.what();
        }
        co_return "nothing";
    };
    CHECK(run(loop, waits()) == "a bug");
}

TEST_CASE("a long row of values that are there already does not overflow the stack") {
    Loop loop;
    const auto many = [](Loop& l) -> Task<int> {
        int sum = 0;
        for (int i = 0; i < 1000; ++i) {
            sum += co_await number(1);
            if (i % 100 == 0) co_await base::turn(l);
        }
        co_return sum;
    };
    CHECK(run(loop, many(loop)) == 1000);
}

TEST_CASE("the loop wakes the platform once for a batch, and again for what is left over") {
    int woken = 0;
    Loop loop([&] { ++woken; });
    std::string order;
    loop.post([&] {
        order += 'a';
        loop.post([&] { order += 'c'; });
    });
    loop.post([&] { order += 'b'; });
    CHECK(woken == 1);
    int allowed = 2;
    CHECK(loop.drain([&] { return allowed-- > 0; }));
    CHECK(order == "ab");
    CHECK(woken == 2);
    CHECK(loop.drain());
    CHECK(order == "abc");
    CHECK(loop.idle());
    CHECK_FALSE(loop.drain());
}
