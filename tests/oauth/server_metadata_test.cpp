#include "oauth/server_metadata.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace oauth;
using base::ErrorKind;
using base::Url;

namespace {

using Texts = std::vector<std::string>;

std::string document(const std::string& issuer) {
    return R"({"issuer":")" + issuer +
           R"(","authorization_endpoint":"https://a.example/authorize","token_endpoint":"https://a.example/token"})";
}

}  // namespace

// [req:as-places]
TEST_CASE("the sign-in server's metadata is looked for in the order of the specification") {
    CHECK(server_metadata_addresses(*Url::parse("https://auth.example.com/tenant1")) ==
          Texts{"https://auth.example.com/.well-known/oauth-authorization-server/tenant1",
                "https://auth.example.com/.well-known/openid-configuration/tenant1",
                "https://auth.example.com/tenant1/.well-known/openid-configuration",
                "https://auth.example.com/tenant1/.well-known/oauth-authorization-server"});
    const Texts plain = {"https://auth.example.com/.well-known/oauth-authorization-server",
                         "https://auth.example.com/.well-known/openid-configuration"};
    CHECK(server_metadata_addresses(*Url::parse("https://auth.example.com")) == plain);
    CHECK(server_metadata_addresses(*Url::parse("https://auth.example.com/")) == plain);
    CHECK(server_metadata_addresses(*Url::parse("https://auth.example.com/a/b/")).front() ==
          "https://auth.example.com/.well-known/oauth-authorization-server/a/b");
    // GitHub
    CHECK(server_metadata_addresses(*Url::parse("https://github.com/login/oauth")).front() ==
          "https://github.com/.well-known/oauth-authorization-server/login/oauth");
    // Entra ID
    CHECK(server_metadata_addresses(*Url::parse("https://login.microsoftonline.com/common/v2.0")).at(2) ==
          "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration");
}

// [req:as-read]
TEST_CASE("the sign-in server's metadata is read, and what has another type counts as absent") {
    const auto server = read_server_metadata(R"({
        "issuer": "https://a.example/t",
        "authorization_endpoint": "https://a.example/authorize?tenant=t",
        "token_endpoint": "https://a.example/token",
        "registration_endpoint": "https://a.example/register",
        "revocation_endpoint": "https://a.example/revoke",
        "introspection_endpoint": "https://a.example/introspect",
        "userinfo_endpoint": "https://a.example/me",
        "scopes_supported": ["openid", "offline_access"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["plain", "S256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "dpop_signing_alg_values_supported": ["ES256"],
        "authorization_response_iss_parameter_supported": true,
        "client_id_metadata_document_supported": true})",
                                             "https://a.example/t");
    REQUIRE(server);
    CHECK(server->issuer == "https://a.example/t");
    CHECK(server->authorization_endpoint == "https://a.example/authorize?tenant=t");
    CHECK(server->token_endpoint == "https://a.example/token");
    CHECK(server->registration_endpoint == "https://a.example/register");
    CHECK(server->revocation_endpoint == "https://a.example/revoke");
    CHECK(server->introspection_endpoint == "https://a.example/introspect");
    CHECK(server->userinfo_endpoint == "https://a.example/me");
    CHECK(lists(server->scopes_supported, "offline_access"));
    CHECK(lists(server->grant_types_supported, "refresh_token"));
    CHECK(lists(server->code_challenge_methods_supported, "S256"));
    CHECK_FALSE(lists(server->code_challenge_methods_supported, "s256"));
    CHECK(lists(server->token_endpoint_auth_methods_supported, "none"));
    CHECK(lists(server->dpop_signing_alg_values_supported, "ES256"));
    CHECK(server->authorization_response_iss_parameter_supported);
    CHECK(server->client_id_metadata_document_supported);
    CHECK_FALSE(server->guessed);

    const auto loose = read_server_metadata(R"({
        "issuer": "https://a.example", "authorization_endpoint": "https://a.example/authorize",
        "token_endpoint": "https://a.example/token", "registration_endpoint": null, "revocation_endpoint": 7,
        "scopes_supported": "openid", "code_challenge_methods_supported": null,
        "authorization_response_iss_parameter_supported": "true", "client_id_metadata_document_supported": 1})",
                                            "https://a.example");
    REQUIRE(loose);
    CHECK(loose->registration_endpoint.empty());
    CHECK(loose->revocation_endpoint.empty());
    CHECK(loose->scopes_supported.empty());
    CHECK(loose->code_challenge_methods_supported.empty());
    CHECK_FALSE(loose->authorization_response_iss_parameter_supported);
    CHECK_FALSE(loose->client_id_metadata_document_supported);
}

