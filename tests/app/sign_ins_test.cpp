#include "app/sign_ins.hpp"

#include <doctest/doctest.h>

#include "app/signed_in.hpp"
#include "app/world.hpp"

using app_test::Browser;
using app_test::Tab;
using namespace std::chrono_literals;

namespace {

const std::string other_address = "https://other.example/mcp";

// Where a sign-in begins; nobody answers.
fakes::FakeScripted& first_document(Browser& browser, const std::string& host) {
    return browser.http.expect("GET", "https://" + host + "/.well-known/oauth-protected-resource/mcp").never_answers();
}

// The deployment has a client's id and secret for the server.
void with_page_credentials(Browser& browser) {
    browser.config.answers_json(R"({"machine_credentials":[{"server":"https://tools.example/mcp",
        "grant_type":"client_credentials","client_id":"machine","client_secret":"s3cret"}]})");
    browser.servers.at(app_test::address).tools = {app_test::tool("echo")};
}

}  // namespace

// [req:app-config]
TEST_CASE("the deployment's config is asked for once, before anybody signs in, and every sign-in waits for it") {
    Browser browser;
    browser.config.never_answers();
    for (const auto& url : {app_test::address, other_address}) browser.servers.at(url).tools = {app_test::tool("echo")};
    auto& first = first_document(browser, "tools.example");
    auto& second = first_document(browser, "other.example");
    Tab tab(browser);
    CHECK(browser.config.count() == 1);

    tab.ask(model::AddServer{app_test::address});
    tab.ask(model::AddServer{other_address});
    REQUIRE(tab.state.servers.size() == 2);
    for (const auto& server : tab.state.servers) tab.ask(model::SignInAgain{server.id});
    CHECK_FALSE(first.asked());
    CHECK_FALSE(second.asked());

    browser.config.begin(200);
    browser.config.feed("{}");
    browser.config.end();
    browser.settle();
    CHECK(first.asked());
    CHECK(second.asked());
    CHECK(browser.config.count() == 1);
}

TEST_CASE("a config that the network did not bring is asked for again by the next sign-in, which goes on without it") {
    Browser browser;
    browser.config.fails(fakes::unreachable_error());
    auto& document = first_document(browser, "tools.example");
    Tab tab(browser);
    tab.ask(model::AddServer{app_test::address});
    CHECK(browser.config.count() == 1);
    tab.ask(model::SignInAgain{tab.server().id});
    CHECK(browser.config.count() == 2);
    CHECK(document.asked());
}

// [req:app-config]
TEST_CASE("a deployment without a config, or with one that is none, is a good one") {
    Browser browser;
    SUBCASE("not there") { browser.config.answers(404); }
    SUBCASE("a page for every address") { browser.config.answers(200, {}, {"<!doctype html>"}); }
    auto& document = first_document(browser, "tools.example");
    Tab tab(browser);
    tab.ask(model::AddServer{app_test::address});
    tab.ask(model::SignInAgain{tab.server().id});
    CHECK(document.asked());
    CHECK(browser.config.count() == 1);
}

