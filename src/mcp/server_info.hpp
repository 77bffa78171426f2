// Reading what a server says about itself; the members are the same in every revision.
#pragma once

#include "base/json.hpp"
#include "mcp/client.hpp"

namespace mcp {

// `implementation`: the `serverInfo` object, may be null. `answer`: has `capabilities` (an object) and `instructions`.
// Texts are made printable and capped. Errors: wrong_type.
base::Result<ServerInfo> read_server_info(const base::Json* implementation, const base::Json& answer,
                                          std::string_view revision);

// `capabilities.tools.listChanged` is true.
bool announces_tool_changes(const ServerInfo& info);

}  // namespace mcp
