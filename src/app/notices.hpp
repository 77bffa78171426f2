// Short words to the person, some with an undo or a retry. What those need is kept here until the notice goes.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "base/task_scope.hpp"
#include "model/app_state.hpp"
#include "ports/clock.hpp"

namespace app {

class Notices {
public:
    Notices(model::AppState& state, ports::Clock& clock, base::TaskScope& page)
        : state_(state), clock_(clock), page_(page) {}

    // Goes by itself. The same text is not shown twice at once.
    void say(std::string text);
    // Stays until it is dismissed. An error that is already shown is not added again. `retry`: what its button does.
    void report(base::Error error, std::function<void()> retry = {});
    // What was reported is over.
    void withdraw(base::ErrorKind kind);
    // Goes by itself, and `undo` with it.
    void offer_undo(std::string text, std::function<void()> undo);

    void dismiss(std::uint64_t id);
    void undo(std::uint64_t id);

    static constexpr std::chrono::seconds short_time{4};
    static constexpr std::chrono::seconds undo_time{10};

private:
    void add(model::Notice notice, std::chrono::seconds time);  // 0: stays
    base::Task<void> dismiss_after(std::uint64_t id, std::chrono::seconds time);

    model::AppState& state_;
    ports::Clock& clock_;
    base::TaskScope& page_;
    std::map<std::uint64_t, std::function<void()>> undos_;
    std::uint64_t last_id_ = 0;
};

}  // namespace app
