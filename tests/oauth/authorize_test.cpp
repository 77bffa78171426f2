#include "oauth/world.hpp"

#include "base/url.hpp"

namespace oauth_test {
namespace {

const std::string login_document = server_document(R"("registration_endpoint":"https://login.example/register",
    "code_challenge_methods_supported":["S256"],"token_endpoint_auth_methods_supported":["none"])");
const char* const registered = R"({"client_id":"client-1","token_endpoint_auth_method":"none"})";

std::string parameter(const std::string& url, const std::string& name) {
    const auto query = base::Url::parse(url)->query;
    const auto at = ("&" + query).find("&" + name + "=");
    if (at == std::string::npos) return {};
    const auto from = at + name.size() + 1;
    return base::percent_decode(query.substr(from, query.find('&', from) - from));
}

struct World : Browser {
    Tab tab{*this};
    std::vector<std::string> heard;  // what the sign-in window was told
    int asked = 0;                   // for a window
    std::string window_id;
    std::string opened_at;
    std::unique_ptr<ports::Channel> window_side =
        channels.join("parley.sign_in", [this](std::string message) { heard.push_back(std::move(message)); });

    void expect_discovery() {
        http.expect("GET", resource_address).answers_json(resource_document);
        http.expect("GET", metadata_address).answers_json(login_document);
    }
    void expect_registration() { http.expect("POST", "https://login.example/register").answers_json(registered, 201); }

