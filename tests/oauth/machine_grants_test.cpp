#include "oauth/machine_grants.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "fakes/fake_random.hpp"
#include "fakes/fake_signing_keys.hpp"
#include "fakes/run.hpp"
#include "oauth/token.hpp"

using namespace oauth;
using namespace std::chrono_literals;
using base::ErrorKind;

namespace {

std::string value(const Form& form, std::string_view name) {
    for (const auto& [known, text] : form)
        if (known == name) return text;
    return "(absent)";
}

base::Result<std::string> exchanged(const std::string& body, int status = 200) {
    return read_identity_exchange({{status, {}, {}}, body});
}

}  // namespace

// [req:machine-client-credentials]
TEST_CASE("a machine with a secret asks with it alone") {
    CHECK(form_encode(client_credentials_grant("https://r.example", "a b")) ==
          "grant_type=client_credentials&resource=https%3A%2F%2Fr.example&scope=a%20b");
    CHECK(form_encode(client_credentials_grant("", "")) == "grant_type=client_credentials");
    ServerMetadata server;
    server.token_endpoint = "https://a.example/token";
    Client client;
    client.client_id = "id";
    client.client_secret = "secret";
    client.authentication = ClientAuthentication::client_secret_basic;
    const auto request = make_token_request(server, client, client_credentials_grant("", ""));
    CHECK(*ports::find_header(request.headers, "Authorization") == "Basic aWQ6c2VjcmV0");
    CHECK(request.body == "grant_type=client_credentials");
}

// [req:machine-private-key]
TEST_CASE("a machine with a key signs who it is, for this server, for five minutes, once") {
    base::Loop loop;
    fakes::FakeSigningKey key(loop, "k");
    fakes::FakeRandom random;
    ServerMetadata server;
    server.issuer = "https://a.example";
    server.token_endpoint = "https://a.example/token";
    Client client;
    client.client_id = "machine";
    const auto sign = [&] {
        return *fakes::run(loop, with_client_assertion(client_credentials_grant("", "a"), key, random, server, client,
                                                       1'795'000'000'999ms));
    };
    const Form form = sign();
    CHECK(value(form, "grant_type") == "client_credentials");
    CHECK(value(form, "scope") == "a");
    CHECK(value(form, "client_assertion_type") == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    const std::string assertion = value(form, "client_assertion");
    CHECK(*jwt_header(assertion) == *base::parse_json(R"({"typ":"JWT","alg":"ES256"})"));
    auto claims = *jwt_claims(assertion);
    CHECK(base::string_or_empty(claims, "jti").size() == 22);
    CHECK(value(sign(), "client_assertion") != assertion);
    claims.erase("jti");
    CHECK(claims ==
          *base::parse_json(
              R"({"iss":"machine","sub":"machine","aud":"https://a.example","iat":1795000000,"exp":1795000300})"));
    CHECK(make_token_request(server, client, form).body.ends_with("&client_id=machine"));
}

// [req:machine-jwt-bearer]
TEST_CASE("a workload's assertion is handed on as it is") {
    CHECK(form_encode(jwt_bearer_grant("a.b.c", "https://r.example", "")) ==
          "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a.b.c&resource=https%3A%2F%2Fr."
          "example");
    CHECK(value(jwt_bearer_grant("a.b.c", "", "s t"), "scope") == "s t");
}

// [req:machine-exchange]
TEST_CASE("an identity provider exchanges its ID token for an assertion to the server's provider") {
    const Form form = identity_exchange_grant("id token", "https://as.example", "https://mcp.example/mcp", "");
    CHECK(form == Form{{"grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"},
                       {"requested_token_type", "urn:ietf:params:oauth:token-type:id-jag"},
                       {"audience", "https://as.example"},
                       {"subject_token", "id token"},
                       {"subject_token_type", "urn:ietf:params:oauth:token-type:id_token"},
                       {"resource", "https://mcp.example/mcp"}});
    CHECK(
        *exchanged(
            R"({"access_token":"a.b.c","issued_token_type":"urn:ietf:params:oauth:token-type:id-jag","token_type":"N_A"})") ==
        "a.b.c");
    struct Row {
        int status;
        std::string body;
        ErrorKind kind;
    };
    const Row rows[] = {
        {400, R"({"error":"invalid_grant"})", ErrorKind::invalid_grant},
        {401, R"({"error":"invalid_client"})", ErrorKind::invalid_client},
        {403, R"({"error":"access_denied"})", ErrorKind::token_refused},
        {500, "", ErrorKind::http_status},
        {200, "", ErrorKind::malformed},
        {200, "{}", ErrorKind::wrong_type},
        {200, R"({"access_token":"a","issued_token_type":"urn:ietf:params:oauth:token-type:access_token"})",
         ErrorKind::wrong_type},
        {200, R"({"access_token":"a"})", ErrorKind::wrong_type},
        {200, R"({"access_token":"","issued_token_type":"urn:ietf:params:oauth:token-type:id-jag"})",
         ErrorKind::wrong_type},
    };
    for (const auto& row : rows) {
        CAPTURE(row.body);
        const auto refused = exchanged(row.body, row.status);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind == row.kind);
    }
}
