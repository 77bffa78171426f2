#include "model/tool_sources.hpp"

namespace model {

std::vector<chat::ToolSource> tool_sources(const AppState& state, const std::string& also) {
    std::vector<chat::ToolSource> sources;
    for (const auto& server : state.servers)
        if (server.state == ConnectionState::connected || server.state == ConnectionState::connecting ||
            server.id == also)
            sources.push_back({server.id, server.name, &server.tools});
    return sources;
}

}  // namespace model
