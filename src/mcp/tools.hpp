// Reading `tools/list` and `tools/call` answers. Source: MCP server/tools and schema, all revisions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/json_schema.hpp"
#include "mcp/tool.hpp"

namespace mcp {

inline constexpr std::size_t tool_page_cap = 100;
inline constexpr std::size_t tool_cap = 10'000;

// A definition that cannot be offered; it hides no other one.
struct SkippedTool {
    std::string name;  // printable; empty when it has none
    std::string reason;
};

struct ToolPage {
    std::vector<Tool> tools;
    std::vector<SkippedTool> skipped;
    std::optional<std::string> next_cursor;  // opaque; an empty text is a cursor too
};

// Errors: wrong_type when there is no list at all.
base::Result<ToolPage> read_tool_page(const base::Json& result);

// Errors: wrong_type. Content that does not read is kept as UnknownContent.
base::Result<ToolResult> read_tool_result(const base::Json& result);

// How a result breaks the tool's outputSchema, for the person: at most misfit_cap problems, cut to a length that can be kept.
// Nothing for a result that says it is an error. A structured result that is missing is a problem of the keyword
// "structuredContent". Server tools, Output Schema: "Clients SHOULD validate structured results against this schema."
inline constexpr std::size_t misfit_cap = 6;
std::vector<base::SchemaProblem> misfits_of(const Tool& tool, const ToolResult& result);

// notifications/progress. std::nullopt when it does not read.
std::optional<Progress> read_progress(const base::Json& params);

}  // namespace mcp
