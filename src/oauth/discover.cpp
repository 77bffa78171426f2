#include "oauth/discover.hpp"

#include <utility>

#include "oauth/stopwatch.hpp"

namespace oauth {

namespace {

using base::ErrorKind;

constexpr std::size_t document_cap = std::size_t{1} << 20;
constexpr std::chrono::milliseconds document_wait{15'000};
constexpr std::size_t most_servers = 5;  // of a resource's list that are asked

// No header that would need a preflight: servers seldom allow one here (QUIRKS).
base::Task<base::Result<ports::HttpResponse>> fetch_document(Surroundings around, std::string url) {
    ports::HttpRequest request;
    request.url = std::move(url);
    request.headers = {{"Accept", "application/json"}};
    request.redirects = ports::Redirects::follow;
    request.idle_timeout = document_wait;
    request.max_body_bytes = document_cap;
    auto response = co_await ports::fetch(around.http, std::move(request));
    co_return response;
}

bool is_success(const ports::HttpResponse& response) {
    return response.head.status >= 200 && response.head.status < 300;
}

// No answer to "is it here", which another moment may give: to go on as if nobody said anything would sign in elsewhere.
std::optional<base::Error> trouble_of(const base::Result<ports::HttpResponse>& response) {
    if (!response) {
        const auto kind = response.error().kind;
        const bool passes = kind == ErrorKind::timed_out || kind == ErrorKind::offline;
        return passes ? std::optional<base::Error>(response.error()) : std::nullopt;
    }
    const int status = response->head.status;
    if (status != 429 && (status < 502 || status > 504)) return std::nullopt;
    return base::Error{
        .kind = status == 429 ? ErrorKind::rate_limited : ErrorKind::http_status,
        .remedy = base::Remedy::retry,
        .message = "The sign-in metadata could not be asked for now (HTTP " + std::to_string(status) + ").",
        .code = status};
}

std::string path_of(const std::string& url) {
    const auto parsed = base::Url::parse(url);
    return parsed ? parsed->path : url;
}

// Read at `address`, which RFC 8414 or OpenID Connect Discovery gives it.
std::string facts_of(const ServerMetadata& server, const std::string& address) {
    const bool is_openid = address.find("/.well-known/openid-configuration") != std::string::npos;
    std::string facts = (is_openid ? "OpenID" : "OAuth") + (" metadata, issuer " + server.issuer) + " matches";
    if (lists(server.code_challenge_methods_supported, "S256")) facts += ", PKCE S256";
    if (!server.registration_endpoint.empty()) facts += ", registration";
    if (lists(server.grant_types_supported, "refresh_token")) facts += ", refresh";
    if (!server.revocation_endpoint.empty()) facts += ", revocation";
    if (lists(server.dpop_signing_alg_values_supported, "ES256")) facts += ", DPoP";
    return facts;
}

struct Found {
    ServerMetadata server;
    std::string facts;
};

// The first document of an issuer that is there. A document that is there and wrong, or too large to read, ends the search: an
// issuer that says it is somebody else is not asked again in other words (RFC 8414 §3.3).
base::Task<base::Result<std::optional<Found>>> read_issuer(Surroundings around, Telling tell, std::string issuer) {
    auto url = co_await base::or_return(base::Url::parse(issuer));
    if (!base::is_safe_to_fetch(url))
        co_return base::fail(ErrorKind::invalid_address, "The server names a sign-in address that is never asked.",
                             url.scheme + "://" + url.host_and_port());
    std::optional<base::Error> trouble;
    for (const std::string& address : server_metadata_addresses(url)) {
        auto response = co_await fetch_document(around, address);
        if (auto found = trouble_of(response)) trouble = std::move(found);
        if (!response) {
            tell.log(path_of(address) + ": " + response.error().message);
            if (response.error().kind == ErrorKind::too_large) co_return base::fail(std::move(response.error()));
            continue;
        }
        tell.log(path_of(address) + " → " + std::to_string(response->head.status));
        if (!is_success(*response)) continue;
        auto server = read_server_metadata(response->body, issuer);
        if (server) {
            Found found{std::move(*server), {}};
            found.facts = facts_of(found.server, address);
            co_return std::optional<Found>(std::move(found));
        }
        const bool is_no_document = server.error().kind == ErrorKind::malformed;  // a page for every address
        if (!is_no_document) co_return base::fail(std::move(server.error()));
    }
    if (trouble) co_return base::fail(std::move(*trouble));
    co_return std::optional<Found>();
}

std::string issuers_of(const ProtectedResource& resource) {
    const auto& issuers = resource.authorization_servers;
    if (issuers.empty()) return "no issuer";
    return issuers.front() + (issuers.size() == 1 ? "" : " and " + std::to_string(issuers.size() - 1) + " more");
}

}  // namespace

base::Task<base::Result<ProtectedResource>> find_resource(Surroundings around, Telling tell, base::Url server,
                                                          Refusal refusal) {
    Stopwatch step(around.clock, tell, Step::Name::find_resource);
    auto addresses = protected_resource_addresses(server, refusal.resource_metadata);
    if (!addresses) co_return step.failed(std::move(addresses.error()));
    std::optional<base::Error> trouble;
    for (const std::string& address : *addresses) {
        auto response = co_await fetch_document(around, address);
        if (auto found = trouble_of(response)) trouble = std::move(found);
        if (!response) {
            tell.log(path_of(address) + ": " + response.error().message);
            if (response.error().kind == ErrorKind::too_large) co_return step.failed(std::move(response.error()));
            continue;
        }
        tell.log(path_of(address) + " → " + std::to_string(response->head.status));
        if (!is_success(*response)) continue;
        auto resource = read_protected_resource(response->body, server);
        if (resource) {
            step.done(path_of(address) + " → " + issuers_of(*resource));
            co_return std::move(*resource);
        }
        if (resource.error().kind != ErrorKind::malformed) co_return step.failed(std::move(resource.error()));
    }
    if (trouble) co_return step.failed(std::move(*trouble));
    step.done("nobody says: the server's own address");
    co_return ProtectedResource();
}

base::Task<base::Result<ServerMetadata>> find_server(Surroundings around, Telling tell, base::Url server,
                                                     ProtectedResource resource) {
    Stopwatch step(around.clock, tell, Step::Name::find_server);
    std::vector<std::string> issuers = resource.authorization_servers;
    const bool named = !issuers.empty();
    // MCP 2025-03-26, Server Metadata Discovery: the origin of the MCP server. Where nobody is there either, the deployment's.
    const auto ours = base::Url::parse(issuer_for(server, around.deployment));
    if (!named) issuers.push_back(server.origin());
    if (!named && ours) issuers.push_back(around.deployment.auth_server_url);
    if (issuers.size() > most_servers) issuers.resize(most_servers);
    base::Error last{.kind = ErrorKind::no_sign_in_metadata,
                     .remedy = base::Remedy::retry,
                     .message = "The server asks for a sign-in, but the sign-in server publishes no metadata.",
                     .detail = issuers.front(),
                     .clause = "MCP authorization-server-discovery"};
    for (const std::string& issuer : issuers) {
        auto found = co_await read_issuer(around, tell, issuer);
        if (!found) {
            last = std::move(found.error());
            continue;
        }
        if (!*found) continue;
        step.done(std::move((*found)->facts));
        co_return std::move((*found)->server);
    }
    if (named || last.kind != ErrorKind::no_sign_in_metadata) co_return step.failed(std::move(last));
    step.done("no metadata: /authorize and /token of " + (ours ? ours->origin() : "the server itself"));
    co_return fallback_server_metadata(ours ? *ours : server);
}

}  // namespace oauth
