// The servers whose tools can be run now, as the composer's commands need them.
#pragma once

#include <vector>

#include "chat/slash_command.hpp"
#include "model/app_state.hpp"

namespace model {

// The tools stay where they are in `state`.
std::vector<chat::ToolSource> tool_sources(const AppState& state);

}  // namespace model
