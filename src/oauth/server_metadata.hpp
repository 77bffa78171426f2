// What an authorization server says of itself. Source: RFC 8414, OpenID Connect Discovery 1.0, MCP's order of places.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/url.hpp"

namespace oauth {

struct ServerMetadata {
    std::string issuer;
    std::string authorization_endpoint;  // each endpoint: safe to open (authorization) or to fetch (others), or empty
    std::string token_endpoint;
    std::string registration_endpoint;
    std::string revocation_endpoint;
    std::string introspection_endpoint;
    std::string userinfo_endpoint;
    std::vector<std::string> scopes_supported;
    std::vector<std::string> grant_types_supported;
    std::vector<std::string> code_challenge_methods_supported;
    std::vector<std::string> token_endpoint_auth_methods_supported;  // empty: client_secret_basic (RFC 8414 §2)
    std::vector<std::string> dpop_signing_alg_values_supported;
    bool authorization_response_iss_parameter_supported = false;
    bool client_id_metadata_document_supported = false;
    bool guessed = false;  // the 2025-03-26 fallback: nobody published this
};

// RFC 8414 inserted, OIDC inserted, OIDC appended, in MCP's order; RFC 8414 appended as a last try (some servers).
// Without a path: RFC 8414, then OIDC. A slash that ends the issuer is dropped before the insertion (RFC 8414 §3.1).
std::vector<std::string> server_metadata_addresses(const base::Url& issuer);

// `expected_issuer` as the resource named it. Errors: malformed, too_large, wrong_type (no issuer or token_endpoint; no
// authorization_endpoint, unless grant_types_supported lacks authorization_code), issuer_mismatch (RFC 8414 §3.3; simple string
// comparison, but for the slash after an issuer without a path and Entra's template, see the .cpp), invalid_address when an
// endpoint is no address we ever open or ask (THREATS, first row). Other members of a wrong type (null) count as absent.
base::Result<ServerMetadata> read_server_metadata(std::string_view body, std::string_view expected_issuer);

// MCP 2025-03-26, Fallbacks for Servers without Metadata Discovery: /authorize, /token, /register at the server's origin.
ServerMetadata fallback_server_metadata(const base::Url& server);

bool lists(const std::vector<std::string>& values, std::string_view value);

base::Json to_json(const ServerMetadata& server);
base::Result<ServerMetadata> read_kept_server_metadata(const base::Json& record);

}  // namespace oauth
