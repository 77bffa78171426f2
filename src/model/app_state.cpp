#include "model/app_state.hpp"

#include <algorithm>

namespace model {

void tell_step(std::vector<ConnectStep>& steps, ConnectStep step) {
    auto line = std::find_if(steps.begin(), steps.end(), [&](const ConnectStep& s) { return s.name >= step.name; });
    if (line == steps.end() || line->name != step.name)
        line = steps.insert(line, ConnectStep{step.name, ConnectStep::State::waiting, {}, 0});
    line->state = step.state;
    if (!step.detail.empty()) line->detail = std::move(step.detail);
    line->duration_ms = step.duration_ms;
}

namespace {

template <class List>
auto* find(List& list, const std::string& id) {
    const auto it = std::find_if(list.begin(), list.end(), [&](const auto& item) { return item.id == id; });
    return it == list.end() ? nullptr : &*it;
}

}  // namespace

Server* find_server(AppState& state, const std::string& id) { return find(state.servers, id); }
const Server* find_server(const AppState& state, const std::string& id) { return find(state.servers, id); }
chat::Conversation* find_conversation(AppState& state, const std::string& id) { return find(state.conversations, id); }
const chat::Conversation* find_conversation(const AppState& state, const std::string& id) {
    return find(state.conversations, id);
}

}  // namespace model
