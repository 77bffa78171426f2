#include "ui/add_server.hpp"

#include <utility>

#include <doctest/doctest.h>

#include "ui/support/screen.hpp"
#include "ui/support/servers.hpp"

using model::ConnectionState;
using model::ConnectStep;
using model::SignIn;
using tests::Screen;
using ui::Role;
using ui::TriState;

namespace {

using Name = ConnectStep::Name;
using State = ConnectStep::State;

struct Shown {
    ui::AddServer add_server;
    Screen screen;

    explicit Shown(float width = 1440) : screen([this](ui::Ui& u) { add_server.draw(u, u.screen()); }, width) {
        screen.state.screen = model::Screen::add_server;
        screen.state.callback_address = "https://chat.example/callback.html";
    }

    // A server that is being connected, its sign-in at the person.
    model::Server& signing_in(SignIn::Wait wait) {
        auto& server = tests::add_server(screen.state, "s", "todo");
        screen.state.connecting_server = "s";
        server.state = ConnectionState::connecting;
        server.steps = {{Name::reach, State::done, "POST /mcp → 401", 38},
                        {Name::find_resource, State::done, "/.well-known/oauth-protected-resource/mcp", 21},
                        {Name::find_server, State::done, "OAuth metadata", 44},
                        {Name::get_client, State::done, "dynamic registration → client a81f…", 52},
                        {Name::sign_in, State::running, "login.example", 0},
                        {Name::exchange, State::waiting, "", 0},
                        {Name::list_tools, State::waiting, "", 0}};
        server.sign_in.wait = wait;
        return server;
    }
};

}  // namespace

// [req:ui-timeline]
TEST_CASE("the timeline names the steps of a sign-in, and where it is") {
    Shown shown;
    shown.signing_in(SignIn::Wait::window);
    shown.screen.frame();
    for (const char* words :
         {"Reach the server", "Find who protects it", "/.well-known/oauth-protected-resource/mcp",
          "Read the authorization server", "Register this client", "Sign in at login.example", "Exchange the code"})
        CHECK(shown.screen.find(Role::text, words));
    CHECK(shown.screen.get(Role::region, "connecting").busy);
}

// [req:ui-timeline]
TEST_CASE("the step that runs tells how long it does, a frame each second while it is seen") {
    using namespace std::chrono_literals;
    Shown shown;
    shown.screen.input.reduced_motion = true;  // nothing else wants a frame
    auto& server = shown.signing_in(SignIn::Wait::window);
    server.steps[4].began = shown.screen.state.now - 7400ms;
    shown.screen.frame();
    CHECK(shown.screen.find(Role::text, "0:07"));
    CHECK(shown.screen.next_frame_in() == doctest::Approx(0.6));
    shown.screen.state.now += 600ms;
    shown.screen.frame();
    CHECK(shown.screen.find(Role::text, "0:08"));
    CHECK(shown.screen.next_frame_in() == doctest::Approx(1));
    server.steps[4].state = State::done;
    shown.screen.frame();
    CHECK_FALSE(shown.screen.says("0:08"));
    CHECK(shown.screen.next_frame_in() < 0);
}

TEST_CASE("what is soon over shows no turning: a spinner stands still at first") {
    Shown shown;
    auto& steps = shown.signing_in(SignIn::Wait::nobody).steps;
    shown.screen.input.seconds = 10;
    shown.screen.frame();
    CHECK(shown.screen.next_frame_in() == doctest::Approx(0.5));
    shown.screen.input.seconds = 10.3;
    shown.screen.frame();
    CHECK(shown.screen.next_frame_in() == doctest::Approx(0.2));
    shown.screen.input.seconds = 10.6;
    shown.screen.frame();
    CHECK(shown.screen.next_frame_in() == doctest::Approx(1.0 / 12));

    // The next one begins anew.
    const auto running = std::exchange(steps, {});
    shown.screen.frame();
    CHECK(shown.screen.next_frame_in() < 0);
    steps = running;
    shown.screen.input.seconds = 20;
    shown.screen.frame();
    CHECK(shown.screen.next_frame_in() == doctest::Approx(0.5));
}

