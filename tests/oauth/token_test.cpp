#include "oauth/token.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace oauth;
using namespace std::chrono_literals;
using base::ErrorKind;

namespace {

constexpr auto sent_at = 1'795'000'000'000ms;

ServerMetadata token_server() {
    ServerMetadata made;
    made.issuer = "https://a.example";
    made.token_endpoint = "https://a.example/token";
    made.revocation_endpoint = "https://a.example/revoke";
    return made;
}

Client client(ClientAuthentication authentication) {
    Client made;
    made.client_id = "id 1:a";
    made.client_secret = authentication == ClientAuthentication::none ? "" : "s+%";
    made.authentication = authentication;
    return made;
}

base::Result<Tokens> token_answer(const std::string& body, int status = 200) {
    return read_token_response({{status, {}, {}}, body}, "asked", "old refresh", sent_at);
}

std::string header(const ports::HttpRequest& request, std::string_view name) {
    const std::string* found = ports::find_header(request.headers, name);
    return found ? *found : "(absent)";
}

}  // namespace

TEST_CASE("a form is written so that every reader of forms reads it, and read as they are written") {
    CHECK(form_encode({{"a b", "c+d&e=f"}, {"g", ""}, {"h", "한~"}}) == "a%20b=c%2Bd%26e%3Df&g=&h=%ED%95%9C~");
    CHECK(form_decode("a+b=c%2Bd&&g&h=i=j&%zz=%4") == Form{{"a b", "c+d"}, {"g", ""}, {"h", "i=j"}, {"%zz", "%4"}});
    CHECK(form_decode("").empty());
}

// [req:token-request]
TEST_CASE("a token request carries the client's authentication in its own way") {
    using enum ClientAuthentication;
    struct Row {
        ClientAuthentication authentication;
        std::string body, authorization;
    };
    const Row rows[] = {
        {none, "grant_type=x&client_id=id%201%3Aa", "(absent)"},
        {client_secret_post, "grant_type=x&client_id=id%201%3Aa&client_secret=s%2B%25", "(absent)"},
        // RFC 6749 §2.3.1: base64 of "id%201%3Aa:s%2B%25"
        {client_secret_basic, "grant_type=x", "Basic aWQlMjAxJTNBYTpzJTJCJTI1"},
    };
    for (const auto& row : rows) {
        const auto request = make_token_request(token_server(), client(row.authentication), {{"grant_type", "x"}});
        CHECK(request.method == "POST");
        CHECK(request.url == "https://a.example/token");
        CHECK(request.body == row.body);
        CHECK(header(request, "Authorization") == row.authorization);
        CHECK(header(request, "Content-Type") == "application/x-www-form-urlencoded");
        CHECK(header(request, "Accept") == "application/json");
        CHECK(request.redirects == ports::Redirects::refuse);
    }
}

// [req:token-grants]
TEST_CASE("the grants name what the specifications ask for, and nothing empty") {
    CHECK(form_encode(authorization_code_grant("c", "https://p.example/cb", "v", "https://r.example")) ==
          "grant_type=authorization_code&code=c&redirect_uri=https%3A%2F%2Fp.example%2Fcb&code_verifier=v&"
          "resource=https%3A%2F%2Fr.example");
    CHECK(form_encode(authorization_code_grant("c", "u", "", "")) ==
          "grant_type=authorization_code&code=c&redirect_uri=u");
    CHECK(form_encode(refresh_grant("r", "https://r.example", "a b")) ==
          "grant_type=refresh_token&refresh_token=r&resource=https%3A%2F%2Fr.example&scope=a%20b");
    CHECK(form_encode(refresh_grant("r", "", "")) == "grant_type=refresh_token&refresh_token=r");
}

// [req:token-response]
TEST_CASE("tokens are read, and what the answer leaves out is filled in") {
    const auto whole = token_answer(R"({"access_token":"at","token_type":"DPoP","expires_in":6,"refresh_token":"rt",
        "id_token":"it","scope":"granted"})");
    REQUIRE(whole);
    CHECK(whole->access_token == "at");
    CHECK(whole->token_type == "DPoP");
    CHECK(whole->is_dpop());
    CHECK(whole->refresh_token == "rt");
    CHECK(whole->id_token == "it");
    CHECK(whole->scope == "granted");
    CHECK(whole->expires_at == sent_at + 6s);

    const auto least = token_answer(R"({"access_token":"at","token_type":"bearer"})");
    REQUIRE(least);
    CHECK_FALSE(least->is_dpop());
    CHECK(least->refresh_token == "old refresh");  // Cognito, and RFC 6749 §6
    CHECK(least->scope == "asked");
    CHECK(least->id_token.empty());
    CHECK(least->expires_at == 0ms);
}

