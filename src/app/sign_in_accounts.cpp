// Who is signed in at a server, as the panel shows it; and the ways out.
#include <utility>

#include "app/sign_in.hpp"
#include "oauth/obtain_client.hpp"
#include "oauth/refresh.hpp"
#include "oauth/token.hpp"

namespace app {

namespace {

void show_client(const oauth::Client& client, model::SignIn& shown) {
    shown.issuer = client.issuer;
    shown.client_id = client.client_id;
    shown.client_source = static_cast<model::SignIn::ClientSource>(client.source);
    shown.gives_back = !client.registration_client_uri.empty();
}

void show_grant(const oauth::Grant& grant, model::SignIn& shown) {
    shown.signed_in = true;
    show_client(grant.client, shown);
    shown.scope = grant.tokens.scope;
    shown.resource = grant.resource;
    shown.account = grant.account_name;
    const auto claims = oauth::jwt_claims(grant.tokens.access_token);
    shown.claims = claims ? base::dump_json_pretty(*claims) : std::string();
    shown.expires_at = grant.tokens.expires_at;
    shown.has_refresh_token = !grant.tokens.refresh_token.empty();
    shown.dpop = grant.tokens.is_dpop();
}

// As if the server had said it now: for a sign-in that begins at the panel.
oauth::Refusal challenge_of(const oauth::Grant& grant) {
    oauth::Refusal refusal;
    refusal.challenged = true;
    refusal.dpop = !grant.dpop_key.empty();
    if (!grant.resource_metadata.empty()) refusal.resource_metadata = grant.resource_metadata;
    refusal.scope = grant.scope;
    return refusal;
}

void show_signed_out(model::SignIn& shown) {
    shown.signed_in = shown.has_refresh_token = shown.dpop = false;
    for (std::string* text :
         {&shown.issuer, &shown.client_id, &shown.scope, &shown.resource, &shown.account, &shown.claims})
        text->clear();
    shown.expires_at = {};
}

}  // namespace

base::Task<void> SignIn::use_account(std::string key) {
    auto grants = co_await around_.vault.grants(url_);
    if (!grants) co_return context_.notices.report(std::move(grants.error()));
    for (const auto& grant : *grants)
        if (grant.key.text() == key) co_await around_.vault.use(grant.key);
}

base::Task<void> SignIn::refresh() {
    auto grant = co_await oauth::refresh_now(around_, telling(), url_);
    if (!grant) context_.notices.report(std::move(grant.error()));
    co_await show();
}

// Here, and seen to be: what the provider is asked for then may take long, or never end.
base::Task<void> SignIn::forget(oauth::Grant grant) {
    auto forgotten = co_await around_.vault.forget(grant.key);
    if (!forgotten) context_.notices.report(std::move(forgotten.error()));
    co_await show();
}

base::Task<void> SignIn::sign_out() {
    auto grant = co_await around_.vault.grant(url_);
    if (!grant) co_return context_.notices.report(std::move(grant.error()));
    if (*grant) {
        sent_as_.reset();  // what comes now is asked by nobody
        co_await forget(**grant);
        log("signed out");
        context_.page.spawn(oauth::revoke(around_, telling(), std::move(**grant)));
    }
    if (auto* of = server(); of && std::exchange(of->sign_in_settings.page_credentials, false)) {
        auto& settings = of->sign_in_settings;
        // Whoever allows them again allows them to the issuer that is found then.
        if (settings.client_id.empty() && settings.initial_access_token.empty()) {
            settings.given_issuer.clear();
            settings.given_token_endpoint.clear();
        }
        events_.settings_changed();
    }
    co_await show();
}

base::Task<void> SignIn::sign_out_other(std::string key) {
    auto grants = co_await around_.vault.grants(url_);
    if (!grants) co_return context_.notices.report(std::move(grants.error()));
    const auto used = co_await in_use();
    for (auto& grant : *grants) {
        if (grant.key.text() != key || (used && used->key == grant.key)) continue;
        co_await forget(grant);
        log("an account that was not in use signed out");
        context_.page.spawn(oauth::revoke(around_, telling(), std::move(grant)));
    }
}

base::Task<void> SignIn::sign_out_all() {
    co_await around_.vault.forget_issuer(url_);
    auto grants = co_await around_.vault.grants(url_);
    if (!grants) co_return context_.notices.report(std::move(grants.error()));
    co_await sign_out_grants(std::move(*grants));
}

base::Task<void> SignIn::sign_out_grants(std::vector<oauth::Grant> grants) {
    for (const auto& grant : grants) {
        co_await forget(grant);
        if (grant.key.server_url != url_) events_.signed_out_there(grant.key.server_url);
    }
    for (auto& grant : grants) co_await oauth::revoke(around_, telling(), std::move(grant));
}

base::Task<void> SignIn::forget_client() {
    auto used = co_await around_.vault.grant(url_);
    if (!used) co_return context_.notices.report(std::move(used.error()));
    sent_as_.reset();
    const auto& grant = *used;
    const auto kept = (co_await around_.vault.client_for(url_)).value_or(std::nullopt);
    if (!grant && !kept) co_return;
    const oauth::Client client = grant ? grant->client : *kept;
    const bool registered = client.source == oauth::ClientSource::registered;
    std::vector<oauth::Grant> grants;
    if (grant) grants.push_back(*grant);
    auto all = co_await around_.vault.grants_of(client);
    if (all) grants = std::move(*all);
    // Of a client that is not the provider's to forget, what it has at other servers stays good.
    std::erase_if(grants, [&](const oauth::Grant& each) { return !registered && each.key.server_url != url_; });
    co_await sign_out_grants(std::move(grants));
    log("signed out");
    if (client.source == oauth::ClientSource::given) forget_given(client.client_id);
    if (registered) {
        auto done = co_await oauth::forget_client(around_, telling(), client);
        if (!done) context_.notices.report(std::move(done.error()));
        log("client forgotten");
    }
    co_await show();
}

// A new sign-in of an account takes the place of its old ones: what another client has of it is signed out, a registration goes with
// the last of that, and the key of the token before is erased.
base::Task<void> SignIn::retire_replaced(std::optional<oauth::Grant> before, oauth::Grant now) {
    const bool same = before && before->key == now.key;
    if (same && !before->dpop_key.empty() && before->dpop_key != now.dpop_key)
        co_await around_.keys.erase(before->dpop_key);
    auto grants = co_await around_.vault.grants(url_);
    if (!grants) co_return;
    for (auto& grant : *grants) {
        auto key = grant.key;
        key.client_id = now.key.client_id;
        if (key != now.key || grant.key == now.key) continue;
        const oauth::Client client = grant.client;
        co_await forget(grant);
        co_await oauth::revoke(around_, telling(), std::move(grant));
        co_await oauth::give_back_unused(around_, telling(), client);
    }
}

void SignIn::forget_given(const std::string& client_id) {
    auto* of = server();
    if (!of || of->sign_in_settings.client_id != client_id) return;
    auto& settings = of->sign_in_settings;
    for (std::string* text : {&settings.client_id, &settings.client_secret, &settings.given_token_endpoint})
        text->clear();
    if (settings.initial_access_token.empty()) settings.given_issuer.clear();
    of->sign_in.wants_secret = false;
    events_.settings_changed();
    log("client id removed");
}

// At once; the rest has to be read.
void SignIn::show_known(const oauth::Grant& grant) {
    if (auto* of = server()) show_grant(grant, of->sign_in);
}

base::Task<void> SignIn::show() {
    const unsigned mine = ++shows_;
    auto grant = co_await around_.vault.grant(url_);
    auto all = co_await around_.vault.grants(url_);
    const auto kept = (co_await around_.vault.client_for(url_)).value_or(std::nullopt);
    auto* of = server();
    if (!of || shows_ != mine) co_return;  // one that began later has seen more
    show_signed_out(of->sign_in);
    shown_.reset();
    if (grant && *grant) {
        show_grant(**grant, of->sign_in);
        shown_ = (*grant)->key;
        if (!challenge_.challenged) challenge_ = challenge_of(**grant);
    } else if (kept) {
        show_client(*kept, of->sign_in);
    }
    of->sign_in.accounts.clear();
    if (!all) co_return;
    for (const auto& each : *all) {
        const bool in_use = grant && *grant && (*grant)->key == each.key;
        of->sign_in.accounts.push_back(
            {each.key.text(), each.key.account, each.account_name, in_use, each.key.issuer, each.key.client_id});
    }
}

}  // namespace app
