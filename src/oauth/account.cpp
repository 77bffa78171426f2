#include "oauth/account.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/server_text.hpp"
#include "oauth/token_endpoint.hpp"

namespace oauth {

namespace {

constexpr std::size_t account_answer_cap = std::size_t{256} << 10;
constexpr std::size_t subject_cap = 255;  // OIDC Core §2: 255 ASCII characters
constexpr std::size_t name_cap = 100;
constexpr std::chrono::milliseconds answer_wait{10'000};

Account account_of(const base::Json& claims) {
    Account account;
    account.subject = base::string_or_empty(claims, "sub").substr(0, subject_cap);
    for (const char* claim : {"preferred_username", "email", "name", "username"}) {
        account.name = base::printable(base::string_or_empty(claims, claim), name_cap);
        if (!account.name.empty()) return account;
    }
    account.name = base::printable(account.subject, name_cap);
    return account;
}

bool says_a_name(const Account& account) { return !account.name.empty() && account.name != account.subject; }

base::Task<base::Result<base::Json>> ask_userinfo(Surroundings around, Grant grant) {
    ports::HttpRequest request;
    request.url = grant.server.userinfo_endpoint;
    request.idle_timeout = answer_wait;
    request.max_body_bytes = account_answer_cap;
    request.headers =
        co_await base::or_return(co_await authorization_headers(around, std::move(grant), "GET", request.url));
    auto response = co_await base::or_return(co_await ports::fetch(around.http, std::move(request)));
    if (response.head.status != 200)
        co_return base::fail(base::ErrorKind::http_status, "The provider does not say who signed in.");
    co_return base::parse_json(response.body);
}

// Nobody says who signed in, and it is not who was there before: a number tells the accounts apart.
base::Task<Grant> numbered(Grant grant, base::Task<base::Result<std::vector<Grant>>> asked) {
    const auto others = co_await std::move(asked);
    const auto taken = [&] {
        return others && std::any_of(others->begin(), others->end(), [&](const Grant& other) {
                   return other.key.issuer == grant.key.issuer && other.key.account == grant.key.account;
               });
    };
    for (int number = 2; taken(); ++number) grant.key.account = grant.account_name = '#' + std::to_string(number);
    co_return grant;
}

}  // namespace

base::Task<Account> find_account(Surroundings around, Grant grant) {
    Account from_token;
    if (const auto claims = jwt_claims(grant.tokens.id_token)) from_token = account_of(*claims);
    // Without an id token the access token's own `sub`, where it can be read (RFC 9068 §2.2): to tell accounts apart here, no more.
    const auto access = jwt_claims(grant.tokens.access_token);
    if (from_token.subject.empty() && access) from_token = account_of(*access);
    const bool enough = says_a_name(from_token) || (!from_token.subject.empty() && grant.tokens.id_token.empty());
    if (enough || grant.server.userinfo_endpoint.empty()) co_return from_token;
    const auto info = co_await ask_userinfo(around, std::move(grant));
    if (!info) co_return from_token;
    const Account told = account_of(*info);
    // OIDC Core §5.3.2: another `sub` than the id token's must not be used.
    const bool same = from_token.subject.empty() || told.subject == from_token.subject;
    co_return same ? told : from_token;
}

base::Task<Grant> keep_with_account(Surroundings around, Telling tell, Grant grant, bool another_account,
                                    base::Task<base::Result<std::vector<Grant>>> others) {
    const Account account = co_await find_account(around, grant);
    grant.key.issuer = grant.server.issuer;
    grant.key.client_id = grant.client.client_id;
    grant.key.account = account.subject;
    grant.account_name = account.name;
    if (account.subject.empty()) {
        const auto used = co_await around.vault.grant(grant.key.server_url);
        const bool renews = !another_account && used && *used && (*used)->key.issuer == grant.key.issuer;
        if (renews) {
            grant.key.account = (*used)->key.account;
            grant.account_name = (*used)->account_name;
        } else {
            grant = co_await numbered(std::move(grant), std::move(others));
        }
    }
    around.vault.keep_soon(grant, [log = tell.log](const base::Error& error) {
        log("the token could not be written, so this sign-in ends with the page: " + error.message);
    });
    co_return grant;
}

}  // namespace oauth