// [req:ui-timeline]
TEST_CASE("a step that waits says for which one") {
    Shown shown;
    auto& server = shown.signing_in(SignIn::Wait::window);
    server.steps.back().detail = "POST /mcp";
    shown.screen.frame();
    CHECK(shown.screen.find(Role::text, "waits for: Sign in at login.example"));
    CHECK(shown.screen.find(Role::text, "waits for: Exchange the code"));
    CHECK_FALSE(shown.screen.find(Role::text, "POST /mcp"));
    server.steps[4].state = server.steps[5].state = State::done;
    server.steps[6].state = State::running;
    shown.screen.frame();
    CHECK_FALSE(shown.screen.says("waits for"));
    CHECK(shown.screen.find(Role::text, "POST /mcp"));
}

// [req:ui-client-chip]
TEST_CASE("a chip says where the client comes from, as far as it is known") {
    using Source = SignIn::ClientSource;
    Shown shown;
    shown.screen.frame();
    CHECK(shown.screen.find(Role::text, "Client: by itself"));
    auto& server = shown.signing_in(SignIn::Wait::window);
    struct Row {
        Source source;
        const char* chip;
        const char* step;
    };
    for (const Row& row : {Row{Source::unknown, "Client: by itself", "Register this client"},
                           Row{Source::registered, "Client: registered by itself", "Register this client"},
                           Row{Source::metadata_document, "Client: metadata document", "Get a client id"}}) {
        server.sign_in.client_source = row.source;
        shown.screen.frame();
        CHECK(shown.screen.find(Role::text, row.chip));
        CHECK(shown.screen.find(Role::text, row.step));
    }
    shown.screen.click(Role::button, "Advanced");
    shown.screen.type("Client id", "mine");
    shown.screen.frame();
    CHECK(shown.screen.find(Role::text, "Client: given by hand"));
}

TEST_CASE("a client id given by hand is not called a registration") {
    Shown shown;
    shown.signing_in(SignIn::Wait::nobody).sign_in_settings.client_id = "mine";
    shown.screen.frame();
    CHECK(shown.screen.find(Role::text, "Get a client id"));
    CHECK_FALSE(shown.screen.find(Role::text, "Register this client"));
}

// [req:ui-timeline-language]
TEST_CASE("a step that failed says why in the person's language, and still what was asked") {
    Shown shown;
    auto& server = shown.signing_in(SignIn::Wait::nobody);
    server.state = ConnectionState::failed;
    base::Error refused{.kind = base::ErrorKind::registration_refused, .message = "The provider refused (400)."};
    server.steps[3] = {Name::get_client, State::failed, "POST /register", 12, refused};
    server.steps[4] = {Name::sign_in, State::failed, "login.example", 3, refused};
    shown.screen.frame();
    CHECK(shown.screen.says("The provider refused (400)."));
    CHECK(shown.screen.find(Role::text, "Sign in at login.example"));
    shown.screen.state.settings.language = model::Language::korean;
    shown.screen.frame();
    CHECK_FALSE(shown.screen.says("The provider refused"));
    CHECK(shown.screen.says("제공자가 등록을 거절했습니다"));
    CHECK(shown.screen.find(Role::text, "login.example에서 로그인"));
}

// [req:ui-window]
TEST_CASE("where the browser wants a click, the timeline has the button and says why") {
    Shown shown;
    shown.signing_in(SignIn::Wait::click);
    shown.screen.frame();
    CHECK(shown.screen.says("only on a click"));
    shown.screen.click(Role::button, "Sign in");
    const auto* open = shown.screen.wanted<model::OpenSignIn>();
    REQUIRE(open);
    CHECK(open->server_id == "s");
    CHECK_FALSE(open->in_this_page);
    shown.screen.click(Role::button, "Cancel");
    CHECK(shown.screen.wanted<model::CancelConnect>());
}

// [req:ui-window]
TEST_CASE("who has gone to a button of the prompt stays there while the steps go on") {
    Shown shown;
    auto& server = shown.signing_in(SignIn::Wait::click);
    server.steps[3].state = State::running;
    server.steps[4].state = State::waiting;
    shown.screen.frame();
    const auto before = shown.screen.get(Role::button, "Sign in in this page").id;
    server.steps[3].state = State::done;
    server.steps[4].state = State::running;
    shown.screen.frame();
    CHECK(shown.screen.get(Role::button, "Sign in in this page").id == before);
}

// [req:ui-window]
TEST_CASE("while the person is at the provider, the window can be opened again") {
    Shown shown;
    shown.signing_in(SignIn::Wait::window);
    shown.screen.frame();
    CHECK(shown.screen.says("waiting for you"));
    CHECK_FALSE(shown.screen.find(Role::button, "Sign in"));
    shown.screen.click(Role::button, "Open it again");
    CHECK(shown.screen.wanted<model::OpenSignIn>());
}

