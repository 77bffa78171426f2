#include "oauth/obtain_client.hpp"

#include <utility>

#include "oauth/provider_error.hpp"
#include "oauth/stopwatch.hpp"

namespace oauth {

namespace {

using base::ErrorKind;

constexpr std::chrono::milliseconds lookup_wait{10'000};

std::string shortened(const std::string& id) { return id.size() <= 12 ? id : id.substr(0, 8) + "…"; }

Client given_client(const ServerMetadata& server, const SignInSettings& settings, const std::string& redirect_uri) {
    Client client;
    client.issuer = server.issuer;
    client.client_id = settings.client_id;
    client.client_secret = settings.client_secret;
    client.authentication = choose_authentication(server, !settings.client_secret.empty());
    client.redirect_uri = redirect_uri;
    return client;
}

Client document_client(const ServerMetadata& server, const std::string& address, const std::string& redirect_uri) {
    Client client;
    client.issuer = server.issuer;
    client.client_id = address;
    client.source = ClientSource::metadata_document;
    client.redirect_uri = redirect_uri;
    return client;
}

// Its secret goes to no other endpoint than the one it was made for (vercel/ai#15966).
bool still_good(const Client& client, const ServerMetadata& server, const std::string& redirect_uri) {
    const bool same_endpoint = client.token_endpoint.empty() || client.token_endpoint == server.token_endpoint;
    return client.redirect_uri == redirect_uri && same_endpoint;
}

base::Error client_id_needed(const ServerMetadata& server, const std::string& redirect_uri) {
    return {
        .kind = ErrorKind::client_id_needed,
        .remedy = base::Remedy::none,
        .message = "This provider registers no clients by itself. Register Parley there, with the redirect address " +
                   redirect_uri + ", and enter its client id.",
        .detail = server.issuer,
        .clause = "MCP client-registration, Pre-registration",
        .subject = redirect_uri};
}

// By all that we tell of ourselves; where that is refused, by what is needed.
base::Task<base::Result<Client>> register_anew(Surroundings around, Telling tell, ServerMetadata server,
                                               std::string scope, std::string initial_access_token) {
    const auto& description = around.deployment.description;
    ports::HttpRequest request = make_registration_request(server, description, scope, initial_access_token);
    auto response = co_await base::or_return(co_await ports::fetch(around.http, std::move(request)));
    if (response.head.status >= 400) strike(response.body, initial_access_token);
    auto client = read_registration_response(response, server, description);
    if (!client && may_take_less(client.error())) {
        tell.log("registration refused (" + client.error().detail + "): asked again with less");
        request = make_registration_request(server, description, scope, initial_access_token, Members::needed);
        response = co_await base::or_return(co_await ports::fetch(around.http, std::move(request)));
        if (response.head.status >= 400) strike(response.body, initial_access_token);
        client = read_registration_response(response, server, description);
    }
    // What was not given now would not be given by asking once more.
    if (client) client->scope = united(scope, client->scope);
    co_return client;
}

enum class Standing { known, unsure, forgotten };

// RFC 7592 §2.1, where the server offers it. A server that has forgotten a client tells the person, on a page of its own, and sends
// nobody back (RFC 6749 §4.1.2.1).
base::Task<Standing> look_up(Surroundings around, Telling tell, ServerMetadata server, Client& client) {
    if (client.registration_client_uri.empty()) co_return Standing::unsure;
    ports::HttpRequest request = make_lookup_request(client);
    request.idle_timeout = lookup_wait;
    const auto response = co_await ports::fetch(around.http, std::move(request));
    if (!response) co_return Standing::unsure;
    const int status = response->head.status;
    tell.log("registration looked up → " + std::to_string(status));
    if (status >= 400 && status < 500) {
        client.registration_client_uri.clear();  // nothing is left to be given back
        co_return Standing::forgotten;
    }
    if (status < 200 || status >= 300) co_return Standing::unsure;
    // §3: the token and the secret may be new ones.
    const auto now = read_registration_response(*response, server, around.deployment.description);
    if (!now || now->client_id != client.client_id) co_return Standing::known;
    if (!now->registration_access_token.empty()) client.registration_access_token = now->registration_access_token;
    if (!now->client_secret.empty()) {
        client.client_secret = now->client_secret;
        client.authentication = now->authentication;
        client.secret_expires_at = now->secret_expires_at;
    }
    co_return Standing::known;
}

// RFC 7592 §2.3, where the server offers it.
base::Task<void> give_back(Surroundings around, Telling tell, Client client) {
    if (client.registration_client_uri.empty()) co_return;
    auto response = co_await ports::fetch(around.http, make_deregistration_request(client));
    tell.log(response ? "registration deleted → " + std::to_string(response->head.status)
                      : "the provider could not be asked to delete the registration: " + response.error().message);
}

}  // namespace

base::Result<void> check_issuer(const ServerMetadata& server, const std::string& given_issuer) {
    if (given_issuer.empty() || given_issuer == server.issuer) return {};
    return base::fail(
        {.kind = ErrorKind::issuer_changed,
         .message = "The server has changed to another sign-in provider. What was given belongs to the old one.",
         .detail = "given for " + given_issuer + ", asked for by " + server.issuer,
         .clause = "MCP client-registration, Authorization Server Binding",
         .subject = server.issuer});
}

base::Result<void> check_token_endpoint(const ServerMetadata& server, const std::string& given) {
    if (given.empty() || given == server.token_endpoint) return {};
    return base::fail({.kind = ErrorKind::token_endpoint_changed,
                       .message = "The provider now wants the secret at another address, " + server.token_endpoint +
                                  ", than the one it was given for. If that is right, enter it again; where it is this "
                                  "page's own, sign out and allow it again.",
                       .detail = "given for " + given,
                       .clause = "THREATS, vercel/ai#15966",
                       .subject = server.token_endpoint});
}

base::Task<base::Result<Client>> obtain_client(Surroundings around, Telling tell, ServerMetadata server,
                                               SignInSettings settings, std::string scope) {
    Stopwatch step(around.clock, tell, Step::Name::get_client);
    const std::string& redirect_uri = around.deployment.description.redirect_uri;
    auto bound = is_given(settings) ? check_issuer(server, settings.given_issuer) : base::Result<void>();
    if (!bound) co_return step.failed(std::move(bound.error()));
    if (!settings.client_id.empty()) {
        if (!settings.client_secret.empty()) bound = check_token_endpoint(server, settings.given_token_endpoint);
        if (!bound) co_return step.failed(std::move(bound.error()));
        step.done("client id given by hand");
        Client given = given_client(server, settings, redirect_uri);
        tell.client(given, false);
        co_return given;
    }
    if (server.client_id_metadata_document_supported && !around.deployment.client_metadata_url.empty()) {
        step.done("client metadata document " + around.deployment.client_metadata_url);
        Client ours = document_client(server, around.deployment.client_metadata_url, redirect_uri);
        tell.client(ours, false);
        co_return ours;
    }
    auto known = (co_await around.vault.client(server.issuer)).value_or(std::nullopt);
    bool good = known && still_good(*known, server, redirect_uri) && !secret_expired(*known, around.clock.wall());
    const auto as_before = [&] {
        step.done("registered before: client " + shortened(known->client_id));
        tell.client(*known, true);
        known->unproven = true;
        return std::move(*known);
    };
    // RFC 7591 §2: a client may ask for the scopes that it is registered for.
    bool fits = good && (known->scope.empty() || covers(known->scope, scope));
    // A provider that has forgotten its client can say so to nobody but the person. One that never came to anything has to be known.
    if (fits) {
        const Standing standing = co_await look_up(around, tell, server, *known);
        fits = standing == Standing::known || (standing == Standing::unsure && !known->unproven);
        good = standing != Standing::forgotten;
    }
    if (fits) co_return as_before();
    if (server.registration_endpoint.empty())
        co_return good ? base::Result<Client>(as_before()) : step.failed(client_id_needed(server, redirect_uri));
    if (known) scope = united(known->scope, scope);
    auto client =
        co_await register_anew(around, tell, server, std::move(scope), std::move(settings.initial_access_token));
    // Not every server holds a client to its scopes.
    if (!client && good) {
        tell.log("not registered anew: " + client.error().message);
        co_return as_before();
    }
    if (!client) {
        // The endpoint was a guess (2025-03-26): then nobody ever said how one signs in here.
        if (server.guessed) {
            client.error().kind = ErrorKind::no_sign_in_metadata;
            client.error().message = "The server asks you to sign in, but it does not say where.";
        }
        co_return step.failed(std::move(client.error()));
    }
    step.done("dynamic registration → client " + shortened(client->client_id));
    tell.client(*client, false);
    around.vault.keep_client_soon(*client);
    if (known) co_await give_back_unused(around, tell, std::move(*known));
    co_return std::move(*client);
}

base::Task<void> give_back_unused(Surroundings around, Telling tell, Client client) {
    const auto users = co_await around.vault.grants_of(client);
    if (users && users->empty()) co_await give_back(around, std::move(tell), std::move(client));
}

base::Task<base::Result<void>> forget_client(Surroundings around, Telling tell, Client client) {
    // What is kept may be newer than what a grant remembers.
    auto known = co_await around.vault.client(client.issuer);
    if (known && *known && (*known)->client_id == client.client_id) client = std::move(**known);
    co_await give_back(around, std::move(tell), client);
    auto forgotten = co_await around.vault.forget_client(std::move(client));
    co_return forgotten;
}

}  // namespace oauth
