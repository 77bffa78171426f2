#include "base/task_scope.hpp"

#include <exception>
#include <utility>

namespace base {

namespace {

std::string text_of(const std::exception_ptr& thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const std::exception& e) {
        return e.what();
    } catch (...) {
        return "unknown exception";
    }
}

// The root of a task: a coroutine that nobody awaits. It catches what a bug throws and reports that it ended.
struct Root {
    struct promise_type {
        Root get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
        std::suspend_always initial_suspend() const noexcept { return {}; }
        std::suspend_always final_suspend() const noexcept { return {}; }
        void return_void() const noexcept {}
        void unhandled_exception() const noexcept {}
    };
    std::coroutine_handle<promise_type> handle;
};

Root run(Task<void> task, std::function<void(std::exception_ptr)> ended) {
    std::exception_ptr thrown;
    try {
        co_await std::move(task);
    } catch (...) {
        thrown = std::current_exception();
    }
    ended(thrown);
}

}  // namespace

struct TaskScope::Running {
    Running(Id number, Root coroutine) : id(number), root(coroutine) {}
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running() { root.handle.destroy(); }

    Id id;
    Root root;
};

TaskScope::TaskScope(Loop& loop, std::function<void(std::string)> on_bug) : loop_(loop), on_bug_(std::move(on_bug)) {}

TaskScope::~TaskScope() {
    *alive_ = false;
    running_.clear();
}

TaskScope::Id TaskScope::spawn(Task<void> task) {
    const Id id = ++last_id_;
    auto ended = [this, id](std::exception_ptr thrown) {
        if (thrown && on_bug_) on_bug_(text_of(thrown));
        cancel(id);
    };
    running_.push_back(std::make_unique<Running>(id, run(std::move(task), std::move(ended))));
    loop_.post([this, id, alive = alive_] {
        if (!*alive) return;
        for (auto& r : running_) {
            if (r->id != id) continue;
            r->root.handle.resume();
            return;
        }
    });
    return id;
}

void TaskScope::cancel(Id id) {
    // Off the list at once, destroyed at the next drain: the caller may be running inside that very frame.
    for (auto it = running_.begin(); it != running_.end(); ++it) {
        if ((*it)->id != id) continue;
        std::shared_ptr<Running> leaving = std::move(*it);
        running_.erase(it);
        loop_.post([leaving = std::move(leaving)]() mutable { leaving.reset(); });
        return;
    }
}

void TaskScope::cancel_all() {
    while (!running_.empty()) cancel(running_.front()->id);
}

}  // namespace base
