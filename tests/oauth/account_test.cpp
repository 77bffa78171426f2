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

// [req:account-userinfo]
TEST_CASE("userinfo names the account also where no token can be read; a token that says who it is for is enough") {
    Browser world;
    Tab tab(world);
    auto grant = grant_at(world.clock.wall());
    grant.server.userinfo_endpoint = "https://login.example/userinfo";
    world.http.expect("GET", grant.server.userinfo_endpoint).answers_json(R"({"sub":"u1","name":"Ada"})");
    CHECK(fakes::run(world.loop, oauth::find_account(tab.around(), grant)).name == "Ada");
    grant.tokens.access_token = "e30." + base::base64url_encode(R"({"sub":"u1"})") + ".c2ln";
    CHECK(fakes::run(world.loop, oauth::find_account(tab.around(), grant)).subject == "u1");
}

// [req:account-numbers]
TEST_CASE("who signs in anew where nobody says who it is takes the place of who is in use, and of nobody else") {
    Browser world;
    Tab tab(world);
    const auto keep = [&](bool another, const std::string& client_id = "client-1") {
        auto grant = grant_at(world.clock.wall(), "opaque", "");
        grant.client.client_id = client_id;
        auto others = tab.vault.grants(grant.key.server_url);
        auto kept = fakes::run(
            world.loop, oauth::keep_with_account(tab.around(), tab.telling(), grant, another, std::move(others)));
        world.settle();
        return kept.key.account;
    };
    const auto all = [&] { return fakes::run(world.loop, tab.vault.grants(server_url))->size(); };
    CHECK(keep(false).empty());
    CHECK(keep(true) == "#2");
    CHECK(keep(true, "client-2") == "#3");
    CHECK(fakes::run(world.loop, tab.vault.use(grant_at({}, "", "#2").key)));
    CHECK(keep(false) == "#2");
    CHECK(all() == 3);
    CHECK(fakes::run(world.loop, tab.vault.forget(grant_at({}, "", "#2").key)));
    CHECK(keep(false) == "#2");  // nobody is in use, and the first one is not taken
    CHECK(all() == 3);
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
