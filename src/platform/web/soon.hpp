// A browser task of our own, right after the one that runs now. Unlike timers and animation frames it is not held up while the
// page is hidden, or lies behind the window in which somebody signs in.
#pragma once

#include <functional>

namespace platform::web {

class Soon {
public:
    explicit Soon(std::function<void()> due);
    Soon(const Soon&) = delete;
    Soon& operator=(const Soon&) = delete;
    ~Soon();

    void ask();  // many calls are one, until it is due

    void on_due();  // the browser calls

private:
    std::function<void()> due_;
    bool asked_ = false;
};

}  // namespace platform::web
