// Values that arrive one after another, from platform callbacks to one coroutine that waits; for streams.
//
//     while (auto chunk = co_await pipe.next()) use(*chunk);     // std::nullopt: closed and drained
//
// One reader at a time. The writing side holds a PipeWriter (copyable); writes after the Pipe is gone do nothing.
#pragma once

#include <coroutine>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <utility>

#include "base/loop.hpp"

namespace base {

namespace detail {

template <class T>
struct PipeState {
    Loop* loop;
    std::deque<T> values;
    std::coroutine_handle<> waiter;
    bool closed = false;
    bool alive = true;

    static void wake(const std::shared_ptr<PipeState>& state) {
        if (!state->waiter) return;
        state->loop->post([state] {
            if (state->alive && state->waiter && (!state->values.empty() || state->closed))
                std::exchange(state->waiter, {}).resume();
        });
    }
};

}  // namespace detail

template <class T>
class PipeWriter {
public:
    PipeWriter() = default;
    explicit PipeWriter(std::shared_ptr<detail::PipeState<T>> state) : state_(std::move(state)) {}

    void write(T value) const {
        if (!state_ || !state_->alive || state_->closed) return;
        state_->values.push_back(std::move(value));
        detail::PipeState<T>::wake(state_);
    }
    // No more values; the reader gets what is queued, then std::nullopt.
    void close() const {
        if (!state_ || !state_->alive || state_->closed) return;
        state_->closed = true;
        detail::PipeState<T>::wake(state_);
    }
    bool wanted() const { return state_ && state_->alive && !state_->closed; }

private:
    std::shared_ptr<detail::PipeState<T>> state_;
};

template <class T>
class Pipe {
public:
    explicit Pipe(Loop& loop) : state_(std::make_shared<detail::PipeState<T>>(detail::PipeState<T>{&loop, {}, {}})) {}
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
        state_->alive = false;
        state_->waiter = {};
    }

    PipeWriter<T> writer() const { return PipeWriter<T>(state_); }
    std::size_t queued() const { return state_->values.size(); }

    // Lives in the frame of who waits; going with that frame, it leaves nobody to resume.
    struct Awaiter {
        std::shared_ptr<detail::PipeState<T>> state;
        std::coroutine_handle<> self = {};

        explicit Awaiter(std::shared_ptr<detail::PipeState<T>> s) : state(std::move(s)) {}
        Awaiter(const Awaiter&) = delete;
        Awaiter& operator=(const Awaiter&) = delete;
        ~Awaiter() {
            if (self && state->waiter == self) state->waiter = {};
        }
        bool await_ready() const { return !state->values.empty() || state->closed; }
        void await_suspend(std::coroutine_handle<> waiter) { state->waiter = self = waiter; }
        std::optional<T> await_resume() const {
            if (state->values.empty()) return std::nullopt;
            std::optional<T> value(std::move(state->values.front()));
            state->values.pop_front();
            return value;
        }
    };
    struct [[nodiscard]] Next {
        std::shared_ptr<detail::PipeState<T>> state;
        Awaiter operator co_await() const { return Awaiter(state); }
    };
    // Cancelling who waits loses no value. When the pipe goes first, who waits is never resumed: own both in one place.
    Next next() { return Next{state_}; }

private:
    std::shared_ptr<detail::PipeState<T>> state_;
};

}  // namespace base
