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

// [req:page-credentials]
TEST_CASE("credentials of the page itself are used on a click only, beside what a secret in a page is worth") {
    Banner banner(390);
    banner.screen.state.servers[1].sign_in.wait = SignIn::Wait::consent;
    const char* warning =
        "Whoever runs this page put credentials for this server into it. A secret in a page is no secret: everybody "
        "who can open the page can read it.";
    const char* word = "Use these credentials";
    SUBCASE("English") {}
    SUBCASE("Korean") {
        banner.screen.state.settings.language = model::Language::korean;
        warning =
            "이 페이지를 운영하는 사람이 이 서버의 인증 정보를 페이지에 넣어 두었습니다. 페이지 안의 비밀은 비밀이 "
            "아닙니다. 페이지를 열 수 있는 사람은 누구나 읽을 수 있습니다.";
        word = "이 인증 정보 사용";
    }
    banner.screen.frame();
    CHECK(banner.screen.find(Role::text, "beta"));
    CHECK(banner.screen.says(warning));
    CHECK(banner.screen.count(Role::button) == 2);  // the other one is the way out
    CHECK(banner.screen.get(Role::button, word).tabbable);
    banner.screen.click(Role::button, word);
    REQUIRE(banner.screen.wanted<model::OpenSignIn>());
    CHECK(banner.screen.wanted<model::OpenSignIn>()->server_id == "b");
    CHECK_FALSE(banner.screen.wanted<model::OpenSignIn>()->in_this_page);
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
