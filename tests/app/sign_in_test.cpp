// The tokens of one server's requests, without the app around: what goes out, what a refusal asks for, the next token in time.
#include "app/sign_in.hpp"

#include <doctest/doctest.h>

#include "app/signed_in.hpp"
#include "base/base64.hpp"

using namespace std::chrono_literals;
using base::ErrorKind;

using namespace app_test;

// [req:refresh-outlives]
TEST_CASE("a refresh goes on when the request that asked for it is given up, and is the only one") {
    SignedIn world;
    world.clock.advance(2h);
    auto& asked = world.http.expect("POST", token_url).never_answers();
    auto first = world.authorize();
    auto second = world.authorize();
    first.cancel();
    CHECK_FALSE(asked.aborted());
    world.answer(asked, 200, second_token);
    CHECK(bearer(second.result()) == "Bearer access-2");
    const auto& kept = world.store.records["grant"][world.grant("", "u1").key.text()];
    CHECK(kept.find("refresh-2") != std::string::npos);
}

// [req:refresh-outlives]
TEST_CASE("a token that is due and still good goes out while the next one is asked for") {
    SignedIn world;
    world.clock.advance(59min + 1s);
    auto& asked = world.http.expect("POST", token_url).never_answers();
    CHECK(bearer(world.authorize().result()) == "Bearer access-1");
    CHECK(asked.asked());
    world.answer(asked, 200, second_token);
    CHECK(bearer(world.authorize().result()) == "Bearer access-2");
}

// [req:refusal-own]
TEST_CASE("a late refusal of the old token asks for nothing: the new one is there already") {
    SignedIn world;
    world.http.expect("POST", token_url).answers_json(second_token);
    const auto first = world.refuse(401, {}, sent_with("access-1")).result();
    REQUIRE(first);
    CHECK(*first);
    const auto late = world.refuse(401, {}, sent_with("access-1")).result();
    REQUIRE(late);
    CHECK(*late);
    const auto before_any = world.refuse(401, {}, {}).result();
    REQUIRE(before_any);
    CHECK(*before_any);
    const auto no_scope =
        world
            .refuse(403, {{"WWW-Authenticate", R"(Bearer error="insufficient_scope", scope="write")"}},
                    sent_with("access-1"))
            .result();
    REQUIRE(no_scope);
    CHECK(*no_scope);
}

// [req:refusal-own]
TEST_CASE("a message that is refused with the renewed token too leads to a sign-in, not to another refresh") {
    SignedIn world;
    auto& document = world.http.expect("GET", resource_url).never_answers();
    auto waiting = world.refuse(401, {}, sent_with("access-1"), 2);
    CHECK(document.asked());
    CHECK_FALSE(waiting.done());
    CHECK(world.state.servers.front().sign_in.log.front().text == "401 from tools.example");  // [req:timeline-facts]
}

// [req:refusal-own]
TEST_CASE("a token that is over and cannot be renewed goes out: one refusal, and the sign-in begins") {
    SignedIn world;
    world.keep_unrenewable("u1");
    world.clock.advance(2h);
    const auto sent = bearer(world.authorize().result());
    CHECK(sent == "Bearer access-1");
    auto& document = world.http.expect("GET", resource_url).never_answers();
    auto waiting = world.refuse(401, {}, {{"Authorization", sent}});
    CHECK(document.asked());
    CHECK_FALSE(waiting.done());
}

