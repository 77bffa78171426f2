#include "oauth/authorization_request.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "oauth/form.hpp"

using namespace oauth;
using namespace std::chrono_literals;

namespace {

PendingAuthorization pending(const std::string& endpoint = "https://a.example/authorize") {
    PendingAuthorization made;
    made.state = "w-state";
    made.code_verifier = "verifier";
    made.server_url = "https://mcp.example/mcp";
    made.server_id = "s1";
    made.server.issuer = "https://a.example";
    made.server.authorization_endpoint = endpoint;
    made.server.token_endpoint = "https://a.example/token";
    made.client.issuer = "https://a.example";
    made.client.client_id = "client 1";
    made.redirect_uri = "https://parley.example/callback.html";
    made.resource = "https://mcp.example/mcp";
    made.scope = "a:read a:write";
    made.began = 1'795'000'000'000ms;
    return made;
}

Form parameters(const std::string& url) { return form_decode(url.substr(url.find('?') + 1)); }

std::string value(const std::string& url, std::string_view name) {
    std::string found;
    int count = 0;
    for (const auto& [known, text] : parameters(url))
        if (known == name) ++count, found = text;
    CHECK(count <= 1);
    return count == 0 ? "(absent)" : found;
}

std::string chosen(const std::string& setting, const std::string& challenge, std::vector<std::string> of_resource,
                   std::vector<std::string> of_server = {}, const std::string& already = {},
                   const std::string& error = {}) {
    SignInSettings settings;
    settings.scope = setting;
    Refusal refusal;
    refusal.scope = challenge;
    refusal.error = error;
    ProtectedResource resource;
    resource.scopes_supported = std::move(of_resource);
    ServerMetadata server;
    server.scopes_supported = std::move(of_server);
    return choose_scope(settings, refusal, resource, server, already);
}

}  // namespace

// [req:scope-choice]
TEST_CASE("the scope is the setting, else the challenge's, else the resource's, else none") {
    CHECK(chosen("mine", "asked", {"listed"}) == "mine");
    CHECK(chosen("", "asked also", {"listed"}) == "asked also");
    CHECK(chosen("", "", {"listed", "too"}) == "listed too");
    CHECK(chosen("", "", {}).empty());
    CHECK(chosen("", " a  b a ", {}) == "a b");
}

// [req:scope-offline]
TEST_CASE("offline_access is asked for only where the server lists it, and never alone") {
    CHECK(chosen("", "a", {}, {"a", "offline_access"}) == "a offline_access");
    CHECK(chosen("", "", {"a", "b"}, {"offline_access"}) == "a b offline_access");
    CHECK(chosen("", "a", {}, {"a"}) == "a");
    CHECK(chosen("", "", {}, {"offline_access"}).empty());
    CHECK(chosen("", "offline_access a", {}, {"offline_access"}) == "offline_access a");
}

// [req:scope-step-up]
TEST_CASE("a step-up asks for what was asked before and what the challenge names, in order and once") {
    CHECK(chosen("", "b c", {"listed"}, {}, "a b", "insufficient_scope") == "a b c");
    CHECK(chosen("mine", "c", {}, {}, "mine", "insufficient_scope") == "mine c");
    CHECK(chosen("mine", "c", {}, {}, "", "insufficient_scope") == "mine c");
    CHECK(chosen("", "c", {}, {"offline_access"}, "a offline_access", "insufficient_scope") == "a offline_access c");
}

// [req:authorization-request]
TEST_CASE("the address of the sign-in has all that the specifications ask for, each once") {
    const auto url = make_authorization_url(pending(), "challenge", "thumb", {});
    CHECK(url.starts_with("https://a.example/authorize?"));
    CHECK(value(url, "response_type") == "code");
    CHECK(value(url, "client_id") == "client 1");
    CHECK(value(url, "redirect_uri") == "https://parley.example/callback.html");
    CHECK(value(url, "state") == "w-state");
    CHECK(value(url, "code_challenge") == "challenge");
    CHECK(value(url, "code_challenge_method") == "S256");
    CHECK(value(url, "resource") == "https://mcp.example/mcp");
    CHECK(value(url, "scope") == "a:read a:write");
    CHECK(value(url, "dpop_jkt") == "thumb");
    CHECK(parameters(url).size() == 9);
    CHECK(url.find("client%201") != std::string::npos);
    CHECK(url.find("verifier") == std::string::npos);

    auto least = pending();
    least.scope.clear();
    least.resource.clear();
    const auto little = make_authorization_url(least, "", "", {});
    for (const char* absent : {"scope", "resource", "code_challenge", "code_challenge_method", "dpop_jkt", "prompt"})
        CHECK(value(little, absent) == "(absent)");
}

