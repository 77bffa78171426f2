// The tokens of a server's requests: what goes out with one, what a refusal asks for, and the next token in time.
#include <algorithm>
#include <chrono>
#include <utility>

#include <nlohmann/json.hpp>

#include "app/sign_in.hpp"
#include "base/url.hpp"
#include "oauth/refresh.hpp"
#include "oauth/token_endpoint.hpp"
#include "oauth/www_authenticate.hpp"

namespace app {

namespace {

constexpr int most_tries = 3;  // MCP, Step-Up Authorization Flow 4: no more than a few times
constexpr std::chrono::milliseconds shortest_sleep{500};
constexpr std::chrono::milliseconds longest_sleep{60'000};
constexpr std::chrono::milliseconds good_at_least{2'000};  // a token that is sent: the request takes its time too

// "Bearer abc" → "abc"
std::string sent_token(const ports::Headers& sent) {
    const std::string* header = ports::find_header(sent, "Authorization");
    return header ? header->substr(std::min(header->find(' ') + 1, header->size())) : std::string();
}

bool brings_nonce(const mcp::Refused& refused) {
    const std::string* proof = ports::find_header(refused.sent, "DPoP");
    const std::string* nonce = ports::find_header(refused.headers, "DPoP-Nonce");
    const auto claims = proof ? oauth::jwt_claims(*proof) : std::nullopt;
    return claims && nonce && base::string_or_empty(*claims, "nonce") != *nonce;
}

}  // namespace

// A store that cannot be read is nobody signed in: the server may not even ask.
base::Task<std::optional<oauth::Grant>> SignIn::in_use() {
    auto grant = co_await around_.vault.grant(url_);
    if (!grant) log("what is kept could not be read: " + grant.error().message);
    co_return grant.value_or(std::nullopt);
}

base::Task<base::Result<ports::Headers>> SignIn::authorize(std::string method, std::string url) {
    if (method != "DELETE") signed_out_elsewhere_ = false;  // that is the end of a session
    std::optional<oauth::Grant> grant;
    do {
        co_await stays();
        grant = co_await base::or_return(co_await fresh_grant(std::string()));
    } while (left_at_);
    if (!grant) co_return ports::Headers();
    if (ends_the_session(*grant)) co_return base::fail(base::Error{base::ErrorKind::connected_anew});
    sent_as_ = grant->key;
    if (auto* of = server(); of && of->sign_in.expires_at != grant->tokens.expires_at) context_.page.spawn(show());
    auto headers = co_await oauth::authorization_headers(around_, std::move(*grant), std::move(method), std::move(url));
    co_return headers;
}

void SignIn::on_answer(const std::string& url, const ports::Headers& headers) {
    oauth::take_nonce(around_.nonces, url, headers);
}

// What may be sent now. One that is due and still good goes out while the next one comes.
base::Task<base::Result<std::optional<oauth::Grant>>> SignIn::fresh_grant(std::string refused) {
    auto grant = co_await in_use();
    const auto now = around_.clock.wall();
    if (!grant || !oauth::wants_refresh(*grant, refused, now)) co_return grant;
    const bool good = grant->tokens.access_token != refused && !oauth::is_over(*grant, now + good_at_least);
    if (good) {
        if (refreshing_.empty()) context_.page.spawn(refresh_unasked());
        co_return grant;
    }
    auto fresh = co_await refreshed(std::move(refused));
    co_return fresh;
}

base::Task<void> SignIn::refresh_unasked() { co_await refreshed(std::string()); }

base::Task<base::Result<std::optional<oauth::Grant>>> SignIn::refreshed(std::string refused) {
    auto done = base::one_shot<base::Result<std::optional<oauth::Grant>>>(around_.loop);
    refreshing_.push_back(done.first);
    if (refreshing_.size() == 1) refresh_scope_.spawn(refresh_for_all(std::move(refused)));
    auto fresh = co_await done.second;
    co_return fresh;
}

base::Task<void> SignIn::refresh_for_all(std::string refused) {
    const auto fresh = co_await oauth::fresh_grant(around_, telling(), url_, std::move(refused));
    if (fresh && !*fresh) context_.page.spawn(show());  // the provider has ended it
    for (const auto& asked : std::exchange(refreshing_, {})) asked.send(fresh);
}

// The one function that knows 401 and 403.
base::Task<base::Result<bool>> SignIn::on_refused(mcp::Refused refused) {
    const std::string token = sent_token(refused.sent);
    oauth::Refusal refusal = oauth::read_refusal(refused.status, refused.headers);
    const auto at = base::Url::parse(url_);
    log(std::to_string(refused.status) + (refusal.error.empty() ? "" : " " + refusal.error) + " from " +
        (at ? at->host_and_port() : url_));
    const bool more_scope = refusal.error == "insufficient_scope";
    if (refused.status == 401 && refusal.challenged) {
        challenge_ = refusal;
        challenge_.error.clear();
    }
    if (refused.status == 403 && !more_scope) {
        // One that went out though it was over is refused for that, whatever the server calls it.
        const auto sent = co_await in_use();
        const bool over = sent && sent->tokens.access_token == token && oauth::is_over(*sent, around_.clock.wall());
        if (!over) co_return false;
    }
    // RFC 9449 §9: the nonce came with the refusal, and is another one than was sent.
    if (refusal.error == "use_dpop_nonce" && brings_nonce(refused)) co_return true;
    // One that the browser hides no sign-in brings.
    const bool has_nonce = ports::find_header(refused.headers, "DPoP-Nonce");
    if (refusal.error == "use_dpop_nonce" && ports::find_header(refused.sent, "DPoP") && !has_nonce) co_return false;
    if (refused.times > most_tries) co_return false;
    if (more_scope) {
        if (refused.standing) co_return false;
        auto done = co_await step_up(std::move(refusal), token);
        co_return done;
    }
    // Once: a server that takes no token of this provider any more may be with another one now.
    if (refused.times == 1) {
        const auto now = co_await in_use();
        if (now && now->tokens.access_token != token) co_return true;  // signed in, or renewed, since it went out
        auto grant = co_await base::or_return(co_await fresh_grant(token));
        if (grant && grant->tokens.access_token != token) co_return true;
    }
    if (refused.standing) co_return false;
    auto done = co_await sign_in(std::move(refusal), std::string(), false);
    co_return done;
}

// MCP, Step-Up Authorization Flow. Who has all that is asked for and is refused still would be refused for ever; and who asked for
// it and did not get it would not get it now (4: a permanent failure).
base::Task<base::Result<bool>> SignIn::step_up(oauth::Refusal refusal, std::string refused_token) {
    const auto grant = co_await in_use();
    if (grant && grant->tokens.access_token != refused_token) co_return true;  // stepped up meanwhile
    if (grant && refusal.scope.empty()) {
        // Which scope is not said: all that the resource lists are asked for, once.
        if (asked_for_more_ && !oauth::is_other_sign_in(*grant, asked_for_more_)) co_return false;
    } else if (grant &&
               (oauth::covers(grant->tokens.scope, refusal.scope) || oauth::covers(grant->scope, refusal.scope))) {
        co_return false;
    }
    const bool unnamed = refusal.scope.empty();
    std::string already = grant ? grant->scope : std::string();
    auto done = co_await sign_in(std::move(refusal), std::move(already), false);
    if (unnamed) asked_for_more_ = co_await in_use();
    co_return done;
}

// CONTRACTS 3: by itself, a minute before its end. The clock of a computer that slept jumps: it is looked at often. A provider that
// gives nothing is asked less and less.
base::Task<void> SignIn::refresh_when_due() {
    auto pause = shortest_sleep;
    for (;;) {
        const auto grant = co_await in_use();
        const auto now = around_.clock.wall();
        const bool refreshes = grant && !grant->tokens.refresh_token.empty() && grant->refresh_at.count() != 0;
        const auto left = refreshes ? grant->refresh_at - now : longest_sleep;
        co_await around_.clock.sleep(std::clamp<std::chrono::milliseconds>(left, pause, longest_sleep));
        if (!refreshes || around_.clock.wall() < grant->refresh_at) continue;
        co_await refreshed(std::string());
        const auto after = co_await in_use();
        const bool failed = after && after->tokens.access_token == grant->tokens.access_token;
        pause = failed ? std::min(2 * pause, longest_sleep) : shortest_sleep;
        co_await show();
    }
}

}  // namespace app
