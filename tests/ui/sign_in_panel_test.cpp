#include "ui/sign_in_panel.hpp"

#include <doctest/doctest.h>

#include "ui/support/screen.hpp"
#include "ui/support/servers.hpp"

using model::SignIn;
using tests::Screen;
using ui::Role;
using ui::TriState;

namespace {

using namespace std::chrono;

struct SignInPanelShown {
    ui::SignInPanel panel;
    Screen screen;

    // High enough that nothing has to be scrolled to.
    explicit SignInPanelShown(bool signed_in = true)
        : screen([this](ui::Ui& u) { panel.draw(u, {0, 0, u.px(392), u.input.height}, screen.state.servers[0]); }, 392,
                 2400) {
        auto& server = tests::add_server(screen.state, "s", "todo");
        screen.state.callback_address = "https://chat.example/callback.html";
        if (!signed_in) return;
        SignIn& sign_in = server.sign_in;
        sign_in.signed_in = true;
        sign_in.issuer = "https://login.example";
        sign_in.client_id = "a81f5c2e-0000-4000-8000-000000000000";
        sign_in.client_source = SignIn::ClientSource::registered;
        sign_in.gives_back = true;
        sign_in.scope = "create:todos read:todos";
        sign_in.resource = "https://todo.example/mcp";
        sign_in.account = "ada@example.com";
        sign_in.expires_at = screen.state.now + minutes(54);
        sign_in.has_refresh_token = true;
    }

    SignIn& sign_in() { return screen.state.servers[0].sign_in; }
};

}  // namespace

// [req:ui-access]
TEST_CASE("the panel shows who is signed in, for what and until when") {
    SignInPanelShown panel;
    panel.screen.frame();
    CHECK(panel.screen.find(Role::region, "Access"));
    CHECK(panel.screen.find(Role::text, "valid 54 min"));
    for (const char* fact :
         {"https://login.example", "a81f5c2e…, registered here", "create:todos read:todos", "https://todo.example/mcp",
          "ada@example.com", "Bearer", "yes", "encrypted in this browser"})
        CHECK(panel.screen.find(Role::text, fact));
    panel.sign_in().dpop = true;
    panel.sign_in().has_refresh_token = false;
    panel.screen.frame();
    CHECK(panel.screen.find(Role::text, "DPoP"));
    CHECK(panel.screen.find(Role::text, "no"));
}

// [req:ui-access]
TEST_CASE("the badge says how long the access is good, in words that fit") {
    struct Row {
        milliseconds left;
        const char* words;
    };
    SignInPanelShown panel;
    for (const Row& row :
         {Row{seconds(20), "valid 1 min"}, Row{hours(2), "valid 120 min"}, Row{hours(25) + minutes(59), "valid 25 h"},
          Row{milliseconds(0), "expired"}, Row{-minutes(3), "expired"}}) {
        panel.sign_in().expires_at = panel.screen.state.now + row.left;
        panel.screen.frame();
        CHECK(panel.screen.find(Role::text, row.words));
    }
    panel.sign_in().expires_at = {};
    panel.screen.frame();
    CHECK(panel.screen.find(Role::text, "no expiry known"));
}

// [req:ui-access]
TEST_CASE("each client is called by where it came from") {
    SignInPanelShown panel;
    panel.sign_in().client_id = "https://chat.example/client.json";
    panel.sign_in().client_source = SignIn::ClientSource::metadata_document;
    panel.screen.frame();
    CHECK(panel.screen.find(Role::text, "https://chat.example/client.json, metadata document"));
    panel.sign_in().client_id = "mine";
    panel.sign_in().client_source = SignIn::ClientSource::given;
    panel.screen.frame();
    CHECK(panel.screen.find(Role::text, "mine, this page's own"));
    panel.screen.state.servers.front().sign_in_settings.client_id = "mine";
    panel.screen.frame();
    CHECK(panel.screen.find(Role::text, "mine, given by hand"));
}

