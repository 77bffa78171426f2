#include "ui/inspector.hpp"

#include <doctest/doctest.h>

#include "ui/support/screen.hpp"
#include "ui/support/servers.hpp"

using model::ConnectionState;
using model::InspectorTab;
using tests::Screen;
using ui::Key;
using ui::Role;

namespace {

struct ShownInspector {
    ui::Inspector inspector;
    ui::MenuState menu;
    Screen screen;

    explicit ShownInspector(float width = 1440)
        : screen(
              [this](ui::Ui& u) {
                  ui::Rect all = u.screen();
                  inspector.draw(u, cut_right(all, std::min(u.px(ui::size::inspector), all.width)), menu);
              },
              width) {}
};

}  // namespace

// [req:ui-tabs]
TEST_CASE("the tabs are a tab list, and the one that is shown is selected") {
    ShownInspector shown;
    tests::add_server(shown.screen.state, "s");
    shown.screen.frame();
    CHECK(shown.screen.count(Role::tab_list) == 1);
    CHECK(shown.screen.get(Role::tab, "Tools").selected == ui::TriState::on);
    CHECK(shown.screen.get(Role::tab, "Traffic").selected == ui::TriState::off);
    CHECK(shown.screen.find(Role::tab_panel, "Tools"));

    shown.screen.state.inspector_tab = InspectorTab::server;
    shown.screen.frame();
    CHECK(shown.screen.get(Role::tab, "Server").selected == ui::TriState::on);
    CHECK(shown.screen.find(Role::tab_panel, "Server"));
}

// [req:ui-finding-way]
TEST_CASE(
    "each tab of a server that failed names what the Doctor found, with the way to it; where it is, there is none") {
    ShownInspector shown;
    auto& server = tests::add_server(shown.screen.state, "s");
    server.state = ConnectionState::failed;
    server.error = base::Error{.kind = base::ErrorKind::unreachable, .message = "No answer."};
    for (const InspectorTab tab : {InspectorTab::tools, InspectorTab::server}) {
        shown.screen.state.inspector_tab = tab;
        server.findings.clear();
        shown.screen.frame();
        CHECK(shown.screen.find(Role::button, "Retry"));
        CHECK_FALSE(shown.screen.find(Role::button, "What to do"));
        server.findings.emplace_back().cause = doctor::Cause::metadata_without_cors;
        shown.screen.frame();
        CHECK(shown.screen.says("Sign-in metadata without CORS"));
        CHECK(shown.screen.find(Role::button, "Retry"));
        shown.screen.click(Role::button, "What to do");
        REQUIRE(shown.screen.wanted<model::ShowInspector>());
        CHECK(shown.screen.wanted<model::ShowInspector>()->tab == InspectorTab::sign_in);
    }
    shown.screen.state.inspector_tab = InspectorTab::sign_in;
    shown.screen.frame();
    CHECK(shown.screen.find(Role::region, "Sign-in metadata without CORS"));
    CHECK_FALSE(shown.screen.find(Role::button, "What to do"));
}

// [req:ui-tabs]
TEST_CASE("a press and the arrow keys show another tab") {
    ShownInspector shown;
    tests::add_server(shown.screen.state, "s");
    shown.screen.frame();
    shown.screen.click(Role::tab, "Traffic");
    REQUIRE(shown.screen.wanted<model::ShowInspector>());
    CHECK(shown.screen.wanted<model::ShowInspector>()->tab == InspectorTab::traffic);

    struct Row {
        Key key;
        InspectorTab tab;
    };
    for (const Row& row : {Row{Key::right, InspectorTab::sign_in}, Row{Key::left, InspectorTab::server},
                           Row{Key::end, InspectorTab::server}, Row{Key::home, InspectorTab::tools}}) {
        shown.screen.focus(Role::tab, "Tools");
        shown.screen.press(row.key);
        REQUIRE(shown.screen.wanted<model::ShowInspector>());
        CHECK(shown.screen.wanted<model::ShowInspector>()->tab == row.tab);
    }
}

TEST_CASE("the one button of a server's line does what its state allows") {
    struct Row {
        ConnectionState state;
        const char* button;
    };
    ShownInspector shown;
    tests::add_server(shown.screen.state, "s");
    for (const Row& row :
         {Row{ConnectionState::connected, "Disconnect"}, Row{ConnectionState::connecting, "Cancel"},
          Row{ConnectionState::paused, "Connect again"}, Row{ConnectionState::failed, "Connect again"}}) {
        shown.screen.state.servers[0].state = row.state;
        shown.screen.frame();
        for (const char* button : {"Disconnect", "Cancel", "Connect again"})
            CHECK((shown.screen.find(Role::button, button) != nullptr) == (std::string(button) == row.button));
        shown.screen.click(Role::button, row.button);
        REQUIRE(shown.screen.intents.size() == 1);
        const auto& intent = shown.screen.intents[0];
        CHECK(intent.is<model::DisconnectServer>() == (row.state == ConnectionState::connected));
        CHECK(intent.is<model::CancelConnect>() == (row.state == ConnectionState::connecting));
    }
}

