// Which client a sign-in is made with, from what was registered before.
#include "oauth/obtain_client.hpp"

#include "oauth/world.hpp"

namespace oauth_test {
namespace {

const std::string registration_address = "https://login.example/register";
const std::string first_address = registration_address + "/client-1";

struct ClientWorld : Browser {
    Tab tab{*this};
    oauth::ServerMetadata server;
    oauth::SignInSettings settings;

    ClientWorld() {
        server.issuer = "https://login.example";
        server.token_endpoint = token_address;
        server.registration_endpoint = registration_address;
        server.token_endpoint_auth_methods_supported = {"none"};
    }

    oauth::Client first() {
        oauth::Client client;
        client.issuer = server.issuer;
        client.client_id = "client-1";
        client.source = oauth::ClientSource::registered;
        client.redirect_uri = tab.window.callback_address();
        client.token_endpoint = token_address;
        client.scope = "read";
        client.registration_client_uri = first_address;
        client.registration_access_token = "rat-1";
        return client;
    }
    void keep(const oauth::Client& client) {
        REQUIRE(fakes::run(loop, store.write({{"client", client.issuer, base::dump_json(oauth::to_json(client))}})));
    }
    fakes::FakeScripted& registers(const std::string& more = {}) {
        return http.expect("POST", registration_address)
            .answers_json(R"({"client_id":"client-2","token_endpoint_auth_method":"none")" + more + "}", 201);
    }
    base::Result<oauth::Client> obtain(const std::string& scope) {
        return fakes::run(loop, oauth::obtain_client(tab.around(), tab.telling(), server, settings, scope));
    }
};

std::string id_of(const base::Result<oauth::Client>& client) { return client ? client->client_id : std::string(); }

}  // namespace

// [req:registration-scope]
TEST_CASE("a registration is for the scopes that the answer names, and for those that were asked for") {
    ClientWorld world;
    SUBCASE("the answer names none") {
        world.registers();
        const auto client = world.obtain("read write");
        REQUIRE(client);
        CHECK(client->scope == "read write");
        CHECK(oauth::read_client(oauth::to_json(*client))->scope == "read write");
    }
    SUBCASE("the answer names others") {
        world.registers(R"(,"scope":"openid read")");
        CHECK(world.obtain("read write")->scope == "read write openid");
    }
    SUBCASE("nobody names any") {
        world.registers();
        CHECK(world.obtain("")->scope.empty());
    }
}

// [req:registration-scope]
TEST_CASE(
    "a registered client is used again for scopes that it is registered for, and for all where that is not known") {
    ClientWorld world;
    auto client = world.first();
    client.scope = "read write";
    std::string wanted;
    SUBCASE("less") { wanted = "write"; }
    SUBCASE("the same, in another order") { wanted = "write read"; }
    SUBCASE("none: what the server takes for usual") {}
    SUBCASE("not limited, or of before this was kept") {
        client.scope.clear();
        wanted = "admin";
    }
    world.keep(client);
    world.http.expect("GET", first_address).answers_json(R"({"client_id":"client-1"})");
    const auto used = world.obtain(wanted);
    CHECK(id_of(used) == "client-1");
    CHECK(used->unproven);
    CHECK(world.tab.registered_before);
}

// [req:registration-scope]
TEST_CASE(
    "a client that is not registered for a scope is registered anew, for all; the old one goes when nobody has it") {
    ClientWorld world;
    world.keep(world.first());
    bool goes = true;
    SUBCASE("nobody is signed in by it") {}
    SUBCASE("somebody is, by another one") {
        auto grant = grant_at(world.clock.wall());
        grant.client.client_id = grant.key.client_id = "client-0";
        REQUIRE(fakes::run(world.loop, world.tab.vault.keep(grant)));
    }
    SUBCASE("somebody is, at another server") {
        auto grant = grant_at(world.clock.wall());
        grant.key.server_url = "https://calendar.example/mcp";
        REQUIRE(fakes::run(world.loop, world.tab.vault.keep(grant)));
        goes = false;
    }
    SUBCASE("somebody is, and the disk does not take it") {
        world.store.fail_next();
        CHECK_FALSE(fakes::run(world.loop, world.tab.vault.keep(grant_at(world.clock.wall()))));
        goes = false;
    }
    world.registers().with_body_like(R"({"scope":"read write"})");
    if (goes) world.http.expect("DELETE", first_address).with_header("Authorization", "Bearer rat-1").answers(204);
    const auto client = world.obtain("write");
    CHECK(id_of(client) == "client-2");
    CHECK(client->scope == "read write");
    CHECK_FALSE(client->unproven);
    CHECK_FALSE(world.tab.registered_before);
}

// [req:registration-scope]
TEST_CASE("where no wider registration is to be had, the old one is tried: not every server holds it to its scopes") {
    ClientWorld world;
    world.keep(world.first());
    SUBCASE("it refuses") {
        world.http.expect("POST", registration_address).answers_json(R"({"error":"invalid_token"})", 401);
    }
    SUBCASE("it registers nobody any more") { world.server.registration_endpoint.clear(); }
    CHECK(id_of(world.obtain("write")) == "client-1");
    CHECK(world.tab.registered_before);
}

// [req:registration-forgotten]
TEST_CASE("a client with which people signed in is looked up too: one that is forgotten is registered anew") {
    ClientWorld world;
    world.keep(world.first());
    auto& looked_up = world.http.expect("GET", first_address);
    SUBCASE("it is known") {
        looked_up.answers_json(R"({"client_id":"client-1"})");
        CHECK(id_of(world.obtain("read")) == "client-1");
    }
    SUBCASE("it is forgotten") {
        looked_up.answers(401);
        world.registers();
        CHECK(id_of(world.obtain("read")) == "client-2");
    }
    SUBCASE("nobody says so") {
        looked_up.fails(fakes::unreachable_error());
        CHECK(id_of(world.obtain("read")) == "client-1");
    }
}

// [req:registration-unproven]
TEST_CASE("a client with which a person went and did not come back is looked up where the provider offers it") {
    ClientWorld world;
    auto client = world.first();
    client.unproven = true;
    world.keep(client);
    auto& looked_up = world.http.expect("GET", first_address)
                          .with_header("Authorization", "Bearer rat-1")
                          .without_header("Content-Type");
    SUBCASE("and is used again when it is known") {
        looked_up.answers_json(R"({"client_id":"client-1"})");
        const auto used = world.obtain("read");
        CHECK(id_of(used) == "client-1");
        CHECK(used->unproven);
        CHECK(used->registration_access_token == "rat-1");
        CHECK(world.tab.registered_before);
    }
    SUBCASE("with what the answer has anew (RFC 7592 §3)") {
        looked_up.answers_json(R"({"client_id":"client-1","client_secret":"s2","token_endpoint_auth_method":
            "client_secret_post","client_secret_expires_at":99999999999,"registration_access_token":"rat-2",
            "registration_client_uri":"https://login.example/register/client-1"})");
        const auto used = world.obtain("read");
        REQUIRE(used);
        CHECK(used->registration_access_token == "rat-2");
        CHECK(used->client_secret == "s2");
        CHECK(used->authentication == oauth::ClientAuthentication::client_secret_post);
        CHECK(used->secret_expires_at.count() == 99999999999);
    }
    SUBCASE("and is registered anew when it is forgotten") {
        looked_up.answers_json(R"({"error":"invalid_token"})", 401);
        SUBCASE("where the provider registers") {
            world.registers();
            const auto made = world.obtain("read");
            CHECK(id_of(made) == "client-2");
            CHECK_FALSE(made->unproven);
        }
        SUBCASE("and where it does not, that is said") {
            world.http.expect("POST", registration_address).answers_json(R"({"error":"access_denied"})", 401);
            const auto made = world.obtain("read");
            REQUIRE_FALSE(made);
            CHECK(made.error().kind == ErrorKind::registration_refused);
        }
    }
    SUBCASE("and where it cannot be now") {
        looked_up.answers(503);
        SUBCASE("it is registered anew") {
            world.registers();
            world.http.expect("DELETE", first_address).answers(204);
            CHECK(id_of(world.obtain("read")) == "client-2");
        }
        SUBCASE("or, where that is refused too, tried again") {
            world.http.expect("POST", registration_address).answers(503);
            CHECK(id_of(world.obtain("read")) == "client-1");
        }
    }
}

// [req:registration-unproven]
TEST_CASE("a client with which a person went and did not come back is registered anew where it cannot be looked up") {
    ClientWorld world;
    auto client = world.first();
    client.registration_client_uri.clear();
    client.unproven = true;
    world.keep(client);
    world.registers();
    CHECK(id_of(world.obtain("read")) == "client-2");
}

// [req:secret-expiry]
TEST_CASE("a registered client whose secret is over is registered anew by the next sign-in") {
    ClientWorld world;
    auto client = world.first();
    client.registration_client_uri.clear();
    client.client_secret = "s3cret";
    client.authentication = oauth::ClientAuthentication::client_secret_post;
    const auto now = std::chrono::floor<std::chrono::seconds>(world.clock.wall());
    SUBCASE("over") {
        client.secret_expires_at = now - 1s;
        world.registers();
        world.keep(client);
        CHECK(id_of(world.obtain("read")) == "client-2");
    }
    SUBCASE("not yet") {
        client.secret_expires_at = now + 1h;
        world.keep(client);
        CHECK(id_of(world.obtain("read")) == "client-1");
    }
}

}  // namespace oauth_test
