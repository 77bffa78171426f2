// One test a row of the table of what has gone wrong in clients like this one, where pure code shows it.
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "oauth/authorization_request.hpp"
#include "oauth/authorization_response.hpp"
#include "oauth/grant.hpp"
#include "oauth/protected_resource.hpp"
#include "oauth/registration.hpp"
#include "oauth/server_metadata.hpp"
#include "oauth/token.hpp"
#include "oauth/www_authenticate.hpp"

using namespace oauth;
using base::ErrorKind;
using base::Url;

namespace {

const Url mcp_server = *Url::parse("https://mcp.example/mcp");

std::string metadata(const std::string& more = {}) {
    return R"({"issuer":"https://a.example","authorization_endpoint":"https://a.example/authorize",)"
           R"("token_endpoint":"https://a.example/token")" +
           more + "}";
}

PendingAuthorization pending() {
    PendingAuthorization made;
    made.state = "w-state";
    made.server = *read_server_metadata(metadata(), "https://a.example");
    made.client.client_id = "c";
    made.redirect_uri = "https://parley.example/callback.html";
    return made;
}

}  // namespace

TEST_CASE(
    "CVE-2025-58444, H1 3211031, CVE-2025-58747, openai/codex#37077: no address of another scheme is opened or asked") {
    for (const std::string evil :
         {"javascript:alert(1)", "JavaScript:alert(1)", "java\\nscript:alert(1)", " javascript:alert(1)",
          "data:text/html,<script>alert(1)</script>", "file:///etc/passwd", "vbscript:x", "blob:x",
          "calculator:", "ms-settings:", "http://a.example/", "ftp://a.example/", "//a.example/", "https:a.example",
          "https://a.example@evil.example/"}) {
        CAPTURE(evil);
        for (const std::string name : {"authorization_endpoint", "token_endpoint", "registration_endpoint",
                                       "revocation_endpoint", "userinfo_endpoint"}) {
            const auto server =
                read_server_metadata(metadata(",\"" + name + "\":\"" + evil + "\""), "https://a.example");
            REQUIRE_FALSE(server);
            CHECK(server.error().kind == ErrorKind::invalid_address);
        }
        CHECK_FALSE(protected_resource_addresses(mcp_server, evil));
        const auto resource = read_protected_resource(
            R"({"resource":"https://mcp.example/mcp","authorization_servers":[")" + evil + "\"]}", mcp_server);
        CHECK_FALSE(resource);
        const auto client = read_registration_response(
            {{201, {}, {}},
             R"({"client_id":"c","registration_access_token":"t","registration_client_uri":")" + evil + "\"}"},
            pending().server, {});
        REQUIRE(client);
        CHECK(client->registration_client_uri.empty());
    }
}

TEST_CASE(
    "CVE-2026-1721, CVE-2025-62800, use-mcp callback: what the provider says stays text, on one line, and short") {
    const auto refused = read_authorization_response(
        "?state=w-state&error=%3Cimg%20src%3Dx%3E&error_description=%3Cscript%3Ealert(1)%3C%2Fscript%3E%0A%1B%5B2J%E2%"
        "80%AE" +
            std::string(10'000, '!'),
        pending());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.starts_with("<script>alert(1)</script> [2J"));  // drawn as text on a canvas
    CHECK(refused.error().message.size() < 400);
    CHECK(refused.error().subject == "<img src=x>");
}

TEST_CASE("CVE-2026-42073: state and iss are checked before error is read") {
    for (const char* query :
         {"?error=access_denied&error_description=words", "?error=access_denied&error_description=words&state=x",
          "?error=access_denied&error_description=words&state=w-state&iss=https://evil.example"}) {
        const auto refused = read_authorization_response(query, pending());
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind == ErrorKind::foreign_answer);
        CHECK(refused.error().message.find("words") == std::string::npos);
        CHECK(refused.error().subject.empty());
        CHECK(refused.error().detail.empty());
    }
}

TEST_CASE("CVE-2026-31944: a code is good only with the state of the record of this browser") {
    CHECK(read_authorization_response("?code=a&state=w-state", pending()));
    CHECK(read_authorization_response("?code=a&state=w-other", pending()).error().kind == ErrorKind::foreign_answer);
    CHECK(read_authorization_response("?code=a", pending()).error().kind == ErrorKind::foreign_answer);
    CHECK(read_authorization_response("?code=a&state=", PendingAuthorization()).error().kind ==
          ErrorKind::foreign_answer);
}

TEST_CASE("CVE-2025-4144: PKCE is seen to be missing, and no parameter or endpoint can take it away") {
    for (const char* methods :
         {"", R"(,"code_challenge_methods_supported":[])", R"(,"code_challenge_methods_supported":["plain"])",
          R"(,"code_challenge_methods_supported":null)", R"(,"code_challenge_methods_supported":"S256")"})
        CHECK_FALSE(lists(
            read_server_metadata(metadata(methods), "https://a.example")->code_challenge_methods_supported, "S256"));
    auto made = pending();
    made.server.authorization_endpoint = "https://a.example/authorize?code_challenge_method=plain&code_challenge=x";
    SignInSettings settings;
    settings.extra_parameters = {{"code_challenge_method", "plain"}, {"code_challenge", "x"}};
    const auto url = make_authorization_url(made, "right", "", settings);
    CHECK(url.find("plain") == std::string::npos);
    CHECK(url.find("code_challenge=x") == std::string::npos);
    CHECK(url.find("code_challenge=right&code_challenge_method=S256") != std::string::npos);
}

