#include "oauth/machine_sign_in.hpp"

#include "base/url.hpp"
#include "oauth/world.hpp"

namespace oauth_test {
namespace {

const std::string machine_login_document = server_document(R"("scopes_supported":["read","offline_access"],
    "token_endpoint_auth_methods_supported":["client_secret_basic","private_key_jwt","none"])");
const std::string secrets[] = {"s3cret", "the-assertion", "the-id-token", "id-jag", "access-2"};

struct MachineWorld : Browser {
    Tab tab{*this};

    base::Result<oauth::Grant> sign_in(const std::string& credentials, const std::string& given_issuer = {},
                                       const std::string& given_token_endpoint = {}) {
        http.expect("GET", resource_address).answers_json(resource_document);
        http.expect("GET", metadata_address).answers_json(machine_login_document);
        const auto config =
            base::parse_json(R"({"machine_credentials":[{"server":"https://todo.example/mcp",)" + credentials + "}]}");
        REQUIRE(config);
        const auto found = oauth::find_machine_credentials(*config, server_url);
        REQUIRE(found);
        REQUIRE(*found);
        oauth::SignInTarget target;
        target.server_id = "server-1";
        target.server_url = server_url;
        target.settings.given_issuer = given_issuer;
        target.settings.given_token_endpoint = given_token_endpoint;
        auto grant = fakes::run(loop, oauth::machine_sign_in(tab.around(), tab.telling(), std::move(target), **found));
        for (const auto& secret : secrets) CHECK(tab.log.find(secret) == std::string::npos);
        return grant;
    }
};

std::string why_not(const std::string& entry) {
    const auto config =
        base::parse_json(R"({"machine_credentials":[{"server":"https://todo.example/mcp")" + entry + "}]}");
    REQUIRE(config);
    const auto found = oauth::find_machine_credentials(*config, server_url);
    REQUIRE_FALSE(found);
    CHECK(found.error().kind == ErrorKind::malformed);
    return found.error().detail;
}

constexpr const char* bearer = R"("grant_type":"urn:ietf:params:oauth:grant-type:jwt-bearer")";

// [req:given-bound]
TEST_CASE("a machine's credentials are for one issuer: the config's, or the first one they were used with") {
    const std::string secret = R"("grant_type":"client_credentials","client_id":"machine","client_secret":"s3cret")";
    for (const auto& [issuer, given] :
         {std::pair{R"("issuer":"https://mine.example",)", ""}, std::pair{"", "https://mine.example"}}) {
        MachineWorld world;
        const auto grant = world.sign_in(issuer + secret, given);
        REQUIRE_FALSE(grant);
        CHECK(grant.error().kind == ErrorKind::issuer_changed);
    }
}

// [req:given-endpoint]
TEST_CASE("a machine's credentials go to no other token endpoint of the same issuer than the first one") {
    const std::string key = R"("private_key":"-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----")";
    for (const std::string& credentials :
         {std::string(R"("grant_type":"client_credentials","client_id":"machine","client_secret":"s3cret")"),
          std::string(R"("issuer":"https://login.example","grant_type":"client_credentials","client_id":"machine",)") +
              key,
          std::string(bearer) + R"(,"client_id":"machine","assertion":"the-assertion")"}) {
        CAPTURE(credentials);
        MachineWorld world;
        const auto grant = world.sign_in(credentials, "https://login.example", "https://login.example/old-token");
        REQUIRE_FALSE(grant);
        CHECK(grant.error().kind == ErrorKind::token_endpoint_changed);
        CHECK(grant.error().subject == token_address);
        MachineWorld same;
        same.http.expect("POST", token_address).answers_json(R"({"access_token":"access-2","token_type":"Bearer"})");
        CHECK(same.sign_in(credentials, "https://login.example", token_address));
    }
}

// [req:machine-key-kind]
TEST_CASE("a private key that cannot be used is an error of its own") {
    MachineWorld world;
    world.keys.refuses = true;
    const auto grant = world.sign_in(R"("grant_type":"client_credentials","client_id":"machine","private_key":"RSA")");
    REQUIRE_FALSE(grant);
    CHECK(grant.error().kind == ErrorKind::wrong_key);
}

TEST_CASE("a token endpoint that says back what a machine was given is not repeated") {
    for (
        const auto& [credentials, secret] :
        {std::pair{R"("grant_type":"client_credentials","client_id":"machine","client_secret":"s3cret")", "s3cret"},
         std::pair{
             R"("grant_type":"urn:ietf:params:oauth:grant-type:jwt-bearer","client_id":"machine","assertion":"the-assertion")",
             "the-assertion"}}) {
        CAPTURE(secret);
        MachineWorld world;
        world.http.expect("POST", token_address)
            .answers_json(R"({"error":")" + std::string(secret) + R"(","error_description":"not )" + secret + R"("})",
                          400);
        const auto grant = world.sign_in(credentials);
        REQUIRE_FALSE(grant);
        const auto& error = grant.error();
        CHECK((error.message + error.detail + error.subject + error.words).find(secret) == std::string::npos);
    }
    // As it stood in the Authorization field; nor by a refusal that looks like a token's answer.
    for (const char* said : {R"("error_description":"not bWFjaGluZTpzM2NyZXQ=")",
                             R"("error_description":"not s3cret","access_token":"none")"}) {
        CAPTURE(said);
        MachineWorld world;
        world.http.expect("POST", token_address)
            .answers_json(R"({"error":"invalid_client",)" + std::string(said) + "}", 401);
        const auto grant =
            world.sign_in(R"("grant_type":"client_credentials","client_id":"machine","client_secret":"s3cret")");
        REQUIRE_FALSE(grant);
        const auto& error = grant.error();
        const std::string told = error.message + error.detail + error.subject + error.words;
        CHECK(told.find("not …") != std::string::npos);
        for (const char* secret : {"bWFjaGluZTpzM2NyZXQ", "s3cret"}) CHECK(told.find(secret) == std::string::npos);
    }
}

TEST_CASE("a machine with a secret signs in without a window, and its token is kept") {
    MachineWorld world;
    world.http.expect("POST", token_address)
        .with_header("Authorization", "Basic bWFjaGluZTpzM2NyZXQ=")
        .checked_by([](const ports::HttpRequest& request) {
            CHECK(request.body == "grant_type=client_credentials&resource=https%3A%2F%2Ftodo.example%2Fmcp&scope=read");
        })
        .answers_json(R"({"access_token":"access-2","token_type":"Bearer","expires_in":3600})");
    const auto grant =
        world.sign_in(R"("grant_type":"client_credentials","client_id":"machine","client_secret":"s3cret")");
    REQUIRE(grant);
    CHECK(grant->key.client_id == "machine");
    const auto kept = fakes::run(world.loop, world.tab.vault.grant(server_url));
    REQUIRE(kept);
    REQUIRE(*kept);
    CHECK((*kept)->tokens.access_token == "access-2");
    CHECK(world.tab.steps.size() == 3);
}

TEST_CASE("a machine with a key proves who it is, and sends no secret") {
    MachineWorld world;
    world.http.expect("POST", token_address)
        .checked_by([](const ports::HttpRequest& request) {
            CHECK(request.body.find("client_assertion=") != std::string::npos);
            CHECK(request.body.find("PRIVATE") == std::string::npos);
            CHECK_FALSE(ports::find_header(request.headers, "Authorization"));
        })
        .answers_json(R"({"access_token":"access-2","token_type":"Bearer"})");
    CHECK(world.sign_in(R"("grant_type":"client_credentials","client_id":"machine",
                           "private_key":"-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----")"));
}

TEST_CASE("a workload's assertion is handed on; what is refused is not tried in another way") {
    MachineWorld world;
    world.http.expect("POST", token_address)
        .checked_by([](const ports::HttpRequest& request) {
            CHECK(request.body.find("assertion=the-assertion") != std::string::npos);
        })
        .answers_json(R"({"error":"invalid_grant"})", 400);
    const auto grant = world.sign_in(std::string(bearer) + R"(,"client_id":"machine","assertion":"the-assertion")");
    REQUIRE_FALSE(grant);
    CHECK(grant.error().kind == ErrorKind::invalid_grant);
    const auto& last = world.tab.steps.back();
    CHECK(last.state == oauth::Step::State::failed);
    REQUIRE(last.error);
    CHECK(last.error->kind == ErrorKind::invalid_grant);
}

TEST_CASE("enterprise-managed: the identity provider's assertion is exchanged for a token") {
    MachineWorld world;
    world.http.expect("POST", "https://idp.example/token")
        .checked_by([](const ports::HttpRequest& request) {
            CHECK(request.body.find("subject_token=the-id-token") != std::string::npos);
            CHECK(request.body.find("audience=https%3A%2F%2Flogin.example") != std::string::npos);
            CHECK(request.body.find("client_id=ours-there") != std::string::npos);
        })
        .answers_json(
            R"({"access_token":"id-jag","issued_token_type":"urn:ietf:params:oauth:token-type:id-jag","token_type":"N_A"})");
    world.http.expect("POST", token_address)
        .with_header("Authorization", "Basic bWFjaGluZTpzM2NyZXQ=")
        .checked_by([](const ports::HttpRequest& request) {
            CHECK(request.body.find("assertion=id-jag") != std::string::npos);
        })
        .answers_json(R"({"access_token":"access-2","token_type":"Bearer"})");
    const std::string provider =
        R"(,"identity_provider":{"token_endpoint":"https://idp.example/token","client_id":"ours-there","id_token":"the-id-token"})";
    CHECK(world.sign_in(std::string(bearer) + R"(,"client_id":"machine","client_secret":"s3cret")" + provider));
}

TEST_CASE("credentials are used at the server they are for, and nowhere else") {
    const auto config = base::parse_json(
        R"({"machine_credentials":[{"server":"https://other.example/mcp","grant_type":"client_credentials",
            "client_id":"machine","client_secret":"s3cret"}, 7]})");
    const auto found = oauth::find_machine_credentials(*config, server_url);
    REQUIRE(found);
    CHECK_FALSE(*found);
    CHECK_FALSE(*oauth::find_machine_credentials(base::Json(), server_url));
}

TEST_CASE("credentials that cannot be used are an error that says why, without them") {
    CHECK(why_not("") == "client_id is missing");
    CHECK(why_not(R"(,"client_id":"m","client_secret":"s3cret")").starts_with("grant_type is neither"));
    CHECK(why_not(R"(,"client_id":"m","grant_type":"client_credentials")") ==
          "client_credentials needs either client_secret or private_key");
    CHECK(why_not(R"(,"client_id":"m","grant_type":"client_credentials","client_secret":"a","private_key":"b")") ==
          "client_credentials needs either client_secret or private_key");
    const std::string start = std::string(R"(,"client_id":"m",)") + bearer;
    CHECK(why_not(start) == "jwt-bearer needs either assertion or identity_provider");
    CHECK(why_not(start + R"(,"identity_provider":{"token_endpoint":"http://idp.example/token"})") ==
          "identity_provider.token_endpoint must be https");
    CHECK(why_not(start + R"(,"identity_provider":{"token_endpoint":"https://idp.example/token"})") ==
          "identity_provider needs client_id and id_token");
}

}  // namespace
}  // namespace oauth_test
