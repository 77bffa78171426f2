// A task that is begun now and waited for later:
//
//     Early<Page> page(loop, fetch(…));
//     co_await turn(loop);                  // it has begun (base/turn.hpp)
//     …                                     // what takes a while
//     bool in_time = co_await page.done_before(clock.sleep(150ms));
//     auto came = co_await page.result();   // once
//
// Destroying it cancels the task. An exception that leaves the task (a bug) comes out of result().
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/loop.hpp"
#include "base/one_shot.hpp"
#include "base/task.hpp"
#include "base/task_scope.hpp"

namespace base {

template <class T>
class Early {
public:
    Early(Loop& loop, Task<T> task)
        : loop_(loop),
          done_(one_shot<Outcome>(loop)),
          scope_(loop, [this](const std::string& bug) { end({std::nullopt, bug}); }) {
        scope_.spawn(run(std::move(task)));
    }

    // False: `limit` was done first, and the task goes on.
    Task<bool> done_before(Task<void> limit) {
        if (ended_) co_return true;
        auto first = one_shot<bool>(loop_);
        first_ = first.first;
        TaskScope timing(loop_, [](const std::string&) {});
        timing.spawn(tell_after(std::move(limit), first.first));
        const bool done = co_await first.second;
        co_return done;
    }

    Task<T> result() {
        Outcome outcome = co_await done_.second;
        if (!outcome.value) throw std::logic_error(outcome.bug);
        co_return std::move(*outcome.value);
    }

private:
    struct Outcome {
        std::optional<T> value;
        std::string bug;
    };

    Task<void> run(Task<T> task) {
        T value = co_await std::move(task);
        end({std::move(value), {}});
    }

    void end(Outcome outcome) {
        ended_ = true;
        done_.first.send(std::move(outcome));
        first_.send(true);
    }

    static Task<void> tell_after(Task<void> limit, OneShotSender<bool> first) {
        co_await std::move(limit);
        first.send(false);
    }

    Loop& loop_;
    bool ended_ = false;
    OneShotSender<bool> first_;  // of done_before
    std::pair<OneShotSender<Outcome>, OneShotReceiver<Outcome>> done_;
    TaskScope scope_;
};

}  // namespace base
