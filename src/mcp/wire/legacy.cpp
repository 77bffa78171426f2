#include "mcp/wire/legacy.hpp"

#include "base/server_text.hpp"
#include "mcp/identity.hpp"
#include "mcp/server_info.hpp"

namespace mcp::wire {

base::Json make_initialize_params(std::string_view revision) {
    base::Json params = base::Json::object();
    params["protocolVersion"] = std::string(revision);
    params["capabilities"] = base::Json::object();
    params["clientInfo"] = client_info();
    return params;
}

base::Result<ServerInfo> read_initialize_result(const base::Json& result) {
    const std::string* version = base::string_member(result, "protocolVersion");
    if (!version)
        return base::fail({.kind = base::ErrorKind::not_an_mcp_server,
                           .remedy = base::Remedy::fix_address,
                           .message = "What answered there is not an MCP server.",
                           .detail = "initialize: protocolVersion is not a string",
                           .clause = "MCP lifecycle, Initialization"});
    const Wire* wire = find(*version);
    if (!wire || !wire->has_sessions())
        return base::fail({.kind = base::ErrorKind::unsupported_version,
                           .message = "The server speaks a revision of MCP that this page does not.",
                           .detail = "the server chose " + base::printable(*version, 40),
                           .clause = "MCP lifecycle, Version Negotiation",
                           .subject = base::printable(*version, 40)});
    return read_server_info(base::object_member(result, "serverInfo"), result, wire->revision());
}

}  // namespace mcp::wire
