// Drives tasks in tests.
//
//     auto tools = run(loop, client->list_tools());                 // to its end; fails the test when it is stuck
//
//     auto call = start(loop, client->call_tool(...));              // step by step
//     clock.advance(30s);
//     CHECK_FALSE(call.done());
//     call.cancel();
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include "base/loop.hpp"
#include "base/task.hpp"
#include "base/task_scope.hpp"
#include "fakes/fake_clock.hpp"

namespace fakes {

// Everything that can happen without time passing and without anything from outside. Fails when it never ends.
inline void settle(base::Loop& loop) {
    int jobs = 0;
    loop.drain([&] { return ++jobs < 1'000'000; });
    REQUIRE_MESSAGE(loop.idle(), "the loop never comes to rest: something posts for ever");
}

namespace detail {

template <class T>
struct Outcome {
    using Value = std::conditional_t<std::is_void_v<T>, bool, T>;
    std::optional<Value> value;
    std::string bug;
};

template <class T>
base::Task<void> collect(base::Task<T> task, std::shared_ptr<Outcome<T>> outcome) {
    if constexpr (std::is_void_v<T>) {
        co_await std::move(task);
        outcome->value.emplace(true);
    } else {
        outcome->value.emplace(co_await std::move(task));
    }
}

}  // namespace detail

// A task under way. Destroying it cancels the task.
template <class T>
class Started {
public:
    Started(base::Loop& loop, base::Task<T> task)
        : loop_(loop),
          outcome_(std::make_shared<detail::Outcome<T>>()),
          scope_(std::make_unique<base::TaskScope>(loop,
                                                   [outcome = outcome_](std::string text) { outcome->bug = text; })) {
        scope_->spawn(detail::collect<T>(std::move(task), outcome_));
    }

    bool done() const { return outcome_->value.has_value() || !outcome_->bug.empty(); }

    // What the task returned; fails the test when it has not ended, or ended by an exception.
    T result() {
        settle(loop_);
        REQUIRE_MESSAGE(outcome_->bug.empty(), "an exception left the task: ", outcome_->bug);
        REQUIRE_MESSAGE(outcome_->value.has_value(), "the task is stuck");
        if constexpr (!std::is_void_v<T>) {
            T value = std::move(*outcome_->value);
            return value;
        }
    }

    void cancel() {
        scope_->cancel_all();
        settle(loop_);
    }

private:
    base::Loop& loop_;
    std::shared_ptr<detail::Outcome<T>> outcome_;
    std::unique_ptr<base::TaskScope> scope_;
};

template <class T>
Started<T> start(base::Loop& loop, base::Task<T> task) {
    Started<T> started(loop, std::move(task));
    settle(loop);
    return started;
}

template <class T>
T run(base::Loop& loop, base::Task<T> task) {
    return start(loop, std::move(task)).result();
}

// The same, with time passing by itself whenever nothing else happens: for backoff and polling.
template <class T>
T run_with_time(base::Loop& loop, FakeClock& clock, base::Task<T> task) {
    auto started = start(loop, std::move(task));
    for (int step = 0; step < 10'000 && !started.done() && clock.next_due(); ++step)
        clock.advance(*clock.next_due() - clock.since_start());
    return started.result();
}

}  // namespace fakes
