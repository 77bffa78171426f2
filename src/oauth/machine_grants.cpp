#include "oauth/machine_grants.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "base/base64.hpp"
#include "base/json_object.hpp"
#include "base/server_text.hpp"
#include "oauth/documents.hpp"
#include "oauth/dpop.hpp"
#include "oauth/provider_error.hpp"

namespace oauth {

namespace {

using base::ErrorKind;
using std::chrono::seconds;

constexpr std::string_view id_jag = "urn:ietf:params:oauth:token-type:id-jag";
constexpr seconds assertion_life{300};
constexpr std::size_t assertion_id_bytes = 16;
constexpr std::size_t assertion_cap = 64 * 1024;

Form with_target(Form form, const std::string& resource, const std::string& scope) {
    add_if_any(form, "resource", resource);
    add_if_any(form, "scope", scope);
    return form;
}

}  // namespace

Form client_credentials_grant(const std::string& resource, const std::string& scope) {
    return with_target({{"grant_type", "client_credentials"}}, resource, scope);
}

base::Task<base::Result<Form>> with_client_assertion(Form grant, ports::SigningKey& key, ports::Random& random,
                                                     ServerMetadata server, Client client,
                                                     std::chrono::milliseconds now) {
    const auto issued = std::chrono::floor<seconds>(now);
    base::JsonObject claims;
    claims.text("iss", client.client_id)
        .text("sub", client.client_id)
        .text("aud", server.issuer)  // RFC 7523 §3 as its revision has it: the issuer, never an endpoint
        .text("jti", base::base64url_encode(random.bytes(assertion_id_bytes)))
        .integer("iat", issued.count())
        .integer("exp", (issued + assertion_life).count());
    const std::string assertion = co_await base::or_return(co_await sign_jwt(key, R"({"typ":"JWT"})", claims.dump()));
    grant.emplace_back("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    grant.emplace_back("client_assertion", assertion);
    co_return grant;
}

Form jwt_bearer_grant(const std::string& assertion, const std::string& resource, const std::string& scope) {
    return with_target({{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"}, {"assertion", assertion}},
                       resource, scope);
}

Form identity_exchange_grant(const std::string& id_token, const std::string& audience, const std::string& resource,
                             const std::string& scope) {
    return with_target({{"grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"},
                        {"requested_token_type", std::string(id_jag)},
                        {"audience", audience},
                        {"subject_token", id_token},
                        {"subject_token_type", "urn:ietf:params:oauth:token-type:id_token"}},
                       resource, scope);
}

base::Result<std::string> read_identity_exchange(const ports::HttpResponse& response) {
    constexpr std::string_view clause = "RFC 8693 §2.2";
    if (response.head.status < 200 || response.head.status >= 300) return base::fail(token_error(response));
    const auto answer = read_document(response.body, "The identity provider's answer", clause);
    if (!answer) return base::fail(answer.error());
    const std::string* assertion = base::string_member(*answer, "access_token");
    const std::string type = short_text(*answer, "issued_token_type");
    if (!assertion || assertion->empty() || assertion->size() > assertion_cap || type != id_jag)
        return base::fail({.kind = ErrorKind::wrong_type,
                           .message = "The identity provider did not give what the server's provider asks for.",
                           .detail = "issued_token_type " + base::printable(type, 100),
                           .clause = clause});
    return *assertion;
}

}  // namespace oauth