// [req:ui-window]
TEST_CASE("a blocked window leaves the way in this page") {
    Shown shown;
    shown.signing_in(SignIn::Wait::click).sign_in.window_blocked = true;
    shown.screen.frame();
    CHECK(shown.screen.says("The browser blocked the window."));
    shown.screen.click(Role::button, "Sign in in this page");
    const auto* open = shown.screen.wanted<model::OpenSignIn>();
    REQUIRE(open);
    CHECK(open->in_this_page);
}

TEST_CASE("a sign-in that waits for nobody shows no button") {
    Shown shown;
    shown.signing_in(SignIn::Wait::nobody);
    shown.screen.frame();
    for (const char* button : {"Sign in", "Open it again", "Sign in in this page"})
        CHECK_FALSE(shown.screen.find(Role::button, button));
}

// [req:ui-sign-in-settings]
TEST_CASE("an address is connected without settings while Advanced is closed, and with them when it is open") {
    Shown shown;
    shown.screen.frame();
    CHECK(shown.screen.get(Role::button, "Advanced").expanded == TriState::off);
    CHECK_FALSE(shown.screen.find(Role::textbox, "Client id"));
    shown.screen.type("Server address", "https://todo.example/mcp");
    shown.screen.click(Role::button, "Connect");
    REQUIRE(shown.screen.wanted<model::AddServer>());
    CHECK_FALSE(shown.screen.wanted<model::AddServer>()->sign_in);

    shown.screen.click(Role::button, "Advanced");
    CHECK(shown.screen.get(Role::button, "Advanced").expanded == TriState::on);
    shown.screen.type("Client id", " mine ");
    shown.screen.type("Client secret", "hush");
    shown.screen.type("Scopes", "read write");
    shown.screen.type("Extra parameters", "audience=https://api.example\n\nprompt = consent\nflag");
    shown.screen.type("Initial access token", "once");
    shown.screen.click(Role::switch_button, "Allow a sign-in without PKCE");
    shown.screen.click(Role::switch_button, "DPoP where it is offered");
    shown.screen.click(Role::radio, "value");
    shown.screen.type("Resource", "https://todo.example");
    shown.screen.click(Role::button, "Connect");
    const auto* add = shown.screen.wanted<model::AddServer>();
    REQUIRE(add);
    REQUIRE(add->sign_in);
    model::SignInSettings expected;
    expected.client_id = "mine";
    expected.client_secret = "hush";
    expected.scope = "read write";
    expected.extra_parameters = {{"audience", "https://api.example"}, {"prompt", "consent"}, {"flag", ""}};
    expected.initial_access_token = "once";
    expected.allow_without_pkce = true;
    expected.dpop = false;
    expected.resource_indicator = model::SignInSettings::ResourceIndicator::value;
    expected.resource = "https://todo.example";
    CHECK(*add->sign_in == expected);
}

// [req:ui-settings-own]
TEST_CASE("what was entered for one server is not given to the next one") {
    Shown shown;
    shown.screen.frame();
    shown.screen.type("Server address", "https://todo.example/mcp");
    shown.screen.click(Role::button, "Advanced");
    shown.screen.type("Client secret", "hush");
    SUBCASE("connected, and one more is added, with no frame between") { ++shown.screen.state.add_server_round; }
    SUBCASE("a link names another one") {
        // The address that is being connected: a person may have to correct what they entered.
        shown.screen.state.add_server_address = "https://todo.example/mcp";
        shown.screen.frame();
        CHECK(shown.screen.get(Role::button, "Advanced").expanded == TriState::on);
        shown.screen.state.add_server_address = "https://evil.example/mcp";
    }
    shown.screen.frame();
    CHECK(shown.screen.get(Role::button, "Advanced").expanded == TriState::off);
    CHECK(shown.screen.get(Role::textbox, "Server address").value == shown.screen.state.add_server_address);
    shown.screen.type("Server address", "https://other.example/mcp");
    shown.screen.click(Role::button, "Connect");
    REQUIRE(shown.screen.wanted<model::AddServer>());
    CHECK_FALSE(shown.screen.wanted<model::AddServer>()->sign_in);
    shown.screen.click(Role::button, "Advanced");
    CHECK(shown.screen.get(Role::textbox, "Client secret").value.empty());
}

