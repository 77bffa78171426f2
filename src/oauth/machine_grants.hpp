// Tokens without a person at a sign-in, for credentials that a deployment's config gives. Each is a form for make_token_request, and
// its answer one for read_token_response, but for the exchange, whose answer is an assertion.
// Source: RFC 6749 §4.4, RFC 7523, RFC 8693, draft-ietf-oauth-identity-assertion-authz-grant; MCP extensions, auth.
#pragma once

#include <chrono>
#include <string>

#include "base/task.hpp"
#include "oauth/client.hpp"
#include "oauth/form.hpp"
#include "oauth/server_metadata.hpp"
#include "ports/http.hpp"
#include "ports/random.hpp"
#include "ports/signing_keys.hpp"

namespace oauth {

// Empty `resource` and `scope` are left out, here and below.
Form client_credentials_grant(const std::string& resource, const std::string& scope);

// The same grant with the client's authentication by a key of its own (private_key_jwt): the client's id in iss and sub, the
// server's issuer in aud, good for five minutes, with an id of its own. `client.authentication` is none.
base::Task<base::Result<Form>> with_client_assertion(Form grant, ports::SigningKey& key, ports::Random& random,
                                                     ServerMetadata server, Client client,
                                                     std::chrono::milliseconds now);

// An assertion of somebody whom the server trusts: the workload's platform, or the company's identity provider (its ID-JAG).
Form jwt_bearer_grant(const std::string& assertion, const std::string& resource, const std::string& scope);

// Enterprise-managed authorization, its first half: asked of the identity provider, with the client's id there. `audience` is the
// issuer of the server that gives the token.
Form identity_exchange_grant(const std::string& id_token, const std::string& audience, const std::string& resource,
                             const std::string& scope);

// The ID-JAG, for jwt_bearer_grant. Errors as of read_token_response; wrong_type for a token of another type.
base::Result<std::string> read_identity_exchange(const ports::HttpResponse& response);

}  // namespace oauth
