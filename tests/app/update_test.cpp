#include "app/update.hpp"

#include <doctest/doctest.h>

#include "app/app.hpp"
#include "app/world.hpp"

using namespace app_test;
using model::Screen;

// [req:app-deep-link]
TEST_CASE("a link to this page fills in an address, and never connects by itself") {
    Browser browser;
    browser.servers.at(address);
    browser.window.fragment = "connect=https%3A%2F%2Ftools.example%2Fmcp";
    Tab tab(browser);
    CHECK(tab.state.screen == Screen::add_server);
    CHECK(tab.state.add_server_address == address);
    CHECK(tab.state.servers.empty());
    CHECK(browser.servers.at(address).connects == 0);
    CHECK(browser.window.fragment.empty());
}

// [req:app-deep-link]
TEST_CASE("what a link says is read as text, whatever it is") {
    CHECK(app::deep_link("https://parley.example/") == "");
    CHECK(app::deep_link("https://parley.example/#settings") == "");
    CHECK(app::deep_link("https://parley.example/#connect=") == "");
    CHECK(app::deep_link("https://parley.example/#connect=a%20b") == "a b");
    CHECK(app::deep_link("https://parley.example/?connect=x#connect=https://a.example/mcp") == "https://a.example/mcp");

    Browser browser;
    browser.window.fragment = "connect=javascript:alert(1)";
    Tab tab(browser);
    CHECK(tab.state.add_server_address == "javascript:alert(1)");
    tab.ask(model::AddServer{tab.state.add_server_address});
    CHECK(tab.state.add_server_error);
    CHECK(tab.state.servers.empty());
}

// [req:ui-links]
TEST_CASE("a link opens only when it is safe to") {
    Browser browser;
    Tab tab(browser);
    for (const char* url :
         {"javascript:alert(1)", "data:text/html,x", "file:///a", "http://a.example/", "blob:x", ""}) {
        tab.state.notices.clear();
        tab.ask(model::OpenLink{url});
        CHECK(browser.window.opened.empty());
        CHECK(tab.last_notice().text == "This link is not opened: only https: addresses are.");
    }
    tab.ask(model::OpenLink{"https://a.example/page"});
    CHECK(browser.window.opened == std::vector<std::string>{"https://a.example/page"});
    browser.window.blocks_windows = true;
    tab.ask(model::OpenLink{"https://b.example/"});
    CHECK(tab.last_notice().text == "The browser blocked the new tab.");
}

TEST_CASE("copying says so, or why not") {
    Browser browser;
    Tab tab(browser);
    tab.ask(model::CopyText{"text"});
    CHECK(browser.window.clipboard == "text");
    CHECK(tab.last_notice().text == "Copied");
    tab.ask(model::CopyText{"again"});
    CHECK(tab.state.notices.size() == 1);
    browser.clock.advance(app::Notices::short_time);
    browser.settle();
    CHECK(tab.state.notices.empty());
    browser.window.refuses_clipboard = true;
    tab.ask(model::CopyText{"no"});
    CHECK_FALSE(tab.last_notice().error.message.empty());
    tab.ask(model::DismissNotice{tab.last_notice().id});
    CHECK(tab.state.notices.empty());
}

TEST_CASE("a file goes to the window as it is") {
    Browser browser;
    Tab tab(browser);
    tab.ask(model::SaveFile{"a.png", "image/png", std::string("\0\1", 2)});
    REQUIRE(browser.window.saved.size() == 1);
    CHECK(browser.window.saved[0].name == "a.png");
    CHECK(browser.window.saved[0].bytes.size() == 2);
}

// [req:app-tabs]
TEST_CASE("settings are kept, and reach the other tabs") {
    Browser browser;
    Tab tab(browser);
    Tab other(browser);
    tab.ask(model::SetTheme{model::Theme::light});
    tab.ask(model::SetLanguage{model::Language::korean});
    tab.ask(model::ToggleInspector{});
    CHECK_FALSE(tab.state.settings.inspector_open);
    CHECK(other.state.settings.theme == model::Theme::light);
    Tab reloaded(browser);
    CHECK(reloaded.state.settings.theme == model::Theme::light);
    CHECK(reloaded.state.settings.language == model::Language::korean);
    CHECK_FALSE(reloaded.state.settings.inspector_open);
    reloaded.ask(model::ShowInspector{model::InspectorTab::traffic});
    CHECK(reloaded.state.settings.inspector_open);
    CHECK(reloaded.state.inspector_tab == model::InspectorTab::traffic);
}

TEST_CASE("settings that do not read are the defaults") {
    Browser browser;
    browser.store.records["settings"]["settings"] = R"({"theme":"plaid","language":5})";
    browser.store.records["settings"]["place"] = "nonsense";
    Tab tab(browser);
    CHECK(tab.state.loaded);
    CHECK(tab.state.settings.theme == model::Theme::system);
    CHECK(tab.state.settings.inspector_open);
}

// [req:app-tabs]
TEST_CASE("servers added and removed in one tab are so in the other, where nothing connects by itself") {
    Connected c;
    Tab other(c);
    CHECK(c.server().connects == 2);
    c.servers.at("https://b.example/mcp");
    c.tab->ask(model::AddServer{"https://b.example/mcp"});
    REQUIRE(other.state.servers.size() == 2);
    CHECK(other.state.servers[1].state == model::ConnectionState::paused);
    CHECK(c.servers.at("https://b.example/mcp").connects == 1);
    c.tab->ask(model::RemoveServer{c.tab->state.servers[0].id});
    REQUIRE(other.state.servers.size() == 1);
    CHECK(other.state.selected_server == other.state.servers[0].id);
    c.tab->ask(model::DisconnectServer{c.tab->state.servers[0].id});
    CHECK(other.state.servers.size() == 1);
}