// [req:ui-access-buttons]
TEST_CASE("without a refresh token nothing can be refreshed") {
    SignInPanelShown panel;
    panel.sign_in().has_refresh_token = false;
    panel.screen.frame();
    CHECK(panel.screen.get(Role::button, "Refresh now").disabled);
    CHECK_FALSE(panel.screen.get(Role::button, "Sign out").disabled);
}

// [req:ui-access-buttons]
TEST_CASE("the buttons of the access ask for what they say") {
    SignInPanelShown panel;
    panel.screen.frame();
    panel.screen.click(Role::button, "Refresh now");
    CHECK(panel.screen.wanted<model::RefreshToken>());
    panel.screen.click(Role::button, "Sign out");
    CHECK(panel.screen.wanted<model::SignOut>());
    panel.screen.click(Role::button, "Sign in as someone else");
    REQUIRE(panel.screen.wanted<model::SignInAgain>());
    CHECK(panel.screen.wanted<model::SignInAgain>()->another_account);
}

// [req:ui-access-buttons]
TEST_CASE("forgetting the client asks once more, and its way out has the focus") {
    SignInPanelShown panel;
    panel.screen.frame();
    panel.screen.click(Role::button, "Forget client");
    CHECK(panel.screen.intents.empty());
    CHECK(panel.screen.says("gives the registration back"));
    CHECK(panel.screen.focused() == panel.screen.get(Role::button, "Cancel").id);
    panel.screen.click(Role::button, "Cancel");
    CHECK(panel.screen.intents.empty());
    CHECK(panel.screen.find(Role::button, "Sign out"));

    panel.screen.click(Role::button, "Forget client");
    panel.screen.click(Role::button, "Forget client");
    CHECK(panel.screen.wanted<model::ForgetClient>());
    CHECK_FALSE(panel.screen.says("gives the registration back"));
}

// [req:ui-forget-words]
TEST_CASE("what forgetting the client does is said of each kind of client") {
    using Source = SignIn::ClientSource;
    struct Row {
        Source source;
        bool gives_back;
        const char* words;
    };
    for (const Row& row : {Row{Source::registered, true, "gives the registration back"},
                           Row{Source::registered, false, "the provider keeps it"},
                           Row{Source::metadata_document, false, "there is nothing to give back"},
                           Row{Source::given, false, "removes the client id and the secret"}}) {
        SignInPanelShown panel;
        panel.sign_in().client_source = row.source;
        panel.sign_in().gives_back = row.gives_back;
        panel.screen.state.servers[0].sign_in_settings.client_id = panel.sign_in().client_id;
        panel.screen.frame();
        panel.screen.click(Role::button, "Forget client");
        CHECK(panel.screen.says(row.words));
    }
    SignInPanelShown panel;
    panel.sign_in().client_source = Source::given;  // by the page's config
    panel.screen.frame();
    CHECK(panel.screen.find(Role::button, "Sign out"));
    CHECK_FALSE(panel.screen.find(Role::button, "Forget client"));
}

// [req:forget-all]
TEST_CASE("whom forgetting a client signs out is told before, of all servers that it was registered for") {
    SignInPanelShown panel;
    const std::string issuer = panel.sign_in().issuer, client = panel.sign_in().client_id;
    panel.sign_in().accounts = {{"1", "1", "ada", true, issuer, client}};
    auto& other = tests::add_server(panel.screen.state, "c", "calendar");
    other.sign_in.accounts = {{"3", "", "", true, "https://other.example", client},
                              {"4", "", "bob", false, issuer, "another"}};
    panel.screen.frame();
    panel.screen.click(Role::button, "Forget client");
    CHECK_FALSE(panel.screen.says("Accounts that this signs out"));
    SUBCASE("others are signed in by it") {
        panel.sign_in().accounts.push_back({"2", "2", "", false, issuer, client});
        other.sign_in.accounts.push_back({"5", "", "eve\u202e", true, issuer, client});
        panel.screen.frame();
        const std::string here = panel.screen.state.servers[0].name;
        CHECK(panel.screen.says("Accounts that this signs out (3): ada (" + here + "), 2 (" + here + "), eve"));
        CHECK_FALSE(panel.screen.says("\u202e"));
        panel.sign_in().client_source = SignIn::ClientSource::metadata_document;
        panel.screen.frame();
        CHECK(panel.screen.says("Accounts that this signs out (2): ada (" + here + "), 2 (" + here + ")"));
    }
    SUBCASE("only somebody elsewhere is") {
        panel.sign_in().accounts.clear();
        panel.sign_in().signed_in = false;
        other.sign_in.accounts.push_back({"5", "", "eve", true, issuer, client});
        panel.screen.frame();
        CHECK(panel.screen.says("Accounts that this signs out (1): eve (calendar)"));
    }
}

