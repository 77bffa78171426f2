#include "platform/web/timer.hpp"

#include <emscripten/eventloop.h>

#include <algorithm>
#include <utility>

namespace platform::web {

void Timer::start(double milliseconds, std::function<void()> due) {
    stop();
    due_ = std::move(due);
    // setTimeout takes a 32-bit count; whoever waits longer looks at the clock and starts again.
    id_ = emscripten_set_timeout(&Timer::fire, std::clamp(milliseconds, 0.0, 2147483647.0), this);
    running_ = true;
}

void Timer::stop() {
    if (!running_) return;
    running_ = false;
    emscripten_clear_timeout(id_);
    due_ = {};
}

void Timer::fire(void* timer) {
    auto& self = *static_cast<Timer*>(timer);
    self.running_ = false;
    auto due = std::exchange(self.due_, {});
    due();
}

}  // namespace platform::web
