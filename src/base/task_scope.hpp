// Owns background tasks: each runs until it ends; destroying the scope cancels what is left.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <string>

#include "base/loop.hpp"
#include "base/task.hpp"

namespace base {

class TaskScope {
public:
    // `on_bug` gets the text of an exception that left a task; the scope goes on.
    TaskScope(Loop& loop, std::function<void(std::string)> on_bug);
    ~TaskScope();
    TaskScope(const TaskScope&) = delete;
    TaskScope& operator=(const TaskScope&) = delete;

    // Names one running task; `cancel` of a task that has ended does nothing.
    using Id = unsigned;

    // Starts the task at the next drain, never inside this call.
    Id spawn(Task<void> task);

    // Destroys the task's frame. Safe from inside the task itself: then it is destroyed at the next drain.
    void cancel(Id id);
    void cancel_all();

    std::size_t size() const { return running_.size(); }

private:
    struct Running;
    std::list<std::unique_ptr<Running>> running_;
    Loop& loop_;
    std::function<void(std::string)> on_bug_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    Id last_id_ = 0;
};

}  // namespace base