// [req:refusal-own]
TEST_CASE("a token of the page's own credentials that is over is refused once, and nobody is asked for the next one") {
    SignedIn world;
    world.config.answers_json(R"({"machine_credentials":[{"server":"https://tools.example/mcp",
        "grant_type":"client_credentials","client_id":"client-1","client_secret":"s3cret"}]})");
    auto& settings = world.state.servers.front().sign_in_settings;
    settings.page_credentials = true;
    settings.given_issuer = "https://as.example";
    settings.given_token_endpoint = token_url;
    world.keep_unrenewable("");
    world.clock.advance(2h);
    const auto sent = bearer(world.authorize().result());
    CHECK(sent == "Bearer access-1");
    world.http.expect("GET", resource_url)
        .answers_json(R"({"resource":"https://tools.example/mcp","authorization_servers":["https://as.example"]})");
    world.http.expect("GET", "https://as.example/.well-known/oauth-authorization-server")
        .answers_json(R"({"issuer":"https://as.example","token_endpoint":"https://as.example/token",
            "grant_types_supported":["client_credentials"]})");
    world.http.expect("POST", token_url)
        .answers_json(R"({"access_token":"access-2","token_type":"Bearer","expires_in":3600})");
    const auto again = world.refuse(401, {}, {{"Authorization", sent}}).result();
    REQUIRE(again);
    CHECK(*again);
    CHECK(bearer(world.authorize().result()) == "Bearer access-2");
    // A sign-in that fails is told from a request that does.
    world.http.expect("GET", resource_url).answers_json(R"({"resource":"https://another.example/mcp"})");
    const auto failed = world.refuse(401, {}, sent_with("access-2"), 2).result();
    REQUIRE_FALSE(failed);
    CHECK(failed.error().part == base::Error::Part::sign_in);
}

// [req:standing-unasked]
TEST_CASE("a stream that listens by itself gets a renewed token, and never makes a person sign in") {
    SignedIn world;
    world.http.expect("POST", token_url).answers_json(second_token);
    const auto renewed = world.refuse(401, {}, sent_with("access-1"), 1, true).result();
    REQUIRE(renewed);
    CHECK(*renewed);
    fakes::run(world.loop, world.sign_in().show());
    REQUIRE(world.state.servers.front().sign_in.signed_in);
    world.http.expect("POST", token_url).answers_json(R"({"error":"invalid_grant"})", 400);
    const auto over = world.refuse(401, {}, sent_with("access-2"), 1, true).result();
    REQUIRE(over);
    CHECK_FALSE(*over);
    world.settle();
    CHECK_FALSE(world.state.servers.front().sign_in.signed_in);
    const ports::Headers wants_more = {{"WWW-Authenticate", R"(Bearer error="insufficient_scope")"}};
    const auto scope = world.refuse(403, wants_more, sent_with("access-2"), 1, true).result();
    REQUIRE(scope);
    CHECK_FALSE(*scope);
}

// [req:dpop-nonce-again]
TEST_CASE("a nonce that the refused proof did not have is used whenever it comes; one that it had is not") {
    SignedIn world;
    const auto proof = [](const std::string& claims) {
        return base::base64url_encode("{}") + "." + base::base64url_encode(claims) + ".c2ln";
    };
    const ports::Headers wants = {{"WWW-Authenticate", R"(DPoP error="use_dpop_nonce")"}, {"DPoP-Nonce", "n2"}};
    for (const char* without : {R"({"jti":"1"})", R"({"jti":"1","nonce":"n1"})"}) {
        const auto again =
            world.refuse(401, wants, {{"Authorization", "DPoP access-1"}, {"DPoP", proof(without)}}, 2).result();
        REQUIRE(again);
        CHECK(*again);
    }
    auto& document = world.http.expect("GET", resource_url).never_answers();
    auto waiting =
        world.refuse(401, wants, {{"Authorization", "DPoP access-1"}, {"DPoP", proof(R"({"nonce":"n2"})")}}, 2);
    CHECK(document.asked());
    CHECK_FALSE(waiting.done());
}

// [req:doctor-nonce]
TEST_CASE("a nonce that the browser hides no sign-in brings, so nobody is sent to one") {
    SignedIn world;
    const ports::Headers wants = {{"WWW-Authenticate", R"(DPoP error="use_dpop_nonce")"}};
    const ports::Headers sent = {{"Authorization", "DPoP access-1"}, {"DPoP", "e30.e30.c2ln"}};
    const auto refused = world.refuse(401, wants, sent).result();
    REQUIRE(refused);
    CHECK_FALSE(*refused);

    // Who sent no proof yet gets one by signing in.
    auto& document = world.http.expect("GET", resource_url).never_answers();
    auto waiting = world.refuse(401, wants, {}, 2);
    CHECK(document.asked());
}

