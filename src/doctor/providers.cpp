#include "doctor/providers.hpp"

#include <utility>

#include "base/url.hpp"

namespace doctor {

namespace {

using enum Cause;
using enum Mender;

constexpr std::string_view entra = "login.microsoftonline.com", auth0 = ".auth0.com", okta = ".okta.com",
                           keycloak = "/realms/", cognito = "cognito-idp.", google = "accounts.google.com",
                           github = "github.com", logto = ".logto.app", oidc_provider = "/reg/", stripe = ".stripe.com",
                           notion = ".notion.com", linear = ".linear.app", workers = ".workers.dev",
                           atlassian = ".atlassian.com", slack = ".slack.com";

// Where else the same provider is.
constexpr std::pair<std::string_view, std::string_view> also_at[] = {
    {"login.microsoftonline.us", entra},
    {"login.partner.microsoftonline.cn", entra},
    {".oktapreview.com", okta},
    {".cloudflare.com", workers},
    {"slack.com", slack},
};

constexpr ProviderAdvice table[] = {
    {entra,
     registration_closed,
     person,
     "Entra admin center › App registrations › New registration › Single-page application",
     {}},
    {entra,
     redirect_not_allowed,
     provider_admin,
     "Entra admin center › App registrations › Authentication › Single-page application",
     {}},
    {entra, token_endpoint_hidden, provider_admin,
     "Entra admin center › App registrations › Authentication: Single-page application, not Web", "{redirect}"},
    {entra, resource_refused, person, "Settings of the sign-in › Resource indicator: off, and this scope",
     "{server}/.default"},
    {auth0,
     registration_closed,
     provider_admin,
     "Auth0 Dashboard › Settings › Advanced › Dynamic Client Registration; or Applications › Create",
     {}},
    {auth0,
     redirect_not_allowed,
     provider_admin,
     "Auth0 Dashboard › Applications › Settings › Allowed Callback URLs",
     {}},
    {auth0, token_endpoint_hidden, provider_admin, "Auth0 Dashboard › Applications › Settings › Allowed Origins (CORS)",
     "{page}"},
    {auth0, resource_refused, person, "Settings of the sign-in › Extra parameters: the API's identifier",
     "audience={server}"},
    {okta,
     registration_closed,
     provider_admin,
     "Okta › Applications › Create App Integration › OIDC › Single-Page",
     {}},
    {okta, registration_hidden, person, "Okta › Applications › Create App Integration › OIDC › Single-Page",
     "{redirect}"},
    {okta, redirect_not_allowed, provider_admin, "Okta › Applications › General › Sign-in redirect URIs", {}},
    {okta, token_endpoint_hidden, provider_admin, "Okta › Security › API › Trusted Origins (CORS)", "{page}"},
    {keycloak,
     registration_closed,
     provider_admin,
     "Keycloak › Clients › Client registration › Policies › Trusted Hosts; or Clients › Create",
     {}},
    {keycloak, registration_hidden, person, "Keycloak before 26.5: Clients › Create client, public", "{redirect}"},
    {keycloak, redirect_not_allowed, provider_admin, "Keycloak › Clients › Settings › Valid redirect URIs", {}},
    {keycloak, token_endpoint_hidden, provider_admin, "Keycloak › Clients › Settings › Web origins", "{page}"},
    {keycloak, resource_refused, provider_admin,
     "Keycloak › Clients: one with this id or address; or Client scopes › "
     "Audience mapper, and Resource indicator: off here",
     "{server}"},
    {cognito, registration_closed, provider_admin, "Cognito › User pool › App clients › Create, Single-page", {}},
    {cognito,
     redirect_not_allowed,
     provider_admin,
     "Cognito › User pool › App clients › Login pages › Allowed callback URLs",
     {}},
    {cognito, no_pkce, person,
     "Cognito has PKCE and does not say so: Settings of the sign-in › Allow a sign-in without PKCE",
     ""},  // nobody can add a line to its metadata
    {google,
     registration_closed,
     provider_admin,
     "Google Cloud console › Google Auth Platform › Clients › Create, Web application",
     {}},
    {google,
     redirect_not_allowed,
     provider_admin,
     "Google Cloud console › Google Auth Platform › Clients › Authorized redirect URIs",
     {}},
    {google,
     client_refused,
     person,
     "Google wants the client secret even with PKCE: Settings of the sign-in › Client secret",
     {}},
    {github,
     metadata_without_cors,
     server_operator,
     "GitHub lets no page read its metadata or tokens: put an authorization server with CORS in front of it",
     {}},
    {github, registration_closed, person, "GitHub › Settings › Developer settings › OAuth Apps › New", {}},
    {logto, registration_closed, provider_admin, "Logto Console › Applications › Create, Single page app", {}},
    {logto, redirect_not_allowed, provider_admin, "Logto Console › Applications › Redirect URIs", {}},
    {logto, token_endpoint_hidden, provider_admin, "Logto Console › Applications › CORS allowed origins", "{page}"},
    {logto, resource_refused, provider_admin, "Logto Console › API resources › API identifier: an absolute URI",
     "{server}"},
    {oidc_provider, registration_hidden, provider_admin, "oidc-provider: CORS middleware in front of /reg",
     "Access-Control-Allow-Origin: {page}\nAccess-Control-Allow-Headers: content-type"},
    {stripe,
     client_refused,
     person,
     "Stripe takes no client secret: Settings of the sign-in › Client secret: empty",
     {}},
    {notion,
     client_refused,
     person,
     "Notion takes no client secret: Settings of the sign-in › Client secret: empty",
     {}},
    {linear, client_refused, person, "Linear registers by itself: Settings of the sign-in › Client id: empty", {}},
    {workers, client_refused, person, "Cloudflare keeps a client for 90 days: forget it here, and sign in again", {}},
    {atlassian, issuer_mismatch, server_operator, "Atlassian's issuer is not at the address that the server names", {}},
    {slack, issuer_mismatch, server_operator, "Slack's issuer is not at the address that the server names", {}},
};

bool is_at(const base::Url& url, std::string_view where) {
    if (where.starts_with('/')) return (url.path + '/').find(where) != std::string::npos;
    if (where.starts_with('.')) return url.host.ends_with(where);
    if (where.ends_with('.')) return url.host.starts_with(where);
    return url.host == where;
}

}  // namespace

std::optional<ProviderAdvice> advice_of(std::string_view address, Cause cause) {
    const auto url = base::Url::parse(address);
    if (!url) return std::nullopt;
    std::string_view known_as;
    for (const auto& [where, provider] : also_at)
        if (is_at(*url, where)) known_as = provider;
    for (const ProviderAdvice& advice : table)
        if (advice.cause == cause && (advice.where == known_as || is_at(*url, advice.where))) return advice;
    return std::nullopt;
}

}  // namespace doctor
