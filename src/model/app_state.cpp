#include "model/app_state.hpp"

#include <algorithm>

namespace model {

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
