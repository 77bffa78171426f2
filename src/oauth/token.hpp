// Tokens, how to get them and how to give them back. Source: RFC 6749 §4.1.3, §5, §6; RFC 7009; RFC 8707 §2.2; RFC 6749 §2.3.1.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/json.hpp"
#include "oauth/client.hpp"
#include "oauth/form.hpp"
#include "oauth/server_metadata.hpp"
#include "ports/http.hpp"

namespace oauth {

struct Tokens {
    std::string access_token;
    std::string token_type;  // as spelled by the server; "DPoP" is told apart without case
    std::string refresh_token;
    std::string id_token;
    std::string scope;                        // granted; what was asked for when the answer has none (RFC 6749 §5.1)
    std::chrono::milliseconds expires_at{0};  // by our wall clock, from when the request was sent; 0: unknown
    bool is_dpop() const;
};

// ", 3600 s": how long the access token is good, for the timeline and the log; nothing where the answer did not say.
std::string life_of(const Tokens& tokens, std::chrono::milliseconds sent_at);

// A POST with Accept: application/json, redirects refused, and the client's authentication by `client.authentication`.
ports::HttpRequest make_token_request(const ServerMetadata& server, const Client& client, Form grant);
Form authorization_code_grant(const std::string& code, const std::string& redirect_uri,
                              const std::string& code_verifier, const std::string& resource);
Form refresh_grant(const std::string& refresh_token, const std::string& resource, const std::string& scope);

// `asked_scope`, `old_refresh_token` (kept when none comes) fill what the answer leaves out. Errors: invalid_grant, invalid_client
// (forgotten or wrong), token_refused (any other OAuth error; subject has the code), wrong_type, malformed; without an OAuth error
// rate_limited (429) and http_status (5xx), which say nothing about the grant. An error that comes with 200 is one, too.
// Numbers that come as strings ("3600") are read; a token_type that is missing is Bearer.
base::Result<Tokens> read_token_response(const ports::HttpResponse& response, const std::string& asked_scope,
                                         const std::string& old_refresh_token, std::chrono::milliseconds sent_at);

// RFC 7009. One request each for the refresh and the access token, the refresh token first; empty when there is no endpoint.
std::vector<ports::HttpRequest> make_revocation_requests(const ServerMetadata& server, const Client& client,
                                                         const Tokens& tokens);

base::Json to_json(const Tokens& tokens);
base::Result<Tokens> read_tokens(const base::Json& record);

// The claims of a JWT, never verified, for people to look at; nullopt for an opaque token.
std::optional<base::Json> jwt_claims(const std::string& token);
std::optional<base::Json> jwt_header(const std::string& token);

}  // namespace oauth
