// `x-mcp-header`: which arguments of a tool are mirrored into `Mcp-Param-…` headers, and with which values.
// Source: MCP 2026-07-28 streamable-http, Custom Headers from Tool Parameters; server/tools, x-mcp-header.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "ports/http.hpp"

namespace mcp::wire {

struct ParamHeader {
    std::string name;               // as the schema spells it, without "Mcp-Param-"
    std::vector<std::string> path;  // names of properties from the root of the arguments
};

// Errors: malformed, `detail` says which rule the schema breaks; the tool must then not be offered.
base::Result<std::vector<ParamHeader>> read_param_headers(const base::Json& input_schema);

// A missing or null value gives no header. Errors: invalid_arguments for an integer that JavaScript cannot hold.
base::Result<ports::Headers> make_param_headers(const base::Json& input_schema, const base::Json& arguments);

}  // namespace mcp::wire
