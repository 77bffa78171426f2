#include "oauth/grant.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/json_object.hpp"
#include "base/url.hpp"

namespace oauth {

namespace {

using base::ErrorKind;
using base::Json;
using std::chrono::milliseconds;

Json list(const std::vector<std::string>& values) {
    Json array = Json::array();
    for (const auto& value : values) array.push_back(value);
    return array;
}

std::vector<std::string> read_list(const Json& record, std::string_view key) {
    std::vector<std::string> values;
    const Json* array = base::array_member(record, key);
    if (!array) return values;
    values.reserve(array->size());
    for (const Json& value : *array)
        if (const auto* text = value.get_ptr<const std::string*>()) values.push_back(*text);
    return values;
}

Json member_or_null(const Json& record, std::string_view key) {
    const Json* found = base::object_member(record, key);
    return found ? *found : Json();
}

}  // namespace

std::string GrantKey::text() const { return base::dump_json(list({server_url, issuer, client_id, account})); }

milliseconds refresh_time(milliseconds sent_at, milliseconds expires_at) {
    if (expires_at.count() == 0) return milliseconds(0);
    const milliseconds life = expires_at - sent_at;
    return expires_at - std::min(milliseconds(60'000), life / 4);
}

Json to_json(const Client& client) {
    base::JsonObject record;
    record.text("issuer", client.issuer).text("client_id", client.client_id);
    record.text("client_secret", client.client_secret);
    record.integer("source", static_cast<int>(client.source));
    record.integer("authentication", static_cast<int>(client.authentication));
    record.integer("secret_expires_at", client.secret_expires_at.count());
    record.text("redirect_uri", client.redirect_uri);
    record.text("registration_client_uri", client.registration_client_uri);
    record.text("registration_access_token", client.registration_access_token);
    return record.take();
}

base::Result<Client> read_client(const Json& record) {
    Client client;
    client.issuer = base::string_or_empty(record, "issuer");
    client.client_id = base::string_or_empty(record, "client_id");
    if (client.client_id.empty()) return base::fail(ErrorKind::wrong_type, "A stored client has no id.");
    client.client_secret = base::string_or_empty(record, "client_secret");
    const auto source = base::integer_member(record, "source").value_or(0);
    const auto authentication = base::integer_member(record, "authentication").value_or(0);
    client.source = static_cast<ClientSource>(std::clamp<std::int64_t>(source, 0, 2));
    client.authentication = static_cast<ClientAuthentication>(std::clamp<std::int64_t>(authentication, 0, 2));
    client.secret_expires_at = std::chrono::seconds(base::integer_member(record, "secret_expires_at").value_or(0));
    client.redirect_uri = base::string_or_empty(record, "redirect_uri");
    client.registration_client_uri = base::string_or_empty(record, "registration_client_uri");
    client.registration_access_token = base::string_or_empty(record, "registration_access_token");
    return client;
}

Json to_json(const ServerMetadata& server) {
    base::JsonObject record;
    record.text("issuer", server.issuer).text("authorization_endpoint", server.authorization_endpoint);
    record.text("token_endpoint", server.token_endpoint).text("registration_endpoint", server.registration_endpoint);
    record.text("revocation_endpoint", server.revocation_endpoint);
    record.text("introspection_endpoint", server.introspection_endpoint);
    record.text("userinfo_endpoint", server.userinfo_endpoint);
    record.json("scopes_supported", list(server.scopes_supported));
    record.json("grant_types_supported", list(server.grant_types_supported));
    record.json("code_challenge_methods_supported", list(server.code_challenge_methods_supported));
    record.json("token_endpoint_auth_methods_supported", list(server.token_endpoint_auth_methods_supported));
    record.json("dpop_signing_alg_values_supported", list(server.dpop_signing_alg_values_supported));
    record.flag("authorization_response_iss_parameter_supported",
                server.authorization_response_iss_parameter_supported);
    record.flag("client_id_metadata_document_supported", server.client_id_metadata_document_supported);
    record.flag("guessed", server.guessed);
    return record.take();
}

// What was checked when it was read from its server is not checked again: nobody else writes our store.
base::Result<ServerMetadata> read_kept_server_metadata(const Json& record) {
    ServerMetadata server;
    server.issuer = base::string_or_empty(record, "issuer");
    server.authorization_endpoint = base::string_or_empty(record, "authorization_endpoint");
    server.token_endpoint = base::string_or_empty(record, "token_endpoint");
    if (server.issuer.empty() || server.token_endpoint.empty())
        return base::fail(ErrorKind::wrong_type, "A stored sign-in does not say where it was made.");
    server.registration_endpoint = base::string_or_empty(record, "registration_endpoint");
    server.revocation_endpoint = base::string_or_empty(record, "revocation_endpoint");
    server.introspection_endpoint = base::string_or_empty(record, "introspection_endpoint");
    server.userinfo_endpoint = base::string_or_empty(record, "userinfo_endpoint");
    server.scopes_supported = read_list(record, "scopes_supported");
    server.grant_types_supported = read_list(record, "grant_types_supported");
    server.code_challenge_methods_supported = read_list(record, "code_challenge_methods_supported");
    server.token_endpoint_auth_methods_supported = read_list(record, "token_endpoint_auth_methods_supported");
    server.dpop_signing_alg_values_supported = read_list(record, "dpop_signing_alg_values_supported");
    server.authorization_response_iss_parameter_supported =
        base::bool_member(record, "authorization_response_iss_parameter_supported").value_or(false);
    server.client_id_metadata_document_supported =
        base::bool_member(record, "client_id_metadata_document_supported").value_or(false);
    server.guessed = base::bool_member(record, "guessed").value_or(false);
    return server;
}

Json to_json(const Grant& grant) {
    base::JsonObject record;
    record.integer("v", 1).text("server_url", grant.key.server_url).text("account", grant.key.account);
    record.json("server", to_json(grant.server)).json("client", to_json(grant.client));
    record.json("tokens", to_json(grant.tokens)).integer("refresh_at", grant.refresh_at.count());
    record.text("resource", grant.resource).text("scope", grant.scope).text("dpop_key", grant.dpop_key);
    record.text("account_name", grant.account_name);
    return record.take();
}

base::Result<Grant> read_grant(const Json& record) {
    if (base::integer_member(record, "v") != 1)
        return base::fail(ErrorKind::unsupported_version, "A newer version of this page wrote this record.");
    auto server = read_kept_server_metadata(member_or_null(record, "server"));
    if (!server) return base::fail(std::move(server.error()));
    auto client = read_client(member_or_null(record, "client"));
    if (!client) return base::fail(std::move(client.error()));
    auto tokens = read_tokens(member_or_null(record, "tokens"));
    if (!tokens) return base::fail(std::move(tokens.error()));
    Grant grant;
    grant.server = std::move(*server);
    grant.client = std::move(*client);
    grant.tokens = std::move(*tokens);
    grant.key = {base::string_or_empty(record, "server_url"), grant.server.issuer, grant.client.client_id,
                 base::string_or_empty(record, "account")};
    grant.refresh_at = milliseconds(base::integer_member(record, "refresh_at").value_or(0));
    grant.resource = base::string_or_empty(record, "resource");
    grant.scope = base::string_or_empty(record, "scope");
    grant.dpop_key = base::string_or_empty(record, "dpop_key");
    grant.account_name = base::string_or_empty(record, "account_name");
    return grant;
}

}  // namespace oauth
