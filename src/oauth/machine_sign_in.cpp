#include "oauth/machine_sign_in.hpp"

#include <utility>

#include "oauth/account.hpp"
#include "oauth/discover.hpp"
#include "oauth/machine_grants.hpp"
#include "oauth/obtain_client.hpp"
#include "oauth/refresh.hpp"
#include "oauth/stopwatch.hpp"
#include "oauth/token_endpoint.hpp"

namespace oauth {

namespace {

Client client_of(const MachineCredentials& credentials, const ServerMetadata& server) {
    Client client;
    client.issuer = server.issuer;
    client.client_id = credentials.client_id;
    client.client_secret = credentials.client_secret;
    client.authentication = choose_authentication(server, !credentials.client_secret.empty());
    return client;
}

// Enterprise-managed authorization, its first half.
base::Task<base::Result<std::string>> ask_identity_provider(Surroundings around, IdentityProvider provider,
                                                            std::string audience, std::string resource,
                                                            std::string scope) {
    ServerMetadata there;
    there.token_endpoint = provider.token_endpoint;
    Client client;
    client.client_id = provider.client_id;
    Form form = identity_exchange_grant(provider.id_token, audience, resource, scope);
    auto response = co_await base::or_return(
        co_await ask_token_endpoint(around, std::move(there), std::move(client), std::move(form), std::string()));
    co_return read_identity_exchange(response);
}

// What is asked of the token endpoint for `grant`.
base::Task<base::Result<Form>> make_form(Surroundings around, Grant grant, MachineCredentials credentials) {
    if (credentials.identity_provider) {
        const std::string assertion = co_await base::or_return(co_await ask_identity_provider(
            around, std::move(*credentials.identity_provider), grant.server.issuer, grant.resource, grant.scope));
        co_return jwt_bearer_grant(assertion, grant.resource, grant.scope);
    }
    if (!credentials.assertion.empty()) co_return jwt_bearer_grant(credentials.assertion, grant.resource, grant.scope);
    Form form = client_credentials_grant(grant.resource, grant.scope);
    if (credentials.private_key.empty()) co_return form;
    auto imported = co_await around.keys.import_pem(std::move(credentials.private_key));
    if (!imported) imported.error().kind = base::ErrorKind::wrong_key;
    const auto key = co_await base::or_return(std::move(imported));
    auto signed_form = co_await with_client_assertion(std::move(form), *key, around.random, std::move(grant.server),
                                                      std::move(grant.client), around.clock.wall());
    co_return signed_form;
}

base::Task<base::Result<Grant>> ask_for_token(Surroundings around, Telling tell, Grant grant,
                                              MachineCredentials credentials) {
    Stopwatch step(around.clock, tell, Step::Name::exchange);
    const auto sent_at = around.clock.wall();
    auto form = co_await make_form(around, grant, std::move(credentials));
    if (!form) co_return step.failed(std::move(form.error()));
    auto response = co_await ask_token_endpoint(around, grant.server, grant.client, std::move(*form), std::string());
    if (!response) co_return step.failed(std::move(response.error()));
    auto tokens = read_token_response(*response, grant.scope, std::string(), sent_at);
    if (!tokens) co_return step.failed(std::move(tokens.error()));
    grant.tokens = std::move(*tokens);
    grant.refresh_at = refresh_time(sent_at, grant.tokens.expires_at);
    grant.signed_in_at = sent_at;
    auto others = around.vault.grants(grant.key.server_url);
    grant = co_await keep_with_account(around, tell, std::move(grant), false, std::move(others));
    step.done("bearer token" + life_of(grant.tokens, sent_at) + ", with the credentials of this page");
    co_return grant;
}

}  // namespace

base::Task<base::Result<Grant>> machine_sign_in(Surroundings around, Telling tell, SignInTarget target,
                                                MachineCredentials credentials) {
    const auto server_url = co_await base::or_return(base::Url::parse(target.server_url));
    auto resource =
        co_await base::or_return(co_await find_resource(around, tell, server_url, target.refusal));    // RFC 9728
    auto server = co_await base::or_return(co_await find_server(around, tell, server_url, resource));  // RFC 8414
    // The first one they are used with, where the config does not say whose they are.
    const std::string& given = credentials.issuer.empty() ? target.settings.given_issuer : credentials.issuer;
    co_await base::or_return(check_issuer(server, given));
    co_await base::or_return(check_token_endpoint(server, target.settings.given_token_endpoint));
    target.settings = with_extras_in_place(std::move(target.settings));
    Grant grant;
    grant.key.server_url = target.server_url;
    grant.resource = choose_resource(target.settings, resource, server_url);
    complete(resource, server, around.deployment);
    std::erase(server.scopes_supported, "offline_access");  // a machine signs in anew
    grant.scope = choose_scope(target.settings, target.refusal, resource, server, target.already);
    grant.client = client_of(credentials, server);
    grant.server = std::move(server);
    auto done = co_await ask_for_token(around, std::move(tell), std::move(grant), std::move(credentials));
    co_return done;
}

}  // namespace oauth
