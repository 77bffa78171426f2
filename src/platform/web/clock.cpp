#include "platform/web/clock.hpp"

#include <emscripten/emscripten.h>

#include "base/one_shot.hpp"
#include "platform/web/timer.hpp"

namespace platform::web {

std::chrono::milliseconds WebClock::wall() const {
    // The toolchain's system_clock is Date.now.
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch());
}

std::chrono::duration<double, std::milli> WebClock::monotonic() const {
    return std::chrono::duration<double, std::milli>(emscripten_get_now());
}

base::Task<void> WebClock::sleep(std::chrono::milliseconds duration) {
    const double end = emscripten_get_now() + static_cast<double>(duration.count());
    // Once round, unless the wait is longer than setTimeout can count, or the browser rounds a timer down.
    do {
        auto [due, waiting] = base::one_shot<bool>(loop_);
        Timer timer;
        timer.start(end - emscripten_get_now(), [due] { due.send(true); });
        co_await waiting;
    } while (emscripten_get_now() < end);
}

}  // namespace platform::web
