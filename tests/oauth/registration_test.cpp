#include "oauth/registration.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "base/json.hpp"

using namespace oauth;
using namespace std::chrono_literals;
using base::ErrorKind;

namespace {

ServerMetadata server(std::vector<std::string> methods = {}) {
    ServerMetadata made;
    made.issuer = "https://a.example";
    made.registration_endpoint = "https://a.example/register";
    made.token_endpoint_auth_methods_supported = std::move(methods);
    return made;
}

const ClientDescription parley = {.client_name = "Parley",
                                  .client_uri = "https://parley.example/",
                                  .logo_uri = "https://parley.example/logo.png",
                                  .redirect_uri = "https://parley.example/callback.html",
                                  .software_id = "parley",
                                  .software_version = "1.2"};

base::Json asked(const ServerMetadata& from, const std::string& scope = {},
                 const ClientDescription& description = parley) {
    return *base::parse_json(make_registration_request(from, description, scope, {}).body);
}

base::Result<Client> answered(const std::string& body, std::vector<std::string> methods = {}, int status = 201) {
    return read_registration_response({{status, {}, {}}, body}, server(std::move(methods)), parley);
}

}  // namespace

// [req:registration-request]
TEST_CASE("a registration says who we are, where answers go, and what kind of application this is") {
    const auto request = make_registration_request(server(), parley, "a:read a:write", "");
    CHECK(request.method == "POST");
    CHECK(request.url == "https://a.example/register");
    CHECK(request.redirects == ports::Redirects::refuse);
    CHECK(*ports::find_header(request.headers, "Content-Type") == "application/json");
    CHECK(*ports::find_header(request.headers, "Accept") == "application/json");
    CHECK_FALSE(ports::find_header(request.headers, "Authorization"));
    CHECK(*base::parse_json(request.body) == *base::parse_json(R"({
        "client_name": "Parley", "client_uri": "https://parley.example/", "logo_uri": "https://parley.example/logo.png",
        "redirect_uris": ["https://parley.example/callback.html"],
        "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
        "token_endpoint_auth_method": "none", "application_type": "web", "scope": "a:read a:write",
        "software_id": "parley", "software_version": "1.2"})"));

    const auto with_token = make_registration_request(server(), parley, "", "initial");
    CHECK(*ports::find_header(with_token.headers, "Authorization") == "Bearer initial");

    const ClientDescription little = {.client_name = "Parley",
                                      .client_uri = {},
                                      .logo_uri = {},
                                      .redirect_uri = "https://parley.example/callback.html",
                                      .software_id = {},
                                      .software_version = {}};
    for (const char* absent : {"client_uri", "logo_uri", "scope", "software_id", "software_version"})
        CHECK_FALSE(base::member(asked(server(), "", little), absent));
}

TEST_CASE("the application is native where the answer goes to this machine") {
    for (const auto& [redirect_uri, type] :
         {std::pair{"http://localhost:8000/callback.html", "native"},
          std::pair{"http://127.0.0.1/callback.html", "native"}, std::pair{"http://[::1]:1/callback.html", "native"},
          std::pair{"https://parley.example/sub/callback.html", "web"}}) {
        ClientDescription here = parley;
        here.redirect_uri = redirect_uri;
        CHECK(base::string_or_empty(asked(server(), "", here), "application_type") == type);
    }
}

TEST_CASE("nothing is asked for in a registration that the server is known to refuse") {
    struct Row {
        std::vector<std::string> methods;
        std::string asked_for;
    };
    const Row rows[] = {
        {{}, "none"},
        {{"none"}, "none"},
        {{"client_secret_basic", "none"}, "none"},
        {{"client_secret_basic", "client_secret_post"}, "client_secret_post"},
        {{"client_secret_basic"}, "client_secret_basic"},
        {{"private_key_jwt"}, "none"},
    };
    for (const auto& row : rows)
        CHECK(base::string_or_empty(asked(server(row.methods)), "token_endpoint_auth_method") == row.asked_for);

    auto without_refresh = server();
    without_refresh.grant_types_supported = {"authorization_code"};
    CHECK(asked(without_refresh)["grant_types"] == base::Json::array({"authorization_code"}));
    // Keycloak
    CHECK_FALSE(base::member(asked(server(), "openid profile"), "scope"));
    CHECK(base::string_or_empty(asked(server(), "openid:x"), "scope") == "openid:x");
}

// [req:registration-response]
TEST_CASE("a registration gives a client that is good at this issuer only") {
    const auto client = answered(R"({"client_id":"c1","client_id_issued_at":1,"redirect_uris":[],
        "token_endpoint_auth_method":"none","registration_client_uri":"https://a.example/register/c1",
        "registration_access_token":"rat"})");
    REQUIRE(client);
    CHECK(client->issuer == "https://a.example");
    CHECK(client->client_id == "c1");
    CHECK(client->client_secret.empty());
    CHECK(client->source == ClientSource::registered);
    CHECK(client->authentication == ClientAuthentication::none);
    CHECK(client->redirect_uri == "https://parley.example/callback.html");
    CHECK(client->registration_client_uri == "https://a.example/register/c1");
    CHECK(client->registration_access_token == "rat");
    CHECK(answered(R"({"client_id":"c1"})", {}, 200));
}

