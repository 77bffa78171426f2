// The servers whose tools can be run now, as the composer's commands need them.
#pragma once

#include <string>
#include <vector>

#include "chat/slash_command.hpp"
#include "model/app_state.hpp"

namespace model {

// The tools stay where they are in `state`. `also`: the id of a server that is among them even while it is not connected.
std::vector<chat::ToolSource> tool_sources(const AppState& state, const std::string& also = {});

}  // namespace model
