// Each provider of QUIRKS by an address it really has: what its administrators, or the person, are told.
#include "doctor/providers.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace doctor {
namespace {

using enum Cause;
using enum Mender;

struct Told {
    Cause cause;
    Mender mender;
    const char* word;               // of the place
    const char* lines = "cause's";  // as the table has them; "cause's": those of the cause
};

void check(const std::vector<const char*>& addresses, const std::vector<Told>& told) {
    for (const char* address : addresses)
        for (const Told& one : told) {
            CAPTURE(address);
            CAPTURE(one.word);
            const auto advice = advice_of(address, one.cause);
            REQUIRE(advice);
            CHECK(advice->mender == one.mender);
            CHECK(advice->place.find(one.word) != std::string_view::npos);
            CHECK(advice->lines.value_or("cause's") == one.lines);
        }
}

TEST_CASE("doctor: each provider's own place for each cause, at the addresses it has") {
    check({"https://login.microsoftonline.com/0a1b/v2.0", "https://login.microsoftonline.us/0a1b/oauth2/v2.0/token",
           "https://login.partner.microsoftonline.cn/0a1b/v2.0"},
          {{registration_closed, person, "Entra admin center › App registrations › New registration"},
           {redirect_not_allowed, provider_admin, "Entra admin center › App registrations › Authentication"},
           {token_endpoint_hidden, provider_admin, "Single-page application, not Web", "{redirect}"},
           {resource_refused, person, "Resource indicator: off", "{server}/.default"}});
    check({"https://team.eu.auth0.com/"}, {{registration_closed, provider_admin, "Dynamic Client Registration"},
                                           {redirect_not_allowed, provider_admin, "Allowed Callback URLs"},
                                           {token_endpoint_hidden, provider_admin, "Allowed Origins (CORS)", "{page}"},
                                           {resource_refused, person, "Extra parameters", "audience={server}"}});
    check({"https://team.okta.com/oauth2/default", "https://dev-1.oktapreview.com"},
          {{registration_closed, provider_admin, "Create App Integration"},
           {registration_hidden, person, "Create App Integration", "{redirect}"},
           {redirect_not_allowed, provider_admin, "Sign-in redirect URIs"},
           {token_endpoint_hidden, provider_admin, "Trusted Origins (CORS)", "{page}"}});
    check({"https://sso.example/realms/team", "https://sso.example/auth/realms/team/protocol/openid-connect/token"},
          {{registration_closed, provider_admin, "Trusted Hosts"},
           {registration_hidden, person, "Keycloak before 26.5", "{redirect}"},
           {redirect_not_allowed, provider_admin, "Valid redirect URIs"},
           {token_endpoint_hidden, provider_admin, "Web origins", "{page}"},
           {resource_refused, provider_admin, "Audience mapper", "{server}"}});
    check({"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc"},
          {{registration_closed, provider_admin, "App clients › Create"},
           {redirect_not_allowed, provider_admin, "Allowed callback URLs"},
           {no_pkce, person, "Allow a sign-in without PKCE", ""}});
    check({"https://accounts.google.com"},
          {{registration_closed, provider_admin, "Google Auth Platform › Clients › Create"},
           {redirect_not_allowed, provider_admin, "Authorized redirect URIs"},
           {client_refused, person, "Google wants the client secret"}});
    check({"https://github.com/login/oauth"},
          {{metadata_without_cors, server_operator, "put an authorization server with CORS in front"},
           {registration_closed, person, "OAuth Apps › New"}});
    check({"https://team.logto.app/oidc"}, {{registration_closed, provider_admin, "Single page app"},
                                            {redirect_not_allowed, provider_admin, "Redirect URIs"},
                                            {token_endpoint_hidden, provider_admin, "CORS allowed origins", "{page}"},
                                            {resource_refused, provider_admin, "API identifier", "{server}"}});
    check({"http://localhost:8083/reg/"},
          {{registration_hidden, provider_admin, "CORS middleware in front of /reg",
            "Access-Control-Allow-Origin: {page}\nAccess-Control-Allow-Headers: content-type"}});
    check({"https://access.stripe.com/mcp"}, {{client_refused, person, "Stripe takes no client secret"}});
    check({"https://mcp.notion.com"}, {{client_refused, person, "Notion takes no client secret"}});
    check({"https://mcp.linear.app"}, {{client_refused, person, "Linear registers by itself"}});
    check({"https://tools.team.workers.dev", "https://mcp.cloudflare.com"}, {{client_refused, person, "90 days"}});
    check({"https://mcp.atlassian.com/v1"}, {{issuer_mismatch, server_operator, "Atlassian's issuer"}});
    check({"https://slack.com", "https://mcp.slack.com"}, {{issuer_mismatch, server_operator, "Slack's issuer"}});
}

TEST_CASE("doctor: whose address only looks like a provider's gets no advice of its") {
    for (const char* address :
         {"https://auth0.com.evil.example/", "https://notauth0.com/", "https://id.example/realmsx",
          "https://api.github.com/", "https://login.example.us/t/v2.0", "https://evil-github.com/login",
          "https://login.example/", "https://xaccounts.google.com", "not an address"}) {
        CAPTURE(address);
        for (const Cause cause : {registration_closed, client_refused, redirect_not_allowed, issuer_mismatch})
            CHECK_FALSE(advice_of(address, cause));
    }
}

}  // namespace
}  // namespace doctor
