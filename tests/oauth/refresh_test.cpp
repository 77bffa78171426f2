#include "oauth/obtain_client.hpp"
#include "oauth/world.hpp"

namespace oauth_test {
namespace {

struct SignedIn : Browser {
    Tab tab{*this};
    SignedIn() { REQUIRE(fakes::run(loop, tab.vault.keep(grant_at(clock.wall())))); }

    base::Result<std::optional<oauth::Grant>> fresh(Tab& of, std::string refused = {}) {
        return fakes::run(loop, oauth::fresh_grant(of.around(), of.telling(), server_url, std::move(refused)));
    }
};

TEST_CASE("a token that is good is used without asking anybody") {
    SignedIn world;
    const auto grant = world.fresh(world.tab);
    REQUIRE(grant);
    CHECK((*grant)->tokens.access_token == "access-1");
}

TEST_CASE("a minute before its end the token is refreshed, and the old one goes") {
    SignedIn world;
    world.clock.advance(59min + 1s);
    world.http.expect("POST", token_address)
        .checked_by([](const ports::HttpRequest& request) {
            CHECK(request.body.find("grant_type=refresh_token") != std::string::npos);
            CHECK(request.body.find("refresh_token=refresh-1") != std::string::npos);
            CHECK(request.redirects == ports::Redirects::refuse);
        })
        .answers_json(second_token);
    const auto grant = world.fresh(world.tab);
    REQUIRE(grant);
    CHECK((*grant)->tokens.access_token == "access-2");
    const auto kept = world.store.value("grant", (*grant)->key.text());
    REQUIRE(kept);
    CHECK(kept->find("refresh-2") != std::string::npos);
    CHECK(kept->find("refresh-1") == std::string::npos);
}

TEST_CASE("the old refresh token is kept when the answer brings none") {
    SignedIn world;
    world.clock.advance(2h);
    world.http.expect("POST", token_address)
        .answers_json(R"({"access_token":"access-2","token_type":"Bearer","expires_in":3600})");
    const auto grant = world.fresh(world.tab);
    REQUIRE(grant);
    CHECK((*grant)->tokens.refresh_token == "refresh-1");
    CHECK((*grant)->tokens.scope == "read");
}

TEST_CASE("two tabs whose token ends together ask for one new token, and both have it") {
    SignedIn world;
    Tab other(world);
    REQUIRE(world.fresh(other));
    world.clock.advance(2h);  // both slept
    auto& asked = world.http.expect("POST", token_address).never_answers();
    auto first = fakes::start(world.loop, oauth::fresh_grant(world.tab.around(), world.tab.telling(), server_url, ""));
    auto second = fakes::start(world.loop, oauth::fresh_grant(other.around(), other.telling(), server_url, ""));
    CHECK_FALSE(first.done());
    CHECK_FALSE(second.done());
    asked.begin(200, {{"Content-Type", "application/json"}});
    asked.feed(second_token);
    asked.end();
    world.settle();
    const auto a = first.result();
    const auto b = second.result();
    REQUIRE(a);
    REQUIRE(b);
    CHECK((*a)->tokens.access_token == "access-2");
    CHECK((*b)->tokens.access_token == "access-2");
    CHECK(world.http.requests().size() == 1);
}

TEST_CASE("a tab that is closed in the middle of a refresh leaves the way free for the others") {
    SignedIn world;
    Tab other(world);
    world.clock.advance(2h);
    world.http.expect("POST", token_address).never_answers();
    auto first = fakes::start(world.loop, oauth::fresh_grant(world.tab.around(), world.tab.telling(), server_url, ""));
    first.cancel();
    world.http.expect("POST", token_address).answers_json(second_token);
    const auto grant = world.fresh(other);
    REQUIRE(grant);
    CHECK((*grant)->tokens.access_token == "access-2");
}

TEST_CASE("a refused token is refreshed once, whatever the clock says") {
    SignedIn world;
    world.http.expect("POST", token_address).answers_json(second_token);
    const auto grant = world.fresh(world.tab, "access-1");
    REQUIRE(grant);
    CHECK((*grant)->tokens.access_token == "access-2");
}

TEST_CASE("a grant that the provider took back is signed out; a forgotten client is forgotten here as well") {
    struct Row {
        const char* error;
        bool client_stays;
    };
    for (const Row row : {Row{"invalid_grant", true}, Row{"invalid_client", false}}) {
        CAPTURE(row.error);
        SignedIn world;
        oauth::Client client = grant_at(0ms).client;
        oauth::PendingAuthorization pending;
        pending.state = "w1";
        pending.client = client;
        REQUIRE(fakes::run(world.loop, world.tab.vault.keep_pending(pending)));
        world.clock.advance(2h);
        world.http.expect("POST", token_address).answers_json(R"({"error":")" + std::string(row.error) + R"("})", 400);
        const auto grant = world.fresh(world.tab);
        REQUIRE(grant);
        CHECK_FALSE(*grant);
        CHECK_FALSE(world.store.value("account", server_url));
        CHECK(world.store.value("client", "https://login.example").has_value() == row.client_stays);
    }
}

// [req:secret-expiry]
TEST_CASE("a refresh with a secret that is over: what the provider says counts, and the next sign-in registers anew") {
    SignedIn world;
    oauth::Grant grant = grant_at(world.clock.wall());
    grant.client.client_secret = "s3cret";
    grant.client.authentication = oauth::ClientAuthentication::client_secret_post;
    grant.client.token_endpoint = token_address;
    grant.client.redirect_uri = world.tab.window.callback_address();
    grant.client.secret_expires_at = std::chrono::floor<std::chrono::seconds>(world.clock.wall()) + 1h;
    REQUIRE(fakes::run(world.loop, world.tab.vault.keep(grant)));
    oauth::PendingAuthorization pending;
    pending.state = "w1";
    pending.client = grant.client;
    REQUIRE(fakes::run(world.loop, world.tab.vault.keep_pending(pending)));
    world.clock.advance(2h);
    auto& asked = world.http.expect("POST", token_address);
    SUBCASE("it takes it still") {
        asked.answers_json(second_token);
        const auto fresh = world.fresh(world.tab);
        REQUIRE((fresh && *fresh));
        CHECK((*fresh)->tokens.access_token == "access-2");
    }
    SUBCASE("it does not") {
        asked.answers_json(R"({"error":"invalid_client"})", 401);
        const auto fresh = world.fresh(world.tab);
        REQUIRE(fresh);
        CHECK_FALSE(*fresh);
        CHECK_FALSE(world.store.value("account", server_url));
        CHECK_FALSE(world.store.value("client", grant.client.issuer));
    }
    CHECK(asked.request().body.find("client_secret=s3cret") != std::string::npos);
    oauth::ServerMetadata server = grant.server;
    server.registration_endpoint = "https://login.example/register";
    world.http.expect("POST", server.registration_endpoint).answers_json(R"({"client_id":"client-2"})", 201);
    const auto next =
        fakes::run(world.loop, oauth::obtain_client(world.tab.around(), world.tab.telling(), server, {}, ""));
    REQUIRE(next);
    CHECK(next->client_id == "client-2");
}

TEST_CASE("a provider that is away does not sign anybody out while the token is good") {
    SignedIn world;
    world.clock.advance(59min + 30s);
    world.http.expect("POST", token_address).fails(fakes::unreachable_error());
    const auto grant = world.fresh(world.tab);
    REQUIRE(grant);
    CHECK((*grant)->tokens.access_token == "access-1");

    world.clock.advance(1h);
    world.http.expect("POST", token_address).fails(fakes::unreachable_error());
    const auto over = world.fresh(world.tab);
    REQUIRE_FALSE(over);
    CHECK(over.error().kind == ErrorKind::unreachable);
    CHECK(world.store.value("account", server_url));  // still signed in, for when it is back
}

TEST_CASE("a full disk does not bring an old refresh token back") {
    SignedIn world;
    world.clock.advance(2h);
    world.http.expect("POST", token_address).answers_with([&](const ports::HttpRequest&) {
        world.store.fail_next(2);  // it can neither be read nor written
        return fakes::FakeAnswer{200, {}, {second_token}, {}};
    });
    REQUIRE(world.fresh(world.tab));
    world.clock.advance(2h);
    world.http.expect("POST", token_address)
        .checked_by([](const ports::HttpRequest& request) {
            CHECK(request.body.find("refresh_token=refresh-2") != std::string::npos);
        })
        .answers_json(second_token);
    REQUIRE(world.fresh(world.tab));
}

TEST_CASE("the other tabs follow at once when one signs out") {
    SignedIn world;
    Tab other(world);
    REQUIRE(world.fresh(other));
    REQUIRE(fakes::run(world.loop, world.tab.vault.forget(grant_at(0ms).key)));
    world.settle();
    CHECK(other.changed == std::vector<std::string>{server_url});
    const auto grant = world.fresh(other);
    REQUIRE(grant);
    CHECK_FALSE(*grant);
}

TEST_CASE("tokens of one server, issuer, client or account are never another's") {
    SignedIn world;
    oauth::Grant second = grant_at(world.clock.wall(), "access-of-u2", "u2");
    REQUIRE(fakes::run(world.loop, world.tab.vault.keep(second)));
    const auto all = fakes::run(world.loop, world.tab.vault.grants(server_url));
    REQUIRE(all);
    CHECK(all->size() == 2);
    REQUIRE(fakes::run(world.loop, world.tab.vault.use(grant_at(0ms).key)));
    CHECK((*world.fresh(world.tab))->tokens.access_token == "access-1");
    const auto elsewhere = fakes::run(world.loop, world.tab.vault.grant("https://todo.example/mcp2"));
    REQUIRE(elsewhere);
    CHECK_FALSE(*elsewhere);
}

// A refresh that is asked for and waits for its answer.
struct Refreshing : SignedIn {
    fakes::FakeScripted* asked = nullptr;
    fakes::Started<base::Result<std::optional<oauth::Grant>>> under_way = begin();

