#include "ui/finding_card.hpp"

#include <doctest/doctest.h>

#include "ui/sign_in_panel.hpp"
#include "ui/support/screen.hpp"
#include "ui/support/servers.hpp"

using doctor::Cause;
using doctor::Certainty;
using tests::Screen;
using ui::Role;

namespace {

struct Panel {
    ui::SignInPanel panel;
    Screen screen;
    Panel()
        : screen([this](ui::Ui& u) { panel.draw(u, {0, 0, u.px(392), u.input.height}, screen.state.servers[0]); }, 392,
                 2400) {
        auto& server = tests::add_server(screen.state, "s", "todo");
        server.findings = {{Cause::header_not_allowed,
                            Certainty::known,
                            doctor::Mender::server_operator,
                            "todo.example",
                            "GET → 200; with mcp-method → refused",
                            {},
                            "Access-Control-Allow-Headers: mcp-method"},
                           {Cause::registration_closed,
                            Certainty::inferred,
                            doctor::Mender::provider_admin,
                            "login.example",
                            {},
                            "Console › Clients",
                            "https://chat.example/callback.html"}};
    }
};

}  // namespace

// [req:ui-doctor]
TEST_CASE("a finding is a card with its cause, how sure it is, what to do and the lines to copy") {
    Panel panel;
    Screen& screen = panel.screen;
    screen.frame();
    CHECK(screen.find(Role::region, "A request header is not allowed"));
    CHECK(screen.find(Role::heading, "Registration is closed"));
    for (const char* text : {"known", "inferred"}) CHECK(screen.find(Role::text, text));
    for (const char* text :
         {"Name all headers that MCP needs in the answer to OPTIONS at todo.example.", "For the server's operator",
          "Access-Control-Allow-Headers: mcp-method", "GET → 200; with mcp-method → refused", "Console › Clients",
          "For the provider's administrator"}) {
        CAPTURE(text);
        CHECK(screen.says(text));
    }
    screen.click(Role::button, "Copy the lines");
    REQUIRE(screen.wanted<model::CopyText>());
    CHECK(screen.wanted<model::CopyText>()->text == "Access-Control-Allow-Headers: mcp-method");
}

// [req:ui-doctor]
TEST_CASE("every cause has a title and a remedy in both languages") {
    for (int cause = 0; cause <= static_cast<int>(Cause::client_unanswered); ++cause) {
        CAPTURE(cause);
        const auto english = ui::words_of(static_cast<Cause>(cause), ui::Locale::english);
        const auto korean = ui::words_of(static_cast<Cause>(cause), ui::Locale::korean);
        for (const auto words : {english, korean}) {
            CHECK_FALSE(words.title.empty());
            CHECK_FALSE(words.remedy.empty());
        }
        CHECK(english.remedy != korean.remedy);
    }
}
