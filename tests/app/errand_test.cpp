// What a page goes on with when it is back from a sign-in for which it had to leave.
#include <doctest/doctest.h>

#include "app/signed_in.hpp"
#include "app/world.hpp"

using app_test::Browser;
using app_test::SignedIn;
using app_test::Tab;
using app_test::text_result;
using app_test::tool;
using base::ErrorKind;
using chat::RunState;

namespace {

void expect_provider(Browser& browser) {
    browser.http.expect("GET", app_test::resource_url)
        .answers_json(R"({"resource":"https://tools.example/mcp","authorization_servers":["https://as.example"]})");
    browser.http.expect("GET", "https://as.example/.well-known/oauth-authorization-server")
        .answers_json(R"({"issuer":"https://as.example","authorization_endpoint":"https://as.example/authorize",
            "code_challenge_methods_supported":["S256"],"token_endpoint":"https://as.example/token"})");
}

// On a phone: a tool was called, its server asks who it is, and the page left for the provider.
struct Left : Browser {
    Left() {
        window.one_page = true;
        expect_provider(*this);
        server().tools = {tool("add"), tool("look")};
        tab = std::make_unique<Tab>(*this);
        model::SignInSettings settings;
        settings.client_id = "client-1";
        tab->ask(model::AddServer{app_test::address, settings});
        REQUIRE(tab->server().state == model::ConnectionState::connected);
        id = tab->server().id;
    }
    ~Left() { tab.reset(); }

    app_test::FakeServer& server() { return servers.at(app_test::address); }
    void run(const std::string& name, bool refused) {
        tab->ask(model::RunTool{id, name, *base::parse_json(R"({"n":5})")});
        if (refused) server().calls.back().events.on_person(true);
        settle();
    }
    void leave() {
        tab->ask(model::SignInAgain{id});
        REQUIRE(window.left_to.size() == 1);
        const std::string& url = window.left_to.back();
        const auto at = url.find("state=") + 6;
        window.left_answer = "?code=c&state=" + url.substr(at, url.find('&', at) - at);
        tab.reset();
        settle();
        server().calls.clear();
    }
    void come_back() { tab = std::make_unique<Tab>(*this); }
    void open_again() {
        tab = std::make_unique<Tab>(*this);
        REQUIRE(tab->server().state == model::ConnectionState::connected);
    }

    std::string id;
    std::unique_ptr<Tab> tab;
};

fakes::FakeScripted& exchange(Left& left) {
    return left.http.expect("POST", "https://as.example/token").never_answers();
}

void let_in(Left& left, fakes::FakeScripted& token) {
    token.begin(200, {{"content-type", "application/json"}});
    token.feed(R"({"access_token":"a","token_type":"Bearer"})");
    token.end();
    left.settle();
}

}  // namespace

// [req:app-goes-on]
TEST_CASE("a run that waits for a sign-in says so, and does not count the time of it") {
    app_test::Connected c;
    c.tab->ask(model::RunTool{c.server_id(), "add", base::Json::object()});
    const auto& events = c.server().calls[0].events;
    events.on_person(true);
    CHECK(c.tab->last_run().state == RunState::waiting);
    c.clock.advance(std::chrono::minutes(1));
    events.on_person(false);
    CHECK(c.tab->last_run().state == RunState::running);
    c.clock.advance(std::chrono::milliseconds(20));
    c.server().calls[0].answer(text_result("5"));
    c.settle();
    CHECK(c.tab->last_run().duration_ms == 20);
}