// [req:step-up-unnamed]
TEST_CASE("a refusal for a scope that is not named asks for a sign-in") {
    SignedIn world;
    auto& document = world.http.expect("GET", resource_url).never_answers();
    auto waiting =
        world.refuse(403, {{"WWW-Authenticate", R"(Bearer error="insufficient_scope")"}}, sent_with("access-1"));
    CHECK(document.asked());
    CHECK_FALSE(waiting.done());
}

// [req:refresh-rests]
TEST_CASE("a provider that gives nothing is asked less and less") {
    SignedIn world;
    auto& refused = world.http.expect("POST", token_url).any_number_of_times().answers_json("{}", 503);
    auto watching = fakes::start(world.loop, world.sign_in().refresh_when_due());
    world.clock.advance(59min + 1s);
    for (int minute = 0; minute < 20; ++minute) world.clock.advance(1min);
    CHECK(refused.count() > 5);
    CHECK(refused.count() < 40);
    CHECK_FALSE(watching.done());
}

// [req:refresh-rests]
TEST_CASE("a sign-in that comes while the connection stands is renewed in time, too") {
    SignedIn world;
    world.store.records["account"].clear();
    auto watching = fakes::start(world.loop, world.sign_in().refresh_when_due());
    world.clock.advance(10min);
    CHECK_FALSE(watching.done());
    world.keep(world.grant("access-1", "u1"));
    world.channels.join("parley.vault", [](const std::string&) {})->post(R"({"changed":")" + server_url + R"("})");
    auto& asked = world.http.expect("POST", token_url).answers_json(second_token);
    for (int minute = 0; minute < 61; ++minute) world.clock.advance(1min);
    CHECK(asked.asked());
}

// [req:ui-forget-words]
TEST_CASE("forgetting a client that was given removes it from the settings, and no registration of the same provider") {
    SignedIn world;
    world.store.records["client"]["https://as.example"] = R"({"issuer":"https://as.example","client_id":"another"})";
    auto& settings = world.state.servers.front().sign_in_settings;
    settings.client_id = "client-1";
    settings.client_secret = "s3cret";
    settings.given_issuer = "https://as.example";
    settings.given_token_endpoint = token_url;
    settings.scope = "read";
    fakes::run(world.loop, world.sign_in().forget_client());
    model::SignInSettings expected;
    expected.scope = "read";
    CHECK(settings == expected);
    CHECK(world.store.records["client"].size() == 1);
    CHECK(world.store.records["grant"].empty());
}

// [req:given-again]
TEST_CASE("the page's own credentials are bound to nobody any more once they are signed out of") {
    SignedIn world;
    auto& settings = world.state.servers.front().sign_in_settings;
    settings.page_credentials = true;
    settings.given_issuer = "https://as.example";
    settings.given_token_endpoint = token_url;
    SUBCASE("alone") {}
    SUBCASE("but what a person gave stays bound") { settings.initial_access_token = "once"; }
    const bool alone = settings.initial_access_token.empty();
    fakes::run(world.loop, world.sign_in().sign_out());
    CHECK_FALSE(settings.page_credentials);
    CHECK(settings.given_issuer.empty() == alone);
    CHECK(settings.given_token_endpoint.empty() == alone);
}

