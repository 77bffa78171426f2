// Where a resource says who may sign people in for it. Source: RFC 9728, MCP authorization-server-discovery.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/url.hpp"

namespace oauth {

struct ProtectedResource {
    std::string resource;                            // as the document spells it
    std::vector<std::string> authorization_servers;  // safe to fetch; may be empty (RFC 9728 §2: optional)
    std::vector<std::string> scopes_supported;
    bool dpop_bound_access_tokens_required = false;
    std::vector<std::string> dpop_signing_alg_values_supported;
};

// Where to look, in order: the challenge's address alone when there is one and it is safe to fetch (an unsafe one is an
// error of kind invalid_address); else the well-known one at the server's path, then the root one (RFC 9728 §3.1).
base::Result<std::vector<std::string>> protected_resource_addresses(const base::Url& server,
                                                                    const std::optional<std::string>& from_challenge);

// Errors: malformed, too_large, wrong_type, invalid_address when every authorization server is one we never ask,
// resource_mismatch when `resource` does not cover the server's address: same origin and
// the same path or a parent of it by whole segments (MCP; RFC 9728 §3.3; oauth-v2-1#215).
base::Result<ProtectedResource> read_protected_resource(std::string_view body, const base::Url& server);

// The canonical URI of the server (RFC 8707 §2): no query, no fragment, no slash where the path is only that.
std::string canonical_resource(const base::Url& server);

}  // namespace oauth
