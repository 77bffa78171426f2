// One setTimeout at a time. Destroying or restarting it clears what was set; the callback never runs after that.
#pragma once

#include <functional>

namespace platform::web {

class Timer {
public:
    Timer() = default;
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;
    ~Timer() { stop(); }

    // `due` runs in a browser task of its own, once, after at least `milliseconds`. It may restart this timer.
    void start(double milliseconds, std::function<void()> due);
    void stop();

private:
    static void fire(void* timer);

    int id_ = 0;
    bool running_ = false;
    std::function<void()> due_;
};

}  // namespace platform::web
