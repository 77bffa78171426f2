#include "mcp/wire/v2026_07_28.hpp"

#include "base/server_text.hpp"
#include "mcp/identity.hpp"
#include "mcp/server_info.hpp"
#include "mcp/wire/header_value.hpp"
#include "mcp/wire/param_headers.hpp"

namespace mcp::wire {

namespace {

using base::Json;

constexpr const char* protocol_version_key = "io.modelcontextprotocol/protocolVersion";
constexpr const char* client_info_key = "io.modelcontextprotocol/clientInfo";
constexpr const char* client_capabilities_key = "io.modelcontextprotocol/clientCapabilities";
constexpr const char* server_info_key = "io.modelcontextprotocol/serverInfo";

// What a server may ask back; input_required.hpp says what is answered.
Json client_capabilities() {
    Json capabilities = Json::object();
    capabilities["roots"] = Json::object();
    capabilities["sampling"] = Json::object();
    capabilities["elicitation"] = Json::object();
    return capabilities;
}

std::vector<std::string> read_versions(const Json& list) {
    std::vector<std::string> versions;
    for (const Json& version : list) {
        if (versions.size() == 100) break;
        if (const auto* text = version.get_ptr<const std::string*>()) versions.push_back(*text);
    }
    return versions;
}

}  // namespace

// basic/index, Per-request protocol fields: the first two are required, the third should be there.
Json V2026_07_28::complete_params(Json params) const {
    if (!params.is_object()) params = Json::object();
    Json meta = Json::object();
    if (const Json* given = base::object_member(params, "_meta")) meta = *given;
    meta[protocol_version_key] = std::string(revision());
    meta[client_info_key] = client_info();
    meta[client_capabilities_key] = client_capabilities();
    params["_meta"] = std::move(meta);
    return params;
}

// streamable-http, Standard Request Headers. The name is mirrored as it stands in the body, never normalised.
ports::Headers V2026_07_28::mirror_headers(std::string_view method, const Json& params) const {
    ports::Headers headers = {{"Mcp-Method", encode_header_value(method)}};
    const char* source = method == "tools/call" || method == "prompts/get" ? "name"
                         : method == "resources/read"                      ? "uri"
                                                                           : nullptr;
    if (!source) return headers;
    if (const std::string* name = base::string_member(params, source))
        headers.push_back({"Mcp-Name", encode_header_value(*name)});
    return headers;
}

base::Result<ports::Headers> V2026_07_28::argument_headers(const Tool& tool, const Json& arguments) const {
    return make_param_headers(tool.input_schema, arguments);
}

std::optional<std::string> V2026_07_28::refuses(const Tool& tool) const {
    auto mirrored = read_param_headers(tool.input_schema);
    if (mirrored) return std::nullopt;
    return std::move(mirrored.error().detail);
}

// basic/index, ResultType: absent is complete; what we do not know is invalid.
base::Result<ResultType> V2026_07_28::result_type(const Json& result) const {
    const Json* type = base::member(result, "resultType");
    if (!type) return ResultType::complete;
    if (const auto* name = type->get_ptr<const std::string*>()) {
        if (*name == "complete") return ResultType::complete;
        if (*name == "input_required") return ResultType::input_required;
    }
    const auto* name = type->get_ptr<const std::string*>();
    return base::fail({.kind = base::ErrorKind::malformed,
                       .message = "The server answered with a kind of result that this page does not know.",
                       .detail = "resultType " + (name ? base::printable(*name, 60) : std::string("is not a string")),
                       .clause = "MCP 2026-07-28 basic, ResultType"});
}

base::Result<Discovery> read_discover_result(const Json& result) {
    const Json* versions = base::array_member(result, "supportedVersions");
    if (!versions)
        return base::fail(base::ErrorKind::wrong_type, "The server does not list the revisions it speaks.",
                          "supportedVersions is not an array");
    Discovery discovery;
    discovery.supported = read_versions(*versions);
    const Json* meta = base::object_member(result, "_meta");
    const Json* implementation = meta ? base::object_member(*meta, server_info_key) : nullptr;
    // Not in the published schema, but some servers of its drafts put it there.
    if (!implementation) implementation = base::object_member(result, "serverInfo");
    auto info = read_server_info(implementation, result, newest_stateless().revision());
    if (!info) return base::fail(std::move(info.error()));
    discovery.info = std::move(*info);
    return discovery;
}

std::vector<std::string> read_supported(const Json& error_data) {
    const Json* versions = base::array_member(error_data, "supported");
    return versions ? read_versions(*versions) : std::vector<std::string>();
}

Json make_listen_params() {
    Json filter = Json::object();
    filter["toolsListChanged"] = true;
    Json params = Json::object();
    params["notifications"] = std::move(filter);
    return params;
}

}  // namespace mcp::wire