    fakes::Started<base::Result<oauth::Grant>> begin(oauth::Place::Kind kind = oauth::Place::Kind::window,
                                                     oauth::SignInTarget target = {}) {
        oauth::AskForPlace ask = [this, kind](std::string id,
                                              std::string url) -> base::Task<base::Result<oauth::Place>> {
            ++asked;
            window_id = id;
            opened_at = url;
            co_return oauth::Place{kind, kind == oauth::Place::Kind::window && !url.empty()};
        };
        return begin_asking(std::move(ask), std::move(target));
    }
    fakes::Started<base::Result<oauth::Grant>> begin_asking(oauth::AskForPlace ask, oauth::SignInTarget target = {}) {
        target.server_id = "server-1";
        target.server_url = server_url;
        return fakes::start(loop, oauth::sign_in(tab.around(), tab.telling(), std::move(target), std::move(ask)));
    }
    // The address at which the window was opened, or to which it was sent.
    std::string sent_to() {
        if (!opened_at.empty()) return opened_at;
        for (const auto& message : heard)
            if (const auto json = base::parse_json(message))
                if (const auto* go = base::string_member(*json, "go")) return *go;
        return {};
    }
    void answer(const std::string& query) {
        window_side->post(base::JsonObject().text("answer", query).dump());
        settle();
    }
};

base::Task<base::Result<oauth::Place>> no_window(std::string, std::string) {
    co_return base::fail(ErrorKind::cancelled, "The person gave up.");
}

TEST_CASE("a sign-in goes from the resource to a kept token, step by step") {
    World world;
    world.expect_discovery();
    world.expect_registration();
    auto sign_in = world.begin();
    const std::string url = world.sent_to();
    CHECK(parameter(url, "client_id") == "client-1");
    CHECK(parameter(url, "code_challenge_method") == "S256");
    CHECK(parameter(url, "resource") == server_url);
    CHECK(parameter(url, "scope") == "read");
    CHECK(parameter(url, "redirect_uri") == "https://parley.example/callback.html");
    CHECK(parameter(url, "state").front() == 'w');
    world.http.expect("POST", token_address)
        .checked_by([](const ports::HttpRequest& request) {
            CHECK(request.body.find("code=the-code") != std::string::npos);
            CHECK(request.body.find("code_verifier=") != std::string::npos);
            CHECK(request.body.find("resource=https%3A%2F%2Ftodo.example%2Fmcp") != std::string::npos);
        })
        .answers_json(second_token);
    world.answer("?code=the-code&state=" + parameter(url, "state"));
    const auto grant = sign_in.result();
    REQUIRE(grant);
    CHECK(grant->tokens.access_token == "access-2");
    CHECK(world.heard.back() == R"({"taken":")" + parameter(url, "state") + R"("})");
    CHECK(world.tab.steps.size() == 5);
    CHECK(world.tab.steps.back().detail ==
          "PKCE verifier, resource indicator → bearer token, 3600 s, refresh token kept");  // [req:timeline-expiry]
    CHECK(world.tab.source == oauth::ClientSource::registered);
    CHECK(world.tab.window.closed_sign_in == 0);
    CHECK(world.tab.window.sent.empty());

    SUBCASE("nothing secret is in the log") {
        for (const char* secret : {"the-code", "access-2", "refresh-2", "code_verifier"})
            CHECK(world.tab.log.find(secret) == std::string::npos);
        CHECK(world.tab.log.find(parameter(url, "state")) == std::string::npos);
    }
    SUBCASE("the pending record is gone: the same answer counts once") {
        const auto again = fakes::run(
            world.loop, oauth::take_answered(world.tab.around(), "?code=the-code&state=" + parameter(url, "state")));
        REQUIRE_FALSE(again);
        CHECK(again.error().kind == ErrorKind::foreign_answer);
    }
    SUBCASE("the second sign-in uses the client that was registered") {
        world.heard.clear();
        world.expect_discovery();
        auto second = world.begin();
        CHECK(parameter(world.sent_to(), "client_id") == "client-1");
    }
}

TEST_CASE("a window opens at the provider, where that is found soon, and is told nothing") {
    World world;
    world.expect_discovery();
    world.expect_registration();
    auto sign_in = world.begin();
    CHECK(world.asked == 1);
    CHECK(world.opened_at.starts_with("https://login.example/authorize?"));
    CHECK(world.heard.empty());
    SUBCASE("the answer counts, also one that came while it opened") {
        world.http.expect("POST", token_address).answers_json(second_token);
        world.answer("?code=the-code&state=" + parameter(world.opened_at, "state"));
        CHECK(sign_in.result());
    }
    SUBCASE("given up, it is closed") {
        sign_in.cancel();
        CHECK(world.tab.window.closed_sign_in == 1);
    }
}

TEST_CASE("a window opens empty where it is not known soon where it is to go, and goes there when it is") {
    World world;
    auto& resource = world.http.expect("GET", resource_address).never_answers();
    auto sign_in = world.begin();
    CHECK(world.asked == 0);
    world.clock.advance(150ms);
    world.settle();
    CHECK(world.asked == 1);
    CHECK(world.opened_at.empty());

    SUBCASE("empty still, it is sent there and told nothing") { world.tab.window.sign_in_is_empty = true; }
    SUBCASE("asking already, it hears that it has to wait, and then where to go") {
        world.window_side->post(base::JsonObject().text("waiting", world.window_id).dump());
        world.settle();
        CHECK(world.heard == std::vector<std::string>{base::JsonObject().text("wait", world.window_id).dump()});
    }
    SUBCASE("given up meanwhile, it is closed") {
        sign_in.cancel();
        CHECK(world.tab.window.closed_sign_in == 1);
        return;
    }
    world.http.expect("GET", metadata_address).answers_json(login_document);
    world.expect_registration();
    resource.begin(200, {{"Content-Type", "application/json"}});
    resource.feed(resource_document);
    resource.end();
    world.settle();
    const bool told = world.tab.window.sent.empty();
    CHECK(told != world.tab.window.sign_in_is_empty);
    const std::string url = told ? world.sent_to() : world.tab.window.sent[0];
    CHECK(url.starts_with("https://login.example/authorize?"));
    CHECK((told || world.sent_to().empty()));
    world.http.expect("POST", token_address).answers_json(second_token);
    world.answer("?code=the-code&state=" + parameter(url, "state"));
    CHECK(sign_in.result());
    CHECK(world.asked == 1);
}

TEST_CASE("a window that the browser kept back and the person let open answers for the click that is asked for") {
    World world;
    world.expect_discovery();
    world.expect_registration();
    std::string kept_back;
    bool gone = false;
    auto sign_in = world.begin_asking([&](std::string, std::string url) -> base::Task<base::Result<oauth::Place>> {
        kept_back = std::move(url);
        auto click = base::one_shot<oauth::Place>(world.loop);
        click.second.on_cancel([&] { gone = true; });
        co_return co_await click.second;
    });
    CHECK_FALSE(sign_in.done());
    world.answer("?code=the-code&state=another");
    CHECK_FALSE(gone);
    world.http.expect("POST", token_address).answers_json(second_token);
    world.answer("?code=the-code&state=" + parameter(kept_back, "state"));
    CHECK(sign_in.result());
    CHECK(gone);
}

TEST_CASE("no window opens where nothing is found") {
    World world;
    world.http.expect("GET", resource_address).answers_json(R"({"resource":"https://other.example/mcp"})");
    CHECK_FALSE(world.begin().result());
    CHECK(world.asked == 0);
    CHECK(world.tab.window.closed_sign_in == 0);
}

TEST_CASE("who gives up before a window is there leaves a client that the next sign-in uses") {
    World world;
    world.expect_discovery();
    world.expect_registration();
    REQUIRE_FALSE(world.begin_asking(no_window).result());
    world.expect_discovery();
    auto sign_in = world.begin();
    CHECK(parameter(world.sent_to(), "client_id") == "client-1");
}

TEST_CASE("the time of a sign-in begins when the person goes, not when they are asked to click") {
    World world;
    world.expect_discovery();
    world.expect_registration();
    auto click = base::one_shot<oauth::Place>(world.loop);
    auto ask = [&](std::string, std::string url) -> base::Task<base::Result<oauth::Place>> {
        world.opened_at = url;
        const oauth::Place place = co_await click.second;
        co_return place;
    };
    auto sign_in = world.begin_asking(std::move(ask));
    world.clock.advance(31min);
    click.first.send({oauth::Place::Kind::window, true});
    world.settle();
    world.http.expect("POST", token_address).answers_json(second_token);
    world.answer("?code=the-code&state=" + parameter(world.opened_at, "state"));
    REQUIRE(sign_in.done());
    CHECK(sign_in.result());
}

TEST_CASE("without a click nobody is made known to a provider") {
    World world;
    world.tab.window.clicked = false;
    world.http.expect("GET", resource_address).answers_json(resource_document);
    const auto grant = world.begin_asking(no_window).result();
    REQUIRE_FALSE(grant);
    CHECK(grant.error().kind == ErrorKind::cancelled);
    CHECK(world.http.requests().size() == 1);
}

// [req:client-endpoint]
TEST_CASE("a registered client is not taken to another token endpoint than the one it was registered for") {
    World world;
    world.expect_discovery();
    world.expect_registration();
    auto first = world.begin();
    first.cancel();
    world.heard.clear();
    std::string moved = login_document;
    const std::string name = "\"token_endpoint\":\"";
    moved.insert(moved.find(name) + name.size() + std::string("https://").size(), "other.");
    world.http.expect("GET", resource_address).answers_json(resource_document);
    world.http.expect("GET", metadata_address).answers_json(moved);
    world.http.expect("POST", "https://login.example/register")
        .answers_json(R"({"client_id":"client-2","token_endpoint_auth_method":"none"})", 201);
    auto second = world.begin();
    CHECK(parameter(world.sent_to(), "client_id") == "client-2");
}

// [req:dpop-where-taken]
TEST_CASE("tokens are bound to a key where the server takes such ones, not because the provider could make them") {
    World world;
    const std::string login = server_document(R"("registration_endpoint":"https://login.example/register",
        "code_challenge_methods_supported":["S256"],"dpop_signing_alg_values_supported":["ES256"])");
    std::string resource = resource_document;
    oauth::SignInTarget target;
    bool bound = false;
    SUBCASE("it says nothing of it") {}
    SUBCASE("its challenge was DPoP") { bound = target.refusal.dpop = true; }
    SUBCASE("its metadata lists our algorithm") {
        resource.insert(1, R"("dpop_signing_alg_values_supported":["ES256"],)");
        bound = true;
    }
    SUBCASE("its metadata wants it") {
        resource.insert(1, R"("dpop_bound_access_tokens_required":true,)");
        bound = true;
    }
    SUBCASE("the person does not want it") {
        target.refusal.dpop = true;
        target.settings.dpop = false;
    }
    world.http.expect("GET", resource_address).answers_json(resource);
    world.http.expect("GET", metadata_address).answers_json(login);
    world.expect_registration();
    auto sign_in = world.begin(oauth::Place::Kind::window, std::move(target));
    CHECK(parameter(world.sent_to(), "dpop_jkt").empty() != bound);
}

// [req:extras-everywhere]
TEST_CASE("a resource and a scope among the extra parameters hold for the token as well") {
    World world;
    world.expect_discovery();
    world.expect_registration();
    oauth::SignInTarget target;
    target.settings.extra_parameters = {
        {"resource", "https://todo.mcp-server.app"}, {"scope", "create:todos"}, {"audience", "api"}};
    auto sign_in = world.begin(oauth::Place::Kind::window, std::move(target));
    const std::string url = world.sent_to();
    CHECK(parameter(url, "resource") == "https://todo.mcp-server.app");
    CHECK(parameter(url, "scope") == "create:todos");
    CHECK(parameter(url, "audience") == "api");
    world.http.expect("POST", token_address)
        .checked_by([](const ports::HttpRequest& request) {
            CHECK(request.body.find("resource=https%3A%2F%2Ftodo.mcp-server.app") != std::string::npos);
        })
        .answers_json(second_token);
    world.answer("?code=the-code&state=" + parameter(url, "state"));
    const auto grant = sign_in.result();
    REQUIRE(grant);
    CHECK(grant->resource == "https://todo.mcp-server.app");
    CHECK(grant->scope == "create:todos");
}

// [req:timeline-facts]
TEST_CASE("the timeline says what the provider's metadata is and has, and what went along with the code") {
    World world;
    std::string more = R"("registration_endpoint":"https://login.example/register",
        "code_challenge_methods_supported":["S256"])";
    std::string facts = "issuer https://login.example matches, PKCE S256, registration";
    bool openid = false;
    SUBCASE("little, of OAuth") {}
    SUBCASE("all, of OpenID") {
        openid = true;
        more += R"(,"grant_types_supported":["authorization_code","refresh_token"],
            "revocation_endpoint":"https://login.example/revoke","dpop_signing_alg_values_supported":["ES256"])";
        facts += ", refresh, revocation, DPoP";
    }
    world.http.expect("GET", resource_address).answers_json(resource_document);
    if (openid) world.http.expect("GET", metadata_address).answers(404);
    world.http.expect("GET", openid ? "https://login.example/.well-known/openid-configuration" : metadata_address)
        .answers_json(server_document(more));
    world.expect_registration();
    oauth::SignInTarget target;
    target.settings.resource_indicator = oauth::SignInSettings::ResourceIndicator::off;
    auto sign_in = world.begin(oauth::Place::Kind::window, std::move(target));
    CHECK(world.tab.steps[1].detail == (openid ? "OpenID metadata, " : "OAuth metadata, ") + facts);
    CHECK(world.tab.log.find("metadata, " + facts + "\n") != std::string::npos);

