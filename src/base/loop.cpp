#include "base/loop.hpp"

#include <utility>

namespace base {

void Loop::post(Job job) {
    const bool was_empty = jobs_.empty();
    jobs_.push_back(std::move(job));
    if (was_empty && wake_) wake_();
}

bool Loop::drain(const std::function<bool()>& may_continue) {
    bool ran = false;
    while (!jobs_.empty() && (!may_continue || may_continue())) {
        Job job = std::move(jobs_.front());
        jobs_.pop_front();
        job();
        ran = true;
    }
    // What is left waits for the next frame, which the platform has to be asked for again.
    if (!jobs_.empty() && wake_) wake_();
    return ran;
}

}  // namespace base
