#include "model/app_state.hpp"

#include <algorithm>

namespace model {

void tell_step(std::vector<ConnectStep>& steps, ConnectStep step, std::chrono::milliseconds now) {
    using Name = ConnectStep::Name;
    const auto line_of = [&](Name name) {
        const auto line =
            std::find_if(steps.begin(), steps.end(), [&](const ConnectStep& s) { return s.name >= name; });
        if (line != steps.end() && line->name == name) return line;
        return steps.insert(line, ConnectStep{name, ConnectStep::State::waiting, {}, 0});
    };
    // Who is signed in takes all of these: they are seen as soon as the first is.
    if (step.name >= Name::find_resource && step.name <= Name::exchange)
        for (const Name name :
             {Name::find_resource, Name::find_server, Name::get_client, Name::sign_in, Name::exchange})
            line_of(name);
    const auto line = line_of(step.name);
    // The request that was refused waits for the sign-in, and with it the person.
    if (step.state == ConnectStep::State::running)
        for (auto later = line + 1; later != steps.end(); ++later)
            if (later->state == ConnectStep::State::running) later->state = ConnectStep::State::waiting;
    if (line->state != ConnectStep::State::running) line->began = now;
    if (step.state == ConnectStep::State::running) line->held_before_ms = step.held_before_ms;
    line->state = step.state;
    if (!step.detail.empty()) line->detail = std::move(step.detail);
    line->duration_ms = step.duration_ms;
    line->error = std::move(step.error);
}

namespace {

double held_until(const Server& server, std::chrono::milliseconds now) {
    const auto since = server.held_since;
    return server.held_ms + (since.count() == 0 ? 0.0 : static_cast<double>((now - since).count()));
}

template <class List>
auto* find(List& list, const std::string& id) {
    const auto it = std::find_if(list.begin(), list.end(), [&](const auto& item) { return item.id == id; });
    return it == list.end() ? nullptr : &*it;
}

}  // namespace

void hold_steps(Server& server, std::chrono::milliseconds now) { server.held_since = now; }

void release_steps(Server& server, std::chrono::milliseconds now) {
    server.held_ms = held_until(server, now);
    server.held_since = {};
    if (server.state != ConnectionState::connecting) return;
    for (ConnectStep& step : server.steps) {
        const bool is_held = step.state == ConnectStep::State::waiting && step.began.count() != 0;
        if (!is_held) continue;
        step.state = ConnectStep::State::running;
        step.began = now;
        return;
    }
}

void tell_held_step(Server& server, ConnectStep step, std::chrono::milliseconds now) {
    const double held = held_until(server, now);
    if (step.state == ConnectStep::State::running) step.held_before_ms = held;
    for (const ConnectStep& line : server.steps)
        if (line.name == step.name && step.state != ConnectStep::State::running)
            step.duration_ms = std::max(0.0, step.duration_ms - (held - line.held_before_ms));
    tell_step(server.steps, std::move(step), now);
}

Server* find_server(AppState& state, const std::string& id) { return find(state.servers, id); }
const Server* find_server(const AppState& state, const std::string& id) { return find(state.servers, id); }
chat::Conversation* find_conversation(AppState& state, const std::string& id) { return find(state.conversations, id); }
const chat::Conversation* find_conversation(const AppState& state, const std::string& id) {
    return find(state.conversations, id);
}

}  // namespace model