    world.http.expect("POST", token_address)
        .checked_by(
            [](const ports::HttpRequest& request) { CHECK(request.body.find("resource=") == std::string::npos); })
        .answers_json(second_token);
    world.answer("?code=the-code&state=" + parameter(world.sent_to(), "state"));
    REQUIRE(sign_in.result());
    CHECK(world.tab.steps.back().detail == "PKCE verifier → bearer token, 3600 s, refresh token kept");
}

// [req:given-bound]
TEST_CASE("an initial access token that was given for one issuer is not shown to another") {
    World world;
    world.expect_discovery();
    oauth::SignInTarget target;
    target.settings.initial_access_token = "once";
    target.settings.given_issuer = "https://other.example";
    const auto grant = world.begin(oauth::Place::Kind::window, std::move(target)).result();
    REQUIRE_FALSE(grant);
    CHECK(grant.error().kind == ErrorKind::issuer_changed);
}

// [req:given-endpoint]
TEST_CASE("a secret that was given for one token endpoint goes to no other one of the same issuer") {
    World world;
    world.expect_discovery();
    oauth::SignInTarget target;
    target.settings.client_id = "mine";
    target.settings.given_issuer = "https://login.example";
    SUBCASE("the same") {
        target.settings.client_secret = "s3cret";
        target.settings.given_token_endpoint = token_address;
    }
    SUBCASE("none yet") { target.settings.client_secret = "s3cret"; }
    SUBCASE("there is no secret") { target.settings.given_token_endpoint = "https://login.example/old-token"; }
    SUBCASE("another one") {
        target.settings.client_secret = "s3cret";
        target.settings.given_token_endpoint = "https://login.example/old-token";
        const auto grant = world.begin(oauth::Place::Kind::window, std::move(target)).result();
        REQUIRE_FALSE(grant);
        CHECK(grant.error().kind == ErrorKind::token_endpoint_changed);
        CHECK(grant.error().subject == token_address);
        CHECK(grant.error().message.find("s3cret") == std::string::npos);
        CHECK(world.sent_to().empty());
        return;
    }
    auto sign_in = world.begin(oauth::Place::Kind::window, std::move(target));
    CHECK(parameter(world.sent_to(), "client_id") == "mine");
}

// [req:discovery-trouble]
TEST_CASE("metadata that cannot be asked for now is no word that there is none") {
    World world;
    SUBCASE("of the resource") {
        world.http.expect("GET", resource_address).answers(503);
        world.http.expect("GET", "https://todo.example/.well-known/oauth-protected-resource").answers(404);
    }
    SUBCASE("of the resource, in time") {
        world.http.expect("GET", resource_address).fails({.kind = ErrorKind::timed_out, .message = "No answer."});
        world.http.expect("GET", "https://todo.example/.well-known/oauth-protected-resource").answers(404);
    }
    const auto grant = world.begin().result();
    REQUIRE_FALSE(grant);
    CHECK(world.sent_to().empty());
}

// [req:pending-in-memory]
TEST_CASE("a window's sign-in goes on where nothing can be written") {
    World world;
    world.expect_discovery();
    world.http.expect("POST", "https://login.example/register").answers_with([&](const ports::HttpRequest&) {
        world.store.fail_next(50);
        return fakes::FakeAnswer{201, {{"Content-Type", "application/json"}}, {registered}, {}};
    });
    auto sign_in = world.begin();
    const std::string url = world.sent_to();
    REQUIRE_FALSE(url.empty());
    world.http.expect("POST", token_address).answers_json(second_token);
    world.answer("?code=the-code&state=" + parameter(url, "state"));
    const auto grant = sign_in.result();
    REQUIRE(grant);
    CHECK((*fakes::run(world.loop, world.tab.vault.grant(server_url)))->tokens.access_token == "access-2");
}

// [req:sign-in-elsewhere]
TEST_CASE("an answer that another tab took ends with that tab's grant, never with the one from before") {
    World world;
    REQUIRE(fakes::run(world.loop, world.tab.vault.keep(grant_at(world.clock.wall()))));
    world.expect_discovery();
    world.expect_registration();
    auto sign_in = world.begin();
    const std::string state = parameter(world.sent_to(), "state");
    Tab other{world};
    REQUIRE(fakes::run(world.loop, oauth::take_answered(other.around(), "?code=c&state=" + state)));
    world.answer("?code=c&state=" + state);
    CHECK_FALSE(sign_in.done());
    auto anew = grant_at(world.clock.wall(), "access-anew");
    anew.signed_in_at = world.clock.wall() + 1s;
    REQUIRE(fakes::run(world.loop, other.vault.keep(anew)));
    world.clock.advance(1s);
    const auto grant = sign_in.result();
    REQUIRE(grant);
    CHECK(grant->tokens.access_token == "access-anew");
}

TEST_CASE("an answer that two tabs take at the same moment counts in one") {
    World world;
    Tab other{world};
    world.expect_discovery();
    world.expect_registration();
    auto sign_in = world.begin();
    const std::string query = "?code=the-code&state=" + parameter(world.sent_to(), "state");
    using Taken = fakes::Started<base::Result<oauth::PendingAuthorization>>;
    Taken here(world.loop, oauth::take_answered(world.tab.around(), query));
    Taken there(world.loop, oauth::take_answered(other.around(), query));
    fakes::settle(world.loop);
    CHECK(here.result().has_value() != there.result().has_value());
}

// [req:registration-needed]
TEST_CASE("a provider that refuses a member of the registration is asked once more, with less") {
    World world;
    world.expect_discovery();
    world.http.expect("POST", "https://login.example/register")
        .with_body_like(R"({"application_type":"web","scope":"read"})")
        .answers_json(R"({"error":"Unrecognized field \"application_type\""})", 400);
    auto& second = world.http.expect("POST", "https://login.example/register");
    SUBCASE("which it takes") {
        second
            .with_body_json(R"({"client_name":"Parley","redirect_uris":["https://parley.example/callback.html"],
                "grant_types":["authorization_code","refresh_token"],"response_types":["code"],
                "token_endpoint_auth_method":"none"})")
            .answers_json(registered, 201);
        auto sign_in = world.begin();
        CHECK(parameter(world.sent_to(), "client_id") == "client-1");
        CHECK(parameter(world.sent_to(), "scope") == "read");
        CHECK(world.tab.log.find("asked again with less") != std::string::npos);
    }
    SUBCASE("which it refuses as well, and then it is over") {
        second.answers_json(R"({"error":"insufficient_scope","error_description":"Host not trusted."})", 403);
        const auto grant = world.begin().result();
        REQUIRE_FALSE(grant);
        CHECK(grant.error().kind == ErrorKind::registration_refused);
        CHECK(grant.error().message.find("Host not trusted.") != std::string::npos);
        CHECK(world.sent_to().empty());
    }
}

