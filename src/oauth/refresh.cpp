#include "oauth/refresh.hpp"

#include <utility>

#include "oauth/token_endpoint.hpp"

namespace oauth {

namespace {

using base::ErrorKind;
using Fresh = base::Result<std::optional<Grant>>;

enum class Wanted { when_due, now };

bool is_due(const Grant& grant, std::chrono::milliseconds now) {
    return grant.refresh_at.count() != 0 && now >= grant.refresh_at;
}

// The provider takes nothing from this grant any more. The record goes; a client that it forgot goes too, so that the
// next sign-in registers again.
base::Task<void> give_up(Surroundings around, Grant grant, bool client_forgotten) {
    if (client_forgotten && grant.client.source == ClientSource::registered)
        co_await around.vault.forget_client(grant.client);
    auto ended = co_await around.vault.replace(grant, std::nullopt);
    const bool gone = ended && *ended == Vault::Replaced::done;
    if (gone && !grant.dpop_key.empty()) co_await around.keys.erase(grant.dpop_key);
}

// RFC 6749 §5.2. What may be better in a moment is no answer for good, though some say it with a 4xx.
bool is_final(const ports::HttpResponse& response) {
    const int status = response.head.status;
    return status >= 400 && status < 500 && status != 408 && status != 425 && status != 429 &&
           response.body.find("temporarily_unavailable") == std::string::npos;
}

// Renewed, and somebody signed out in the meantime: it is given back.
base::Task<void> give_back(Surroundings around, Telling tell, Grant grant) {
    tell.log("signed out meanwhile: the new token is given back");
    for (auto& request : make_revocation_requests(grant.server, grant.client, grant.tokens))
        co_await ports::fetch(around.http, std::move(request));
}

// Afterwards the vault has what came of it.
base::Task<base::Result<void>> refresh(Surroundings around, Telling tell, Grant grant) {
    const auto now = around.clock.wall();
    const bool over = is_over(grant, now);
    Form form = refresh_grant(grant.tokens.refresh_token, grant.resource, std::string());
    auto response = co_await ask_token_endpoint(around, grant.server, grant.client, std::move(form), grant.dpop_key);
    if (!response) {
        tell.log("the token could not be refreshed now: " + response.error().message);
        co_return over ? base::Result<void>(base::fail(std::move(response.error()))) : base::Result<void>();
    }
    auto tokens = read_token_response(*response, grant.tokens.scope, grant.tokens.refresh_token, now);
    if (!tokens) {
        const auto kind = tokens.error().kind;
        tell.log("refresh refused: " + tokens.error().message);
        const bool ended = kind == ErrorKind::invalid_grant || kind == ErrorKind::invalid_client;
        if (ended || (over && is_final(*response)))
            co_await give_up(around, std::move(grant), kind == ErrorKind::invalid_client);
        else if (over)
            co_return base::fail(std::move(tokens.error()));
        co_return {};
    }
    if (tokens->id_token.empty()) tokens->id_token = grant.tokens.id_token;
    Grant renewed = grant;
    renewed.tokens = std::move(*tokens);
    renewed.refresh_at = refresh_time(now, renewed.tokens.expires_at);
    // Before it is used: with rotation, the old one is worth nothing from here on.
    const auto kept = co_await around.vault.replace(std::move(grant), renewed);
    if (!kept) tell.log("the new token could not be written: " + kept.error().message);
    if (kept && *kept == Vault::Replaced::gone) {
        co_await give_back(around, std::move(tell), std::move(renewed));
        co_return {};
    }
    tell.log("token refreshed");
    co_return {};
}

base::Task<Fresh> fresh(Surroundings around, Telling tell, std::string server_url, std::string refused, Wanted wanted) {
    auto grant = co_await base::or_return(co_await around.vault.grant(server_url));
    const auto good = [&](const std::optional<Grant>& g) {
        return g && wanted == Wanted::when_due && !wants_refresh(*g, refused, around.clock.wall());
    };
    if (!grant || good(grant)) co_return grant;
    if (grant->tokens.refresh_token.empty()) {
        if (grant->tokens.access_token == refused) co_return std::optional<Grant>();
        co_return grant;
    }
    // One tab at a time; who waited finds that the work was done. Where there are no locks, each tab for itself.
    const std::string before = grant->tokens.access_token;
    auto lock = co_await around.locks.acquire("parley.refresh." + grant->key.text());
    grant = co_await base::or_return(co_await around.vault.stored_grant(server_url));
    if (!grant || good(grant)) co_return grant;
    if (grant->tokens.access_token != before) co_return grant;
    if (grant->tokens.refresh_token.empty()) co_return std::optional<Grant>();
    co_await base::or_return(co_await refresh(around, std::move(tell), std::move(*grant)));
    auto now = co_await around.vault.grant(server_url);
    co_return now;
}

}  // namespace

bool is_over(const Grant& grant, std::chrono::milliseconds now) {
    return grant.tokens.expires_at.count() != 0 && now >= grant.tokens.expires_at;
}

bool wants_refresh(const Grant& grant, const std::string& refused, std::chrono::milliseconds now) {
    if (grant.tokens.access_token == refused) return true;
    // What cannot be renewed is sent until the server refuses it: without it the request would be nobody's.
    return !grant.tokens.refresh_token.empty() && (is_due(grant, now) || is_over(grant, now));
}

base::Task<Fresh> fresh_grant(Surroundings around, Telling tell, std::string server_url, std::string refused) {
    auto done = co_await fresh(around, std::move(tell), std::move(server_url), std::move(refused), Wanted::when_due);
    co_return done;
}

base::Task<Fresh> refresh_now(Surroundings around, Telling tell, std::string server_url) {
    auto done = co_await fresh(around, std::move(tell), std::move(server_url), std::string(), Wanted::now);
    co_return done;
}

}  // namespace oauth