// [req:app-goes-on]
TEST_CASE("a run for which the page left goes on when it is back and connected, in its chat, once") {
    Left left;
    auto& token = exchange(left);
    left.run("add", true);
    const std::string chat = left.tab->conversation().id;
    SUBCASE("which the person sees") {}
    SUBCASE("and another chat is open") {
        left.tab->ask(model::NewConversation{});
        left.tab->ask(model::ChangeDraft{"something else"});
    }
    left.leave();
    auto answer = std::exchange(left.window.left_answer, {});
    Tab other(left);
    other.ask(model::SelectConversation{chat});
    CHECK(other.last_run().state == RunState::cancelled);
    left.window.left_answer = answer;
    left.come_back();
    left.tab->ask(model::SelectConversation{chat});
    CHECK(left.tab->last_run().state == RunState::waiting);
    CHECK(other.last_run().state == RunState::waiting);
    CHECK(left.server().calls.empty());
    let_in(left, token);
    CHECK(left.tab->last_run().state == RunState::running);
    REQUIRE(left.server().calls.size() == 1);
    CHECK(left.server().calls[0].arguments == *base::parse_json(R"({"n":5})"));
    left.server().calls[0].answer(text_result("5"));
    left.settle();
    CHECK(left.tab->last_run().state == RunState::done);
    left.open_again();
    left.tab->ask(model::SelectConversation{chat});
    CHECK(left.tab->last_run().state == RunState::done);
    CHECK(left.server().calls.size() == 1);
}

// [req:app-goes-on]
TEST_CASE("what the server may already have done is not done again when the page is back") {
    Left left;
    auto& token = exchange(left);
    left.run("add", false);
    left.run("look", true);
    left.leave();
    left.come_back();
    let_in(left, token);
    REQUIRE(left.server().calls.size() == 1);
    CHECK(left.server().calls[0].tool_name == "look");
    const auto& first = std::get<chat::ToolRun>(left.tab->conversation().entries.front().content);
    CHECK(first.state == RunState::cancelled);
    REQUIRE(first.error);
    CHECK(first.error->kind == ErrorKind::page_closed);
}

// [req:app-goes-on]
TEST_CASE("a run for which the page left ends, with its reason, when nobody signed in") {
    Left left;
    left.run("add", true);
    ErrorKind why = ErrorKind::sign_in_refused;
    left.leave();
    SUBCASE("the person said no") {
        const auto state = left.window.left_answer.substr(left.window.left_answer.find("state="));
        left.window.left_answer = "?error=access_denied&" + state;
        left.come_back();
    }
    SUBCASE("the person gave up while the code is exchanged") {
        why = ErrorKind::disconnected;
        exchange(left);
        left.come_back();
        left.tab->ask(model::CancelConnect{left.id});
    }
    SUBCASE("the page was opened anew, without an answer") {
        why = ErrorKind::page_closed;
        left.window.left_answer.clear();
        left.open_again();
    }
    CHECK(left.tab->last_run().state != RunState::waiting);
    CHECK(left.tab->last_run().state != RunState::running);
    REQUIRE(left.tab->last_run().error);
    CHECK(left.tab->last_run().error->kind == why);
    CHECK(left.server().calls.empty());
}

// [req:app-goes-on]
TEST_CASE("what the page left is not run by itself once somebody signed in another way, or took it up elsewhere") {
    Left left;
    left.run("add", true);
    const std::string chat = left.tab->conversation().id;
    const auto entry = std::to_string(left.tab->last_entry().id);
    left.leave();
    SUBCASE("signed in meanwhile") {
        SignedIn world;
        auto grant = world.grant("access-1", "u1");
        grant.signed_in_at = left.clock.wall() + std::chrono::seconds(1);
        left.store.records["grant"][grant.key.text()] = base::dump_json(oauth::to_json(grant));
        left.store.records["account"][app_test::address] = grant.key.text();
        left.clock.advance(std::chrono::seconds(2));
        auto& token = exchange(left);
        left.come_back();
        let_in(left, token);
    }
    SUBCASE("run again in another tab, which shows it as interrupted") {
        auto answer = std::exchange(left.window.left_answer, {});
        Tab other(left);
        other.ask(model::SelectConversation{chat});
        other.ask(model::RunAgain{other.last_entry().id});
        REQUIRE(left.server().calls.size() == 1);
        left.server().calls.clear();
        left.window.left_answer = answer;
        auto& token = exchange(left);
        left.come_back();
        let_in(left, token);
    }
    SUBCASE("still held by another tab, and let go long after") {
        auto held = fakes::run(left.loop, left.locks.acquire("run/" + chat + "/" + entry));
        auto& token = exchange(left);
        left.come_back();
        let_in(left, token);
        CHECK(left.server().calls.empty());
        CHECK(left.tab->last_run().state == RunState::waiting);
        left.clock.advance(std::chrono::minutes(1));
        held->reset();
        left.settle();
    }
    SUBCASE("what was said cannot be read, and later it can") {
        left.store.unlisted = "entry/";
        auto& token = exchange(left);
        left.come_back();
        let_in(left, token);
        left.store.unlisted.clear();
        left.tab->ask(model::SelectConversation{chat});
    }
    CHECK(left.server().calls.empty());
    left.tab->ask(model::SelectConversation{chat});
    CHECK(std::get<chat::ToolRun>(left.tab->conversation().entries.front().content).state == RunState::cancelled);
}

