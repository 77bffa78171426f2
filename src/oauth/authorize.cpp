#include "oauth/authorize.hpp"

#include <optional>
#include <utility>

#include "base/base64.hpp"
#include "base/early.hpp"
#include "base/json_object.hpp"
#include "base/turn.hpp"
#include "base/url.hpp"
#include "oauth/account.hpp"
#include "oauth/authorization_response.hpp"
#include "oauth/discover.hpp"
#include "oauth/dpop.hpp"
#include "oauth/obtain_client.hpp"
#include "oauth/pkce.hpp"
#include "oauth/refresh.hpp"
#include "oauth/sign_in_window.hpp"
#include "oauth/stopwatch.hpp"
#include "oauth/token_endpoint.hpp"

namespace oauth {

namespace {

using base::ErrorKind;

// What the steps of one sign-in are about.
struct Request {
    SignInTarget target;
    Place::Kind place;
    bool used_dpop;  // what was in use before
};

struct Begun {
    PendingAuthorization pending;
    std::string url;  // where the person signs in
};

base::Error no_pkce(const ServerMetadata& server) {
    return {.kind = ErrorKind::no_pkce,
            .message = "The provider does not say that it protects the sign-in with PKCE (S256), so it is not begun.",
            .detail = "code_challenge_methods_supported of " + server.issuer + " lacks S256",
            .clause = "MCP security-considerations, Authorization Code Protection",
            .subject = server.issuer};
}

// RFC 9449 where the server takes such tokens, by its challenge, its metadata or what it took before; that the provider could make
// them says nothing about the server.
bool wants_dpop(const Request& request, const ProtectedResource& resource, const ServerMetadata& server) {
    if (!request.target.settings.dpop) return false;
    if (resource.dpop_bound_access_tokens_required) return true;
    const bool taken =
        request.target.refusal.dpop || request.used_dpop || lists(resource.dpop_signing_alg_values_supported, "ES256");
    return taken && lists(server.dpop_signing_alg_values_supported, "ES256");
}

// PKCE, state, resource, scopes.
base::Task<base::Result<Begun>> begin(Surroundings around, Request request, ProtectedResource resource,
                                      ServerMetadata server, Client client, std::string scope) {
    SignInTarget& target = request.target;
    const bool has_s256 = lists(server.code_challenge_methods_supported, "S256");
    if (!has_s256 && !server.guessed && !target.settings.allow_without_pkce) co_return base::fail(no_pkce(server));
    if (server.authorization_endpoint.empty())
        co_return base::fail(ErrorKind::wrong_type, "The provider has no address at which a person signs in.");
    const auto server_url = co_await base::or_return(base::Url::parse(target.server_url));
    const Pkce pkce = co_await base::or_return(co_await make_pkce(around.random, around.crypto));
    Begun begun;
    PendingAuthorization& pending = begun.pending;
    pending.state =
        (request.place == Place::Kind::window ? "w" : "p") + base::base64url_encode(around.random.bytes(32));
    pending.code_verifier = pkce.verifier;
    pending.server_url = target.server_url;
    pending.server_id = target.server_id;
    pending.client = std::move(client);
    pending.redirect_uri = around.deployment.description.redirect_uri;
    pending.resource = choose_resource(target.settings, resource, server_url);
    pending.scope = std::move(scope);
    pending.began = around.clock.wall();
    std::string thumbprint;
    if (wants_dpop(request, resource, server)) {
        pending.dpop = true;
        pending.dpop_key = base::base64url_encode(around.random.bytes(16));
        const auto key = co_await base::or_return(co_await around.keys.open(pending.dpop_key));
        thumbprint = co_await base::or_return(co_await jwk_thumbprint(*key, around.crypto));
    }
    pending.server = std::move(server);
    pending.resource_metadata = target.refusal.resource_metadata.value_or(std::string());
    pending.another_account = target.another_account;
    if (target.another_account) target.settings.extra_parameters.emplace_back("prompt", "login");
    begun.url = make_authorization_url(pending, pkce.challenge, thumbprint, target.settings);
    if (!base::is_safe_to_open(begun.url))
        co_return base::fail(ErrorKind::invalid_address, "The provider's sign-in address is one that is never opened.");
    co_return begun;
}

base::Task<base::Result<Grant>> exchange(Surroundings around, Telling tell, PendingAuthorization pending,
                                         std::string code) {
    Stopwatch step(around.clock, tell, Step::Name::exchange);
    const auto sent_at = around.clock.wall();
    Form form = authorization_code_grant(code, pending.redirect_uri, pending.code_verifier, pending.resource);
    const std::string sent = pending.resource.empty() ? "PKCE verifier" : "PKCE verifier, resource indicator";
    step.note(sent);
    base::Early others(around.loop, around.vault.grants(pending.server_url));  // read while the provider thinks
    auto response =
        co_await ask_token_endpoint(around, pending.server, pending.client, std::move(form), pending.dpop_key);
    if (!response) co_return step.failed(std::move(response.error()));
    auto tokens = read_token_response(*response, pending.scope, std::string(), sent_at);
    if (!tokens) {
        // A registration that the server has forgotten is made anew by the next sign-in.
        const bool forgotten = tokens.error().kind == ErrorKind::invalid_client;
        if (forgotten && pending.client.source == ClientSource::registered)
            co_await around.vault.forget_client(pending.client);
        co_return step.failed(std::move(tokens.error()));
    }
    Grant grant;
    grant.key.server_url = std::move(pending.server_url);
    grant.tokens = std::move(*tokens);
    grant.refresh_at = refresh_time(sent_at, grant.tokens.expires_at);
    grant.server = std::move(pending.server);
    grant.client = std::move(pending.client);
    grant.resource = std::move(pending.resource);
    grant.resource_metadata = std::move(pending.resource_metadata);
    grant.scope = std::move(pending.scope);
    grant.dpop_key = std::move(pending.dpop_key);
    grant.signed_in_at = sent_at;
    grant = co_await keep_with_account(around, tell, std::move(grant), pending.another_account, others.result());
    step.done(sent + " → " + (grant.tokens.is_dpop() ? "DPoP" : "bearer") + " token" + life_of(grant.tokens, sent_at) +
              (grant.tokens.refresh_token.empty() ? "" : ", refresh token kept"));
    co_return grant;
}

// state and iss first, then what the provider says (MCP, Authorization Response Validation).
base::Task<base::Result<Grant>> redeem(Surroundings around, Telling tell, PendingAuthorization pending,
                                       std::string query) {
    auto code = read_authorization_response(query, pending);
    if (!code) co_return base::fail(std::move(code.error()));
    tell.log("code received; state and issuer match");
    auto grant = co_await exchange(around, std::move(tell), std::move(pending), std::move(*code));
    co_return grant;
}

// An answer counts in one tab. Where nothing could be written, no other tab has it.
base::Task<std::optional<PendingAuthorization>> take_own(Surroundings around, base::Result<void> kept,
                                                         PendingAuthorization pending) {
    if (!kept) co_return pending;
    auto taken = co_await around.vault.take_pending(pending.state, around.clock.wall());
    if (!taken) co_return pending;
    co_return std::move(*taken);
}

}  // namespace

base::Task<base::Result<Grant>> sign_in(Surroundings around, Telling tell, SignInTarget target, AskForPlace ask) {
    auto server_url = co_await base::or_return(base::Url::parse(target.server_url));
    target.settings = with_extras_in_place(std::move(target.settings));
    std::vector<Step> told;
    tell.step = [&told, step = std::move(tell.step)](const Step& now) {
        if (now.state == Step::State::done) told.push_back(now);
        step(now);
    };
    // Asked for while the window opens, which holds the page up for a while.
    base::Early found(around.loop, find_resource(around, tell, server_url, target.refusal));
    co_await base::turn(around.loop);
    const Place place = co_await base::or_return(co_await ask());
    SignInWindow window(around, place);
    const auto before = (co_await around.vault.grant(target.server_url)).value_or(std::nullopt);
    auto resource = co_await base::or_return(co_await found.result());                                 // RFC 9728
    auto server = co_await base::or_return(co_await find_server(around, tell, server_url, resource));  // RFC 8414
    complete(resource, server, around.deployment);
    std::string scope = choose_scope(target.settings, target.refusal, resource, server, target.already);
    auto client =
        co_await base::or_return(co_await obtain_client(around, tell, server, target.settings, scope));  // RFC 7591
    Request request{std::move(target), place.kind, before && before->tokens.is_dpop()};
    auto begun =
        co_await base::or_return(co_await begin(around, std::move(request), std::move(resource), std::move(server),
                                                std::move(client), std::move(scope)));  // RFC 7636
    begun.pending.steps = told;
    base::Early kept(around.loop, around.vault.keep_pending(begun.pending));
    // A page that leaves has nothing but what is written; one that stays loses no time with it.
    if (place.kind == Place::Kind::this_page) co_await base::or_return(co_await kept.result());
    auto query = co_await base::or_return(co_await window.go(tell, begun.pending, begun.url));  // the person
    auto written = co_await kept.result();
    PendingAuthorization own = begun.pending;
    auto pending = co_await take_own(around, std::move(written), std::move(own));
    if (!pending) co_return co_await granted_elsewhere(around, begun.pending.server_url, before);
    auto grant =
        co_await resume_sign_in(around, std::move(tell), std::move(*pending), std::move(query));  // RFC 6749 §4.1.3
    co_return grant;
}

base::Task<base::Result<PendingAuthorization>> take_answered(Surroundings around, std::string query) {
    auto pending = co_await base::or_return(co_await around.vault.take_pending(state_of(query), around.clock.wall()));
    // CVE-2026-31944: a code that nobody here asked for.
    if (!pending)
        co_return base::fail({.kind = ErrorKind::foreign_answer,
                              .remedy = base::Remedy::sign_in,
                              .message = "An answer to a sign-in came that this page did not begin, or that is over."});
    co_return std::move(*pending);
}

base::Task<base::Result<Grant>> resume_sign_in(Surroundings around, Telling tell, PendingAuthorization pending,
                                               std::string query) {
    const std::string key = pending.dpop_key;
    auto grant = co_await redeem(around, std::move(tell), std::move(pending), std::move(query));
    if (!grant && !key.empty()) co_await around.keys.erase(key);  // it was for this sign-in alone
    co_return grant;
}

base::Task<base::Result<void>> sign_out(Surroundings around, Telling tell, Grant grant) {
    // Here first: what follows may take long, or never end.
    auto forgotten = co_await around.vault.forget(grant.key);
    for (auto& request : make_revocation_requests(grant.server, grant.client, grant.tokens)) {
        auto response = co_await ports::fetch(around.http, std::move(request));
        tell.log(response ? "revoked → " + std::to_string(response->head.status)
                          : "the provider could not be asked to revoke: " + response.error().message);
    }
    if (!grant.dpop_key.empty()) co_await around.keys.erase(grant.dpop_key);
    co_return forgotten;
}

}  // namespace oauth