// [req:forget-all]
TEST_CASE("a client that is kept can be forgotten when nobody is signed in") {
    SignInPanelShown panel(false);
    panel.screen.frame();
    CHECK_FALSE(panel.screen.find(Role::button, "Forget client"));
    panel.sign_in().client_id = "client-1";
    panel.sign_in().client_source = SignIn::ClientSource::registered;
    panel.screen.frame();
    CHECK(panel.screen.find(Role::button, "Sign in"));
    panel.screen.click(Role::button, "Forget client");
    CHECK(panel.screen.says("the provider keeps it"));
    panel.screen.click(Role::button, "Forget client");
    CHECK(panel.screen.wanted<model::ForgetClient>());
    panel.sign_in().client_id.clear();
    panel.screen.frame();
    CHECK_FALSE(panel.screen.find(Role::button, "Forget client"));
}

TEST_CASE("while the sign-in is busy its buttons are disabled") {
    SignInPanelShown panel;
    panel.sign_in().busy = true;
    panel.screen.frame();
    for (const char* name : {"Refresh now", "Sign out", "Forget client", "Sign in as someone else"}) {
        CHECK(panel.screen.get(Role::button, name).disabled);
        panel.screen.click(Role::button, name);
        CHECK(panel.screen.intents.empty());
    }
    CHECK(panel.screen.get(Role::region, "Access").busy);
}

// [req:ui-access-buttons] [req:sign-out-other]
TEST_CASE("of several accounts another one is used by a press") {
    SignInPanelShown panel;
    panel.sign_in().accounts = {{"key-1", "1", "ada@example.com", true}};
    panel.screen.frame();
    CHECK_FALSE(panel.screen.find(Role::region, "Accounts"));
    panel.sign_in().accounts.push_back({"key-2", "2", "", false});
    panel.screen.frame();
    CHECK(panel.screen.get(Role::button, "ada@example.com").checked == TriState::on);
    panel.screen.click(Role::button, "ada@example.com");
    CHECK(panel.screen.intents.empty());
    panel.screen.click(Role::button, "2");
    REQUIRE(panel.screen.wanted<model::UseAccount>());
    CHECK(panel.screen.wanted<model::UseAccount>()->account_key == "key-2");
    // The one in use has its button with the access.
    CHECK_FALSE(panel.screen.find(Role::button, "Sign out ada@example.com"));
    panel.screen.click(Role::button, "Sign out 2");
    REQUIRE(panel.screen.wanted<model::SignOut>());
    CHECK(panel.screen.wanted<model::SignOut>()->account_key == "key-2");
    panel.screen.click(Role::button, "Sign out");
    REQUIRE(panel.screen.wanted<model::SignOut>());
    CHECK(panel.screen.wanted<model::SignOut>()->account_key.empty());
}

// [req:ui-claims]
TEST_CASE("the claims of a token are a tree and are never called verified") {
    SignInPanelShown panel;
    panel.screen.frame();
    CHECK_FALSE(panel.screen.find(Role::region, "Token claims"));
    panel.sign_in().claims = R"({"sub":"ada","aud":["todo"]})";
    panel.screen.frame();
    CHECK(panel.screen.find(Role::tree_item, "sub: \"ada\""));
    CHECK(panel.screen.says("decoded, not verified"));
    panel.sign_in().claims = "no JSON";
    panel.screen.frame();
    CHECK_FALSE(panel.screen.find(Role::region, "Token claims"));
}