// [req:app-goes-on]
TEST_CASE("a page that leaves for the provider sends nothing more to the server, unless it stays after all") {
    SignedIn world;
    world.window.one_page = true;
    world.state.servers.front().sign_in_settings.client_id = "client-1";
    expect_provider(world);
    world.sign_ins.again("server-1", false);
    world.settle();
    REQUIRE(world.window.left_to.size() == 1);
    auto asked = world.authorize();
    world.settle();
    CHECK_FALSE(asked.done());
    auto& sign_in = world.state.servers.front().sign_in;
    CHECK(sign_in.wait == model::SignIn::Wait::window);
    std::string token = "Bearer access-1";
    SUBCASE("the person gives up") { world.sign_ins.cancel("server-1"); }
    SUBCASE("they came back in another tab, and it goes on here too") {
        auto grant = world.grant("access-2", "u1");
        grant.signed_in_at = world.clock.wall() + std::chrono::seconds(5);
        world.keep(grant);
        world.channels.join("parley.vault", [](const std::string&) {})
            ->post(R"({"changed":")" + app_test::server_url + "\"}");
        token = "Bearer access-2";
    }
    world.settle();
    CHECK(sign_in.wait == model::SignIn::Wait::nobody);
    REQUIRE(asked.done());
    CHECK(app_test::bearer(asked.result()) == token);
}

namespace {

// The page left while somebody was signed in, and is back; the next token is `sub`'s. What resume() says.
base::Result<bool> back_as(const std::string& sub) {
    SignedIn world;
    world.errand = "[]";
    world.window.one_page = true;
    auto& server = world.state.servers.front();
    server.sign_in_settings.client_id = "client-1";
    app_test::bearer(world.authorize().result());
    expect_provider(world);
    world.sign_ins.again("server-1", false);
    world.settle();
    REQUIRE(world.window.left_to.size() == 1);
    const auto record = *base::parse_json(world.store.records["pending"].begin()->second);
    auto pending = oauth::read_pending_authorization(record);
    REQUIRE(pending);

    SignedIn back;
    CHECK(back.sign_in().unpack_errand(*pending) == "[]");
    const std::string token = "e30." + base::base64url_encode(R"({"sub":")" + sub + "\"}") + ".c2ln";
    back.http.expect("POST", app_test::token_url)
        .answers_json(R"({"access_token":")" + token + R"(","token_type":"Bearer"})");
    auto result = fakes::run(back.loop, back.sign_in().resume(*pending, "?code=c&state=" + pending->state));
    back.settle();
    return result;
}

}  // namespace

// [req:app-goes-on]
TEST_CASE("what somebody asked for before the page left is not done as somebody else") {
    const auto same = back_as("u1");
    REQUIRE(same);
    CHECK(*same);
    const auto other = back_as("u2");
    REQUIRE(other);
    CHECK_FALSE(*other);
}
