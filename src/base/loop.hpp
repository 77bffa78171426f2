// The queue between platform callbacks and the program. A callback only posts; the frame drains.
// One thread: none of this is synchronised.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>

namespace base {

class Loop {
public:
    using Job = std::function<void()>;

    // `wake` is called when the queue stops being empty, so that the platform asks for a frame.
    explicit Loop(std::function<void()> wake = {}) : wake_(std::move(wake)) {}
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    // Runs `job` at a later drain, never inside this call.
    void post(Job job);

    // Runs jobs in order, those they post included, until none is left or `may_continue` says no (asked between jobs).
    // True when something ran. Never call it from a job.
    bool drain(const std::function<bool()>& may_continue = {});

    bool idle() const { return jobs_.empty(); }

private:
    std::deque<Job> jobs_;
    std::function<void()> wake_;
};

}  // namespace base
