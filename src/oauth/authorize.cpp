#include "oauth/authorize.hpp"

#include <optional>
#include <utility>

#include "base/base64.hpp"
#include "base/early.hpp"
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

// While it is found out where the window is to go. Browsers count a click for a second (Safari) to five, and the server's 401 took of
// that already.
constexpr std::chrono::milliseconds window_patience{150};
constexpr std::chrono::milliseconds revocation_wait{10'000};

struct Begun {
    PendingAuthorization pending;
    std::string code_challenge;
    std::string thumbprint;
    SignInSettings settings;
    std::optional<Grant> before;  // what was in use
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
bool wants_dpop(const SignInTarget& target, bool used_before, const ProtectedResource& resource,
                const ServerMetadata& server) {
    if (!target.settings.dpop) return false;
    if (resource.dpop_bound_access_tokens_required) return true;
    const bool taken = target.refusal.dpop || used_before || lists(resource.dpop_signing_alg_values_supported, "ES256");
    return taken && lists(server.dpop_signing_alg_values_supported, "ES256");
}

// Where the person signs in.
std::string address_of(const Begun& begun) {
    return make_authorization_url(begun.pending, begun.code_challenge, begun.thumbprint, begun.settings);
}

// callback.html tells by the state's first letter whether its own page is the one that had left.
void set_place(PendingAuthorization& pending, Place::Kind kind) {
    pending.state.front() = kind == Place::Kind::window ? 'w' : 'p';
}

// PKCE, state, resource, scopes.
base::Task<base::Result<Begun>> begin(Surroundings around, SignInTarget target, ProtectedResource resource,
                                      ServerMetadata server, Client client, std::string scope,
                                      std::optional<Grant> before) {
    const bool has_s256 = lists(server.code_challenge_methods_supported, "S256");
    if (!has_s256 && !server.guessed && !target.settings.allow_without_pkce) co_return base::fail(no_pkce(server));
    if (server.authorization_endpoint.empty())
        co_return base::fail(ErrorKind::wrong_type, "The provider has no address at which a person signs in.");
    const auto server_url = co_await base::or_return(base::Url::parse(target.server_url));
    const Pkce pkce = co_await base::or_return(co_await make_pkce(around.random, around.crypto));
    Begun begun;
    begun.code_challenge = pkce.challenge;
    begun.before = std::move(before);
    PendingAuthorization& pending = begun.pending;
    pending.state = "w" + base::base64url_encode(around.random.bytes(32));
    pending.code_verifier = pkce.verifier;
    pending.server_url = target.server_url;
    pending.server_id = target.server_id;
    pending.client = std::move(client);
    pending.redirect_uri = around.deployment.description.redirect_uri;
    pending.resource = choose_resource(target.settings, resource, server_url);
    pending.scope = std::move(scope);
    pending.dpop = wants_dpop(target, begun.before && begun.before->tokens.is_dpop(), resource, server);
    pending.server = std::move(server);
    pending.resource_metadata = target.refusal.resource_metadata.value_or(std::string());
    pending.another_account = target.another_account;
    if (target.another_account) target.settings.extra_parameters.emplace_back("prompt", "login");
    begun.settings = std::move(target.settings);
    if (!base::is_safe_to_open(address_of(begun)))
        co_return base::fail(ErrorKind::invalid_address, "The provider's sign-in address is one that is never opened.");
    co_return begun;
}

// The key that the tokens will be bound to (RFC 9449 §10). Made when a window is there: who gives up before that leaves none.
base::Task<base::Result<void>> make_key(Surroundings around, Begun& begun) {
    begun.pending.dpop_key = base::base64url_encode(around.random.bytes(16));
    const auto key = co_await base::or_return(co_await around.keys.open(begun.pending.dpop_key));
    begun.thumbprint = co_await base::or_return(co_await jwk_thumbprint(*key, around.crypto));
    co_return base::Result<void>();
}

// All that comes before the person, once the protected resource is found.
base::Task<base::Result<Begun>> prepare(Surroundings around, Telling& tell, SignInTarget target,
                                        base::Early<base::Result<ProtectedResource>>& found) {
    const auto server_url = co_await base::or_return(base::Url::parse(target.server_url));
    base::Early in_use(around.loop, around.vault.grant(target.server_url));
    auto resource = co_await base::or_return(co_await found.result());                                 // RFC 9728
    auto server = co_await base::or_return(co_await find_server(around, tell, server_url, resource));  // RFC 8414
    complete(resource, server, around.deployment);
    std::string scope = choose_scope(target.settings, target.refusal, resource, server, target.already);
    auto client =
        co_await base::or_return(co_await obtain_client(around, tell, server, target.settings, scope));  // RFC 7591
    auto before = (co_await in_use.result()).value_or(std::nullopt);
    auto begun = co_await begin(around, std::move(target), std::move(resource), std::move(server), std::move(client),
                                std::move(scope), std::move(before));  // RFC 7636
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
    const auto errand = std::move(target.errand);
    base::Early found(around.loop, find_resource(around, tell, server_url, target.refusal));
    SignInWindow window(around);
    // Nobody is made known to a provider where no click counts.
    if (!around.window.may_open_window()) window.opened(co_await base::or_return(co_await ask(window.id(), {})));
    base::Early prepared(around.loop, prepare(around, tell, std::move(target), found));
    std::optional<Begun> begun;
    if (!window.is_open()) {
        // A window that is opened at the provider's address is there sooner than an empty one that is sent there, and is not opened
        // at all where none is found.
        std::string url;
        if (co_await prepared.done_before(around.clock.sleep(window_patience)))
            begun = co_await base::or_return(co_await prepared.result());
        if (begun && !begun->pending.dpop) {
            url = address_of(*begun);
            window.expects(begun->pending, url);
        }
        base::Early asked(around.loop, ask(window.id(), url));
        // Who lets the browser open the window that it kept back answers from there, and clicks on nothing of ours.
        Place place{Place::Kind::window, true};
        const bool opened = co_await asked.done_before(window.answered());
        if (opened) place = co_await base::or_return(co_await asked.result());
        window.opened(place);
    }
    if (!begun) begun = co_await base::or_return(co_await prepared.result());
    PendingAuthorization& own = begun->pending;
    set_place(own, window.place());
    if (own.dpop) co_await base::or_return(co_await make_key(around, *begun));
    own.began = around.clock.wall();
    own.steps = told;
    if (window.place() == Place::Kind::this_page && errand) own.errand = errand();
    base::Early kept(around.loop, around.vault.keep_pending(own));
    // A page that leaves has nothing but what is written; one that stays loses no time with it.
    if (window.place() == Place::Kind::this_page) co_await base::or_return(co_await kept.result());
    auto query = co_await base::or_return(co_await window.go(tell, own, address_of(*begun)));  // the person
    auto written = co_await kept.result();
    auto pending = co_await take_own(around, std::move(written), own);
    if (!pending) co_return co_await granted_elsewhere(around, own.server_url, begun->before);
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

base::Task<void> revoke(Surroundings around, Telling tell, Grant grant) {
    for (auto& request : make_revocation_requests(grant.server, grant.client, grant.tokens)) {
        request.idle_timeout = revocation_wait;
        auto response = co_await ports::fetch(around.http, std::move(request));
        tell.log(response ? "revoked → " + std::to_string(response->head.status)
                          : "the provider could not be asked to revoke: " + response.error().message);
    }
    if (!grant.dpop_key.empty()) co_await around.keys.erase(grant.dpop_key);
}

}  // namespace oauth