// [req:authorization-endpoint]
TEST_CASE("the endpoint keeps its own query, loses its fragment, and cannot set what is ours") {
    struct Row {
        std::string endpoint, begins;
    };
    const Row rows[] = {
        {"https://a.example/authorize", "https://a.example/authorize?response_type=code&"},
        {"https://a.example/authorize?tenant=t%2F1", "https://a.example/authorize?tenant=t%2F1&response_type=code&"},
        {"https://a.example/authorize?a=1&b#frag", "https://a.example/authorize?a=1&b&response_type=code&"},
        {"https://a.example/authorize#frag?x=y", "https://a.example/authorize?response_type=code&"},
        {"https://a.example/authorize?", "https://a.example/authorize?response_type=code&"},
        {"https://a.example/authorize?client_id=evil&state=s&%73tate=t&x=y&redirect_uri=https://evil.example",
         "https://a.example/authorize?x=y&response_type=code&"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.endpoint);
        const auto url = make_authorization_url(pending(row.endpoint), "challenge", "", {});
        CHECK(url.starts_with(row.begins));
        CHECK(url.find("frag") == std::string::npos);
        CHECK(value(url, "client_id") == "client 1");
        CHECK(value(url, "state") == "w-state");
    }
}

// [req:authorization-extra]
TEST_CASE("extra parameters are added, may replace scope and resource, and never what is ours") {
    SignInSettings settings;
    settings.extra_parameters = {{"audience", "todo-api"},
                                 {"scope", "create:todos"},
                                 {"resource", "https://todo.mcp-server.app"},
                                 {"client_id", "evil"},
                                 {"redirect_uri", "https://evil.example"},
                                 {"response_type", "token"},
                                 {"state", "fixed"},
                                 {"code_challenge", "x"},
                                 {"code_challenge_method", "plain"},
                                 {"dpop_jkt", "x"},
                                 {"audience", "last wins"},
                                 {"empty", ""},
                                 {"login hint", "a&b=c"}};
    const auto url = make_authorization_url(pending(), "challenge", "", settings);
    CHECK(value(url, "audience") == "last wins");
    CHECK(value(url, "scope") == "create:todos");
    CHECK(value(url, "resource") == "https://todo.mcp-server.app");
    CHECK(value(url, "client_id") == "client 1");
    CHECK(value(url, "redirect_uri") == "https://parley.example/callback.html");
    CHECK(value(url, "response_type") == "code");
    CHECK(value(url, "state") == "w-state");
    CHECK(value(url, "code_challenge") == "challenge");
    CHECK(value(url, "code_challenge_method") == "S256");
    CHECK(value(url, "dpop_jkt") == "(absent)");
    CHECK(value(url, "empty") == "(absent)");
    CHECK(value(url, "login hint") == "a&b=c");
    // Without PKCE no other way is opened for it.
    CHECK(value(make_authorization_url(pending(), "", "", settings), "code_challenge") == "(absent)");
    CHECK(value(make_authorization_url(pending(), "", "", settings), "code_challenge_method") == "(absent)");
}

// [req:authorization-consent]
TEST_CASE("offline_access goes with the person's consent, which OpenID Connect wants for it") {
    const auto prompt = [](const std::string& scope, const std::string& extra, const std::string& endpoint) {
        auto made = pending(endpoint);
        made.scope = scope;
        SignInSettings settings;
        if (!extra.empty()) settings.extra_parameters = {{"prompt", extra}};
        return value(make_authorization_url(made, "challenge", "", settings), "prompt");
    };
    const std::string usual = "https://a.example/authorize";
    const std::string entra = "https://login.microsoftonline.com/common/oauth2/v2.0/authorize";
    CHECK(prompt("a", "", usual) == "(absent)");
    CHECK(prompt("a offline_access", "", usual) == "consent");
    CHECK(prompt("a offline_access", "login", usual) == "login consent");
    CHECK(prompt("a offline_access", "consent", usual) == "consent");
    CHECK(prompt("a offline_access", "none", usual) == "none");
    CHECK(prompt("a offline_access_not", "", usual) == "(absent)");
    CHECK(prompt("a offline_access", "", entra) == "(absent)");
    CHECK(prompt("a offline_access", "select_account", entra) == "select_account");
}

// [req:sign-in-records]
TEST_CASE("a sign-in under way comes back from its record as it was") {
    auto made = pending();
    made.another_account = true;
    made.dpop = true;
    made.dpop_key = "key 1";
    made.server.authorization_response_iss_parameter_supported = true;
    made.client.client_secret = "s";
    made.client.authentication = ClientAuthentication::client_secret_post;
    const auto kept = read_pending_authorization(*base::parse_json(base::dump_json(to_json(made))));
    REQUIRE(kept);
    CHECK(base::dump_json(to_json(*kept)) == base::dump_json(to_json(made)));
    CHECK(kept->state == "w-state");
    CHECK(kept->code_verifier == "verifier");
    CHECK(kept->server.issuer == "https://a.example");
    CHECK(kept->server.authorization_response_iss_parameter_supported);
    CHECK(kept->client.authentication == ClientAuthentication::client_secret_post);
    CHECK(kept->dpop);
    CHECK(kept->began == 1'795'000'000'000ms);

    for (const char* lost : {"v", "state", "server_url", "server", "client"}) {
        CAPTURE(lost);
        auto record = to_json(made);
        record.erase(lost);
        CHECK_FALSE(read_pending_authorization(record));
    }
    auto newer = to_json(made);
    newer["v"] = 2;
    CHECK(read_pending_authorization(newer).error().kind == base::ErrorKind::unsupported_version);
    auto hollow = to_json(made);
    hollow["client"] = base::Json::object();
    CHECK_FALSE(read_pending_authorization(hollow));
    hollow = to_json(made);
    hollow["server"] = base::Json::object();
    CHECK_FALSE(read_pending_authorization(hollow));
}
