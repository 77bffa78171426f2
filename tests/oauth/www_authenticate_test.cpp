#include "oauth/www_authenticate.hpp"

#include <doctest/doctest.h>

using namespace oauth;

namespace {

// "bearer{a=1;b=2} dpop{}": short enough for a table.
std::string shown(std::string_view header) {
    std::string text;
    for (const Challenge& challenge : read_www_authenticate(header)) {
        text += (text.empty() ? "" : " ") + challenge.scheme + '{';
        for (const auto& [name, value] : challenge.parameters) text += name + '=' + value + ';';
        text += '}';
    }
    return text;
}

Refusal refusal(const std::string& header, int status = 401) {
    return read_refusal(status, {{"WWW-Authenticate", header}});
}

}  // namespace

// [req:challenge-grammar]
TEST_CASE("a header reads as its challenges, whatever their order and however many") {
    struct Row {
        std::string header, challenges;
    };
    const Row rows[] = {
        {"", ""},
        {"Bearer", "bearer{}"},
        {"Bearer ", "bearer{}"},
        {R"(Bearer realm="a")", "bearer{realm=a;}"},
        {R"(BEARER Realm="a")", "bearer{realm=a;}"},
        {R"(Bearer realm = "a" , scope = b)", "bearer{realm=a;scope=b;}"},
        {R"(Basic realm="a", Bearer error="invalid_token")", "basic{realm=a;} bearer{error=invalid_token;}"},
        {R"(Bearer error="invalid_token", Basic realm="a")", "bearer{error=invalid_token;} basic{realm=a;}"},
        // RFC 9110 §11.6.1, its example
        {R"(Basic realm="simple", Newauth realm="apps", type=1, title="Login to \"apps\"")",
         R"(basic{realm=simple;} newauth{realm=apps;type=1;title=Login to "apps";})"},
        {"Negotiate, Basic realm=a", "negotiate{} basic{realm=a;}"},
        {"Negotiate YII+/a==, Bearer scope=b", "negotiate{} bearer{scope=b;}"},
        {"Bearer, DPoP algs=\"ES256\"", "bearer{} dpop{algs=ES256;}"},
        // several header lines, as fetch joins them; empty elements (RFC 9110 §5.6.1)
        {R"(Bearer a="1", , ,Bearer b="2",)", "bearer{a=1;} bearer{b=2;}"},
        {R"(Bearer a="x, DPoP b=\"2\"")", R"(bearer{a=x, DPoP b="2";})"},
        {R"(Bearer a="")", "bearer{a=;}"},
        {"Bearer a= , b=1", "bearer{b=1;}"},
        // without the marks that it should have
        {"Bearer resource_metadata=https://a.example/x?y=z, scope=b",
         "bearer{resource_metadata=https://a.example/x?y=z;scope=b;}"},
        // without the comma that it should have
        {R"(Bearer a="1" b="2")", "bearer{a=1;b=2;}"},
        {R"(Bearer DPoP algs="ES256")", "bearer{} dpop{algs=ES256;}"},
        // what does not read
        {R"(a="1", Bearer b="2")", "bearer{b=2;}"},
        {R"(Bearer a="1", b="cut)", "bearer{a=1;}"},
        {R"(Bearer a="1\)", "bearer{}"},
        {"\"Bearer a=1\"", ""},
        {"Bearer a=\"1\"; b=\"2\"", "bearer{a=1;b=2;}"},
        {"\x01\xFF Bearer a=1", "bearer{a=1;}"},
        {"=,=,=\"", ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.header);
        CHECK(shown(row.header) == row.challenges);
    }
}

// [req:challenge-caps]
TEST_CASE("a header that goes on for ever is read in part") {
    std::string many = "Bearer a=1";
    for (int i = 0; i < 10'000; ++i) many += ", S" + std::to_string(i);
    CHECK(read_www_authenticate(many).size() == 20);
    std::string wide = "Bearer a=1";
    for (int i = 0; i < 1'000; ++i) wide += ", p" + std::to_string(i) + "=x";
    CHECK(read_www_authenticate(wide).at(0).parameters.size() == 50);
    CHECK(shown("Bearer a=1, b=\"" + std::string(1'000'000, 'x') + '"') == "bearer{a=1;}");
    CHECK(read_www_authenticate(std::string(1'000'000, '"')).empty());
}

// [req:challenge-refusal]
TEST_CASE("the Bearer and the DPoP challenge say what the sign-in needs, beside any other") {
    const auto spec = refusal(
        R"(Bearer resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource", scope="files:read")");
    CHECK(spec.status == 401);
    CHECK(spec.challenged);
    CHECK_FALSE(spec.dpop);
    CHECK(spec.resource_metadata == "https://mcp.example.com/.well-known/oauth-protected-resource");
    CHECK(spec.scope == "files:read");
    CHECK(spec.error.empty());

    const auto step_up = refusal(
        R"(Bearer error="insufficient_scope", scope="files:write", error_description="File write permission required")",
        403);
    CHECK(step_up.status == 403);
    CHECK(step_up.error == "insufficient_scope");
    CHECK(step_up.error_description == "File write permission required");

    const auto both =
        refusal(R"(Basic realm="x", DPoP algs="ES256", Bearer scope="a", resource_metadata="https://a.example/m")");
    CHECK(both.dpop);
    CHECK(both.scope == "a");
    CHECK(both.resource_metadata == "https://a.example/m");

    CHECK(refusal(R"(Bearer error="invalid_token", DPoP error="use_dpop_nonce")").error == "use_dpop_nonce");
    CHECK(refusal(R"(DPoP error="invalid_token", Bearer scope="b")").error == "invalid_token");
    CHECK(refusal(R"(DPoP error="use_dpop_nonce", resource_metadata="https://a.example/m")").resource_metadata ==
          "https://a.example/m");
}

TEST_CASE("a refusal without a readable challenge is a refusal all the same") {
    for (const auto& headers : {ports::Headers{}, ports::Headers{{"WWW-Authenticate", R"(Basic realm="a")"}}}) {
        const auto read = read_refusal(401, headers);
        CHECK_FALSE(read.challenged);
        CHECK_FALSE(read.resource_metadata);
        CHECK(read.scope.empty());
    }
    CHECK(read_refusal(401, {{"www-authenticate", "bearer"}}).challenged);
}

TEST_CASE("the words of a challenge become one printable line") {
    CHECK(refusal("Bearer error_description=\"a\x1b[31m\tb\"").error_description == "a [31m b");
    CHECK(refusal("Bearer error=\"" + std::string(500, 'x') + '"').error.size() < 100);
}
