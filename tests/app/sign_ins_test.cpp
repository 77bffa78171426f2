#include "app/sign_ins.hpp"

#include <doctest/doctest.h>

#include "app/world.hpp"

using app_test::Browser;
using app_test::Tab;

namespace {

const std::string other_address = "https://other.example/mcp";

// Where a sign-in begins; nobody answers.
fakes::FakeScripted& first_document(Browser& browser, const std::string& host) {
    return browser.http.expect("GET", "https://" + host + "/.well-known/oauth-protected-resource/mcp").never_answers();
}

}  // namespace

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
