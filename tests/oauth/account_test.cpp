#include "oauth/account.hpp"

#include "base/base64.hpp"
#include "oauth/world.hpp"

namespace oauth_test {
namespace {

// [req:account-userinfo]
TEST_CASE("userinfo names the account, unless it speaks of somebody else or does not answer") {
    struct Row {
        const char* body;
        int status;
        const char* name;
    };
    for (const Row row : {Row{R"({"sub":"u1","email":"ada@example.com"})", 200, "ada@example.com"},
                          Row{R"({"sub":"u2","email":"eve@example.com"})", 200, "u1"},
                          Row{R"({"email":"eve@example.com"})", 200, "u1"}, Row{"", 500, "u1"}}) {
        CAPTURE(row.body);
        Browser world;
        Tab tab(world);
        auto grant = grant_at(world.clock.wall());
        grant.tokens.id_token = "e30." + base::base64url_encode(R"({"sub":"u1"})") + ".c2ln";
        grant.server.userinfo_endpoint = "https://login.example/userinfo";
        world.http.expect("GET", grant.server.userinfo_endpoint)
            .with_header("Authorization", "Bearer access-1")
            .answers_json(row.body, row.status);
        const auto account = fakes::run(world.loop, oauth::find_account(tab.around(), grant));
        CHECK(account.subject == "u1");
        CHECK(account.name == row.name);
    }
}

TEST_CASE("an id token that has a name is not asked about") {
    Browser world;
    Tab tab(world);
    auto grant = grant_at(world.clock.wall());
    grant.tokens.id_token = "e30." + base::base64url_encode(R"({"sub":"u1","preferred_username":"ada"})") + ".c2ln";
    grant.server.userinfo_endpoint = "https://login.example/userinfo";
    CHECK(fakes::run(world.loop, oauth::find_account(tab.around(), grant)).name == "ada");
}

}  // namespace
}  // namespace oauth_test