// [req:forget-all]
TEST_CASE("forgetting a client signs out all who were signed in by it, and gives back that client and no other") {
    SignedIn world;
    const std::string calendar = "https://calendar.example/mcp";
    model::Server second;
    second.id = "server-2";
    second.url = calendar;
    second.state = model::ConnectionState::connected;
    world.state.servers.push_back(second);
    const auto make = [&](const std::string& account, const std::string& server, const std::string& client) {
        auto grant = world.grant("access-" + account, account);
        grant.client.source = oauth::ClientSource::registered;
        grant.client.client_id = grant.key.client_id = client;
        grant.client.registration_client_uri = "https://as.example/register/" + client;
        grant.client.registration_access_token = "rat";
        grant.key.server_url = server;
        grant.server.revocation_endpoint = "https://as.example/revoke";
        world.store.records["grant"][grant.key.text()] = base::dump_json(oauth::to_json(grant));
        world.store.records["account"][server] = grant.key.text();
        return grant;
    };
    make("u3", calendar, "client-0");
    make("u2", calendar, "client-1");
    make("u2", server_url, "client-1");
    auto grant = make("u1", server_url, "client-1");
    auto& clients = world.store.records["client"];
    auto kept = grant.client;
    bool newer = false;
    SUBCASE("the one that is kept, whose token may be newer") { kept.registration_access_token = "rat-2"; }
    SUBCASE("an older one than is kept") {
        newer = true;
        kept.client_id = "client-2";
    }
    clients["https://as.example"] = base::dump_json(oauth::to_json(kept));
    for (const auto& server : world.state.servers) {
        fakes::run(world.loop, world.sign_ins.of(server).show());
        bearer(fakes::run(world.loop, world.sign_ins.of(server).authorize("POST", server.url)));
    }
    REQUIRE(world.state.servers[1].sign_in.signed_in);
    auto& revoked = world.http.expect("POST", "https://as.example/revoke").any_number_of_times().answers(200);
    world.http.expect("DELETE", "https://as.example/register/client-1")
        .with_header("Authorization", newer ? "Bearer rat" : "Bearer rat-2")
        .answers(204);
    world.sign_ins.forget_client("server-1");
    world.settle();
    CHECK(revoked.count() == 6);
    CHECK(world.store.records["grant"].size() == 1);
    CHECK(clients.size() == (newer ? 1 : 0));
    for (const auto& server : world.state.servers) CHECK_FALSE(server.sign_in.signed_in);
    CHECK(world.state.servers[0].sign_in.accounts.empty());
    CHECK(world.state.servers[1].sign_in.accounts.size() == 1);
    CHECK(world.told == std::vector<std::string>{"signed out", "signed out"});
}

// [req:forget-all]
TEST_CASE("when nobody is signed in, the client that the next sign-in would begin with can be forgotten") {
    SignedIn world;
    const auto grant = world.grant("access-1", "u1");
    world.store.records["issuer"][server_url] = "https://as.example";
    auto client = grant.client;
    client.source = oauth::ClientSource::registered;
    client.registration_client_uri = "https://as.example/register/client-1";
    client.registration_access_token = "rat";
    world.store.records["client"]["https://as.example"] = base::dump_json(oauth::to_json(client));
    fakes::run(world.loop, world.sign_in().sign_out());
    const auto& sign_in = world.state.servers.front().sign_in;
    CHECK_FALSE(sign_in.signed_in);
    CHECK(sign_in.client_id == "client-1");
    CHECK(sign_in.gives_back);
    world.http.expect("DELETE", client.registration_client_uri).answers(204);
    fakes::run(world.loop, world.sign_in().forget_client());
    CHECK(world.store.records["client"].empty());
    CHECK(sign_in.client_id.empty());
}

namespace {

// A sign-in in this page of `u1`, at the provider of `old` as this client: the next token is theirs.
oauth::PendingAuthorization at_the_provider(SignedIn& world, const oauth::Grant& old, const std::string& client_id) {
    oauth::PendingAuthorization pending;
    pending.state = "p-state";
    pending.server_url = server_url;
    pending.server_id = "server-1";
    pending.server = old.server;
    pending.client = old.client;
    pending.client.client_id = client_id;
    const std::string token = "e30." + base::base64url_encode(R"({"sub":"u1"})") + ".c2ln";
    world.http.expect("POST", token_url).answers_json(R"({"access_token":")" + token + R"(","token_type":"Bearer"})");
    return pending;
}

}  // namespace

