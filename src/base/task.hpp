// Task<T>: a coroutine that starts when awaited, has one owner, and is cancelled by being destroyed.
//
//     Task<Result<Tool>> find(std::string name) {
//         auto tools = co_await or_return(list());       // leaves with the error, or goes on with the value
//         ...
//     }
//
// Destroying a Task destroys its frame and, with it, everything that it awaits: requests abort, timers stop.
// Parameters of coroutines are taken by value, or are references that outlive the task (ports, the loop).
// Source: the shape of capnproto kj's promises (cancel = destroy) and AK's TRY.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include "base/error.hpp"

namespace base {

template <class T>
class Task;

// What `co_await or_return(result)` waits on; made by or_return below.
template <class U>
struct OrReturn {
    Result<U> result;
};

namespace detail {

struct FinalAwaiter {
    bool await_ready() const noexcept { return false; }
    template <class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> finished) const noexcept {
        auto continuation = finished.promise().continuation;
        return continuation ? continuation : std::noop_coroutine();
    }
    void await_resume() const noexcept {}
};

template <class T>
struct IsResult : std::false_type {};
template <class U>
struct IsResult<Result<U>> : std::true_type {};

// Suspends for ever on an error, having handed it to the one who awaits the task; the frame goes when its owner lets go.
template <class U>
struct OrReturnAwaiter {
    Result<U> result;
    bool await_ready() const noexcept { return result.has_value(); }
    template <class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> leaving) {
        leaving.promise().leave_with(std::move(result.error()));
        auto continuation = leaving.promise().continuation;
        return continuation ? continuation : std::noop_coroutine();
    }
    U await_resume() {
        if constexpr (!std::is_void_v<U>) return std::move(*result);
    }
};

struct PromiseBase {
    std::coroutine_handle<> continuation;
    std::exception_ptr exception;

    std::suspend_always initial_suspend() const noexcept { return {}; }
    FinalAwaiter final_suspend() const noexcept { return {}; }
    void unhandled_exception() { exception = std::current_exception(); }

    template <class Awaitable>
    decltype(auto) await_transform(Awaitable&& awaitable) {
        return std::forward<Awaitable>(awaitable);
    }
    template <class U>
    OrReturnAwaiter<U> await_transform(OrReturn<U> leaving) {
        return {std::move(leaving.result)};
    }
};

template <class T>
struct Promise : PromiseBase {
    std::optional<T> value;

    Task<T> get_return_object();
    template <class V = T>
    void return_value(V&& v) {
        value.emplace(std::forward<V>(v));
    }
    void leave_with(Error error) {
        static_assert(IsResult<T>::value, "or_return needs a Task of a Result");
        value.emplace(std::unexpect, std::move(error));
    }
    T take() {
        if (exception) std::rethrow_exception(exception);
        return std::move(*value);
    }
};

template <>
struct Promise<void> : PromiseBase {
    Task<void> get_return_object();
    void return_void() const noexcept {}
    void take() const {
        if (exception) std::rethrow_exception(exception);
    }
};

}  // namespace detail

template <class T = void>
class [[nodiscard]] Task {
public:
    using promise_type = detail::Promise<T>;
    using Handle = std::coroutine_handle<promise_type>;

    Task() = default;
    explicit Task(Handle handle) : handle_(handle) {}
    Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
    Task& operator=(Task&& other) noexcept {
        if (this != &other) {
            reset();
            handle_ = std::exchange(other.handle_, {});
        }
        return *this;
    }
    ~Task() { reset(); }

    bool valid() const { return static_cast<bool>(handle_); }

    // Awaiting starts the task; its owner keeps it alive until the awaiting expression ends.
    auto operator co_await() && noexcept {
        struct Awaiter {
            Handle handle;
            bool await_ready() const noexcept { return false; }
            std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) const noexcept {
                handle.promise().continuation = awaiting;
                return handle;
            }
            T await_resume() const { return handle.promise().take(); }
        };
        return Awaiter{handle_};
    }

private:
    void reset() {
        if (handle_) std::exchange(handle_, {}).destroy();
    }
    Handle handle_;
};

namespace detail {

template <class T>
Task<T> Promise<T>::get_return_object() {
    return Task<T>(std::coroutine_handle<Promise<T>>::from_promise(*this));
}
inline Task<void> Promise<void>::get_return_object() {
    return Task<void>(std::coroutine_handle<Promise<void>>::from_promise(*this));
}

}  // namespace detail

template <class U>
OrReturn<U> or_return(Result<U> result) {
    return {std::move(result)};
}

}  // namespace base