TEST_CASE("an answer with another state is nobody's: the sign-in goes on waiting") {
    World world;
    world.expect_discovery();
    world.expect_registration();
    auto sign_in = world.begin();
    world.answer("?code=evil&state=wsomebodyelses");
    world.answer("?code=evil");
    CHECK_FALSE(sign_in.done());
}

TEST_CASE("the person's refusal is the provider's words as text") {
    World world;
    world.expect_discovery();
    world.expect_registration();
    auto sign_in = world.begin();
    const std::string state = parameter(world.sent_to(), "state");
    world.answer("?error=access_denied&error_description=You+said+%3Cb%3Eno%3C%2Fb%3E&state=" + state);
    const auto grant = sign_in.result();
    REQUIRE_FALSE(grant);
    CHECK(grant.error().kind == ErrorKind::sign_in_refused);
    CHECK(grant.error().subject == "access_denied");
}

// [req:dpop-key-goes]
TEST_CASE("the key of a sign-in that comes to nothing goes with it") {
    World world;
    world.http.expect("GET", resource_address).answers_json(resource_document);
    world.http.expect("GET", metadata_address)
        .answers_json(server_document(R"("registration_endpoint":"https://login.example/register",
        "code_challenge_methods_supported":["S256"],"dpop_signing_alg_values_supported":["ES256"])"));
    world.expect_registration();
    oauth::SignInTarget target;
    target.refusal.dpop = true;
    auto sign_in = world.begin(oauth::Place::Kind::window, std::move(target));
    const std::string state = parameter(world.sent_to(), "state");
    REQUIRE(world.keys.names.size() == 1);
    bool stays = false;
    SUBCASE("the person says no") { world.answer("?error=access_denied&state=" + state); }
    SUBCASE("the code is not good") {
        world.http.expect("POST", token_address).answers_json(R"({"error":"invalid_grant"})", 400);
        world.answer("?code=the-code&state=" + state);
    }
    SUBCASE("it comes to something") {
        stays = true;
        world.http.expect("POST", token_address)
            .answers_json(R"({"access_token":"access-2","token_type":"DPoP","expires_in":3600})");
        world.answer("?code=the-code&state=" + state);
    }
    REQUIRE(sign_in.done());
    CHECK(world.keys.names.empty() != stays);
}

TEST_CASE("cancelling closes the window while it is ours, and a new sign-in starts clean") {
    World world;
    world.expect_discovery();
    world.expect_registration();
    auto sign_in = world.begin();
    sign_in.cancel();
    CHECK(world.tab.window.closed_sign_in == 1);
    world.heard.clear();
    world.expect_discovery();
    auto second = world.begin();
    CHECK_FALSE(world.sent_to().empty());
}

TEST_CASE("in this page the sign-in leaves, and goes on from what was stored") {
    World world;
    world.expect_discovery();
    world.expect_registration();
    auto left = world.begin(oauth::Place::Kind::this_page);
    REQUIRE(world.tab.window.left_to.size() == 1);
    const std::string state = parameter(world.tab.window.left_to.front(), "state");
    CHECK(state.front() == 'p');
    left.cancel();  // the page went
    Tab returned(world);
    world.http.expect("POST", token_address).answers_json(second_token);
    const std::string answer = "?code=the-code&state=" + state;
    auto answered = fakes::run(world.loop, oauth::take_answered(returned.around(), answer));
    REQUIRE(answered);
    CHECK(answered->server_id == "server-1");
    // [req:timeline-returns]
    REQUIRE(answered->steps.size() == 3);
    CHECK(answered->steps[0].detail == "/.well-known/oauth-protected-resource/mcp → https://login.example");
    CHECK(answered->steps[1].detail.starts_with("OAuth metadata, issuer https://login.example matches"));
    CHECK(answered->steps[2].name == oauth::Step::Name::get_client);
    CHECK(answered->steps[2].detail == "dynamic registration → client client-1");
    const std::string steps = base::dump_json(*base::array_member(oauth::to_json(*answered), "steps"));
    for (const std::string& secret : {answered->code_verifier, state}) CHECK(steps.find(secret) == std::string::npos);
    const auto grant = fakes::run(
        world.loop, oauth::resume_sign_in(returned.around(), returned.telling(), std::move(*answered), answer));
    REQUIRE(grant);
    CHECK(grant->tokens.access_token == "access-2");
}

// [req:registration-unproven]
TEST_CASE("a client that was registered before is in doubt from when a person is sent away with it until the answer") {
    std::string answer = "?code=the-code&state=";
    bool is_ours = true;
    SUBCASE("a code") {}
    SUBCASE("an error: the provider knows us") { answer = "?error=access_denied&state="; }
    SUBCASE("an answer to somebody else") {
        answer += "another";
        is_ours = false;
    }
    for (const auto kind : {oauth::Place::Kind::window, oauth::Place::Kind::this_page}) {
        const bool by_window = kind == oauth::Place::Kind::window;
        CAPTURE(by_window);
        World world;
        const auto doubted = [&] {
            const auto client = fakes::run(world.loop, world.tab.vault.client("https://login.example"));
            REQUIRE((client && *client));
            return (*client)->unproven;
        };
        world.expect_discovery();
        world.expect_registration();
        auto first = world.begin(kind);
        CHECK_FALSE(doubted());  // the provider has just said its name
        first.cancel();
        world.heard.clear();
        world.tab.window.left_to.clear();
        world.expect_discovery();
        auto second = world.begin(kind);
        CHECK(doubted());
        const std::string url = by_window ? world.sent_to() : world.tab.window.left_to.front();
        CHECK(parameter(url, "client_id") == "client-1");
        const std::string query = answer + parameter(url, "state");
        if (by_window) {
            if (is_ours && query.starts_with("?code"))
                world.http.expect("POST", token_address).answers_json(second_token);
            world.answer(query);
        }
        second.cancel();  // the person does, or the page goes
        if (!by_window)
            CHECK(fakes::run(world.loop, oauth::take_answered(world.tab.around(), query)).has_value() == is_ours);
        CHECK(doubted() != is_ours);
    }
}

TEST_CASE("an answer that is half an hour late is refused") {
    World world;
    world.expect_discovery();
    world.expect_registration();
    auto left = world.begin(oauth::Place::Kind::this_page);
    const std::string state = parameter(world.tab.window.left_to.front(), "state");
    left.cancel();
    world.clock.advance(31min);
    const auto answered =
        fakes::run(world.loop, oauth::take_answered(world.tab.around(), "?code=the-code&state=" + state));
    REQUIRE_FALSE(answered);
    CHECK(answered.error().kind == ErrorKind::foreign_answer);
}

TEST_CASE("without any metadata the 2025-03-26 addresses of the server itself are used") {
    World world;
    world.http.expect("GET", resource_address).answers(404);
    world.http.expect("GET", "https://todo.example/.well-known/oauth-protected-resource").answers(404);
    world.http.expect("GET", "https://todo.example/.well-known/oauth-authorization-server").answers(404);
    world.http.expect("GET", "https://todo.example/.well-known/openid-configuration").answers(404);
    world.http.expect("POST", "https://todo.example/register").answers_json(registered, 201);
    auto sign_in = world.begin();
    CHECK(world.sent_to().starts_with("https://todo.example/authorize?"));
}

// [req:config-issuer]
TEST_CASE(
    "where a server says nothing of where one signs in, the deployment's own issuer is asked after the server itself") {
    World world;
    world.tab.deployment.auth_server_url = "https://login.example";
    world.tab.deployment.scope = "read write";
    const std::string its_own = "https://todo.example/.well-known/";
    world.http.expect("GET", resource_address).answers(404);
    world.http.expect("GET", its_own + "oauth-protected-resource").answers(404);
    auto& own = world.http.expect("GET", its_own + "oauth-authorization-server");
    SUBCASE("which publishes metadata") {
        own.answers(404);
        world.http.expect("GET", its_own + "openid-configuration").answers(404);
        world.http.expect("GET", metadata_address).answers_json(login_document);
        world.expect_registration();
        auto sign_in = world.begin();
        CHECK(world.sent_to().starts_with("https://login.example/authorize?"));
        CHECK(parameter(world.sent_to(), "scope") == "read write");
    }
    SUBCASE("which publishes none: the 2025-03-26 addresses are there") {
        own.answers(404);
        world.http.expect("GET", its_own + "openid-configuration").answers(404);
        world.http.expect("GET", metadata_address).answers(404);
        world.http.expect("GET", "https://login.example/.well-known/openid-configuration").answers(404);
        world.expect_registration();
        auto sign_in = world.begin();
        CHECK(world.sent_to().starts_with("https://login.example/authorize?"));
    }
    SUBCASE("but not where the server has its own") {
        own.answers_json(R"({"issuer":"https://todo.example","authorization_endpoint":"https://todo.example/authorize",
            "token_endpoint":"https://todo.example/token","registration_endpoint":"https://todo.example/register",
            "code_challenge_methods_supported":["S256"]})");
        world.http.expect("POST", "https://todo.example/register").answers_json(registered, 201);
        auto sign_in = world.begin();
        CHECK(world.sent_to().starts_with("https://todo.example/authorize?"));
        CHECK(parameter(world.sent_to(), "scope").empty());
    }
}