// [req:registration-scope]
TEST_CASE(
    "who signs in as a client that took another's place is one account; the other client goes with its last one") {
    SignedIn world;
    auto old = world.grant("access-1", "u1");
    old.client.source = oauth::ClientSource::registered;
    old.client.registration_client_uri = "https://as.example/register/client-1";
    old.client.registration_access_token = "rat-1";
    old.server.revocation_endpoint = "https://as.example/revoke";
    auto colleague = old;
    bool alone = true;
    SUBCASE("of all that were signed in by it") {}
    SUBCASE("but a colleague is signed in by it, too") {
        alone = false;
        colleague.key.account = "u2";
        world.keep(colleague);
    }
    world.keep(old);
    const auto pending = at_the_provider(world, old, "client-2");
    world.http.expect("POST", "https://as.example/revoke").answers(200);
    world.http.expect("POST", "https://as.example/revoke").answers(200);
    if (alone)
        world.http.expect("DELETE", old.client.registration_client_uri)
            .with_header("Authorization", "Bearer rat-1")
            .answers(204);
    REQUIRE(fakes::run(world.loop, world.sign_in().resume(pending, "?code=c&state=p-state")));
    world.settle();
    CHECK_FALSE(world.store.records["grant"].contains(old.key.text()));
    CHECK(world.store.records["grant"].size() == (alone ? 1 : 2));
    const auto& sign_in = world.state.servers.front().sign_in;
    CHECK(sign_in.client_id == "client-2");
    CHECK(sign_in.accounts.size() == (alone ? 1 : 2));
    CHECK(bearer(world.authorize().result()) == "Bearer e30.eyJzdWIiOiJ1MSJ9.c2ln");
}

// [req:sign-out-other]
TEST_CASE("an account that is not in use signs out, is revoked, and leaves the one in use as it is") {
    SignedIn world;
    auto second = world.grant("access-2", "u2");
    second.server.revocation_endpoint = "https://as.example/revoke";
    second.tokens.refresh_token = "refresh-of-u2";
    world.keep(second);
    const auto first = world.grant("access-1", "u1");
    world.keep(first);  // in use from here on
    fakes::run(world.loop, world.sign_in().show());
    REQUIRE(world.state.servers.front().sign_in.accounts.size() == 2);
    int revoked = 0;
    world.http.expect("POST", "https://as.example/revoke")
        .any_number_of_times()
        .checked_by([&](const ports::HttpRequest& request) {
            const bool is_its_own =
                request.body.find("of-u2") != std::string::npos || request.body.find("access-2") != std::string::npos;
            CHECK(is_its_own);
            ++revoked;
        })
        .answers(200);

    // The one in use is none of this.
    world.sign_ins.sign_out("server-1", first.key.text());
    world.settle();
    CHECK(world.store.records["grant"].size() == 2);
    CHECK(revoked == 0);

    world.sign_ins.sign_out("server-1", second.key.text());
    world.settle();
    CHECK(revoked > 0);
    CHECK_FALSE(world.store.records["grant"].contains(second.key.text()));
    CHECK(world.store.records["account"][server_url] == first.key.text());
    const auto& sign_in = world.state.servers.front().sign_in;
    CHECK(sign_in.signed_in);
    CHECK(sign_in.accounts.size() == 1);
    CHECK_FALSE(sign_in.busy);
    CHECK(world.told.empty());
    CHECK(bearer(world.authorize().result()) == "Bearer access-1");
}

