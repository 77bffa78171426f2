// A task that is begun now and waited for later:
//
//     Early<Page> page(loop, fetch(…));
//     co_await turn(loop);                  // it has begun (base/turn.hpp)
//     …                                     // what takes a while
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
        : done_(one_shot<Outcome>(loop)),
          scope_(loop, [sender = done_.first](const std::string& bug) { sender.send({std::nullopt, bug}); }) {
        scope_.spawn(run(std::move(task), done_.first));
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

    static Task<void> run(Task<T> task, OneShotSender<Outcome> sender) {
        T value = co_await std::move(task);
        sender.send({std::move(value), {}});
    }

    std::pair<OneShotSender<Outcome>, OneShotReceiver<Outcome>> done_;
    TaskScope scope_;
};

}  // namespace base