TEST_CASE("of several servers another one is chosen from the list under the name") {
    ShownInspector shown;
    tests::add_server(shown.screen.state, "a", "alpha");
    tests::add_server(shown.screen.state, "b", "beta");
    shown.screen.frame();
    CHECK(shown.screen.count(Role::option) == 0);
    shown.screen.click(Role::button, "beta");
    CHECK(shown.screen.count(Role::option) == 2);
    CHECK(shown.screen.get(Role::option, "beta").selected == ui::TriState::on);
    shown.screen.click(Role::option, "alpha");
    REQUIRE(shown.screen.wanted<model::SelectServer>());
    CHECK(shown.screen.wanted<model::SelectServer>()->server_id == "a");
    CHECK(shown.screen.count(Role::option) == 0);

    shown.screen.press(Key::down, "beta");
    shown.screen.press(Key::up, "beta");
    shown.screen.press(Key::enter, "beta");
    REQUIRE(shown.screen.wanted<model::SelectServer>());
    CHECK(shown.screen.wanted<model::SelectServer>()->server_id == "a");

    shown.screen.click(Role::button, "beta");
    shown.screen.press(Key::escape, "beta");
    CHECK(shown.screen.count(Role::option) == 0);
    CHECK(shown.screen.intents.empty());
}

TEST_CASE("without a server there is a way to add one") {
    ShownInspector shown;
    shown.screen.frame();
    CHECK(shown.screen.says("No server yet"));
    shown.screen.click(Role::button, "Add server");
    CHECK(shown.screen.wanted<model::OpenAddServer>());
}

TEST_CASE("as a drawer it can be closed, as a column it has no button for that") {
    ShownInspector column;
    column.screen.frame();
    CHECK_FALSE(column.screen.find(Role::button, "Close"));
}

TEST_CASE("a drawer has its own button to close it") {
    ShownInspector drawer(390);
    drawer.screen.frame();
    drawer.screen.click(Role::button, "Close");
    CHECK(drawer.screen.wanted<model::ToggleInspector>());
}

TEST_CASE("why a connection failed is an alert with a way to try again") {
    ShownInspector shown;
    auto& server = tests::add_server(shown.screen.state, "s");
    server.state = ConnectionState::failed;
    server.error = base::Error{base::ErrorKind::unreachable, base::Remedy::retry, "Nobody is there."};
    shown.screen.frame();
    CHECK(shown.screen.count(Role::alert) == 1);
    CHECK(shown.screen.says("Nobody is there."));
    shown.screen.click(Role::button, "Retry");
    CHECK(shown.screen.wanted<model::ConnectServer>());
}

TEST_CASE("the server's facts are a table, and it can be removed") {
    ShownInspector shown;
    auto& server = tests::add_server(shown.screen.state, "s");
    server.version = "1.2.3";
    server.instructions = "Ask **politely**.";
    shown.screen.state.inspector_tab = InspectorTab::server;
    shown.screen.frame();
    for (const char* fact : {"https://demo.example/mcp", "2026-07-28", "1.2.3"})
        CHECK(shown.screen.find(Role::text, fact));
    CHECK(shown.screen.says("Ask politely."));
    shown.screen.click(Role::button, "Copy address");
    REQUIRE(shown.screen.wanted<model::CopyText>());
    CHECK(shown.screen.wanted<model::CopyText>()->text == "https://demo.example/mcp");
    shown.screen.click(Role::button, "Remove server");
    CHECK(shown.screen.wanted<model::RemoveServer>());
}

// [req:ui-links]
TEST_CASE("a link in a server's instructions is handed over, never opened") {
    ShownInspector shown;
    auto& server = tests::add_server(shown.screen.state, "s");
    server.instructions = "[the manual](https://manual.example/)";
    shown.screen.state.inspector_tab = InspectorTab::server;
    shown.screen.frame();
    shown.screen.click(Role::link, "the manual");
    CHECK(shown.screen.intents.empty());
    CHECK(shown.inspector.take_pressed_link() == "https://manual.example/");
    CHECK(shown.inspector.take_pressed_link().empty());
}

// [req:ui-korean]
TEST_CASE("everything on the inspector has its words in Korean") {
    ShownInspector shown;
    tests::add_server(shown.screen.state, "s");
    shown.screen.state.settings.language = model::Language::korean;
    shown.screen.frame();
    CHECK(shown.screen.find(Role::tab, "도구"));
    CHECK(shown.screen.find(Role::tab_panel, "도구"));
    CHECK(shown.screen.find(Role::button, "연결 끊기"));
}
