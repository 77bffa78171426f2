// What the app itself says, in the person's language: notices, and its sentences in a chat.
#pragma once

#include <string>

#include "model/app_state.hpp"

namespace app {

enum class Sentence {
    no_model,
    copied,
    conversation_deleted,
    server_removed,
    entry_deleted,
    records_damaged,
    server_connecting,  // {}: its name
    tool_gone,          // {}: its name
    link_refused,
    tab_blocked,
};

bool is_korean(const model::AppState& state);

std::string say(Sentence which, const model::AppState& state, const std::string& argument = {});

}  // namespace app