// [req:token-loose]
TEST_CASE("an answer that is nearly right is read") {
    struct Row {
        std::string members;
        std::chrono::milliseconds expires_at;
    };
    const Row rows[] = {
        {R"("token_type":"bearer","expires_in":"3600")", sent_at + 3600s},
        {R"("token_type":"BEARER","expires_in":3600.7)", sent_at + 3600s},
        {R"("token_type":"dpop","expires_in":0)", 0ms},
        {R"("token_type":null,"expires_in":-5)", 0ms},
        {R"("expires_in":1e300)", sent_at + 3'155'760'000s},
        {R"("expires_in":"soon")", 0ms},
        {R"("expires_in":null,"refresh_token":null,"scope":["a"],"id_token":7)", 0ms},
    };
    for (const auto& row : rows) {
        CAPTURE(row.members);
        const auto tokens = token_answer(R"({"access_token":"at",)" + row.members + "}");
        REQUIRE(tokens);
        CHECK(tokens->expires_at == row.expires_at);
        CHECK(tokens->refresh_token == "old refresh");
        CHECK(tokens->scope == "asked");
    }
    CHECK(token_answer(R"({"access_token":"at"})")->token_type == "Bearer");
}

// [req:token-errors]
TEST_CASE("an error of the token endpoint tells what is over from what may pass") {
    struct Row {
        int status;
        std::string body;
        ErrorKind kind;
        std::string subject;
        base::Remedy remedy;
    };
    using enum base::Remedy;
    const Row rows[] = {
        {400, R"({"error":"invalid_grant"})", ErrorKind::invalid_grant, "invalid_grant", none},
        {401, R"({"error":"invalid_client"})", ErrorKind::invalid_client, "invalid_client", none},
        {400, R"({"error":"invalid_target"})", ErrorKind::token_refused, "invalid_target", none},
        {400, R"({"error":"use_dpop_nonce"})", ErrorKind::token_refused, "use_dpop_nonce", none},
        {400, R"({"error":"temporarily_unavailable"})", ErrorKind::token_refused, "temporarily_unavailable", retry},
        {500, R"({"error":"server_error"})", ErrorKind::token_refused, "server_error", retry},
        {500, R"({"error":"invalid_grant"})", ErrorKind::invalid_grant, "invalid_grant", none},
        {200, R"({"error":"invalid_grant"})", ErrorKind::invalid_grant, "invalid_grant", none},  // GitHub
        {400, R"({"Error":"invalid_grant"})", ErrorKind::token_refused, "", none},               // exact keys
        {400, R"({"error":{"code":"invalid_grant"}})", ErrorKind::token_refused, "", none},
        {401, R"({"message":"Unauthorized"})", ErrorKind::token_refused, "", none},
        {403, "", ErrorKind::token_refused, "", none},
        {400, "<!doctype html><p>no", ErrorKind::token_refused, "", none},
        {400, std::string(100, '['), ErrorKind::token_refused, "", none},
        {302, "", ErrorKind::token_refused, "", none},
        {500, "", ErrorKind::http_status, "", retry},
        {503, "<html>", ErrorKind::http_status, "", retry},
        {429, "", ErrorKind::rate_limited, "", retry},
        {200, "", ErrorKind::malformed, "", none},
        {200, "access_token=a&token_type=bearer", ErrorKind::malformed, "", none},
        {200, "[]", ErrorKind::wrong_type, "", none},
        {200, "{}", ErrorKind::wrong_type, "", none},
        {200, R"({"access_token":""})", ErrorKind::wrong_type, "", none},
        {200, R"({"access_token":7})", ErrorKind::wrong_type, "", none},
        {200, R"({"access_token":"a\r\nX-Evil: b"})", ErrorKind::wrong_type, "", none},
        {200, R"({"access_token":"한"})", ErrorKind::wrong_type, "", none},
        {200, R"({"access_token":")" + std::string(100'000, 'x') + "\"}", ErrorKind::wrong_type, "", none},
        {200, R"({"access_token":"a","token_type":"mac"})", ErrorKind::wrong_type, "", none},  // RFC 6749 §7.1
        {200, R"({"access_token":")" + std::string(2'000'000, 'x') + "\"}", ErrorKind::too_large, "", none},
    };
    for (const auto& row : rows) {
        CAPTURE(row.status);
        CAPTURE(row.body.substr(0, 100));
        const auto tokens = token_answer(row.body, row.status);
        REQUIRE_FALSE(tokens);
        CHECK(tokens.error().kind == row.kind);
        CHECK(tokens.error().subject == row.subject);
        CHECK(tokens.error().remedy == row.remedy);
        CHECK_FALSE(tokens.error().message.empty());
        CHECK(tokens.error().message.find('<') == std::string::npos);
    }
}

