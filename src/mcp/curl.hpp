// A request of the traffic log as a command for a POSIX shell.
#pragma once

#include <string>

#include "mcp/traffic.hpp"

namespace mcp {

// Empty for what was received. Everything is quoted, so that no text of a server or a person runs as a command. A
// masked header is written with a shell variable of its name (`$MCP_SESSION_ID`) for the person to set; a cut body is
// said to be.
std::string as_curl(const TrafficEntry& entry);

}  // namespace mcp
