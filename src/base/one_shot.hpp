// A value that arrives once, from a platform callback to a coroutine that waits.
//
//     auto [sender, receiver] = one_shot<int>(loop);
//     keep(std::move(sender));                 // copyable: fits into a callback; only the first send counts
//     int n = co_await receiver;               // resumed by a later drain of the loop, never inside send()
//
// Destroying the receiver while it waits is cancellation: a later send does nothing.
// `receiver.on_cancel(f)` runs f when the receiver goes before a value came (abort the request, stop the timer).
#pragma once

#include <coroutine>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "base/loop.hpp"

namespace base {

namespace detail {

template <class T>
struct OneShotState {
    Loop* loop;
    std::optional<T> value;
    std::coroutine_handle<> waiter;
    bool receiver_alive = true;
};

}  // namespace detail

template <class T>
class OneShotSender {
public:
    OneShotSender() = default;
    explicit OneShotSender(std::shared_ptr<detail::OneShotState<T>> state) : state_(std::move(state)) {}

    void send(T value) const {
        if (!state_ || state_->value || !state_->receiver_alive) return;
        state_->value.emplace(std::move(value));
        if (!state_->waiter) return;
        state_->loop->post([state = state_] {
            if (state->receiver_alive && state->waiter) std::exchange(state->waiter, {}).resume();
        });
    }
    // False once nobody waits any more.
    bool wanted() const { return state_ && state_->receiver_alive && !state_->value; }

private:
    std::shared_ptr<detail::OneShotState<T>> state_;
};

template <class T>
class [[nodiscard]] OneShotReceiver {
public:
    explicit OneShotReceiver(std::shared_ptr<detail::OneShotState<T>> state) : state_(std::move(state)) {}
    OneShotReceiver(OneShotReceiver&&) noexcept = default;
    OneShotReceiver& operator=(OneShotReceiver&&) = delete;
    ~OneShotReceiver() {
        if (!state_) return;
        state_->receiver_alive = false;
        state_->waiter = {};
        if (!state_->value && on_cancel_) on_cancel_();
    }

    void on_cancel(std::function<void()> f) { on_cancel_ = std::move(f); }

    // Lives in the frame of who waits; going with that frame, it leaves nobody to resume.
    struct Awaiter {
        std::shared_ptr<detail::OneShotState<T>> state;
        std::coroutine_handle<> self = {};

        explicit Awaiter(std::shared_ptr<detail::OneShotState<T>> s) : state(std::move(s)) {}
        Awaiter(const Awaiter&) = delete;
        Awaiter& operator=(const Awaiter&) = delete;
        ~Awaiter() {
            if (self && state->waiter == self) state->waiter = {};
        }
        bool await_ready() const { return state->value.has_value(); }
        void await_suspend(std::coroutine_handle<> waiter) { state->waiter = self = waiter; }
        T await_resume() { return std::move(*state->value); }
    };
    Awaiter operator co_await() const { return Awaiter(state_); }

private:
    std::shared_ptr<detail::OneShotState<T>> state_;
    std::function<void()> on_cancel_;
};

template <class T>
std::pair<OneShotSender<T>, OneShotReceiver<T>> one_shot(Loop& loop) {
    auto state = std::make_shared<detail::OneShotState<T>>(detail::OneShotState<T>{&loop, {}, {}, true});
    return {OneShotSender<T>(state), OneShotReceiver<T>(state)};
}

}  // namespace base