// [req:as-issuer]
TEST_CASE("the issuer of the metadata is the one that was asked") {
    struct Row {
        std::string expected, issuer;
        bool good;
    };
    const Row rows[] = {
        {"https://a.example", "https://a.example", true},
        {"https://a.example/t", "https://a.example/t", true},
        // the slash after nothing but a host (Auth0, Google, and libraries that put one)
        {"https://a.example", "https://a.example/", true},
        {"https://a.example/", "https://a.example", true},
        {"https://a.example/t", "https://a.example/t/", false},
        {"https://a.example/t/", "https://a.example/t", false},
        {"https://a.example", "https://a.example//", false},
        // no other normalisation
        {"https://a.example", "https://A.example", false},
        {"https://a.example", "https://a.example:443", false},
        {"https://a.example/%74", "https://a.example/t", false},
        {"https://a.example", "http://a.example", false},
        {"https://a.example", "https://a.example/t", false},
        {"https://a.example", "https://attacker.example.com", false},
        // Entra ID's template, at the origin that was asked, for one segment, and with the same rest
        {"https://login.microsoftonline.com/common/v2.0", "https://login.microsoftonline.com/{tenantid}/v2.0", true},
        {"https://login.microsoftonline.com/organizations/v2.0", "https://login.microsoftonline.com/{tenantid}/v2.0",
         true},
        {"https://login.microsoftonline.com/a/b/v2.0", "https://login.microsoftonline.com/{tenantid}/v2.0", false},
        {"https://login.microsoftonline.com//v2.0", "https://login.microsoftonline.com/{tenantid}/v2.0", false},
        {"https://login.microsoftonline.com/common", "https://login.microsoftonline.com/{tenantid}/v2.0", false},
        {"https://login.microsoftonline.com.evil.example/common/v2.0",
         "https://login.microsoftonline.com/{tenantid}/v2.0", false},
        {"https://login.microsoftonline.us/common/v2.0", "https://login.microsoftonline.us/{tenantid}/v2.0", true},
        {"https://b.example/common/v2.0", "https://a.example/{tenantid}/v2.0", false},
        {"https://a.example/v2.0", "https://{tenantid}/v2.0", false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.expected);
        CAPTURE(row.issuer);
        const auto server = read_server_metadata(document(row.issuer), row.expected);
        CHECK(server.has_value() == row.good);
        if (!server) CHECK(server.error().kind == ErrorKind::issuer_mismatch);
    }
    // What `iss` and the client are compared with: the server's own spelling, but of a template the name that was asked.
    CHECK(read_server_metadata(document("https://a.example/"), "https://a.example")->issuer == "https://a.example/");
    CHECK(read_server_metadata(document("https://login.microsoftonline.com/{tenantid}/v2.0"),
                               "https://login.microsoftonline.com/common/v2.0")
              ->issuer == "https://login.microsoftonline.com/common/v2.0");
}

// [req:as-endpoints]
TEST_CASE("metadata with an endpoint that is never opened is refused whole") {
    for (const std::string name : {"authorization_endpoint", "token_endpoint", "registration_endpoint",
                                   "revocation_endpoint", "introspection_endpoint", "userinfo_endpoint"}) {
        for (const std::string bad :
             {"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://a.example/x",
              "https://user:word@a.example/", "/relative", "wss://a.example/", "calc.exe"}) {
            CAPTURE(name);
            CAPTURE(bad);
            const auto server = read_server_metadata(
                R"({"issuer":"https://a.example","authorization_endpoint":"https://a.example/a","token_endpoint":"https://a.example/t",)"
                "\"" +
                    name + "\":\"" + bad + "\"}",
                "https://a.example");
            REQUIRE_FALSE(server);
            CHECK(server.error().kind == ErrorKind::invalid_address);
            CHECK(server.error().detail.find(name) != std::string::npos);
        }
    }
    CHECK(read_server_metadata(
        R"({"issuer":"http://localhost:1","authorization_endpoint":"http://localhost:1/a","token_endpoint":"http://127.0.0.1:1/t"})",
        "http://localhost:1"));
}