TEST_CASE("vercel/ai#15966: metadata of another issuer is not used, nor an answer of another") {
    const auto other = read_server_metadata(metadata(), "https://honest.example");
    REQUIRE_FALSE(other);
    CHECK(other.error().kind == ErrorKind::issuer_mismatch);
    CHECK(read_authorization_response("?code=a&state=w-state&iss=https://honest.example", pending()).error().kind ==
          ErrorKind::foreign_answer);
    // What is kept of a registration says where it is good.
    CHECK(read_registration_response({{201, {}, {}}, R"({"client_id":"c","issuer":"https://honest.example"})"},
                                     pending().server, {})
              ->issuer == "https://a.example");
}

TEST_CASE("oauth-v2-1#215: a server cannot name a victim's resource as its own") {
    for (const char* victim :
         {"https://victim.example/mcp", "https://victim.example", "https://mcp.example.victim.example/mcp",
          "https://mcp.example/other", "https://mcp.example:444/mcp"}) {
        const auto resource = read_protected_resource(
            std::string(R"({"authorization_servers":["https://a.example"],"resource":")") + victim + "\"}", mcp_server);
        REQUIRE_FALSE(resource);
        CHECK(resource.error().kind == ErrorKind::resource_mismatch);
    }
}

TEST_CASE("use-mcp, mcp-use, MCPJam: a grant's key is server, issuer, client and account, whole") {
    const std::string server = "https://mcp.example/mcp", issuer = "https://a.example";
    const std::vector<GrantKey> keys = {
        {server, issuer, "c", "u"},
        {server + "/", issuer, "c", "u"},
        {"https://mcp.example/MCP", issuer, "c", "u"},
        {server, issuer + "/", "c", "u"},
        {server, issuer, "c", "v"},
        {server, issuer, "d", "u"},
        {server, issuer, "cu", ""},
        {server, issuer, "", "cu"},
        {server, issuer, "c\",\"u", ""},  // what would close one part and begin the next
        {server + "\n" + issuer, "", "c", "u"},
        {server, issuer, "c", std::string("u\0", 2)},
        {std::string(5'000, 'x') + "1", issuer, "c", "u"},
        {std::string(5'000, 'x') + "2", issuer, "c", "u"},
    };
    std::set<std::string> texts;
    for (const auto& key : keys) texts.insert(key.text());
    CHECK(texts.size() == keys.size());
}

TEST_CASE("CVE-2026-27896: members are found by their exact names in all that a provider answers") {
    CHECK_FALSE(read_server_metadata(R"({"Issuer":"https://a.example","token_endpoint":"https://a.example/t"})",
                                     "https://a.example"));
    CHECK_FALSE(read_protected_resource(R"({"RESOURCE":"https://mcp.example/mcp"})", mcp_server));
    CHECK_FALSE(read_token_response({{200, {}, {}}, R"({"Access_Token":"a","token_type":"Bearer"})"}, "", "", {}));
    CHECK_FALSE(read_registration_response({{201, {}, {}}, R"({"Client_Id":"a"})"}, pending().server, {}));
}

TEST_CASE("CVE-2026-32625: nothing in an address or a parameter is expanded") {
    auto made = pending();
    made.scope = "${HOME} $(id) %HOME%";
    const auto url = make_authorization_url(made, "c", "", {});
    CHECK(url.find("scope=%24%7BHOME%7D%20%24%28id%29%20%25HOME%25") != std::string::npos);
    CHECK(read_server_metadata(metadata(R"(,"revocation_endpoint":"https://a.example/${HOME}")"), "https://a.example")
              ->revocation_endpoint == "https://a.example/${HOME}");
}

TEST_CASE("any: what a provider or a resource answers is capped in bytes, depth and count") {
    const std::string deep = std::string(1'000, '[') + std::string(1'000, ']');
    std::string many = "[0";
    for (int i = 0; i < 50'000; ++i) many += ",0";
    many += ']';
    const std::string large = '"' + std::string(2'000'000, 'x') + '"';
    for (const std::string& value : {deep, many, large}) {
        const std::string body =
            R"({"issuer":"https://a.example","resource":"https://mcp.example/mcp","access_token":"a","client_id":"c","x":)" +
            value + "}";
        CHECK(read_server_metadata(body, "https://a.example").error().kind == ErrorKind::too_large);
        CHECK(read_protected_resource(body, mcp_server).error().kind == ErrorKind::too_large);
        CHECK(read_token_response({{200, {}, {}}, body}, "", "", {}).error().kind == ErrorKind::too_large);
        CHECK(read_registration_response({{201, {}, {}}, body}, pending().server, {}).error().kind ==
              ErrorKind::too_large);
        CHECK_FALSE(jwt_claims(body));
    }
    CHECK(read_www_authenticate("Bearer a=" + large).size() <= 20);
}