// [req:sign-out-here]
TEST_CASE("who signs out is signed out here at once, whatever the provider does") {
    for (const bool all : {false, true}) {
        CAPTURE(all);
        SignedIn world;
        auto grant = world.grant("access-1", "u1");
        grant.server.revocation_endpoint = "https://as.example/revoke";
        world.keep(grant);
        fakes::run(world.loop, world.sign_in().show());
        REQUIRE(world.state.servers.front().sign_in.signed_in);
        auto& revoked = world.http.expect("POST", grant.server.revocation_endpoint).any_number_of_times();
        revoked.never_answers();
        if (all)
            world.sign_ins.forget_client("server-1");
        else
            world.sign_ins.sign_out("server-1", {});
        world.settle();
        CHECK(revoked.asked());
        const auto& sign_in = world.state.servers.front().sign_in;
        CHECK_FALSE(sign_in.signed_in);
        CHECK(sign_in.account.empty());
        CHECK(sign_in.busy == all);
        CHECK(world.store.records["grant"].empty());
        CHECK(bearer(world.authorize().result()).empty());
    }
}

// [req:store-unreadable]
TEST_CASE("where nothing can be read a request goes out as nobody's: the server may not even ask") {
    SignedIn world;
    world.store.broken = true;
    CHECK(bearer(world.authorize().result()).empty());
}

// [req:follow-account]
TEST_CASE(
    "another account, or none, in another tab ends what is connected here as the old one; a renewed token does not") {
    SignedIn world;
    auto other = world.channels.join("parley.vault", [](const std::string&) {});
    CHECK(bearer(world.authorize().result()) == "Bearer access-1");
    const auto change = [&] {
        other->post(R"({"changed":")" + server_url + R"("})");
        world.settle();
        return std::exchange(world.told, {});
    };
    // What is connected anew goes out as who is signed in then.
    const auto connected_anew = [&] {
        world.state.servers.front().state = model::ConnectionState::connecting;
        bearer(world.authorize().result());
        world.state.servers.front().state = model::ConnectionState::connected;
    };
    auto renewed = world.grant("access-2", "u1");
    world.keep(renewed);
    CHECK(change().empty());
    world.keep(world.grant("access-3", "u2"));
    CHECK(change() == std::vector<std::string>{"account changed"});
    connected_anew();
    world.store.records["account"].clear();
    CHECK(change() == std::vector<std::string>{"signed out"});
    world.state.servers.front().state = model::ConnectionState::paused;
    std::vector<std::string> expected{"account changed"};
    SUBCASE("and connects again with who signs in there") {}
    SUBCASE("but not when a person has connected here since") {
        connected_anew();
        world.state.servers.front().state = model::ConnectionState::paused;
        expected.clear();
    }
    world.keep(world.grant("access-4", "u2"));
    CHECK(change() == expected);
    CHECK(change().empty());
}

// [req:sign-in-challenge]
TEST_CASE("a sign-in from the panel knows what the server's challenge said, now and after a reload") {
    SignedIn world;
    const std::string elsewhere = "https://meta.example/.well-known/oauth-protected-resource/mcp";
    SUBCASE("the server said it") {
        world.http.expect("POST", token_url).answers_json(R"({"error":"invalid_grant"})", 400);
        const auto refused = world.refuse(401, {{"WWW-Authenticate", "Bearer resource_metadata=\"" + elsewhere + '"'}},
                                          sent_with("access-1"), 1, true);
    }
    SUBCASE("the sign-in before had heard it") {
        auto grant = world.grant("access-1", "u1");
        grant.resource_metadata = elsewhere;
        world.keep(grant);
        fakes::run(world.loop, world.sign_in().show());
    }
    auto& document = world.http.expect("GET", elsewhere).never_answers();
    auto again = fakes::start(world.loop, world.sign_in().again(true));
    CHECK(document.asked());
    CHECK_FALSE(again.done());
}