    fakes::Started<base::Result<std::optional<oauth::Grant>>> begin() {
        clock.advance(2h);
        asked = &http.expect("POST", token_address).never_answers();
        return fakes::start(loop, oauth::fresh_grant(tab.around(), tab.telling(), server_url, ""));
    }
    void answer(int status, const std::string& body) {
        asked->begin(status, {{"Content-Type", "application/json"}});
        asked->feed(body);
        asked->end();
        settle();
    }
    oauth::GrantKey key = grant_at(0ms).key;
};

// [req:refresh-written]
TEST_CASE("a renewed token is on disk before anybody has it") {
    Refreshing world;
    world.store.hold_writes();
    world.answer(200, second_token);
    CHECK_FALSE(world.under_way.done());
    const auto meanwhile = fakes::run(world.loop, world.tab.vault.grant(server_url));
    REQUIRE((meanwhile && *meanwhile));
    CHECK((*meanwhile)->tokens.access_token == "access-1");
    CHECK(world.store.value("grant", world.key.text())->find("refresh-2") == std::string::npos);

    world.store.release_writes();
    world.settle();
    const auto grant = world.under_way.result();
    REQUIRE((grant && *grant));
    CHECK((*grant)->tokens.access_token == "access-2");
    CHECK(world.store.value("grant", world.key.text())->find("refresh-2") != std::string::npos);
}

// [req:refresh-in-place]
TEST_CASE("who signs out, or anew, while the renewed token is written has the last word") {
    Refreshing world;
    world.store.hold_writes();
    world.answer(200, second_token);
    SUBCASE("out") {
        auto forgetting = fakes::start(world.loop, world.tab.vault.forget(world.key));
        world.store.release_writes();
        world.settle();
        const auto grant = world.under_way.result();
        REQUIRE(grant);
        CHECK_FALSE(*grant);
        CHECK_FALSE(world.store.value("grant", world.key.text()));
        CHECK(world.tab.log.find("given back") != std::string::npos);
    }
    SUBCASE("anew") {
        auto anew = grant_at(world.clock.wall(), "access-new");
        anew.tokens.refresh_token = "refresh-new";
        auto keeping = fakes::start(world.loop, world.tab.vault.keep(anew));
        world.store.release_writes();
        world.settle();
        const auto grant = world.under_way.result();
        REQUIRE((grant && *grant));
        CHECK((*grant)->tokens.access_token == "access-new");
        CHECK(world.tab.log.find("given back") == std::string::npos);
    }
}

// [req:refresh-in-place]
TEST_CASE("who signs out while the token is renewed stays signed out, and the new token is given back") {
    Refreshing world;
    REQUIRE(fakes::run(world.loop, world.tab.vault.forget(world.key)));
    world.answer(200, second_token);
    const auto grant = world.under_way.result();
    REQUIRE(grant);
    CHECK_FALSE(*grant);
    CHECK_FALSE(world.store.value("grant", world.key.text()));
    CHECK(world.tab.log.find("given back") != std::string::npos);
}

// [req:refresh-in-place]
TEST_CASE("who chose another account while the token is renewed goes on as that one") {
    SignedIn world;
    REQUIRE(fakes::run(world.loop, world.tab.vault.keep(grant_at(world.clock.wall() + 24h, "bob-1", "bob"))));
    REQUIRE(fakes::run(world.loop, world.tab.vault.use(grant_at(0ms).key)));
    world.clock.advance(2h);
    auto& asked = world.http.expect("POST", token_address).never_answers();
    auto renewing =
        fakes::start(world.loop, oauth::fresh_grant(world.tab.around(), world.tab.telling(), server_url, ""));
    REQUIRE(fakes::run(world.loop, world.tab.vault.use(grant_at(0ms, "", "bob").key)));
    asked.begin(200, {{"Content-Type", "application/json"}});
    asked.feed(second_token);
    asked.end();
    world.settle();
    const auto grant = renewing.result();
    REQUIRE(grant);
    CHECK((*grant)->tokens.access_token == "bob-1");
    CHECK(world.store.value("account", server_url) == grant_at(0ms, "", "bob").key.text());
    // What came is kept all the same: it is the only one that is good.
    CHECK(world.store.value("grant", grant_at(0ms).key.text())->find("refresh-2") != std::string::npos);
}

// [req:refresh-in-place]
TEST_CASE("a refusal of the old refresh token does not end a sign-in that was made anew meanwhile") {
    Refreshing world;
    auto anew = grant_at(world.clock.wall(), "access-new");
    anew.tokens.refresh_token = "refresh-new";
    REQUIRE(fakes::run(world.loop, world.tab.vault.keep(anew)));
    world.answer(400, R"({"error":"invalid_grant"})");
    const auto grant = world.under_way.result();
    REQUIRE(grant);
    REQUIRE(*grant);
    CHECK((*grant)->tokens.access_token == "access-new");
}

// [req:refresh-final]
TEST_CASE("a token that is over and refused for good, in whatever words, asks for a sign-in; what may pass does not") {
    struct Row {
        int status;
        const char* body;
        bool stays;
    };
    for (const Row row :
         {Row{400, R"({"error":"unauthorized_client"})", false}, Row{401, R"({"error":"bad_refresh_token"})", false},
          Row{404, "gone", false}, Row{429, R"({"error":"slow_down"})", true}, Row{503, "", true},
          Row{400, R"({"error":"temporarily_unavailable"})", true}}) {
        CAPTURE(row.status);
        CAPTURE(row.body);
        Refreshing world;
        world.answer(row.status, row.body);
        CHECK(world.under_way.result().has_value() != row.stays);
        CHECK(world.store.value("account", server_url).has_value() == row.stays);
    }
}

}  // namespace
}  // namespace oauth_test
