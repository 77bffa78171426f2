// The revisions that begin with `initialize`: 2025-11-25 and before. They differ among themselves by two switches.
// Source: MCP 2025-11-25, 2025-06-18, 2025-03-26: basic/lifecycle, basic/transports, changelog.
#pragma once

#include "mcp/wire/wire.hpp"

namespace mcp::wire {

class Legacy final : public Wire {
public:
    struct Traits {
        std::string_view revision;  // a literal
        bool version_header;        // 2025-06-18 changelog, major 8
        bool batches;               // in with 2025-03-26, out with 2025-06-18 (changelog, major 1)
    };
    explicit Legacy(Traits traits) : traits_(traits) {}

    std::string_view revision() const override { return traits_.revision; }
    bool has_sessions() const override { return true; }
    bool has_version_header() const override { return traits_.version_header; }
    bool has_batches() const override { return traits_.batches; }
    bool has_resumption() const override { return true; }
    base::Json complete_params(base::Json params) const override { return params; }
    ports::Headers mirror_headers(std::string_view, const base::Json&) const override { return {}; }
    base::Result<ports::Headers> argument_headers(const Tool&, const base::Json&) const override {
        return ports::Headers();
    }
    std::optional<std::string> refuses(const Tool&) const override { return std::nullopt; }
    base::Result<ResultType> result_type(const base::Json&) const override { return ResultType::complete; }

private:
    Traits traits_;
};

// initialize (basic/lifecycle, Initialization). We declare no client capability in these revisions.
base::Json make_initialize_params(std::string_view revision);
// Errors: wrong_type; unsupported_version when the server's choice is none of ours.
base::Result<ServerInfo> read_initialize_result(const base::Json& result);

}  // namespace mcp::wire
