#include "mcp/tools.hpp"

#include <utility>

#include "base/base64.hpp"
#include "base/server_text.hpp"
#include "base/utf8.hpp"

namespace mcp {

namespace {

using base::Json;

std::unexpected<base::Error> wrong_type(std::string message, std::string detail) {
    return base::fail({.kind = base::ErrorKind::wrong_type,
                       .message = std::move(message),
                       .detail = std::move(detail),
                       .clause = "MCP server/tools"});
}

ToolAnnotations read_annotations(const Json* annotations) {
    if (!annotations) return {};
    return {.read_only = base::bool_member(*annotations, "readOnlyHint"),
            .destructive = base::bool_member(*annotations, "destructiveHint"),
            .idempotent = base::bool_member(*annotations, "idempotentHint"),
            .open_world = base::bool_member(*annotations, "openWorldHint")};
}

// The tool, or why it is skipped.
std::expected<Tool, SkippedTool> read_tool(const Json& value) {
    const std::string* name = base::string_member(value, "name");
    if (!name || name->empty()) return std::unexpected(SkippedTool{"", "it has no name"});
    const Json* input = base::object_member(value, "inputSchema");
    if (!input) return std::unexpected(SkippedTool{base::printable(*name, 128), "its inputSchema is not an object"});
    Tool tool;
    tool.name = *name;
    const Json* annotations = base::object_member(value, "annotations");
    // Schema, Tool: title, annotations.title, then name.
    tool.title = base::string_or_empty(value, "title");
    if (tool.title.empty() && annotations) tool.title = base::string_or_empty(*annotations, "title");
    tool.description = base::string_or_empty(value, "description");
    tool.input_schema = *input;
    if (const Json* output = base::object_member(value, "outputSchema")) tool.output_schema = *output;
    tool.annotations = read_annotations(annotations);
    return tool;
}

// image, audio. Data that is not base64 leaves the block as it came.
template <class Media>
Content read_media(const Json& block) {
    const std::string* data = base::string_member(block, "data");
    if (!data) return UnknownContent{block};
    auto bytes = base::base64_decode(*data);
    if (!bytes) return UnknownContent{block};
    return Media{base::string_or_empty(block, "mimeType"), std::move(*bytes)};
}

Content read_resource(const Json& block) {
    const Json* resource = base::object_member(block, "resource");
    if (!resource) return UnknownContent{block};
    EmbeddedResourceContent content;
    content.uri = base::string_or_empty(*resource, "uri");
    content.mime_type = base::string_or_empty(*resource, "mimeType");
    if (const std::string* text = base::string_member(*resource, "text")) {
        content.text = *text;
        return content;
    }
    const std::string* blob = base::string_member(*resource, "blob");
    if (!blob) return UnknownContent{block};
    auto bytes = base::base64_decode(*blob);
    if (!bytes) return UnknownContent{block};
    content.bytes = std::move(*bytes);
    return content;
}

Content read_content(const Json& block) {
    const std::string type = base::string_or_empty(block, "type");
    if (type == "text") {
        if (const std::string* text = base::string_member(block, "text")) return TextContent{*text};
    } else if (type == "image") {
        return read_media<ImageContent>(block);
    } else if (type == "audio") {
        return read_media<AudioContent>(block);
    } else if (type == "resource") {
        return read_resource(block);
    } else if (type == "resource_link" && base::string_member(block, "uri")) {
        return ResourceLinkContent{base::string_or_empty(block, "uri"), base::string_or_empty(block, "name"),
                                   base::string_or_empty(block, "title"), base::string_or_empty(block, "description"),
                                   base::string_or_empty(block, "mimeType")};
    }
    return UnknownContent{block};
}

}  // namespace

base::Result<ToolPage> read_tool_page(const Json& result) {
    const Json* list = base::array_member(result, "tools");
    if (!list) return wrong_type("The server's list of tools does not read.", "tools is not an array");
    ToolPage page;
    for (const Json& value : *list) {
        auto tool = read_tool(value);
        if (tool)
            page.tools.push_back(std::move(*tool));
        else
            page.skipped.push_back(std::move(tool.error()));
    }
    if (const std::string* cursor = base::string_member(result, "nextCursor")) page.next_cursor = *cursor;
    return page;
}

base::Result<ToolResult> read_tool_result(const Json& result) {
    ToolResult read;
    read.is_error = base::bool_member(result, "isError").value_or(false);
    if (const Json* structured = base::member(result, "structuredContent")) read.structured = *structured;
    const Json* content = base::member(result, "content");
    // `content` is required; but a result that says something in structuredContent is readable without it.
    if (!content && !read.structured.is_null()) return read;
    if (!content || !content->is_array())
        return wrong_type("The tool's result does not read.", "content is not an array");
    for (const Json& block : *content) read.content.push_back(read_content(block));
    return read;
}

std::vector<base::SchemaProblem> misfits_of(const Tool& tool, const ToolResult& result) {
    if (tool.output_schema.is_null() || result.is_error) return {};
    if (auto unknown = base::unknown_dialect(tool.output_schema)) return {std::move(*unknown)};
    auto problems = base::validate(tool.output_schema, result.structured);
    if (result.structured.is_null() && !problems.empty())
        return {{"", "structuredContent", "Has no structuredContent.", ""}};
    if (problems.size() > misfit_cap) problems.resize(misfit_cap);
    constexpr std::size_t longest = 300;
    for (auto& problem : problems)
        for (std::string* text : {&problem.pointer, &problem.message, &problem.limit})
            if (text->size() > longest) *text = std::string(base::utf8_prefix(*text, longest)) + "…";
    return problems;
}

std::optional<Progress> read_progress(const Json& params) {
    const auto value = base::number_member(params, "progress");
    if (!value) return std::nullopt;
    return Progress{*value, base::number_member(params, "total"),
                    base::printable(base::string_or_empty(params, "message"), 500)};
}

}  // namespace mcp
