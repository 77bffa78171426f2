#include "oauth/protected_resource.hpp"

#include <doctest/doctest.h>

using namespace oauth;
using base::ErrorKind;
using base::Url;

namespace {

using Addresses = std::vector<std::string>;

Addresses addresses(std::string_view server) {
    return *protected_resource_addresses(*Url::parse(server), std::nullopt);
}

base::Result<ProtectedResource> read_resource(std::string_view body,
                                              std::string_view server = "https://mcp.example/mcp") {
    return read_protected_resource(body, *Url::parse(server));
}

}  // namespace

// [req:prm-places]
TEST_CASE("the resource's metadata is looked for at the server's path, then at the root") {
    CHECK(addresses("https://example.com/public/mcp") ==
          Addresses{"https://example.com/.well-known/oauth-protected-resource/public/mcp",
                    "https://example.com/.well-known/oauth-protected-resource"});
    CHECK(addresses("https://example.com") == Addresses{"https://example.com/.well-known/oauth-protected-resource"});
    CHECK(addresses("https://example.com:8443/mcp?a=b#c") ==
          Addresses{"https://example.com:8443/.well-known/oauth-protected-resource/mcp?a=b",
                    "https://example.com:8443/.well-known/oauth-protected-resource"});
    CHECK(addresses("https://example.com/mcp/") ==
          Addresses{"https://example.com/.well-known/oauth-protected-resource/mcp/",
                    "https://example.com/.well-known/oauth-protected-resource/mcp",
                    "https://example.com/.well-known/oauth-protected-resource"});
    CHECK(addresses("https://example.com/?a=b") ==
          Addresses{"https://example.com/.well-known/oauth-protected-resource?a=b",
                    "https://example.com/.well-known/oauth-protected-resource"});
    CHECK(addresses("wss://example.com/mcp").front() == "https://example.com/.well-known/oauth-protected-resource/mcp");
}

// [req:prm-challenge]
TEST_CASE("the challenge's address alone is asked, where it is one that may be") {
    const Url server = *Url::parse("https://example.com/mcp");
    for (const std::string good : {"https://example.com/.well-known/oauth-protected-resource/mcp",
                                   "https://elsewhere.example/prm?a=b", "http://localhost:3000/prm"}) {
        CAPTURE(good);
        CHECK(protected_resource_addresses(server, good) == Addresses{good});
    }
    for (const std::string bad :
         {"", "/relative", "http://example.com/prm", "javascript:alert(1)", "data:,{}", "file:///etc/passwd",
          "https://user@example.com/", "wss://example.com/", "https://a b/"}) {
        CAPTURE(bad);
        const auto refused = protected_resource_addresses(server, bad);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind == ErrorKind::invalid_address);
    }
    CHECK(protected_resource_addresses(server, "javascript:x?token=secret").error().detail.find("secret") ==
          std::string::npos);
}

// [req:prm-read]
TEST_CASE("the resource's metadata says who signs people in and for what") {
    const auto resource = read_resource(R"({
        "resource": "https://mcp.example/mcp",
        "authorization_servers": ["https://login.example/", "http://evil.example", 7, "https://other.example/t"],
        "scopes_supported": ["a:read", "a:write", null],
        "bearer_methods_supported": ["header"],
        "dpop_bound_access_tokens_required": true})");
    REQUIRE(resource);
    CHECK(resource->resource == "https://mcp.example/mcp");
    CHECK(resource->authorization_servers == Addresses{"https://login.example/", "https://other.example/t"});
    CHECK(resource->scopes_supported == Addresses{"a:read", "a:write"});
    CHECK(resource->dpop_bound_access_tokens_required);

    const auto least = read_resource(
        R"({"resource":"https://mcp.example","scopes_supported":"a","dpop_bound_access_tokens_required":1})");
    REQUIRE(least);
    CHECK(least->authorization_servers.empty());
    CHECK(least->scopes_supported.empty());
    CHECK_FALSE(least->dpop_bound_access_tokens_required);
}

