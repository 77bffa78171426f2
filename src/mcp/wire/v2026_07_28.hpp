// 2026-07-28: stateless. Every request tells version, client and capabilities; headers mirror the body.
// Source: MCP 2026-07-28 basic/index "_meta", basic/versioning, basic/transports/streamable-http, server/discover.
#pragma once

#include "mcp/wire/wire.hpp"

namespace mcp::wire {

class V2026_07_28 final : public Wire {
public:
    std::string_view revision() const override { return "2026-07-28"; }
    bool has_sessions() const override { return false; }
    bool has_version_header() const override { return true; }
    bool has_batches() const override { return false; }
    bool has_resumption() const override { return false; }
    base::Json complete_params(base::Json params) const override;
    ports::Headers mirror_headers(std::string_view method, const base::Json& params) const override;
    base::Result<ports::Headers> argument_headers(const Tool& tool, const base::Json& arguments) const override;
    std::optional<std::string> refuses(const Tool& tool) const override;
    base::Result<ResultType> result_type(const base::Json& result) const override;
};

// Error codes that only a modern server sends (basic/index, Error Codes).
inline constexpr int header_mismatch = -32020;
inline constexpr int missing_client_capability = -32021;
inline constexpr int unsupported_protocol_version = -32022;
inline bool is_modern_error(int code) { return code <= header_mismatch && code >= unsupported_protocol_version; }

struct Discovery {
    std::vector<std::string> supported;  // supportedVersions, as the server lists them; at most 100 are kept
    ServerInfo info;                     // revision: this one
};
// DiscoverResult. Errors: wrong_type (no supportedVersions: not a modern server).
base::Result<Discovery> read_discover_result(const base::Json& result);

// `data.supported` of an UnsupportedProtocolVersionError; empty when it does not read.
std::vector<std::string> read_supported(const base::Json& error_data);

// subscriptions/listen for changes of the tool list.
base::Json make_listen_params();

}  // namespace mcp::wire
