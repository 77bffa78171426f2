// What a deployment's config.json holds for signing in without a person. A secret in a page is no secret: everybody who can open the
// page can read it, so it is used only after a person was told. Never written anywhere by us.
//
//     "machine_credentials": [
//       { "server": "https://mcp.example/mcp", "issuer": "https://login.example", "grant_type": "client_credentials",
//         "client_id": "…", "client_secret": "…" },                   or "private_key": "-----BEGIN PRIVATE KEY-----…" (P-256)
//       { "server": …, "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "client_id": "…", "client_secret": "…",
//         "assertion": "<the workload's JWT>" },
//       { "server": …, "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "client_id": "…", "client_secret": "…",
//         "identity_provider": { "token_endpoint": "https://idp.example/token", "client_id": "…", "id_token": "…" } } ]
//
// `issuer` is the authorization server that they are for: no other one gets them, whatever the MCP server says later. Without it, the
// first one they are used with. In either case they go to no other token endpoint than the first one.
//
// Source: RFC 6749 §4.4, RFC 7523 §2; MCP extensions oauth-client-credentials, enterprise-managed-authorization and wif.
#pragma once

#include <optional>
#include <string>

#include "base/error.hpp"
#include "base/json.hpp"

namespace oauth {

struct IdentityProvider {
    std::string token_endpoint;
    std::string client_id;  // ours there
    std::string id_token;
};

// One of: a secret or a key (client_credentials), an assertion, an identity provider that gives one (jwt-bearer).
struct MachineCredentials {
    std::string issuer;  // empty: not said
    std::string client_id;
    std::string client_secret;
    std::string private_key;  // PKCS #8 in PEM
    std::string assertion;
    std::optional<IdentityProvider> identity_provider;
};

// Those for the server of exactly this address; nullopt: there are none. malformed: what is there cannot be used, and why.
base::Result<std::optional<MachineCredentials>> find_machine_credentials(const base::Json& config,
                                                                         const std::string& server_url);

}  // namespace oauth
