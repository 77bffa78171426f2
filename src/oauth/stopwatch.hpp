// One step of the timeline: told when it begins, and once more when it ends, however it ends.
#pragma once

#include <string>
#include <utility>

#include "base/error.hpp"
#include "oauth/steps.hpp"
#include "ports/clock.hpp"

namespace oauth {

class Stopwatch {
public:
    Stopwatch(ports::Clock& clock, Telling& tell, Step::Name name)
        : clock_(clock), tell_(tell), name_(name), begun_(clock.monotonic()) {
        tell_.step({name_, Step::State::running, {}, 0});
    }
    Stopwatch(const Stopwatch&) = delete;
    Stopwatch& operator=(const Stopwatch&) = delete;

    void note(std::string detail) { tell_.step({name_, Step::State::running, std::move(detail), 0}); }
    void done(std::string detail) {
        tell_.log(detail);
        tell_.step({name_, Step::State::done, std::move(detail), took()});
    }

    std::unexpected<base::Error> failed(base::Error error) {
        tell_.log(error.message);
        tell_.step({name_, Step::State::failed, {}, took(), error});
        return base::fail(std::move(error));
    }

private:
    double took() const { return (clock_.monotonic() - begun_).count(); }

    ports::Clock& clock_;
    Telling& tell_;
    Step::Name name_;
    std::chrono::duration<double, std::milli> begun_;
};

}  // namespace oauth