// [req:sign-in-somebody-else]
TEST_CASE("a request that waits for a sign-in is not sent as the person who signed in instead") {
    for (const char* who : {"u1", "u2"}) {
        CAPTURE(who);
        SignedIn world;
        auto window = world.channels.join("parley.sign_in", [](const std::string&) {});
        CHECK(bearer(world.authorize().result()) == "Bearer access-1");
        world.http.expect("GET", resource_url)
            .answers_json(R"({"resource":"https://tools.example/mcp","authorization_servers":["https://as.example"]})");
        world.http.expect("GET", "https://as.example/.well-known/oauth-authorization-server")
            .answers_json(R"({"issuer":"https://as.example","authorization_endpoint":"https://as.example/authorize",
                "token_endpoint":"https://as.example/token","registration_endpoint":"https://as.example/register",
                "code_challenge_methods_supported":["S256"],"token_endpoint_auth_methods_supported":["none"]})");
        world.http.expect("POST", "https://as.example/register").answers_json(R"({"client_id":"client-2"})", 201);
        auto waiting = world.refuse(401, {}, sent_with("access-1"), 2);
        REQUIRE(world.window.sent.size() == 1);
        const std::string url = world.window.sent[0];
        const std::string token = "e30." + base::base64url_encode(R"({"sub":")" + std::string(who) + R"("})") + ".c2ln";
        world.http.expect("POST", token_url)
            .answers_json(R"({"access_token":")" + token + R"(","token_type":"Bearer"})");
        const auto state = url.substr(url.find("state=") + 6);
        window->post(R"({"answer":"?code=c&state=)" + state.substr(0, state.find('&')) + R"("})");
        world.settle();
        REQUIRE(waiting.done());
        const auto done = waiting.result();
        const bool same = std::string(who) == "u1";
        CHECK(done.has_value() == same);
        if (!same) CHECK(done.error().kind == ErrorKind::connected_anew);
        const auto keys = world.store.records["grant"];
        CHECK(keys.size() == (same ? 1 : 2));  // [req:grant-replaced] the old client's goes
        CHECK(world.store.records["account"][server_url].find("client-2") != std::string::npos);
        CHECK(world.told == (same ? std::vector<std::string>() : std::vector<std::string>{"account changed"}));
    }
}

// [req:follow-account]
TEST_CASE(
    "what is connected as one person sends nothing as another, also where the panel has shown nobody in between") {
    SignedIn world;
    auto other = world.channels.join("parley.vault", [](const std::string&) {});
    CHECK(bearer(world.authorize().result()) == "Bearer access-1");
    world.http.expect("POST", token_url).answers_json(R"({"error":"invalid_grant"})", 400);
    CHECK(world.refuse(401, {}, sent_with("access-1"), 1, true).result());
    world.settle();
    CHECK_FALSE(world.state.servers.front().sign_in.signed_in);
    world.keep(world.grant("access-of-u2", "u2"));
    other->post(R"({"changed":")" + server_url + R"("})");
    const auto sent = world.authorize().result();
    REQUIRE_FALSE(sent);
    CHECK(sent.error().kind == ErrorKind::connected_anew);
    world.settle();
    CHECK(world.told == std::vector<std::string>{"account changed"});
}

// [req:refusal-own]
TEST_CASE("a token that is over is refused for that, also by a server that forbids where it should ask") {
    SignedIn world;
    world.keep_unrenewable("u1");
    const auto fresh = world.refuse(403, {}, sent_with("access-1")).result();
    REQUIRE(fresh);
    CHECK_FALSE(*fresh);
    world.clock.advance(2h);
    auto& document = world.http.expect("GET", resource_url).never_answers();
    auto waiting = world.refuse(403, {}, sent_with("access-1"));
    CHECK(document.asked());
}

