#include "app/app.hpp"

#include <utility>

namespace app {

namespace {

constexpr std::chrono::duration<double, std::milli> drain_time{6};  // of the 16 that a frame has

}  // namespace

App::App(AppPorts ports, Connect connect) : ports_(ports), update_(ports, state_, std::move(connect)) {
    update_.start();
}

bool App::frame(const View& view) {
    finish_what_came();
    state_.code_comes = !ports_.deferred.is_here();
    const model::Intents intents = view(state_);
    for (const auto& intent : intents) update_.carry_out(intent);
    update_.after_frame();
    return !intents.empty();
}

bool App::work() { return finish_what_came(); }

// What takes longer goes on later: the loop asks for that.
bool App::finish_what_came() {
    state_.now = ports_.clock.wall();
    const auto begin = ports_.clock.monotonic();
    return ports_.loop.drain([&] { return ports_.clock.monotonic() - begin < drain_time; });
}

void App::on_environment(bool prefers_dark, bool online, bool hidden, std::chrono::minutes utc_offset) {
    state_.prefers_dark = prefers_dark;
    state_.utc_offset = utc_offset;
    update_.on_online(online);
    if (!hidden) return;
    // There may be no other frame: what is to be saved goes on its way now.
    update_.on_leaving();
    finish_what_came();
}

}  // namespace app