// [req:ui-secret]
TEST_CASE("a secret is typed as a password, with a warning beside it") {
    Shown shown;
    shown.screen.frame();
    shown.screen.click(Role::button, "Advanced");
    CHECK(shown.screen.get(Role::textbox, "Client secret").password);
    CHECK(shown.screen.get(Role::textbox, "Initial access token").password);
    CHECK_FALSE(shown.screen.get(Role::textbox, "Client id").password);
    CHECK(shown.screen.says("A secret in a page is no secret"));
    CHECK(shown.screen.says("https://chat.example/callback.html"));
    shown.screen.click(Role::button, "Copy redirect address");
    REQUIRE(shown.screen.wanted<model::CopyText>());
    CHECK(shown.screen.wanted<model::CopyText>()->text == "https://chat.example/callback.html");
}

// [req:ui-client-id]
TEST_CASE("where a client id is needed the error tells the redirect address and Advanced opens, once") {
    Shown shown;
    auto& server = shown.signing_in(SignIn::Wait::nobody);
    shown.screen.frame();
    server.state = ConnectionState::failed;
    server.error = base::Error{
        .kind = base::ErrorKind::client_id_needed, .message = {}, .subject = "https://chat.example/callback.html"};
    shown.screen.frame();
    CHECK(shown.screen.count(Role::alert) == 1);
    CHECK(shown.screen.says("Register https://chat.example/callback.html there"));
    CHECK(shown.screen.focused() == shown.screen.get(Role::textbox, "Client id").id);
    shown.screen.click(Role::button, "Copy redirect address");
    CHECK(shown.screen.wanted<model::CopyText>());
    shown.screen.type("Client id", "mine");
    shown.screen.click(Role::button, "Try again");
    const auto* add = shown.screen.wanted<model::AddServer>();
    REQUIRE(add);
    CHECK(add->typed_address == "https://todo.example/mcp");
    REQUIRE(add->sign_in);
    CHECK(add->sign_in->client_id == "mine");

    shown.screen.click(Role::button, "Advanced");
    CHECK_FALSE(shown.screen.find(Role::textbox, "Client id"));
    shown.screen.click(Role::button, "Try again");
    CHECK(shown.screen.wanted<model::ConnectServer>());
}

// [req:ui-client-id]
TEST_CASE("where a registration was refused there is the field for a client id that a person got elsewhere") {
    Shown shown;
    auto& server = shown.signing_in(SignIn::Wait::nobody);
    server.state = ConnectionState::failed;
    server.error = base::Error{.kind = base::ErrorKind::registration_refused, .message = "Refused."};
    shown.screen.frame();
    CHECK(shown.screen.focused() == shown.screen.get(Role::textbox, "Client id").id);
    CHECK(shown.screen.count(Role::alert) == 1);
}

// [req:ui-sentences]
TEST_CASE("every way in which a sign-in fails has its sentence in both languages") {
    using base::ErrorKind;
    for (const ErrorKind kind :
         {ErrorKind::no_sign_in_metadata, ErrorKind::resource_mismatch, ErrorKind::issuer_mismatch,
          ErrorKind::issuer_changed, ErrorKind::token_endpoint_changed, ErrorKind::wrong_key, ErrorKind::no_pkce,
          ErrorKind::client_id_needed, ErrorKind::registration_refused, ErrorKind::popup_blocked,
          ErrorKind::sign_in_refused, ErrorKind::foreign_answer, ErrorKind::invalid_grant, ErrorKind::invalid_client,
          ErrorKind::token_refused, ErrorKind::wrong_config}) {
        const base::Error error{.kind = kind, .message = {}, .subject = "login.example"};
        const std::string english = ui::sentence(error, ui::Locale::english);
        const std::string korean = ui::sentence(error, ui::Locale::korean);
        CHECK_FALSE(english.empty());
        CHECK_FALSE(korean.empty());
        CHECK(english != korean);
        CHECK(english.find("{}") == std::string::npos);
    }
}

// [req:ui-korean]
TEST_CASE("the Add server screen has its words in Korean") {
    Shown shown(390);
    shown.signing_in(SignIn::Wait::click);
    shown.screen.state.settings.language = model::Language::korean;
    shown.screen.frame();
    CHECK(shown.screen.find(Role::text, "login.example에서 로그인"));
    CHECK(shown.screen.find(Role::button, "로그인"));
    shown.screen.click(Role::button, "고급");
    CHECK(shown.screen.find(Role::textbox, "클라이언트 ID"));
}