// [req:follow-sign-in]
TEST_CASE("a tab that waits for a person goes on when they signed in in another tab") {
    SignedIn world;
    auto other = world.channels.join("parley.vault", [](const std::string&) {});
    auto& server = world.state.servers.front();
    server.sign_in_settings.client_id = "client-1";
    CHECK(bearer(world.authorize().result()) == "Bearer access-1");
    world.http.expect("GET", resource_url)
        .answers_json(R"({"resource":"https://tools.example/mcp","authorization_servers":["https://as.example"]})");
    world.http.expect("GET", "https://as.example/.well-known/oauth-authorization-server")
        .any_number_of_times()
        .answers_json(R"({"issuer":"https://as.example","authorization_endpoint":"https://as.example/authorize",
            "token_endpoint":"https://as.example/token","code_challenge_methods_supported":["S256"]})");
    int windows_closed = 1;
    SUBCASE("at the provider") {}
    SUBCASE("for the click that opens a window") {
        world.window.clicked = false;
        windows_closed = 0;
    }
    auto waiting = world.refuse(401, {}, sent_with("access-1"), 2);
    REQUIRE(server.sign_in.wait != model::SignIn::Wait::nobody);
    const auto change = [&](const std::string& token, const std::string& account, std::chrono::seconds after) {
        auto grant = world.grant(token, account);
        grant.signed_in_at += after;
        world.keep(grant);
        other->post(R"({"changed":")" + server_url + R"("})");
        world.settle();
    };
    // A refresh is no sign-in.
    change("access-2", "u1", 0s);
    CHECK_FALSE(waiting.done());
    std::string who = "u1";
    SUBCASE("the same person") {}
    SUBCASE("somebody else") { who = "u2"; }
    change("access-3", who, 1s);
    REQUIRE(waiting.done());
    CHECK(server.sign_in.wait == model::SignIn::Wait::nobody);
    CHECK(world.window.closed_sign_in == windows_closed);
    const auto done = waiting.result();
    CHECK(done.has_value() == (who == "u1"));
    if (!done) CHECK(done.error().kind == ErrorKind::connected_anew);
    CHECK(world.told.size() == (who == "u1" ? 0 : 1));
}

// [req:follow-sign-in]
TEST_CASE("a tab whose person wants more, or to be somebody else, waits on when they signed in in another tab") {
    SignedIn world;
    auto other = world.channels.join("parley.vault", [](const std::string&) {});
    auto& server = world.state.servers.front();
    server.sign_in_settings.client_id = "client-1";
    world.http.expect("GET", resource_url).never_answers();
    const auto change = [&](const std::string& scope, std::chrono::seconds after) {
        auto grant = world.grant("access-2", "u1");
        grant.signed_in_at += after;
        grant.tokens.scope = scope;
        world.keep(grant);
        other->post(R"({"changed":")" + server_url + R"("})");
        world.settle();
    };
    SUBCASE("somebody else") {
        auto again = fakes::start(world.loop, world.sign_in().again(true));
        change("read", 1s);
        CHECK_FALSE(again.done());
    }
    SUBCASE("a scope") {
        auto waiting = world.refuse(403, {{"WWW-Authenticate", R"(Bearer error="insufficient_scope", scope="write")"}},
                                    sent_with("access-1"));
        change("read", 1s);
        CHECK_FALSE(waiting.done());
        change("read write", 2s);
        REQUIRE(waiting.done());
        CHECK(waiting.result());
    }
}

TEST_CASE("signing out where nothing can be read says so: nobody is signed out") {
    SignedIn world;
    world.store.broken = true;
    fakes::run(world.loop, world.sign_in().sign_out());
    REQUIRE_FALSE(world.state.notices.empty());
    CHECK(world.state.notices.back().error.kind == ErrorKind::storage_failed);
}

// [req:grant-replaced]
TEST_CASE("the key of the token before goes when the account signs in anew as the same client") {
    for (const char* client_id : {"client-1", "client-2"}) {
        CAPTURE(client_id);
        SignedIn world;
        auto old = world.grant("access-1", "u1");
        old.dpop_key = "old key";
        world.keep(old);
        REQUIRE(fakes::run(world.loop, world.keys.open("old key")));
        const auto pending = at_the_provider(world, old, client_id);
        REQUIRE(fakes::run(world.loop, world.sign_in().resume(pending, "?code=c&state=p-state")));
        world.settle();
        CHECK(world.keys.names.empty());
        CHECK(world.store.records["grant"].size() == 1);
    }
}
