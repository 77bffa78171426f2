// The whole program: what is shown, what happens, and one frame of both.
#pragma once

#include <chrono>
#include <functional>

#include "app/update.hpp"
#include "model/app_state.hpp"
#include "model/intent.hpp"

namespace app {

class App {
public:
    // Draws the state and returns what the person asked for meanwhile: ui::Frontend::frame, or a test's own.
    using View = std::function<model::Intents(const model::AppState&)>;

    App(AppPorts ports, Connect connect);

    // True when something changed that this frame did not show yet.
    bool frame(const View& view);

    // Between frames: goes on with what came (an answer, a record), so that nothing of a person's work waits for the screen.
    // True when something went on: a frame shows it.
    bool work();

    // What the browser says of itself, whenever it changes. Hidden: another tab is in front, or this one closes.
    void on_environment(bool prefers_dark, bool online, bool hidden, std::chrono::minutes utc_offset = {});

    const model::AppState& state() const { return state_; }

private:
    bool finish_what_came();

    AppPorts ports_;
    model::AppState state_;
    Update update_;
};

}  // namespace app
