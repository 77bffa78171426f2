#include "oauth/server_metadata.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/json_object.hpp"
#include "base/server_text.hpp"
#include "oauth/documents.hpp"

namespace oauth {

namespace {

using base::ErrorKind;
using base::Json;

constexpr std::string_view rfc8414 = "/.well-known/oauth-authorization-server";
constexpr std::string_view openid = "/.well-known/openid-configuration";

// The members as both the documents and our records spell them.
template <class T>
struct Member {
    std::string_view name;
    T ServerMetadata::* value;
};
constexpr Member<std::string> endpoints[] = {
    {"authorization_endpoint", &ServerMetadata::authorization_endpoint},
    {"token_endpoint", &ServerMetadata::token_endpoint},
    {"registration_endpoint", &ServerMetadata::registration_endpoint},
    {"revocation_endpoint", &ServerMetadata::revocation_endpoint},
    {"introspection_endpoint", &ServerMetadata::introspection_endpoint},
    {"userinfo_endpoint", &ServerMetadata::userinfo_endpoint},
};
constexpr Member<std::vector<std::string>> text_lists[] = {
    {"scopes_supported", &ServerMetadata::scopes_supported},
    {"grant_types_supported", &ServerMetadata::grant_types_supported},
    {"code_challenge_methods_supported", &ServerMetadata::code_challenge_methods_supported},
    {"token_endpoint_auth_methods_supported", &ServerMetadata::token_endpoint_auth_methods_supported},
    {"dpop_signing_alg_values_supported", &ServerMetadata::dpop_signing_alg_values_supported},
};
constexpr Member<bool> flags[] = {
    {"authorization_response_iss_parameter_supported", &ServerMetadata::authorization_response_iss_parameter_supported},
    {"client_id_metadata_document_supported", &ServerMetadata::client_id_metadata_document_supported},
};

ServerMetadata read_members(const Json& document) {
    ServerMetadata server;
    server.issuer = short_text(document, "issuer");
    for (const auto& [name, value] : endpoints) server.*value = short_text(document, name);
    for (const auto& [name, value] : text_lists) server.*value = short_texts(document, name);
    for (const auto& [name, value] : flags) server.*value = base::bool_member(document, name).value_or(false);
    return server;
}

std::string_view without_slash(std::string_view text) {
    if (text.ends_with('/')) text.remove_suffix(1);
    return text;
}

// RFC 8414 §3.3: identical. One difference is let through: the slash after an issuer that is a host and nothing else. It is
// the same address by RFC 3986 §6.2.3, and RFC 8414 §3.1 drops it, so that both spellings are asked at the same place and
// only one party can answer. Auth0's issuers end with it, resources often name them without; libraries that normalise
// addresses put it into the resource's document where the issuer has none. With a path both are different names, and stay so.
bool is_same_issuer(std::string_view issuer, std::string_view expected) {
    if (issuer == expected) return true;
    if (without_slash(issuer) != without_slash(expected)) return false;
    const auto url = base::Url::parse(expected);
    return url && url->path == "/" && url->query.empty();
}

// Entra ID answers for "common" and "organizations" with a template in the place of the tenant, since the tenant is known
// only after the sign-in (QUIRKS). Its hosts are many, one a national cloud. What is let through is the issuer that was asked,
// at its own origin: the template can name nobody else.
bool is_tenant_template(std::string_view issuer, std::string_view expected) {
    constexpr std::string_view tenant = "/{tenantid}/";
    const auto url = base::Url::parse(expected);
    const std::size_t at = issuer.find(tenant);
    if (!url || at == std::string_view::npos) return false;
    const std::string_view before = issuer.substr(0, at + 1), after = issuer.substr(at + tenant.size() - 1);
    if (!before.starts_with(url->origin() + '/') || !expected.starts_with(before)) return false;
    expected.remove_prefix(before.size());
    const std::size_t end = std::min(expected.find('/'), expected.size());
    return end > 0 && expected.substr(end) == after;
}

// Never with a query, in which somebody might have put a secret.
std::string shown(std::string_view address) { return base::printable(address.substr(0, address.find('?')), 200); }

base::Error lacks(std::string_view member) {
    return {.kind = ErrorKind::wrong_type,
            .message = "The sign-in server's metadata lacks what the sign-in needs: " + std::string(member) + ".",
            .detail = std::string(member),
            .clause = "RFC 8414 §2"};
}

}  // namespace

std::vector<std::string> server_metadata_addresses(const base::Url& issuer) {
    const std::string origin = web_origin(issuer);
    const std::string path(without_slash(issuer.path));
    std::vector<std::string> addresses;
    addresses.reserve(4);
    for (const std::string_view name : {rfc8414, openid}) addresses.push_back(origin + std::string(name) + path);
    if (path.empty()) return addresses;
    for (const std::string_view name : {openid, rfc8414}) addresses.push_back(origin + path + std::string(name));
    return addresses;
}

base::Result<ServerMetadata> read_server_metadata(std::string_view body, std::string_view expected_issuer) {
    const auto document = read_document(body, "The sign-in server's metadata", "RFC 8414 §3.2");
    if (!document) return base::fail(document.error());
    ServerMetadata server = read_members(*document);
    if (server.issuer.empty()) return base::fail(lacks("issuer"));
    const bool is_template = is_tenant_template(server.issuer, expected_issuer);
    if (!is_template && !is_same_issuer(server.issuer, expected_issuer))
        return base::fail({.kind = ErrorKind::issuer_mismatch,
                           .message = "The sign-in server's metadata belongs to another server, so it is not used.",
                           .detail = "asked " + shown(expected_issuer) + ", issuer " + shown(server.issuer),
                           .clause = "RFC 8414 §3.3",
                           .subject = base::printable(server.issuer.substr(0, server.issuer.find('?')), 100)});
    if (is_template) server.issuer = expected_issuer;
    for (const auto& [name, value] : endpoints) {
        const std::string& address = server.*value;
        if (address.empty() || base::is_safe_to_open(address)) continue;
        return base::fail({.kind = ErrorKind::invalid_address,
                           .message = "The sign-in server names an address that is never opened.",
                           .detail = std::string(name) + ' ' + shown(address),
                           .clause = "RFC 8414 §2"});
    }
    if (server.token_endpoint.empty()) return base::fail(lacks("token_endpoint"));
    // "REQUIRED unless no grant types are supported that use the authorization endpoint."
    const bool for_people =
        server.grant_types_supported.empty() || lists(server.grant_types_supported, "authorization_code");
    if (for_people && server.authorization_endpoint.empty()) return base::fail(lacks("authorization_endpoint"));
    return server;
}

ServerMetadata fallback_server_metadata(const base::Url& server) {
    ServerMetadata guess;
    guess.issuer = web_origin(server);
    guess.authorization_endpoint = guess.issuer + "/authorize";
    guess.token_endpoint = guess.issuer + "/token";
    guess.registration_endpoint = guess.issuer + "/register";
    // MCP 2025-03-26, Implementation Requirements: PKCE is required of all, and there is no place to say so.
    guess.code_challenge_methods_supported = {"S256"};
    guess.guessed = true;
    return guess;
}

bool lists(const std::vector<std::string>& values, std::string_view value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

Json to_json(const ServerMetadata& server) {
    base::JsonObject record;
    record.text("issuer", server.issuer).flag("guessed", server.guessed);
    for (const auto& [name, value] : endpoints) record.text(name, server.*value);
    for (const auto& [name, value] : text_lists) record.json(name, json_texts(server.*value));
    for (const auto& [name, value] : flags) record.flag(name, server.*value);
    return record.take();
}

// What was checked when it came from its server is not checked again: nobody else writes our store.
base::Result<ServerMetadata> read_kept_server_metadata(const Json& record) {
    ServerMetadata server = read_members(record);
    server.guessed = base::bool_member(record, "guessed").value_or(false);
    if (server.issuer.empty() || server.token_endpoint.empty())
        return base::fail(ErrorKind::wrong_type, "A stored sign-in does not say where it was made.");
    return server;
}

}  // namespace oauth
