// Time that stands still until the test moves it.
#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "base/loop.hpp"
#include "base/one_shot.hpp"
#include "ports/clock.hpp"

namespace fakes {

class FakeClock final : public ports::Clock {
public:
    explicit FakeClock(base::Loop& loop) : loop_(loop) {}

    std::chrono::milliseconds wall() const override { return wall_start + now_ + jumped_; }
    std::chrono::duration<double, std::milli> monotonic() const override { return now_; }

    base::Task<void> sleep(std::chrono::milliseconds duration) override {
        if (duration.count() <= 0) co_return;
        auto timer = base::one_shot<int>(loop_);
        timers_->push_back({now_ + duration, timer.first});
        co_await timer.second;
    }

    // Lets `duration` pass: whoever sleeps wakes in the order of time, and what it then does happens before the next wakes.
    void advance(std::chrono::milliseconds duration) {
        const auto end = now_ + duration;
        loop_.drain();
        while (next_due() && *next_due() <= end) {
            const auto first = std::find_if(timers_->begin(), timers_->end(), [due = *next_due()](const Timer& t) {
                return t.due == due && t.sender.wanted();
            });
            now_ = std::max(now_, first->due);
            const auto sender = first->sender;
            timers_->erase(first);
            sender.send(0);
            loop_.drain();
        }
        now_ = end;
    }

    // The same, but what those do who wake is still to be drained, step by step.
    void wake(std::chrono::milliseconds duration) {
        now_ += duration;
        for (const Timer& timer : *timers_)
            if (timer.due <= now_) timer.sender.send(0);
        std::erase_if(*timers_, [this](const Timer& timer) { return timer.due <= now_; });
    }

    // The hands are moved, by a person or by a night's sleep of the computer: nobody wakes.
    void jump(std::chrono::milliseconds by) { jumped_ += by; }

    // How many sleep. A cancelled sleeper does not count.
    std::size_t sleeping() const {
        return static_cast<std::size_t>(
            std::count_if(timers_->begin(), timers_->end(), [](const Timer& t) { return t.sender.wanted(); }));
    }

    std::chrono::milliseconds since_start() const { return now_; }
    // When the next one wakes, on the scale of since_start().
    std::optional<std::chrono::milliseconds> next_due() const {
        std::optional<std::chrono::milliseconds> due;
        for (const Timer& timer : *timers_)
            if (timer.sender.wanted() && (!due || timer.due < *due)) due = timer.due;
        return due;
    }

    static constexpr std::chrono::milliseconds wall_start{1'795'000'000'000};  // 2026-11-18

private:
    struct Timer {
        std::chrono::milliseconds due;
        base::OneShotSender<int> sender;
    };

    base::Loop& loop_;
    std::chrono::milliseconds now_{0};
    std::chrono::milliseconds jumped_{0};
    std::unique_ptr<std::vector<Timer>> timers_ = std::make_unique<std::vector<Timer>>();
};

}  // namespace fakes
