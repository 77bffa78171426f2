#include "oauth/deployment.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace {

const base::Url folder = *base::Url::parse("https://host.example/chat/");

std::vector<base::Error> read(const char* config, oauth::Deployment& into) {
    return oauth::read_deployment(*base::parse_json(config), folder, into);
}

}  // namespace

// [req:config-settings]
TEST_CASE("what a deployment says of itself and of where one signs in is taken over") {
    oauth::Deployment deployment;
    CHECK(read(R"({"client_name":"Our chat","client_uri":"https://host.example/about","software_id":"ours",
        "software_version":"2","logo_uri":"https://host.example/logo.png","scope":"read write",
        "redirect_uri":"https://host.example/chat/callback","auth_server_url":"https://login.example",
        "client_id_metadata_url":"https://host.example/chat/client.json","mcp_server_url":"http://localhost:3001/mcp",
        "machine_credentials":[],"of another version of this page":1})",
               deployment)
              .empty());
    CHECK(deployment.description.client_name == "Our chat");
    CHECK(deployment.description.client_uri == "https://host.example/about");
    CHECK(deployment.description.logo_uri == "https://host.example/logo.png");
    CHECK(deployment.description.redirect_uri == "https://host.example/chat/callback");
    CHECK(deployment.description.software_id == "ours");
    CHECK(deployment.description.software_version == "2");
    CHECK(deployment.client_metadata_url == "https://host.example/chat/client.json");
    CHECK(deployment.auth_server_url == "https://login.example");
    CHECK(deployment.scope == "read write");
    CHECK(deployment.mcp_server_url == "http://localhost:3001/mcp");
}

// [req:config-settings]
TEST_CASE("a setting that cannot be used is said, and changes nothing; the others hold") {
    const char* bad[] = {
        R"("redirect_uri":"https://evil.example/chat/callback.html")",
        R"("redirect_uri":"https://host.example/callback.html")",
        R"("redirect_uri":"https://host.example/chatter/callback.html")",
        R"("redirect_uri":"http://host.example/chat/callback.html")",
        R"("redirect_uri":"https://host.example/chat/callback.html#a")",
        R"("redirect_uri":"https://host.example/chat/callback.html?a=1")",
        R"("redirect_uri":"https://host.example/chat/")",
        R"("redirect_uri":"https://host.example/chat/below/callback.html")",
        R"("redirect_uri":"https://host.example/chat/..")",
        R"("redirect_uri":"callback.html")",
        R"("auth_server_url":"http://login.example")",
        R"("auth_server_url":"javascript:alert`1`")",
        R"("auth_server_url":["https://login.example"])",
        R"("client_id_metadata_url":"http://localhost/client.json")",
        R"("logo_uri":"data:image/png;base64,AA")",
        R"("logo_uri":"")",
        R"("client_name":"")",
        R"("client_name":7)",
        R"("scope":["read"])",
        R"("mcp_server_url":"ftp://mcp.example")",
    };
    for (const std::string setting : bad) {
        oauth::Deployment deployment;
        deployment.description.redirect_uri = "as it was";
        const auto problems = read(("{" + setting + R"(,"software_version":"2"})").c_str(), deployment);
        CAPTURE(setting);
        REQUIRE(problems.size() == 1);
        CHECK(problems[0].kind == base::ErrorKind::wrong_config);
        const std::string name = setting.substr(1, setting.find('"', 1) - 1);
        CHECK(problems[0].message.find(name) != std::string::npos);
        CHECK(problems[0].subject.starts_with(name));
        CHECK(deployment.description.redirect_uri == "as it was");
        CHECK(deployment.description.client_name.empty());
        CHECK(deployment.description.logo_uri.empty());
        CHECK(deployment.auth_server_url.empty());
        CHECK(deployment.client_metadata_url.empty());
        CHECK(deployment.description.software_version == "2");
    }
}

// [req:config-settings]
TEST_CASE("the sentence of a wrong redirect address says where it has to be") {
    oauth::Deployment deployment;
    const auto problems = read(R"({"redirect_uri":"https://evil.example/"})", deployment);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].message ==
          "In the config.json of this page, redirect_uri is not used: it has to be an address in the "
          "folder of this page, https://host.example/chat/….");
    CHECK(problems[0].subject == "redirect_uri (https://host.example/chat/…)");
}

// [req:config-issuer]
TEST_CASE("a deployment that names its server lends its issuer to that host alone") {
    oauth::Deployment deployment;
    deployment.auth_server_url = "https://login.example";
    const auto url = [](const char* text) { return *base::Url::parse(text); };
    CHECK(oauth::issuer_for(url("https://evil.example/mcp"), deployment) == "https://login.example");
    deployment.mcp_server_url = "https://tools.example/mcp";
    CHECK(oauth::issuer_for(url("https://tools.example/other"), deployment) == "https://login.example");
    for (const char* other : {"https://evil.example/mcp", "http://tools.example/mcp", "https://tools.example:444/mcp"})
        CHECK(oauth::issuer_for(url(other), deployment).empty());
}

// [req:config-issuer]
TEST_CASE("the deployment's scope is for its own issuer, where the resource names none") {
    oauth::Deployment deployment;
    deployment.auth_server_url = "https://login.example/";
    deployment.scope = "read write";
    oauth::ServerMetadata server;
    oauth::ProtectedResource resource;
    server.issuer = "https://other.example";
    oauth::complete(resource, server, deployment);
    CHECK(resource.scopes_supported.empty());
    server.issuer = "https://login.example";
    oauth::complete(resource, server, deployment);
    CHECK(resource.scopes_supported == std::vector<std::string>{"read", "write"});
    resource.scopes_supported = {"own"};
    oauth::complete(resource, server, deployment);
    CHECK(resource.scopes_supported == std::vector<std::string>{"own"});
}
