// Date.now, performance.now and setTimeout.
#pragma once

#include "base/loop.hpp"
#include "ports/clock.hpp"

namespace platform::web {

class WebClock final : public ports::Clock {
public:
    explicit WebClock(base::Loop& loop) : loop_(loop) {}

    std::chrono::milliseconds wall() const override;
    std::chrono::duration<double, std::milli> monotonic() const override;

    // Destroying the task clears the timer. A hidden tab's timers are late (browsers wake them once a second or minute).
    base::Task<void> sleep(std::chrono::milliseconds duration) override;

private:
    base::Loop& loop_;
};

}  // namespace platform::web
