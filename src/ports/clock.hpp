// Time and timers.
#pragma once

#include <chrono>

#include "base/task.hpp"

namespace ports {

class Clock {
public:
    virtual ~Clock() = default;

    // Since the Unix epoch; jumps when the person sets the clock.
    virtual std::chrono::milliseconds wall() const = 0;
    // Since some start; never goes back. Fractions of a millisecond as the browser gives them.
    virtual std::chrono::duration<double, std::milli> monotonic() const = 0;

    virtual base::Task<void> sleep(std::chrono::milliseconds duration) = 0;
};

}  // namespace ports
