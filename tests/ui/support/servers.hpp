// Servers as the state has them, for tests of the views.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "model/app_state.hpp"

namespace tests {

inline mcp::Tool tool(std::string name, std::string_view input_schema = R"({"type":"object"})",
                      std::string description = {}) {
    mcp::Tool made;
    made.name = std::move(name);
    made.description = std::move(description);
    made.input_schema = base::parse_json(input_schema).value();
    return made;
}

// Adds a connected server, and selects it.
inline model::Server& add_server(model::AppState& state, std::string id, std::string name = "demo") {
    model::Server server;
    server.id = std::move(id);
    server.url = "https://" + name + ".example/mcp";
    server.name = std::move(name);
    server.state = model::ConnectionState::connected;
    server.revision = "2026-07-28";
    state.selected_server = server.id;
    state.servers.push_back(std::move(server));
    return state.servers.back();
}

}  // namespace tests