// [req:provider-words]
TEST_CASE("the provider's words are shown as one line, without what looks like a code or a token") {
    struct Row {
        std::string description, message;
    };
    const Row rows[] = {
        {"Grant expired.", "The provider gave no token: Grant expired."},
        {R"(Two\nlines\u001b[1m)", "The provider gave no token: Two lines [1m"},
        {"", "The provider gave no token: invalid_grant"},
        {"Code SplxlOBeZQQYbYS6WxSbIA is over", "The provider gave no token: Code … is over"},
        {"Bad token 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'.", "The provider gave no token: Bad token '…'."},
        {"AADSTS70008. Trace ID: 8b1a8f0e-5d3c-4a47-9d2b-2c6d3c9e7a00",
         "The provider gave no token: AADSTS70008. Trace ID: 8b1a8f0e-5d3c-4a47-9d2b-2c6d3c9e7a00"},
        {"authorization_response_iss_parameter_supported",
         "The provider gave no token: authorization_response_iss_parameter_supported"},
        {"코드가 만료되었습니다", "The provider gave no token: 코드가 만료되었습니다"},
    };
    for (const auto& row : rows) {
        const auto tokens =
            token_answer(R"({"error":"invalid_grant","error_description":")" + row.description + "\"}", 400);
        REQUIRE_FALSE(tokens);
        CHECK(tokens.error().message == row.message);
        CHECK(tokens.error().detail == "HTTP 400, error invalid_grant");
    }
    const auto endless = token_answer(R"({"error":"x","error_description":")" + std::string(50'000, '!') + "\"}", 400);
    CHECK(endless.error().message.size() < 400);
}

// [req:revocation]
TEST_CASE("both tokens are given back, the refresh token first, where there is a place for it") {
    Tokens tokens;
    tokens.access_token = "at";
    tokens.refresh_token = "rt";
    const auto requests = make_revocation_requests(token_server(), client(ClientAuthentication::none), tokens);
    REQUIRE(requests.size() == 2);
    CHECK(requests[0].url == "https://a.example/revoke");
    CHECK(requests[0].method == "POST");
    CHECK(requests[0].body == "token=rt&token_type_hint=refresh_token&client_id=id%201%3Aa");
    CHECK(requests[1].body == "token=at&token_type_hint=access_token&client_id=id%201%3Aa");
    const auto basic =
        make_revocation_requests(token_server(), client(ClientAuthentication::client_secret_basic), tokens);
    CHECK(header(basic.at(0), "Authorization").starts_with("Basic "));
    tokens.refresh_token.clear();
    CHECK(make_revocation_requests(token_server(), client(ClientAuthentication::none), tokens).size() == 1);
    ServerMetadata without = token_server();
    without.revocation_endpoint.clear();
    CHECK(make_revocation_requests(without, client(ClientAuthentication::none), tokens).empty());
}

// [req:sign-in-records]
TEST_CASE("tokens that were kept come back as they were") {
    const auto tokens = *token_answer(
        R"({"access_token":"at","token_type":"DPoP","expires_in":6,"refresh_token":"rt","id_token":"it","scope":"s"})");
    const auto kept = read_tokens(*base::parse_json(base::dump_json(to_json(tokens))));
    REQUIRE(kept);
    CHECK(base::dump_json(to_json(*kept)) == base::dump_json(to_json(tokens)));
    CHECK(kept->is_dpop());
    CHECK(kept->expires_at == sent_at + 6s);
    CHECK_FALSE(read_tokens(base::Json()));
    CHECK_FALSE(read_tokens(*base::parse_json(R"({"access_token":7})")));
}

// [req:jwt-view]
TEST_CASE("the claims of a JWT can be looked at, and an opaque token has none") {
    // RFC 7519 §3.1
    const std::string jwt =
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9p"
        "c19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    CHECK(*jwt_header(jwt) == *base::parse_json(R"({"typ":"JWT","alg":"HS256"})"));
    CHECK(*jwt_claims(jwt) == *base::parse_json(R"({"iss":"joe","exp":1300819380,"http://example.com/is_root":true})"));
    for (const std::string& opaque : {std::string("opaque"), std::string(), std::string("."), std::string(".."),
                                      std::string("a.b.c"), std::string("e30.e30"), std::string("e30.W10.x"),
                                      std::string("e30.bnVsbA.x"), jwt + ".x", std::string("e30.e30.e30.e30")}) {
        CAPTURE(opaque);
        CHECK_FALSE((jwt_claims(opaque) && jwt_header(opaque)));
    }
    // RFC 7516: encrypted; only the header can be read.
    CHECK(jwt_header("eyJhbGciOiJkaXIifQ.....").has_value() == false);
    CHECK(jwt_header("eyJhbGciOiJkaXIifQ..a.b.c"));
    CHECK_FALSE(jwt_claims("eyJhbGciOiJkaXIifQ..a.b.c"));
}
