// Tools and what they answer, as values. Source: MCP schema, `Tool`, `CallToolResult`, `ContentBlock` (all revisions).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/json.hpp"

namespace mcp {

// Hints from the server, not to be trusted for safety. Unset where the server said nothing.
struct ToolAnnotations {
    std::optional<bool> read_only;
    std::optional<bool> destructive;
    std::optional<bool> idempotent;
    std::optional<bool> open_world;
};

struct Tool {
    std::string name;
    std::string title;  // empty when none; annotations.title of older revisions lands here too
    std::string description;
    base::Json input_schema;   // kept whole, unknown keywords included
    base::Json output_schema;  // null when none
    ToolAnnotations annotations;

    const std::string& shown_name() const { return title.empty() ? name : title; }
};

struct TextContent {
    std::string text;
};
struct ImageContent {
    std::string mime_type;
    std::string bytes;  // decoded
};
struct AudioContent {
    std::string mime_type;
    std::string bytes;
};
struct ResourceLinkContent {
    std::string uri, name, title, description, mime_type;
};
struct EmbeddedResourceContent {
    std::string uri, mime_type;
    std::string text;  // one of the two
    std::string bytes;
};
struct UnknownContent {
    base::Json value;  // shown as a JSON tree
};
using Content =
    std::variant<TextContent, ImageContent, AudioContent, ResourceLinkContent, EmbeddedResourceContent, UnknownContent>;

struct ToolResult {
    std::vector<Content> content;
    base::Json structured;  // null when none
    bool is_error = false;
};

struct Progress {
    double progress = 0;
    std::optional<double> total;
    std::string message;
};

}  // namespace mcp