// [req:config-settings]
TEST_CASE("a wrong setting of the deployment is a notice, and the right ones hold") {
    Browser browser;
    SUBCASE("one of several") {
        browser.config.answers(200, {}, {R"({"redirect_uri":"https://evil.example/callback.html",
            "mcp_server_url":"https://tools.example/mcp"})"});
        Tab tab(browser);
        CHECK(tab.last_notice().error.kind == base::ErrorKind::wrong_config);
        CHECK(tab.last_notice().error.message.find("redirect_uri") != std::string::npos);
        CHECK(tab.state.callback_address == "https://parley.example/callback.html");
        tab.ask(model::OpenAddServer{});
        CHECK(tab.state.add_server_address == app_test::address);
        tab.ask(model::OpenAddServer{"https://other.example"});
        CHECK(tab.state.add_server_address == "https://other.example");
        browser.servers.at(app_test::address).tools = {app_test::tool("echo")};
        tab.ask(model::AddServer{app_test::address});
        tab.ask(model::OpenAddServer{});
        CHECK(tab.state.add_server_address.empty());
    }
    SUBCASE("no JSON at all") {
        browser.config.answers(200, {}, {R"({"client_name":"Our chat",})"});
        Tab tab(browser);
        CHECK(tab.last_notice().error.kind == base::ErrorKind::wrong_config);
    }
    SUBCASE("none is wrong") {
        browser.config.answers(200, {}, {R"({"redirect_uri":"https://parley.example/callback"})"});
        Tab tab(browser);
        CHECK(tab.state.notices.empty());
        CHECK(tab.state.callback_address == "https://parley.example/callback");
    }
}

namespace {

// A browser whose page had left to sign in at the provider, and comes back with a code.
struct Returning {
    explicit Returning(std::string revision = {}) {
        app::ServerRecord record;
        record.id = "server-1";
        record.url = app_test::address;
        record.name = "Tools";
        record.revision = std::move(revision);
        auto kept = app::server_write(record);
        browser.store.records[kept.collection][kept.key] = *kept.value;

        oauth::PendingAuthorization pending;
        pending.state = "p-state";
        pending.server_url = app_test::address;
        pending.server_id = "server-1";
        pending.server.issuer = "https://as.example";
        pending.server.token_endpoint = "https://as.example/token";
        pending.client.issuer = "https://as.example";
        pending.client.client_id = "client-1";
        pending.server.authorization_endpoint = "https://as.example/authorize";
        pending.client.source = oauth::ClientSource::registered;
        pending.steps = {{oauth::Step::Name::find_server, oauth::Step::State::done, "issuer https://as.example", 44}};
        pending.began = browser.clock.wall() - 7s;
        browser.store.records["pending"][pending.state] = base::dump_json(oauth::to_json(pending));
        browser.window.left_answer = "?code=the-code&state=p-state";
        browser.servers.at(app_test::address).tools = {app_test::tool("echo")};
    }

    Browser browser;
    fakes::FakeScripted& token = browser.http.expect("POST", "https://as.example/token");
};

}  // namespace

// [req:app-comes-back]
TEST_CASE("a page that comes back from the provider is there at once, and connects when it is signed in") {
    Returning returning;
    returning.token.never_answers();
    Tab tab(returning.browser);
    REQUIRE(tab.state.loaded);
    CHECK(tab.state.screen == model::Screen::add_server);
    CHECK(tab.state.connecting_server == "server-1");
    CHECK(tab.server().state == model::ConnectionState::connecting);
    REQUIRE(tab.server().steps.size() == 5);
    CHECK(tab.server().steps.back().name == model::ConnectStep::Name::exchange);
    CHECK(tab.server().steps.back().state == model::ConnectStep::State::running);
    CHECK(returning.browser.servers.at(app_test::address).connects == 0);

    // [req:timeline-returns]
    const auto& steps = tab.server().steps;
    CHECK(steps[1].detail == "issuer https://as.example");
    CHECK(steps[1].duration_ms == 44);
    CHECK(steps[1].state == model::ConnectStep::State::done);
    CHECK(steps[3].detail == "as.example");
    CHECK(steps[3].duration_ms == 7000);
    CHECK(tab.server().sign_in.client_source == model::SignIn::ClientSource::registered);
    REQUIRE_FALSE(tab.server().sign_in.log.empty());
    CHECK(tab.server().sign_in.log.front().text == "issuer https://as.example");
    CHECK(tab.server().sign_in.log.front().at == returning.browser.clock.wall() - 7s);

    SUBCASE("the steps of the sign-in stay while it connects") {
        returning.browser.servers.at(app_test::address).holds_connect = true;
        returning.token.begin(200, {{"content-type", "application/json"}});
        returning.token.feed(R"({"access_token":"a","token_type":"Bearer"})");
        returning.token.end();
        returning.browser.settle();
        CHECK(tab.server().state == model::ConnectionState::connecting);
        REQUIRE(steps.size() == 8);
        CHECK(steps[0].name == model::ConnectStep::Name::reach);
        CHECK(steps[2].detail == "issuer https://as.example");
        CHECK(steps[5].state == model::ConnectStep::State::done);
    }
    SUBCASE("signed in") {
        returning.token.begin(200, {{"content-type", "application/json"}});
        returning.token.feed(R"({"access_token":"a","token_type":"Bearer"})");
        returning.token.end();
        returning.browser.settle();
        CHECK(tab.server().state == model::ConnectionState::connected);
        CHECK(tab.server().sign_in.signed_in);
        CHECK(tab.state.screen == model::Screen::chat);
    }
    SUBCASE("cancelled meanwhile: it stays so") {
        tab.ask(model::CancelConnect{"server-1"});
        returning.token.begin(200, {{"content-type", "application/json"}});
        returning.token.feed(R"({"access_token":"a","token_type":"Bearer"})");
        returning.token.end();
        returning.browser.settle();
        CHECK(tab.server().state == model::ConnectionState::paused);
        CHECK(returning.browser.servers.at(app_test::address).connects == 0);
    }
}

// [req:app-comes-back]
TEST_CASE("a page that comes back and is refused tells why where the server is, and asks for nothing by itself") {
    std::string revision;
    SUBCASE("of a server that is being added") {}
    SUBCASE("of one that was connected before") { revision = "2026-07-28"; }
    Returning returning(revision);
    returning.token.answers(400, {{"content-type", "application/json"}}, {R"({"error":"invalid_grant"})"});
    Tab tab(returning.browser);
    const auto& server = tab.server();
    CHECK(server.state == model::ConnectionState::failed);
    REQUIRE(server.error);
    CHECK(server.error->kind == base::ErrorKind::invalid_grant);
    CHECK(returning.browser.servers.at(app_test::address).connects == 0);
    CHECK(tab.state.notices.empty());
    if (revision.empty()) {
        CHECK(tab.state.screen == model::Screen::add_server);
        CHECK(tab.state.connecting_server == server.id);
        CHECK(server.steps.back().state == model::ConnectStep::State::failed);
    } else {
        CHECK(tab.state.selected_server == server.id);
        CHECK(tab.state.inspector_tab == model::InspectorTab::sign_in);
        CHECK(tab.state.settings.inspector_open);
    }
}

// [req:given-endpoint]
TEST_CASE(
    "a secret is bound to the token endpoint of its first sign-in, and to another one only when it is given again") {
    Browser browser;
    const auto metadata = [&](const char* token_endpoint) {
        browser.http.expect("GET", "https://tools.example/.well-known/oauth-protected-resource/mcp")
            .answers_json(R"({"resource":"https://tools.example/mcp","authorization_servers":["https://as.example"]})");
        browser.http.expect("GET", "https://as.example/.well-known/oauth-authorization-server")
            .answers_json(R"({"issuer":"https://as.example","authorization_endpoint":"https://as.example/authorize",
                "code_challenge_methods_supported":["S256"],"token_endpoint":")" +
                          std::string(token_endpoint) + "\"}");
    };
    browser.servers.at(app_test::address).tools = {app_test::tool("echo")};
    browser.window.clicked = true;
    Tab tab(browser);
    model::SignInSettings settings;
    settings.client_id = "mine";
    settings.client_secret = "s3cret";
    tab.ask(model::AddServer{app_test::address, settings});
    auto channel = browser.channels.join("parley.sign_in", [](const std::string&) {});
    const auto answer = [&] {
        const std::string went_to = browser.window.sent.back();
        const auto at = went_to.find("state=") + 6;
        const std::string state = went_to.substr(at, went_to.find('&', at) - at);
        channel->post(R"({"answer":"?code=c&state=)" + state + "\"}");
        browser.settle();
    };
    metadata("https://as.example/token");
    browser.http.expect("POST", "https://as.example/token")
        .answers_json(R"({"access_token":"a","token_type":"Bearer"})");
    tab.ask(model::SignInAgain{tab.server().id});
    answer();
    REQUIRE(tab.server().sign_in.signed_in);
    CHECK(tab.server().sign_in_settings.given_token_endpoint == "https://as.example/token");
    CHECK(browser.store.records["server"][tab.server().id].find("as.example/token") != std::string::npos);

    metadata("https://evil.example/token");
    tab.ask(model::SignInAgain{tab.server().id});
    CHECK(tab.last_notice().error.kind == base::ErrorKind::token_endpoint_changed);
    CHECK(tab.server().sign_in.wants_secret);
    // Something else is saved: nothing is confirmed by that.
    auto typed = tab.server().sign_in_settings;
    typed.scope = "read";
    tab.ask(model::SetSignInSettings{tab.server().id, typed});
    CHECK(tab.server().sign_in.wants_secret);
    CHECK(tab.server().sign_in_settings.given_token_endpoint == "https://as.example/token");
    typed.given_token_endpoint.clear();
    tab.ask(model::SetSignInSettings{tab.server().id, typed});
    CHECK_FALSE(tab.server().sign_in.wants_secret);
    CHECK(tab.server().sign_in_settings.given_token_endpoint.empty());
    CHECK(tab.server().sign_in_settings.given_issuer == "https://as.example");
    const auto before = browser.window.sent.size();
    metadata("https://evil.example/token");
    tab.ask(model::SignInAgain{tab.server().id});
    CHECK(browser.window.sent.size() == before + 1);
}

// [req:given-again]
TEST_CASE("what is entered anew is bound to the issuer that is found then; what else is changed leaves it bound") {
    Browser browser;
    browser.servers.at(app_test::address).tools = {app_test::tool("echo")};
    Tab tab(browser);
    model::SignInSettings settings;
    settings.client_id = "mine";
    settings.client_secret = "s3cret";
    settings.initial_access_token = "once";
    tab.ask(model::AddServer{app_test::address, settings});
    const std::string id = tab.server().id;
    const auto bound_after = [&](auto change) {
        tab.server().sign_in_settings.given_issuer = "https://as.example";
        auto typed = tab.server().sign_in_settings;
        change(typed);
        tab.ask(model::SetSignInSettings{id, typed});
        return !tab.server().sign_in_settings.given_issuer.empty();
    };
    CHECK(bound_after([](auto& typed) { typed.scope = "read"; }));
    CHECK(bound_after([](auto& typed) { typed.given_token_endpoint.clear(); }));
    CHECK_FALSE(bound_after([](auto& typed) { typed.client_id = "another"; }));
    CHECK_FALSE(bound_after([](auto& typed) { typed.client_secret = "another"; }));
    CHECK_FALSE(bound_after([](auto& typed) { typed.initial_access_token = "another"; }));
    // The form says that it was typed once more, though it is the same.
    CHECK_FALSE(bound_after([](auto& typed) { typed.given_issuer.clear(); }));
}

// [req:given-endpoint] [req:given-again]
TEST_CASE(
    "the page's own credentials are for the first token endpoint, until they are signed out of and allowed again") {
    Browser browser;
    with_page_credentials(browser);
    Tab tab(browser);
    tab.ask(model::AddServer{app_test::address});
    const std::string id = tab.server().id;
    const auto sign_in = [&](const std::string& token_endpoint) {
        browser.http.expect("GET", "https://tools.example/.well-known/oauth-protected-resource/mcp")
            .answers_json(R"({"resource":"https://tools.example/mcp","authorization_servers":["https://as.example"]})");
        browser.http.expect("GET", "https://as.example/.well-known/oauth-authorization-server")
            .answers_json(R"({"issuer":"https://as.example","authorization_endpoint":"https://as.example/authorize",
                "token_endpoint":")" +
                          token_endpoint + "\"}");
        tab.ask(model::SignInAgain{id});
        if (tab.server().sign_in.wait == model::SignIn::Wait::consent) tab.ask(model::OpenSignIn{id});
    };
    const auto expect_token = [&](const std::string& token_endpoint) {
        browser.http.expect("POST", token_endpoint).answers_json(R"({"access_token":"a","token_type":"Bearer"})");
    };
    expect_token("https://as.example/token");
    sign_in("https://as.example/token");
    REQUIRE(tab.server().sign_in.signed_in);
    CHECK(tab.server().sign_in_settings.given_token_endpoint == "https://as.example/token");

    sign_in("https://as.example/elsewhere");
    CHECK(tab.last_notice().error.kind == base::ErrorKind::token_endpoint_changed);
    CHECK_FALSE(tab.server().sign_in.wants_secret);

    tab.ask(model::SignOut{id});
    expect_token("https://as.example/elsewhere");
    sign_in("https://as.example/elsewhere");
    CHECK(tab.server().sign_in.signed_in);
    CHECK(tab.server().sign_in_settings.given_token_endpoint == "https://as.example/elsewhere");
}

// [req:app-comes-back]
TEST_CASE("a code that this page did not ask for is a notice") {
    Browser browser;
    browser.window.left_answer = "?code=the-code&state=p-other";
    Tab tab(browser);
    CHECK(tab.last_notice().error.kind == base::ErrorKind::foreign_answer);
}

// [req:dpop-key-goes]
TEST_CASE("what a sign-in that was left half an hour ago had written is swept, its key too; a younger one waits") {
    Browser browser;
    for (const auto& [name, age] : {std::pair("old", 31min), std::pair("young", 29min)}) {
        oauth::PendingAuthorization pending;
        pending.state = std::string("p-") + name;
        pending.server_url = app_test::address;
        pending.server.issuer = pending.client.issuer = "https://as.example";
        pending.server.token_endpoint = "https://as.example/token";
        pending.client.client_id = "client-1";
        pending.dpop_key = name;
        pending.began = browser.clock.wall() - age;
        browser.store.records["pending"][pending.state] = base::dump_json(oauth::to_json(pending));
        browser.keys.names.insert(name);
    }
    browser.keys.names.insert("of a grant");
    Tab tab(browser);
    CHECK(browser.keys.names == std::set<std::string>{"of a grant", "young"});
    CHECK_FALSE(browser.store.records["pending"].contains("p-old"));
    CHECK(browser.store.records["pending"].contains("p-young"));
}

namespace {

constexpr const char* as_metadata = R"({"issuer":"https://as.example","authorization_endpoint":"https://as.example/a",
    "token_endpoint":"https://as.example/token","code_challenge_methods_supported":["S256"]})";

// What a sign-in with a client that the person gave asks for, until the window.
void expect_metadata(Browser& browser, const std::string& server) {
    browser.http.expect("GET", server)
        .answers_json(R"({"resource":"https://tools.example/mcp","authorization_servers":["https://as.example"]})");
    browser.http.expect("GET", "https://as.example/.well-known/oauth-authorization-server").answers_json(as_metadata);
}

}  // namespace

// [req:page-credentials]
TEST_CASE("the page's own credentials go nowhere before the person has said that they may") {
    Browser browser;
    with_page_credentials(browser);
    Tab tab(browser);
    tab.ask(model::AddServer{app_test::address});
    const std::string id = tab.server().id;
    const auto asked_before = browser.http.requests().size();
    tab.ask(model::SignInAgain{id});
    CHECK(tab.server().sign_in.wait == model::SignIn::Wait::consent);
    CHECK_FALSE(tab.server().sign_in_settings.page_credentials);
    SUBCASE("yes") {
        expect_metadata(browser, "https://tools.example/.well-known/oauth-protected-resource/mcp");
        auto& asked = browser.http.expect("POST", "https://as.example/token")
                          .answers_json(R"({"access_token":"a","token_type":"Bearer"})");
        tab.ask(model::OpenSignIn{id});
        CHECK(asked.asked());
        CHECK(tab.server().sign_in.signed_in);
    }
    SUBCASE("no") {
        tab.ask(model::CancelSignIn{id});
        CHECK(tab.server().sign_in.wait == model::SignIn::Wait::nobody);
        CHECK(browser.http.requests().size() == asked_before);
        CHECK_FALSE(tab.server().sign_in.signed_in);
    }
}

// [req:doctor-unanswered]
TEST_CASE("who gives a sign-in up at the provider is told what an error there may have been about; before, nothing") {
    app_test::SignedIn world;
    auto& server = world.state.servers.front();
    server.sign_in_settings.client_id = "client-1";
    bool at_provider = true;
    SUBCASE("at the provider") { expect_metadata(world, app_test::resource_url); }
    SUBCASE("before") {
        at_provider = false;
        world.http.expect("GET", app_test::resource_url).never_answers();
    }
    world.sign_ins.again("server-1", false);
    world.settle();
    if (!at_provider) world.clock.advance(150ms);
    world.settle();
    REQUIRE(server.sign_in.wait == model::SignIn::Wait::window);
    world.sign_ins.cancel("server-1");
    world.settle();
    REQUIRE(server.findings.size() == (at_provider ? 1 : 0));
    if (!at_provider) return;
    CHECK(server.findings[0].cause == doctor::Cause::client_unanswered);
    CHECK(server.findings[0].subject == "as.example");
    CHECK(server.findings[0].lines == "https://parley.example/callback.html");

    // Given up once more, before anybody was sent anywhere.
    world.http.expect("GET", app_test::resource_url).never_answers();
    world.sign_ins.again("server-1", false);
    world.settle();
    world.sign_ins.cancel("server-1");
    world.settle();
    CHECK(server.findings.empty());
}

// [req:doctor-unanswered]
TEST_CASE(
    "who gives up to connect while at the provider finds that where the address is typed, until the next attempt") {
    Browser browser;
    browser.servers.at(app_test::address).holds_connect = true;
    Tab tab(browser);
    tab.ask(model::AddServer{app_test::address});
    model::tell_step(tab.server().steps,
                     {model::ConnectStep::Name::sign_in, model::ConnectStep::State::running, "as.example", 0}, {});
    tab.ask(model::CancelConnect{tab.server().id});
    REQUIRE(tab.state.add_server_findings.size() == 1);
    CHECK(tab.state.add_server_findings[0].cause == doctor::Cause::redirect_unanswered);
    CHECK(tab.server().findings == tab.state.add_server_findings);
    CHECK_FALSE(tab.server().error);
    tab.ask(model::AddServer{app_test::address});
    CHECK(tab.state.add_server_findings.empty());
    CHECK(tab.server().findings.empty());
}
