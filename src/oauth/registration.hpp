// Getting a client id by asking for one, and giving it back. Source: RFC 7591, RFC 7592, OIDC Registration 1.0.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "oauth/client.hpp"
#include "oauth/server_metadata.hpp"
#include "ports/http.hpp"

namespace oauth {

// What we tell of ourselves; the same words as the client metadata document has.
struct ClientDescription {
    std::string client_name;
    std::string client_uri;  // empty: left out
    std::string logo_uri;
    std::string redirect_uri;
    std::string software_id;
    std::string software_version;
};

// What a registration says of itself.
enum class Members {
    all,
    needed,  // only what it cannot go without (RFC 7591 §2): the name, where answers go, the grants and the method
};

// `application_type` is "native" for a loopback redirect address, "web" else (MCP client-registration). `scope` may be empty.
// `initial_access_token` goes into Authorization when given (RFC 7591 §3). The auth method asked for is `none` where the server
// takes it (or lists nothing), else the first of client_secret_post, client_secret_basic that it lists. A scope with `openid` in it
// is left to the server (QUIRKS, Keycloak).
ports::HttpRequest make_registration_request(const ServerMetadata& server, const ClientDescription& description,
                                             const std::string& scope, const std::string& initial_access_token,
                                             Members members = Members::all);

// Errors: registration_refused with the server's `error` in subject and its description; malformed.
base::Result<Client> read_registration_response(const ports::HttpResponse& response, const ServerMetadata& server,
                                                const ClientDescription& description);

// Whether the same server may take a registration that says less. RFC 7591 §2 has it ignore what it does not understand, and
// choose the scopes itself; Keycloak refuses the whole request for either (QUIRKS).
bool may_take_less(const base::Error& refusal);

// RFC 7592 §2.1, §2.3. Only for a client that has a registration_client_uri.
ports::HttpRequest make_lookup_request(const Client& client);
ports::HttpRequest make_deregistration_request(const Client& client);

// Whether the secret is over, or over within a minute.
bool secret_expired(const Client& client, std::chrono::milliseconds now);

// How the client says who it is at the token endpoint, by what it has and what the server takes (RFC 8414 §2).
ClientAuthentication choose_authentication(const ServerMetadata& server, bool has_secret);

}  // namespace oauth
