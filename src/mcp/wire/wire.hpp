// What differs between protocol revisions, and nothing else: one object a revision, chosen once a connection.
// Source: the revisions' basic/transports, basic/lifecycle or basic/versioning, and changelogs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "mcp/client.hpp"
#include "mcp/tool.hpp"
#include "ports/http.hpp"

namespace mcp::wire {

// How the result of a request is to be taken.
enum class ResultType { complete, input_required };

class Wire {
public:
    virtual ~Wire() = default;

    virtual std::string_view revision() const = 0;

    // Legacy revisions: `initialize`, Mcp-Session-Id, the GET stream, DELETE, requests from the server, and
    // `notifications/cancelled`. Without sessions, ending a request's stream is its cancellation.
    virtual bool has_sessions() const = 0;
    virtual bool has_version_header() const = 0;  // MCP-Protocol-Version, since 2025-06-18
    virtual bool has_batches() const = 0;         // 2025-03-26 only
    virtual bool has_resumption() const = 0;      // Last-Event-ID, until 2025-11-25

    // The params that go out, with what the revision adds to them (`_meta`). `params` is an object or null.
    virtual base::Json complete_params(base::Json params) const = 0;

    // Headers that mirror the body, as it goes out.
    virtual ports::Headers mirror_headers(std::string_view method, const base::Json& params) const = 0;

    // Headers that mirror a tool's arguments. Errors: invalid_arguments.
    virtual base::Result<ports::Headers> argument_headers(const Tool& tool, const base::Json& arguments) const = 0;

    // Why the definition must not be used in this revision; std::nullopt when it may.
    virtual std::optional<std::string> refuses(const Tool& tool) const = 0;

    // Errors: malformed, for a type that we do not know.
    virtual base::Result<ResultType> result_type(const base::Json& result) const = 0;
};

// Newest first. They live for ever.
const std::vector<const Wire*>& all();
// Null when we do not speak it.
const Wire* find(std::string_view revision);
const Wire& newest_stateless();
const Wire& newest_with_sessions();

}  // namespace mcp::wire