// [req:registration-method]
TEST_CASE("how the registered client says who it is, by the answer and by what the server takes") {
    using enum ClientAuthentication;
    struct Row {
        std::string answer;  // beside the client_id
        std::vector<std::string> methods;
        ClientAuthentication authentication;
        bool has_secret;
    };
    const Row rows[] = {
        {R"("token_endpoint_auth_method":"none")", {}, none, false},
        // a secret that nobody wants (Auth0)
        {R"("client_secret":"s","token_endpoint_auth_method":"none")", {"client_secret_basic"}, none, false},
        {R"("client_secret":"s")", {"none"}, none, false},
        {R"("client_secret":"s")", {"client_secret_post", "none"}, none, false},
        {R"("client_secret":"s","token_endpoint_auth_method":null)", {"none"}, none, false},
        // as the answer says, also against the list
        {R"("client_secret":"s","token_endpoint_auth_method":"client_secret_basic")",
         {"none"},
         client_secret_basic,
         true},
        {R"("client_secret":"s","token_endpoint_auth_method":"client_secret_post")", {}, client_secret_post, true},
        // nothing said: the server's list, else RFC 7591's default
        {R"("client_secret":"s")", {"client_secret_post"}, client_secret_post, true},
        {R"("client_secret":"s")", {}, client_secret_basic, true},
        {R"("client_secret":"s","token_endpoint_auth_method":"private_key_jwt")",
         {"client_secret_basic"},
         client_secret_basic,
         true},
        // no secret, whatever is said
        {R"("token_endpoint_auth_method":"client_secret_basic")", {}, none, false},
        {R"("client_secret":null)", {"client_secret_basic"}, none, false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.answer);
        const auto client = answered(R"({"client_id":"c",)" + row.answer + "}", row.methods);
        REQUIRE(client);
        CHECK(client->authentication == row.authentication);
        CHECK(client->client_secret == (row.has_secret ? "s" : ""));
    }
}

// [req:secret-expiry]
TEST_CASE("a secret that ends is over a minute before, and one without an end never") {
    const auto expiring = [](const std::string& value) {
        return *answered(R"({"client_id":"c","client_secret":"s","client_secret_expires_at":)" + value + "}");
    };
    CHECK(expiring("1700000000").secret_expires_at == 1'700'000'000s);
    CHECK(expiring("\"1700000000\"").secret_expires_at == 1'700'000'000s);
    CHECK(expiring("0").secret_expires_at == 0s);
    CHECK(expiring("null").secret_expires_at == 0s);
    CHECK(expiring("\"never\"").secret_expires_at == 0s);
    CHECK_FALSE(secret_expired(expiring("0"), 1'800'000'000'000ms));
    CHECK_FALSE(secret_expired(expiring("1700000000"), 1'699'999'939'999ms));
    CHECK(secret_expired(expiring("1700000000"), 1'699'999'940'000ms));
    CHECK_FALSE(secret_expired(*answered(R"({"client_id":"c","client_secret_expires_at":1})"), 1'800'000'000'000ms));
}

// [req:registration-errors]
TEST_CASE("a refused registration says why in the provider's words") {
    const auto refused = answered(
        R"({"error":"invalid_redirect_uri","error_description":"The redirect address\nis not \u202eallowed."})", {},
        400);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::registration_refused);
    CHECK(refused.error().subject == "invalid_redirect_uri");
    CHECK(refused.error().message ==
          "The provider refused to register Parley: The redirect address is not allowed. Register it there by hand, "
          "and enter its client id.");
    CHECK(refused.error().code == 400);

    struct Row {
        int status;
        std::string body;
        ErrorKind kind;
    };
    const Row rows[] = {
        {403, "", ErrorKind::registration_refused},
        {401, R"({"message":"Unauthorized"})", ErrorKind::registration_refused},
        {404, "<!doctype html>", ErrorKind::registration_refused},
        {400, R"({"error":{"code":1}})", ErrorKind::registration_refused},
        {500, "", ErrorKind::http_status},
        {429, "slow", ErrorKind::rate_limited},
        {201, "", ErrorKind::malformed},
        {201, "<!doctype html>", ErrorKind::malformed},
        {201, "{}", ErrorKind::malformed},
        {201, R"({"client_id":7})", ErrorKind::malformed},
        {201, "[]", ErrorKind::wrong_type},
    };
    for (const auto& row : rows) {
        CAPTURE(row.status);
        CAPTURE(row.body);
        const auto client = answered(row.body, {}, row.status);
        REQUIRE_FALSE(client);
        CHECK(client.error().kind == row.kind);
        CHECK(client.error().message.find('<') == std::string::npos);
    }
}

TEST_CASE("a refusal in other words than OAuth's is said too") {
    const auto refused = answered(
        R"({"statusCode":404,"error":"Not Found","message":"Dynamic client registration is not enabled"})", {}, 404);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message ==
          "The provider refused to register Parley: Dynamic client registration is not enabled. Register it there by "
          "hand, and enter its client id.");
    CHECK(refused.error().subject == "Not Found");
}

