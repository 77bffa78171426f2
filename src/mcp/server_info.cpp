#include "mcp/server_info.hpp"

#include "base/server_text.hpp"
#include "base/utf8.hpp"

namespace mcp {

namespace {

constexpr std::size_t instructions_cap = 64u * 1024u;

}  // namespace

base::Result<ServerInfo> read_server_info(const base::Json* implementation, const base::Json& answer,
                                          std::string_view revision) {
    const base::Json* capabilities = base::object_member(answer, "capabilities");
    if (!capabilities)
        return base::fail(base::ErrorKind::wrong_type, "The server does not say what it can do.",
                          "capabilities is not an object");
    ServerInfo info;
    info.revision = std::string(revision);
    info.capabilities = *capabilities;
    info.has_tools = base::object_member(*capabilities, "tools") != nullptr;
    info.has_resources = base::object_member(*capabilities, "resources") != nullptr;
    info.has_prompts = base::object_member(*capabilities, "prompts") != nullptr;
    if (implementation) {
        info.name = base::printable(base::string_or_empty(*implementation, "name"), 120);
        info.title = base::printable(base::string_or_empty(*implementation, "title"), 120);
        info.version = base::printable(base::string_or_empty(*implementation, "version"), 60);
    }
    const std::string instructions = base::string_or_empty(answer, "instructions");
    info.instructions = base::sanitize_utf8(std::string_view(instructions).substr(0, instructions_cap));
    return info;
}

bool announces_tool_changes(const ServerInfo& info) {
    const base::Json* tools = base::object_member(info.capabilities, "tools");
    return tools && base::bool_member(*tools, "listChanged").value_or(false);
}

}  // namespace mcp
