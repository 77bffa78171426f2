#include "oauth/protected_resource.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "base/server_text.hpp"
#include "oauth/documents.hpp"

namespace oauth {

namespace {

using base::ErrorKind;

constexpr std::string_view well_known = "/.well-known/oauth-protected-resource";
constexpr std::string_view clause = "RFC 9728 §3.3";

std::string without_last_slash(std::string path) {
    if (path.ends_with('/')) path.pop_back();
    return path;
}

std::string query_of(const base::Url& url) { return url.query.empty() ? std::string() : '?' + url.query; }

// The server itself, or a parent of it by whole segments. A query or a fragment narrows to something else than the path says.
bool covers(const base::Url& resource, const base::Url& server) {
    if (web_origin(resource) != web_origin(server) || !resource.fragment.empty()) return false;
    if (!resource.query.empty() && resource.query != server.query) return false;
    const std::string parent = without_last_slash(resource.path);
    return without_last_slash(server.path) == parent || server.path.starts_with(parent + '/');
}

std::unexpected<base::Error> mismatch(const std::string& resource, const base::Url& server) {
    return base::fail({.kind = ErrorKind::resource_mismatch,
                       .message = "The server's sign-in metadata is for another server, so it is not used.",
                       .detail = "resource " + base::printable(resource.substr(0, resource.find('?')), 200) +
                                 " does not cover " + web_origin(server) + server.path,
                       .clause = clause,
                       .subject = base::printable(resource.substr(0, resource.find('?')), 100)});
}

}  // namespace

base::Result<std::vector<std::string>> protected_resource_addresses(const base::Url& server,
                                                                    const std::optional<std::string>& from_challenge) {
    if (from_challenge) {
        if (base::is_safe_to_open(*from_challenge)) return std::vector<std::string>{*from_challenge};
        return base::fail({.kind = ErrorKind::invalid_address,
                           .message = "The server's sign-in metadata is at an address that is never asked.",
                           .detail = "resource_metadata " +
                                     base::printable(from_challenge->substr(0, from_challenge->find('?')), 200),
                           .clause = "RFC 9728 §5.1"});
    }
    const std::string root = web_origin(server) + std::string(well_known);
    std::vector<std::string> addresses;
    if (server.path != "/" || !server.query.empty())
        addresses.push_back(root + (server.path == "/" ? "" : server.path) + query_of(server));
    // By the letter only a slash right after the host is dropped; most servers know the one without the last slash too, or only.
    if (server.path != "/" && server.path.ends_with('/'))
        addresses.push_back(root + without_last_slash(server.path) + query_of(server));
    addresses.push_back(root);
    return addresses;
}

base::Result<ProtectedResource> read_protected_resource(std::string_view body, const base::Url& server) {
    const auto document = read_document(body, "The resource's sign-in metadata", "RFC 9728 §3.2");
    if (!document) return base::fail(document.error());
    ProtectedResource read;
    read.resource = short_text(*document, "resource");
    if (read.resource.empty())
        return base::fail({.kind = ErrorKind::wrong_type,
                           .message = "The resource's sign-in metadata does not say which resource it is for.",
                           .detail = "resource",
                           .clause = "RFC 9728 §2"});
    const auto resource = base::Url::parse(read.resource);
    if (!resource || !covers(*resource, server)) return mismatch(read.resource, server);
    const auto named = short_texts(*document, "authorization_servers");
    for (const std::string& issuer : named)
        if (base::is_safe_to_open(issuer)) read.authorization_servers.push_back(issuer);
    if (!named.empty() && read.authorization_servers.empty())
        return base::fail({.kind = ErrorKind::invalid_address,
                           .message = "The server names a sign-in address that is never asked.",
                           .detail = "authorization_servers " +
                                     base::printable(named.front().substr(0, named.front().find('?')), 200),
                           .clause = "RFC 9728 §2"});
    read.scopes_supported = short_texts(*document, "scopes_supported");
    read.dpop_bound_access_tokens_required =
        base::bool_member(*document, "dpop_bound_access_tokens_required").value_or(false);
    read.dpop_signing_alg_values_supported = short_texts(*document, "dpop_signing_alg_values_supported");
    return read;
}

std::string canonical_resource(const base::Url& server) {
    return web_origin(server) + (server.path == "/" ? std::string() : server.path);
}

}  // namespace oauth