// [req:registration-needed]
TEST_CASE("where what a registration says may be too much, it can be said with what is needed") {
    const auto least =
        *base::parse_json(make_registration_request(server(), parley, "read", "initial", Members::needed).body);
    CHECK(least == *base::parse_json(R"({
        "client_name": "Parley", "redirect_uris": ["https://parley.example/callback.html"],
        "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
        "token_endpoint_auth_method": "none"})"));

    struct Row {
        int status;
        std::string body;
        bool may;
    };
    const Row rows[] = {
        {400, R"({"error":"invalid_client_metadata"})", true},
        // Keycloak: a member that it does not know, and a scope that is not among its own
        {400, R"({"error":"Unrecognized field \"foo\", not marked as ignorable"})", true},
        {403, R"({"error":"insufficient_scope"})", true},
        {400, R"({"error":"invalid_redirect_uri"})", false},
        {401, R"({"error":"invalid_token"})", false},
        {404, R"({"error":"Not Found"})", false},
        {403, "", false},
        {400, "<!doctype html>", false},
        {500, R"({"error":"server_error"})", false},
        {429, "", false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.status);
        CAPTURE(row.body);
        const auto client = answered(row.body, {}, row.status);
        REQUIRE_FALSE(client);
        CHECK(may_take_less(client.error()) == row.may);
    }
}

// [req:registration-deletion]
TEST_CASE("a client is deleted where the server said, with the token it gave") {
    const auto client = *answered(
        R"({"client_id":"c","registration_client_uri":"https://a.example/register/c","registration_access_token":"rat"})");
    const auto request = make_deregistration_request(client);
    CHECK(request.method == "DELETE");
    CHECK(request.url == "https://a.example/register/c");
    CHECK(*ports::find_header(request.headers, "Authorization") == "Bearer rat");
    CHECK(request.redirects == ports::Redirects::refuse);

    for (const char* useless :
         {R"({"client_id":"c","registration_client_uri":"javascript:alert","registration_access_token":"rat"})",
          R"({"client_id":"c","registration_client_uri":"http://a.example/c","registration_access_token":"rat"})",
          R"({"client_id":"c","registration_client_uri":"https://a.example/c"})"}) {
        const auto without = answered(useless);
        REQUIRE(without);
        CHECK(without->registration_client_uri.empty());
        CHECK(without->registration_access_token.empty());
    }
}

// [req:client-authentication]
TEST_CASE("how a client says who it is follows from what it has and what the server takes") {
    using enum ClientAuthentication;
    struct Row {
        std::vector<std::string> methods;
        bool has_secret;
        ClientAuthentication chosen;
    };
    const Row rows[] = {
        {{}, false, none},
        {{"client_secret_basic"}, false, none},
        {{}, true, client_secret_basic},  // RFC 8414 §2: the default
        {{"client_secret_basic"}, true, client_secret_basic},
        {{"client_secret_post"}, true, client_secret_post},
        {{"client_secret_basic", "client_secret_post", "none"}, true, client_secret_post},
        {{"none"}, true, none},
        {{"private_key_jwt"}, true, client_secret_basic},
    };
    for (const auto& row : rows) CHECK(choose_authentication(server(row.methods), row.has_secret) == row.chosen);
}

// [req:sign-in-records]
TEST_CASE("a client that was kept comes back as it was") {
    auto client = *answered(
        R"({"client_id":"c","client_secret":"s","client_secret_expires_at":17,"registration_client_uri":"https://a.example/c","registration_access_token":"rat"})");
    const auto kept = read_client(*base::parse_json(base::dump_json(to_json(client))));
    REQUIRE(kept);
    CHECK(base::dump_json(to_json(*kept)) == base::dump_json(to_json(client)));
    CHECK(kept->source == ClientSource::registered);
    CHECK(kept->authentication == ClientAuthentication::client_secret_basic);
    CHECK(kept->secret_expires_at == 17s);
    for (const char* broken : {"null", "{}", R"({"issuer":"https://a.example"})", R"({"client_id":"c"})", "[]"})
        CHECK_FALSE(read_client(*base::parse_json(broken)));
    const auto strange =
        read_client(*base::parse_json(R"({"issuer":"i","client_id":"c","source":99,"authentication":-1})"));
    REQUIRE(strange);
    CHECK(strange->source == ClientSource::registered);
    CHECK(strange->authentication == ClientAuthentication::none);
}