// [req:as-bad]
TEST_CASE("metadata that the sign-in cannot use is an error that says what it lacks") {
    struct Row {
        std::string body;
        ErrorKind kind;
    };
    const Row rows[] = {
        {"", ErrorKind::malformed},
        {"<html>", ErrorKind::malformed},
        {"[]", ErrorKind::wrong_type},
        {"{}", ErrorKind::wrong_type},
        {R"({"issuer":null})", ErrorKind::wrong_type},
        {R"({"issuer":"https://a.example"})", ErrorKind::wrong_type},
        {R"({"issuer":"https://a.example","token_endpoint":"https://a.example/t"})", ErrorKind::wrong_type},
        {R"({"issuer":"https://a.example","authorization_endpoint":"https://a.example/a","token_endpoint":7})",
         ErrorKind::wrong_type},
        {std::string(100, '['), ErrorKind::too_large},
    };
    for (const auto& row : rows) {
        CAPTURE(row.body);
        const auto server = read_server_metadata(row.body, "https://a.example");
        REQUIRE_FALSE(server);
        CHECK(server.error().kind == row.kind);
    }
    // RFC 8414 §2: nobody is sent to the authorization endpoint by a server for machines.
    CHECK(read_server_metadata(
        R"({"issuer":"https://a.example","token_endpoint":"https://a.example/t","grant_types_supported":["client_credentials"]})",
        "https://a.example"));
}

TEST_CASE("lists in metadata are capped, as are their items") {
    std::string scopes;
    for (int i = 0; i < 5'000; ++i) scopes += "\"s" + std::to_string(i) + "\",";
    const auto server = read_server_metadata(
        R"({"issuer":"https://a.example","authorization_endpoint":"https://a.example/a","token_endpoint":"https://a.example/t",)"
        R"("scopes_supported":[")" +
            std::string(5'000, 'x') + "\"," + scopes + R"("z"]})",
        "https://a.example");
    REQUIRE(server);
    CHECK(server->scopes_supported.size() == 200);
    CHECK(server->scopes_supported.front() == "s0");
}

// [req:as-fallback]
TEST_CASE("a server of 2025-03-26 that publishes nothing has its endpoints at its origin") {
    const auto guess = fallback_server_metadata(*Url::parse("https://api.example.com/v1/mcp?x=y"));
    CHECK(guess.issuer == "https://api.example.com");
    CHECK(guess.authorization_endpoint == "https://api.example.com/authorize");
    CHECK(guess.token_endpoint == "https://api.example.com/token");
    CHECK(guess.registration_endpoint == "https://api.example.com/register");
    CHECK(lists(guess.code_challenge_methods_supported, "S256"));
    CHECK(guess.guessed);
}

// [req:sign-in-records]
TEST_CASE("metadata that was kept comes back as it was") {
    auto server = *read_server_metadata(document("https://a.example"), "https://a.example");
    server.guessed = true;
    server.revocation_endpoint = "https://a.example/revoke";
    server.scopes_supported = {"a", "b"};
    server.authorization_response_iss_parameter_supported = true;
    const auto kept = read_kept_server_metadata(*base::parse_json(base::dump_json(to_json(server))));
    REQUIRE(kept);
    CHECK(base::dump_json(to_json(*kept)) == base::dump_json(to_json(server)));
    CHECK(kept->guessed);
    CHECK(kept->scopes_supported == Texts{"a", "b"});
    CHECK(kept->authorization_response_iss_parameter_supported);
    CHECK_FALSE(read_kept_server_metadata(base::Json()));
}
