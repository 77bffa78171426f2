#include "oauth/registration.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "base/json_object.hpp"
#include "base/url.hpp"
#include "oauth/documents.hpp"
#include "oauth/provider_error.hpp"

namespace oauth {

namespace {

using base::ErrorKind;
using std::chrono::seconds;

constexpr std::size_t registration_answer_cap = std::size_t{1} << 20;

constexpr std::pair<std::string_view, ClientAuthentication> method_names[] = {
    {"none", ClientAuthentication::none},
    {"client_secret_post", ClientAuthentication::client_secret_post},
    {"client_secret_basic", ClientAuthentication::client_secret_basic},
};

std::string asked_method(const ServerMetadata& server) {
    const auto& methods = server.token_endpoint_auth_methods_supported;
    if (!methods.empty())
        for (const auto& [name, method] : method_names)
            if (lists(methods, name)) return std::string(name);
    return "none";
}

bool has_word(const std::string& scope, std::string_view word) {
    return (' ' + scope + ' ').find(' ' + std::string(word) + ' ') != std::string::npos;
}

ClientAuthentication answered_method(const base::Json& answer, const ServerMetadata& server) {
    const std::string answered = short_text(answer, "token_endpoint_auth_method");
    for (const auto& [name, method] : method_names)
        if (answered == name) return method;
    // Some give a public client a secret that nobody wants to see again (QUIRKS, Auth0).
    if (answered.empty() && lists(server.token_endpoint_auth_methods_supported, "none"))
        return ClientAuthentication::none;
    return choose_authentication(server, true);
}

// In the provider's words, and the way that is left.
base::Error refusal_of(const ports::HttpResponse& response, std::string_view clause) {
    base::Error error =
        provider_error(response, ErrorKind::registration_refused, "The provider refused to register Parley", clause);
    if (error.remedy == base::Remedy::retry) return error;  // that may be another answer
    if (!error.message.ends_with('.')) error.message += '.';
    error.message += " Register it there by hand, and enter its client id.";
    return error;
}

}  // namespace

ports::HttpRequest make_registration_request(const ServerMetadata& server, const ClientDescription& description,
                                             const std::string& scope, const std::string& initial_access_token,
                                             Members members) {
    const auto redirect = base::Url::parse(description.redirect_uri);
    std::vector<std::string> grants = {"authorization_code"};
    // MCP, Refresh Tokens. Left out only where the server says that it has none, as some refuse what they do not have.
    if (server.grant_types_supported.empty() || lists(server.grant_types_supported, "refresh_token"))
        grants.emplace_back("refresh_token");

    base::JsonObject asked;
    const auto text_if_any = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) asked.text(name, value);
    };
    const bool all = members == Members::all;
    text_if_any("client_name", description.client_name);
    if (all) text_if_any("client_uri", description.client_uri);
    if (all) text_if_any("logo_uri", description.logo_uri);
    asked.json("redirect_uris", json_texts({description.redirect_uri}))
        .json("grant_types", json_texts(grants))
        .json("response_types", json_texts({"code"}))
        .text("token_endpoint_auth_method", asked_method(server));
    if (all) {
        asked.text("application_type", redirect && redirect->is_loopback() ? "native" : "web");
        // Keycloak refuses a registration that names `openid`; without a scope the server's own choice holds (RFC 7591 §2).
        if (!has_word(scope, "openid")) text_if_any("scope", scope);
        text_if_any("software_id", description.software_id);
        text_if_any("software_version", description.software_version);
    }

    ports::HttpRequest request;
    request.method = "POST";
    request.url = server.registration_endpoint;
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    if (!initial_access_token.empty()) request.headers.push_back({"Authorization", "Bearer " + initial_access_token});
    request.body = asked.dump();
    request.max_body_bytes = registration_answer_cap;
    return request;
}

base::Result<Client> read_registration_response(const ports::HttpResponse& response, const ServerMetadata& server,
                                                const ClientDescription& description) {
    constexpr std::string_view clause = "RFC 7591 §3.2";
    // 201 by the letter; several answer 200.
    if (response.head.status < 200 || response.head.status >= 300) return base::fail(refusal_of(response, clause));
    const auto answer = read_document(response.body, "The answer to the registration", clause);
    if (!answer) return base::fail(answer.error());
    Client client;
    client.client_id = short_text(*answer, "client_id");
    if (client.client_id.empty())
        return base::fail({.kind = ErrorKind::malformed,
                           .message = "The provider registered Parley but gave no client id.",
                           .detail = "client_id",
                           .clause = clause});
    client.issuer = server.issuer;
    client.token_endpoint = server.token_endpoint;
    client.source = ClientSource::registered;
    client.redirect_uri = description.redirect_uri;
    client.client_secret = short_text(*answer, "client_secret");
    if (!client.client_secret.empty()) client.authentication = answered_method(*answer, server);
    if (client.authentication == ClientAuthentication::none)
        client.client_secret.clear();
    else
        client.secret_expires_at = seconds(loose_integer(*answer, "client_secret_expires_at").value_or(0));
    client.scope = short_text(*answer, "scope");
    const std::string address = short_text(*answer, "registration_client_uri");
    const std::string token = short_text(*answer, "registration_access_token");
    if (base::is_safe_to_open(address) && !token.empty()) {
        client.registration_client_uri = address;
        client.registration_access_token = token;
    }
    return client;
}

bool may_take_less(const base::Error& refusal) {
    if (refusal.kind != ErrorKind::registration_refused || (refusal.code != 400 && refusal.code != 403)) return false;
    // RFC 7591 §3.2.2: about the redirect address, which is said again. Without an error nothing is known to be too much.
    return !refusal.subject.empty() && refusal.subject != "invalid_redirect_uri";
}

ports::HttpRequest make_lookup_request(const Client& client) {
    ports::HttpRequest request;
    request.url = client.registration_client_uri;
    request.headers = {{"Authorization", "Bearer " + client.registration_access_token}};
    request.max_body_bytes = registration_answer_cap;
    return request;
}

ports::HttpRequest make_deregistration_request(const Client& client) {
    ports::HttpRequest request = make_lookup_request(client);
    request.method = "DELETE";
    return request;
}

bool secret_expired(const Client& client, std::chrono::milliseconds now) {
    if (client.client_secret.empty() || client.secret_expires_at.count() <= 0) return false;
    return std::chrono::floor<seconds>(now) >= client.secret_expires_at - seconds(60);
}

// In the body where the server takes it there: a header of ours would cost a preflight, which not every server answers.
ClientAuthentication choose_authentication(const ServerMetadata& server, bool has_secret) {
    if (!has_secret) return ClientAuthentication::none;
    const auto& methods = server.token_endpoint_auth_methods_supported;
    if (lists(methods, "client_secret_post")) return ClientAuthentication::client_secret_post;
    if (lists(methods, "client_secret_basic") || methods.empty()) return ClientAuthentication::client_secret_basic;
    return lists(methods, "none") ? ClientAuthentication::none : ClientAuthentication::client_secret_basic;
}

}  // namespace oauth
