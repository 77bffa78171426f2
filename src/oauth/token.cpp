#include "oauth/token.hpp"

#include <algorithm>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/ascii.hpp"
#include "base/base64.hpp"
#include "base/json_object.hpp"
#include "base/server_text.hpp"
#include "base/url.hpp"
#include "oauth/documents.hpp"
#include "oauth/provider_error.hpp"

namespace oauth {

namespace {

using base::ErrorKind;
using base::Json;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t token_answer_cap = std::size_t{1} << 20;
constexpr std::size_t token_cap = 64 * 1024;

// A token is longer than other texts: a JWT with the groups of a big company is.
std::string token_text(const Json& answer, std::string_view key) {
    const std::string* text = base::string_member(answer, key);
    return text && text->size() <= token_cap ? *text : std::string();
}

// What stands in a header must be visible ASCII (RFC 6749 appendix A.12).
bool is_sendable(std::string_view token) {
    return std::all_of(token.begin(), token.end(), [](char c) { return c >= 0x20 && c <= 0x7E; });
}

ports::HttpRequest make_form_request(const std::string& url, const Client& client, Form form) {
    ports::HttpRequest request;
    request.method = "POST";
    request.url = url;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
    if (client.authentication == ClientAuthentication::client_secret_basic) {
        // RFC 6749 §2.3.1: each is form-encoded, so that a colon in the id is none between them.
        const std::string pair =
            base::percent_encode(client.client_id) + ':' + base::percent_encode(client.client_secret);
        request.headers.push_back({"Authorization", "Basic " + base::base64_encode(pair)});
    } else {
        form.emplace_back("client_id", client.client_id);
        if (client.authentication == ClientAuthentication::client_secret_post)
            form.emplace_back("client_secret", client.client_secret);
    }
    request.body = form_encode(form);
    request.max_body_bytes = token_answer_cap;
    return request;
}

base::Error wrong(std::string message, std::string detail) {
    return {.kind = ErrorKind::wrong_type,
            .message = std::move(message),
            .detail = std::move(detail),
            .clause = "RFC 6749 §5.1"};
}

milliseconds expiry(const Json& answer, milliseconds sent_at) {
    const std::int64_t lifetime = loose_integer(answer, "expires_in").value_or(0);
    if (lifetime <= 0) return milliseconds(0);  // a token that is over before it is there: nothing was said
    constexpr std::int64_t century = 3'155'760'000;
    return sent_at + seconds(std::min(lifetime, century));
}

std::optional<Json> jwt_part(const std::string& token, int index) {
    std::string_view rest = token;
    std::string_view part;
    int count = 0;
    for (bool more = true; more; ++count) {
        const std::size_t dot = rest.find('.');
        if (count == index) part = rest.substr(0, dot);
        more = dot != std::string_view::npos;
        if (more) rest.remove_prefix(dot + 1);
    }
    // Three parts are signed. Five are encrypted (RFC 7516 §3.1): of those only the header can be read.
    if (count != 3 && !(count == 5 && index == 0)) return std::nullopt;
    const auto bytes = base::base64url_decode(part);
    if (!bytes) return std::nullopt;
    auto object = read_document(*bytes, "A part of the token", {});
    if (!object) return std::nullopt;
    return std::move(*object);
}

}  // namespace

std::string life_of(const Tokens& tokens, std::chrono::milliseconds sent_at) {
    if (tokens.expires_at.count() == 0) return {};
    return ", " + std::to_string(std::chrono::floor<std::chrono::seconds>(tokens.expires_at - sent_at).count()) + " s";
}

bool Tokens::is_dpop() const { return base::lowered(token_type) == "dpop"; }

ports::HttpRequest make_token_request(const ServerMetadata& server, const Client& client, Form grant) {
    return make_form_request(server.token_endpoint, client, std::move(grant));
}

Form authorization_code_grant(const std::string& code, const std::string& redirect_uri,
                              const std::string& code_verifier, const std::string& resource) {
    Form form = {{"grant_type", "authorization_code"}, {"code", code}, {"redirect_uri", redirect_uri}};
    add_if_any(form, "code_verifier", code_verifier);
    add_if_any(form, "resource", resource);
    return form;
}

Form refresh_grant(const std::string& refresh_token, const std::string& resource, const std::string& scope) {
    Form form = {{"grant_type", "refresh_token"}, {"refresh_token", refresh_token}};
    add_if_any(form, "resource", resource);
    add_if_any(form, "scope", scope);
    return form;
}

base::Result<Tokens> read_token_response(const ports::HttpResponse& response, const std::string& asked_scope,
                                         const std::string& old_refresh_token, milliseconds sent_at) {
    if (response.head.status < 200 || response.head.status >= 300) return base::fail(token_error(response));
    const auto answer = read_document(response.body, "The answer of the token endpoint", "RFC 6749 §5.1");
    if (!answer) return base::fail(answer.error());
    Tokens tokens;
    tokens.access_token = token_text(*answer, "access_token");
    if (tokens.access_token.empty()) {
        // GitHub refuses with 200.
        if (base::string_member(*answer, "error")) return base::fail(token_error(response));
        return base::fail(wrong("The provider's answer has no access token.", "access_token"));
    }
    if (!is_sendable(tokens.access_token))
        return base::fail(
            wrong("The provider's access token has characters that no header can carry.", "access_token"));
    tokens.token_type = short_text(*answer, "token_type");
    if (tokens.token_type.empty()) tokens.token_type = "Bearer";  // required, and forgotten by some
    // RFC 6749 §7.1: a type that is not understood must not be used.
    if (!tokens.is_dpop() && base::lowered(tokens.token_type) != "bearer")
        return base::fail(wrong("The provider gave a token of a kind that Parley cannot use.",
                                "token_type " + base::printable(tokens.token_type, 60)));
    tokens.refresh_token = token_text(*answer, "refresh_token");
    if (tokens.refresh_token.empty()) tokens.refresh_token = old_refresh_token;
    tokens.id_token = token_text(*answer, "id_token");
    tokens.scope = short_text(*answer, "scope");
    if (tokens.scope.empty()) tokens.scope = asked_scope;
    tokens.expires_at = expiry(*answer, sent_at);
    return tokens;
}

std::vector<ports::HttpRequest> make_revocation_requests(const ServerMetadata& server, const Client& client,
                                                         const Tokens& tokens) {
    std::vector<ports::HttpRequest> requests;
    if (server.revocation_endpoint.empty()) return requests;
    requests.reserve(2);
    const auto revoke = [&](const std::string& token, const char* hint) {
        if (token.empty()) return;
        Form form = {{"token", token}, {"token_type_hint", hint}};
        requests.push_back(make_form_request(server.revocation_endpoint, client, std::move(form)));
    };
    // Where the server ends all of the grant with it, the second finds nothing to do.
    revoke(tokens.refresh_token, "refresh_token");
    revoke(tokens.access_token, "access_token");
    return requests;
}

Json to_json(const Tokens& tokens) {
    return base::JsonObject()
        .text("access_token", tokens.access_token)
        .text("token_type", tokens.token_type)
        .text("refresh_token", tokens.refresh_token)
        .text("id_token", tokens.id_token)
        .text("scope", tokens.scope)
        .integer("expires_at", tokens.expires_at.count())
        .take();
}

base::Result<Tokens> read_tokens(const Json& record) {
    Tokens tokens;
    tokens.access_token = base::string_or_empty(record, "access_token");
    if (tokens.access_token.empty()) return base::fail(ErrorKind::wrong_type, "A stored sign-in has no token.");
    tokens.token_type = base::string_or_empty(record, "token_type");
    tokens.refresh_token = base::string_or_empty(record, "refresh_token");
    tokens.id_token = base::string_or_empty(record, "id_token");
    tokens.scope = base::string_or_empty(record, "scope");
    tokens.expires_at = milliseconds(base::integer_member(record, "expires_at").value_or(0));
    return tokens;
}

std::optional<Json> jwt_claims(const std::string& token) { return jwt_part(token, 1); }
std::optional<Json> jwt_header(const std::string& token) { return jwt_part(token, 0); }

}  // namespace oauth
