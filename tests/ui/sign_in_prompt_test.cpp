#include "ui/sign_in_prompt.hpp"

#include <doctest/doctest.h>

#include "ui/sidebar.hpp"
#include "ui/support/screen.hpp"
#include "ui/support/servers.hpp"

using model::SignIn;
using tests::Screen;
using ui::Role;

namespace {

struct Banner {
    ui::Rect rest;
    Screen screen;

    explicit Banner(float width = 1440)
        : screen(
              [this](ui::Ui& u) {
                  rest = u.screen();
                  sign_in_banner(u, rest);
              },
              width) {
        tests::add_server(screen.state, "a", "alpha");
        tests::add_server(screen.state, "b", "beta");
    }
};

}  // namespace

TEST_CASE("there is no banner while no server waits for the person") {
    Banner banner;
    banner.screen.frame();
    CHECK(banner.screen.count(Role::alert) == 0);
    CHECK(banner.rest.height == 900);
}

// [req:ui-window]
TEST_CASE("the banner names the server that waits, and has the click and the way out") {
    Banner banner(390);
    banner.screen.state.servers[1].sign_in.wait = SignIn::Wait::click;
    banner.screen.frame();
    CHECK(banner.screen.count(Role::alert) == 1);
    CHECK(banner.screen.find(Role::text, "beta"));
    CHECK(banner.rest.height < 900);
    CHECK(banner.screen.get(Role::button, "Sign in").rect.y > banner.rest.bottom());
    banner.screen.click(Role::button, "Sign in");
    REQUIRE(banner.screen.wanted<model::OpenSignIn>());
    CHECK(banner.screen.wanted<model::OpenSignIn>()->server_id == "b");
    banner.screen.click(Role::button, "Cancel");
    REQUIRE(banner.screen.wanted<model::CancelSignIn>());
    CHECK(banner.screen.wanted<model::CancelSignIn>()->server_id == "b");
}

// [req:ui-this-page]
TEST_CASE(
    "whenever a click is waited for, this page is the second choice; on a phone and after a blocked window there is "
    "but that") {
    Banner banner(390);
    SignIn& sign_in = banner.screen.state.servers[1].sign_in;
    sign_in.wait = SignIn::Wait::click;
    banner.screen.frame();
    banner.screen.click(Role::button, "Sign in in this page");
    REQUIRE(banner.screen.wanted<model::OpenSignIn>());
    CHECK(banner.screen.wanted<model::OpenSignIn>()->in_this_page);
    banner.screen.click(Role::button, "Sign in");
    REQUIRE(banner.screen.wanted<model::OpenSignIn>());
    CHECK_FALSE(banner.screen.wanted<model::OpenSignIn>()->in_this_page);
    CHECK(banner.screen.get(Role::button, "Sign in in this page").tabbable);

    sign_in.one_page = true;
    banner.screen.frame();
    CHECK(banner.screen.find(Role::button, "Sign in"));
    CHECK_FALSE(banner.screen.find(Role::button, "Sign in in this page"));
    sign_in.one_page = false;
    sign_in.window_blocked = true;
    banner.screen.frame();
    CHECK(banner.screen.count(Role::button) == 2);
    CHECK(banner.screen.find(Role::button, "Sign in in this page"));
    for (const auto wait : {SignIn::Wait::window, SignIn::Wait::consent}) {
        sign_in.window_blocked = false;
        sign_in.wait = wait;
        banner.screen.frame();
        CHECK_FALSE(banner.screen.find(Role::button, "Sign in in this page"));
    }
}

TEST_CASE("the sidebar says which server wants a sign-in") {
    ui::Sidebar sidebar;
    ui::MenuState menu;
    Screen screen([&](ui::Ui& u) { sidebar.draw(u, u.screen(), menu); }, 264);
    tests::add_server(screen.state, "a", "alpha");
    auto& waiting = tests::add_server(screen.state, "b", "beta");
    waiting.sign_in.wait = SignIn::Wait::window;
    auto& refused = tests::add_server(screen.state, "c", "gamma");
    refused.state = model::ConnectionState::failed;
    refused.error = base::Error{.kind = base::ErrorKind::sign_in_needed, .message = {}};
    screen.frame();
    CHECK(screen.find(Role::button, "alpha, 0 tools"));
    CHECK(screen.find(Role::button, "beta, sign in"));
    CHECK(screen.find(Role::button, "gamma, sign in"));
}