// [req:app-tabs]
TEST_CASE("what is set for a sign-in in one tab is set in the other, which does not write its older settings over it") {
    Connected c;
    Tab other(c);
    model::SignInSettings settings;
    settings.client_id = "by-hand";
    settings.dpop = false;
    c.tab->ask(model::SetSignInSettings{c.server_id(), settings});
    CHECK(other.state.servers[0].sign_in_settings == settings);
    other.ask(model::DisconnectServer{c.server_id()});
    CHECK(c.tab->server().sign_in_settings == settings);
}

TEST_CASE("a message from another tab that does not read is nothing") {
    Browser browser;
    Tab tab(browser);
    const auto elsewhere = browser.channels.join("parley", [](std::string) {});
    for (const char* message : {"", "nonsense", "[]", R"({"kind":"changed"})", R"({"kind":"changed","collection":5})",
                                R"({"kind":"changed","collection":"entry/x","key":"y"})",
                                R"({"kind":"changed","collection":"server","key":"nobody"})"}) {
        elsewhere->post(message);
        browser.settle();
    }
    CHECK(tab.state.notices.empty());
    CHECK(tab.state.servers.empty());
}

TEST_CASE("screens open and close; an old error does not wait behind them") {
    Browser browser;
    Tab tab(browser);
    tab.ask(model::AddServer{"nonsense://"});
    CHECK(tab.state.add_server_error);
    tab.ask(model::CloseScreen{});
    CHECK(tab.state.screen == Screen::chat);
    tab.ask(model::OpenSettings{});
    CHECK(tab.state.screen == Screen::settings);
    tab.ask(model::OpenAddServer{});
    CHECK_FALSE(tab.state.add_server_error);
    CHECK(tab.state.add_server_address.empty());
}

// [req:app-frame]
TEST_CASE("a frame finishes what came, shows the state, and carries out what the person asked") {
    Browser browser;
    app::App app(browser.ports(), browser.servers.connect());
    CHECK_FALSE(app.state().loaded);
    int frames = 0;
    const auto quiet = [&](const model::AppState&) {
        ++frames;
        return model::Intents{};
    };
    while (!app.state().loaded && frames < 100) CHECK_FALSE(app.frame(quiet));
    CHECK(app.state().loaded);
    CHECK(app.state().now == browser.clock.wall());
    CHECK(app.state().page_origin == "https://parley.example");

    CHECK(app.frame([](const model::AppState& state) {
        CHECK(state.conversations.empty());
        return model::Intents{model::SendMessage{"hello"}};
    }));
    CHECK(app.state().conversations.size() == 1);
    app.on_environment(false, true, false);
    CHECK_FALSE(app.state().prefers_dark);
}

// [req:app-page-ends]
TEST_CASE("a page that is hidden saves its drafts without waiting for a frame") {
    Browser browser;
    {
        app::App app(browser.ports(), browser.servers.connect());
        browser.settle();
        app.frame([](const model::AppState&) { return model::Intents{model::ChangeDraft{"unfinished"}}; });
        app.on_environment(true, true, true);
        CHECK(browser.store.records["conversation"].size() == 1);
    }
    CHECK(Tab(browser).conversation().draft == "unfinished");
}

// [req:app-frame]
TEST_CASE("a frame ends in time though more is waiting") {
    // Each look at this clock takes a millisecond.
    struct SlowClock final : ports::Clock {
        std::chrono::milliseconds wall() const override { return {}; }
        std::chrono::duration<double, std::milli> monotonic() const override {
            return std::chrono::duration<double, std::milli>(++looks);
        }
        base::Task<void> sleep(std::chrono::milliseconds) override { co_return; }
        mutable int looks = 0;
    } clock;
    int ran = 0;
    Browser browser;
    const auto p = browser.ports();
    app::App app({p.loop, p.http, clock, p.random, p.store, p.channels, p.window, p.reach, p.crypto, p.keys, p.locks,
                  p.deferred},
                 browser.servers.connect());
    browser.settle();
    for (int i = 0; i < 100; ++i) browser.loop.post([&] { ++ran; });
    app.frame([](const model::AppState&) { return model::Intents{}; });
    CHECK(ran > 0);
    CHECK(ran < 10);
    CHECK_FALSE(browser.loop.idle());
}

// [req:app-bug]
TEST_CASE("an exception in a task is shown, and the page goes on") {
    Browser browser;
    model::AppState state;
    int thrown = 0;
    app::Update update(browser.ports(), state,
                       [&](mcp::Ports, mcp::Target) -> base::Task<base::Result<std::unique_ptr<mcp::Client>>> {
                           ++thrown;
                           throw std::runtime_error("a bug");
                       });
    update.start();
    browser.settle();
    update.carry_out(model::AddServer{address});
    browser.settle();
    CHECK(thrown == 1);
    REQUIRE(state.notices.size() == 1);
    CHECK(state.notices[0].error.kind == ErrorKind::internal);
    CHECK(state.notices[0].error.detail == "a bug");
    CHECK(state.servers[0].state == model::ConnectionState::failed);
    CHECK(state.servers[0].error->kind == ErrorKind::internal);
    update.carry_out(model::SendMessage{"still here"});
    browser.settle();
    CHECK(state.conversations.size() == 1);
}