// [req:ui-log]
TEST_CASE("the log has the person's time and is copied as it is shown") {
    SignInPanelShown panel;
    panel.screen.state.utc_offset = minutes(540);
    panel.sign_in().log = {{hours(24 * 20'000) + hours(1) + minutes(41) + milliseconds(2'999), "401 from todo.example"},
                           {hours(24 * 20'000) + hours(15), "token, 3600 s"}};
    panel.screen.frame();
    const std::string lines = "10:41:02 401 from todo.example\n00:00:00 token, 3600 s";
    CHECK(panel.screen.says("10:41:02 401 from todo.example"));
    panel.screen.click(Role::button, "Copy");
    REQUIRE(panel.screen.wanted<model::CopyText>());
    CHECK(panel.screen.wanted<model::CopyText>()->text == lines);
}

TEST_CASE("signed out there is the way in, and nothing of an access") {
    SignInPanelShown panel(false);
    panel.screen.frame();
    CHECK(panel.screen.count(Role::table) == 0);
    CHECK_FALSE(panel.screen.find(Role::button, "Sign out"));
    panel.screen.click(Role::button, "Sign in");
    REQUIRE(panel.screen.wanted<model::SignInAgain>());
    CHECK_FALSE(panel.screen.wanted<model::SignInAgain>()->another_account);

    panel.sign_in().wait = SignIn::Wait::click;
    panel.screen.frame();
    panel.screen.click(Role::button, "Sign in");
    CHECK(panel.screen.wanted<model::OpenSignIn>());
}

// [req:ui-sign-in-settings]
TEST_CASE("the settings of the sign-in begin with what is kept, and are saved when they are others") {
    SignInPanelShown panel;
    auto& kept = panel.screen.state.servers[0].sign_in_settings;
    kept.client_id = "mine";
    kept.given_issuer = "https://login.example";
    kept.extra_parameters = {{"audience", "api"}};
    panel.screen.frame();
    CHECK_FALSE(panel.screen.find(Role::textbox, "Client id"));
    panel.screen.click(Role::button, "Settings of the sign-in");
    CHECK(panel.screen.get(Role::textbox, "Client id").value == "mine");
    CHECK(panel.screen.get(Role::textbox, "Extra parameters").value == "audience=api\n");
    CHECK(panel.screen.get(Role::radio, "automatic").checked == TriState::on);
    CHECK(panel.screen.get(Role::switch_button, "DPoP where it is offered").checked == TriState::on);
    CHECK(panel.screen.get(Role::button, "Save").disabled);

    panel.screen.type("Scopes", "read");
    panel.screen.click(Role::radio, "off");
    panel.screen.click(Role::button, "Save");
    const auto* set = panel.screen.wanted<model::SetSignInSettings>();
    REQUIRE(set);
    model::SignInSettings expected = kept;
    expected.scope = "read";
    expected.resource_indicator = model::SignInSettings::ResourceIndicator::off;
    CHECK(set->settings == expected);
    // Another client is another issuer's, maybe.
    panel.screen.type("Client id", "other");
    panel.screen.click(Role::button, "Save");
    REQUIRE(panel.screen.wanted<model::SetSignInSettings>());
    CHECK(panel.screen.wanted<model::SetSignInSettings>()->settings.given_issuer.empty());
    CHECK(set->server_id == "s");
}

// [req:given-endpoint]
TEST_CASE(
    "a secret that is for another token endpoint is asked for in an empty field; who types nothing changes nothing") {
    SignInPanelShown panel;
    auto& kept = panel.screen.state.servers[0].sign_in_settings;
    kept.client_id = "mine";
    kept.client_secret = "s3cret";
    kept.given_token_endpoint = "https://login.example/token";
    panel.screen.frame();
    panel.sign_in().wants_secret = true;
    panel.screen.frame();
    panel.screen.frame();
    CHECK(panel.screen.get(Role::textbox, "Client secret").value.empty());
    CHECK(panel.screen.get(Role::button, "Save").disabled);
    panel.screen.type("Scopes", "read");
    panel.screen.click(Role::button, "Save");
    REQUIRE(panel.screen.wanted<model::SetSignInSettings>());
    CHECK(panel.screen.wanted<model::SetSignInSettings>()->settings.client_secret == "s3cret");
    CHECK(panel.screen.wanted<model::SetSignInSettings>()->settings.given_token_endpoint == kept.given_token_endpoint);
    panel.screen.type("Client secret", "s3cret");
    panel.screen.click(Role::button, "Save");
    REQUIRE(panel.screen.wanted<model::SetSignInSettings>());
    CHECK(panel.screen.wanted<model::SetSignInSettings>()->settings.client_secret == "s3cret");
    CHECK(panel.screen.wanted<model::SetSignInSettings>()->settings.given_token_endpoint.empty());
    panel.sign_in().wants_secret = false;
    panel.screen.frame();
    panel.screen.frame();
    CHECK(panel.screen.get(Role::textbox, "Client secret").value == "s3cret");
}

// [req:ui-korean]
TEST_CASE("the panel has its words in Korean") {
    SignInPanelShown panel;
    panel.screen.state.settings.language = model::Language::korean;
    panel.sign_in().log = {{hours(1), "401"}};
    panel.screen.frame();
    CHECK(panel.screen.find(Role::region, "접근 권한"));
    CHECK(panel.screen.find(Role::text, "54분 유효"));
    CHECK(panel.screen.find(Role::button, "로그아웃"));
    CHECK(panel.screen.find(Role::region, "로그인 기록"));
}

// [req:given-again]
TEST_CASE("what is entered anew is for whoever asks now, also when it comes out as it was") {
    SignInPanelShown panel(false);
    auto& kept = panel.screen.state.servers[0].sign_in_settings;
    kept.client_id = "mine";
    kept.initial_access_token = "once";
    kept.given_issuer = "https://login.example";
    panel.screen.frame();
    panel.screen.click(Role::button, "Settings of the sign-in");
    const auto saved_issuer = [&] {
        panel.screen.click(Role::button, "Save");
        REQUIRE(panel.screen.wanted<model::SetSignInSettings>());
        return panel.screen.wanted<model::SetSignInSettings>()->settings.given_issuer;
    };
    CHECK(panel.screen.get(Role::button, "Save").disabled);
    SUBCASE("something else") {
        panel.screen.type("Scopes", "read");
        CHECK(saved_issuer() == kept.given_issuer);
    }
    SUBCASE("another initial access token") {
        panel.screen.type("Initial access token", "twice");
        CHECK(saved_issuer().empty());
    }
    SUBCASE("the same one") {
        panel.screen.type("Initial access token", "x");
        panel.screen.type("Initial access token", "once");
        CHECK(saved_issuer().empty());
    }
    SUBCASE("a secret") {
        panel.screen.type("Client secret", "hush");
        CHECK(saved_issuer().empty());
    }
    SUBCASE("the same client id") {
        panel.screen.type("Client id", "x");
        panel.screen.type("Client id", "mine");
        CHECK(saved_issuer().empty());
    }
}

// [req:given-again]
TEST_CASE("the page's own credentials can be signed out of when nobody is signed in by them any more") {
    SignInPanelShown panel(false);
    panel.screen.frame();
    CHECK_FALSE(panel.screen.find(Role::button, "Sign out"));
    panel.screen.state.servers[0].sign_in_settings.page_credentials = true;
    panel.screen.frame();
    panel.screen.click(Role::button, "Sign out");
    CHECK(panel.screen.wanted<model::SignOut>());
}