// [req:prm-covers]
TEST_CASE("a resource that does not cover the server's address is refused") {
    struct Row {
        std::string resource, server;
        bool covers;
    };
    const Row rows[] = {
        {"https://a.example/mcp", "https://a.example/mcp", true},
        {"https://a.example/mcp/", "https://a.example/mcp", true},
        {"https://a.example/mcp", "https://a.example/mcp/", true},
        {"https://a.example", "https://a.example/mcp", true},
        {"https://a.example/", "https://a.example/mcp/v1", true},
        {"https://a.example/mcp", "https://a.example/mcp/v1", true},
        {"https://A.Example:443/mcp", "https://a.example/mcp", true},
        {"https://a.example/mcp", "https://a.example/mcp?key=x", true},
        {"https://a.example/mcp?key=x", "https://a.example/mcp?key=x", true},
        {"https://a.example/mcp", "wss://a.example/mcp", true},
        {"https://a.example/mcp?key=y", "https://a.example/mcp?key=x", false},
        {"https://a.example/mcp#x", "https://a.example/mcp", false},
        {"https://a.example/mc", "https://a.example/mcp", false},
        {"https://a.example/mcp/v1", "https://a.example/mcp", false},
        {"https://a.example/other", "https://a.example/mcp", false},
        {"https://a.example/mcp/../other", "https://a.example/mcp", false},
        {"https://b.example/mcp", "https://a.example/mcp", false},
        {"https://a.example.evil.example/mcp", "https://a.example/mcp", false},
        {"https://a.example:8443/mcp", "https://a.example/mcp", false},
        {"http://a.example/mcp", "https://a.example/mcp", false},
        {"urn:mcp:a", "https://a.example/mcp", false},
        {"a.example/mcp", "https://a.example/mcp", false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.resource);
        CAPTURE(row.server);
        const auto read_one = read_resource(R"({"resource":")" + row.resource + R"("})", row.server);
        CHECK(read_one.has_value() == row.covers);
        if (!read_one) CHECK(read_one.error().kind == ErrorKind::resource_mismatch);
    }
}

// [req:prm-bad]
TEST_CASE("metadata of a resource that cannot be used is an error that says why") {
    struct Row {
        std::string body;
        ErrorKind kind;
    };
    const Row rows[] = {
        {"", ErrorKind::malformed},
        {"<!doctype html>", ErrorKind::malformed},
        {"[]", ErrorKind::wrong_type},
        {"null", ErrorKind::wrong_type},
        {"{}", ErrorKind::wrong_type},
        {R"({"resource":7})", ErrorKind::wrong_type},
        {R"({"resource":""})", ErrorKind::wrong_type},
        {R"({"Resource":"https://mcp.example/mcp"})", ErrorKind::wrong_type},  // exact keys
        {R"({"resource":"https://mcp.example/mcp","authorization_servers":["javascript:alert"]})",
         ErrorKind::invalid_address},
        {R"({"a":)" + std::string(30, '[') + std::string(30, ']') + "}", ErrorKind::too_large},
        {R"({"a":")" + std::string(2'000'000, 'x') + "\"}", ErrorKind::too_large},
    };
    for (const auto& row : rows) {
        CAPTURE(row.body.substr(0, 80));
        const auto resource = read_resource(row.body);
        REQUIRE_FALSE(resource);
        CHECK(resource.error().kind == row.kind);
        CHECK_FALSE(resource.error().message.empty());
    }
}

// [req:canonical-resource]
TEST_CASE("the canonical address of a server has no slash of its own, no query and no fragment") {
    struct Row {
        std::string server, canonical;
    };
    const Row rows[] = {
        {"https://mcp.example.com/mcp", "https://mcp.example.com/mcp"},
        {"https://mcp.example.com", "https://mcp.example.com"},
        {"https://mcp.example.com/", "https://mcp.example.com"},
        {"https://mcp.example.com:8443", "https://mcp.example.com:8443"},
        {"https://mcp.example.com/server/mcp", "https://mcp.example.com/server/mcp"},
        {"HTTPS://MCP.Example.com:443/Mcp#x", "https://mcp.example.com/Mcp"},
        {"https://mcp.example.com/mcp/?key=secret", "https://mcp.example.com/mcp/"},
        {"wss://mcp.example.com/mcp", "https://mcp.example.com/mcp"},
    };
    for (const auto& row : rows) CHECK(canonical_resource(*Url::parse(row.server)) == row.canonical);
}