TEST_CASE("a provider that does not list S256 is refused before any window goes there") {
    World world;
    world.http.expect("GET", resource_address).answers_json(resource_document);
    world.http.expect("GET", metadata_address)
        .answers_json(R"({"issuer":"https://login.example","authorization_endpoint":"https://login.example/authorize",
            "token_endpoint":"https://login.example/token","registration_endpoint":"https://login.example/register"})");
    world.expect_registration();
    const auto grant = world.begin().result();
    REQUIRE_FALSE(grant);
    CHECK(grant.error().kind == ErrorKind::no_pkce);
    CHECK(world.sent_to().empty());
}

TEST_CASE("a provider that registers nobody is told with the redirect address to register") {
    World world;
    world.http.expect("GET", resource_address).answers_json(resource_document);
    world.http.expect("GET", metadata_address)
        .answers_json(R"({"issuer":"https://login.example","authorization_endpoint":"https://login.example/authorize",
            "token_endpoint":"https://login.example/token","registration_endpoint":null,
            "code_challenge_methods_supported":["S256"]})");
    const auto grant = world.begin().result();
    REQUIRE_FALSE(grant);
    CHECK(grant.error().kind == ErrorKind::client_id_needed);
    CHECK(grant.error().subject == "https://parley.example/callback.html");
}

}  // namespace
}  // namespace oauth_test
