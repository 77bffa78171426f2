// The next token in time, on clocks that jump and with providers whose word about time is worth little.
#include <doctest/doctest.h>

#include "app/signed_in.hpp"
#include "base/base64.hpp"

using namespace app_test;

namespace {

std::string token_for(const std::string& members) {
    return R"({"access_token":"access-2","token_type":"Bearer","refresh_token":"refresh-2")" + members + "}";
}

// Connected, and watched as a connection is.
struct Watched : SignedIn {
    fakes::Started<void> watching = fakes::start(loop, sign_in().refresh_when_due());
    std::string sends() { return bearer(authorize().result()); }
    // Minute by minute: what wakes in between does its work.
    void pass(std::chrono::minutes time) {
        for (; time > 0min; time -= 1min) clock.advance(1min);
    }
};

}  // namespace

// [req:refresh-clock]
TEST_CASE("a tab that slept for a day renews its token once, within a minute of waking or with the first request") {
    Watched world;
    world.pass(5min);
    world.clock.jump(24h);
    auto& asked = world.http.expect("POST", token_url).answers_json(second_token);
    SUBCASE("nobody asks for anything") { world.pass(1min); }
    SUBCASE("a request comes first") {}
    CHECK(world.sends() == "Bearer access-2");
    world.pass(30min);
    CHECK(asked.count() == 1);
    CHECK(world.sends() == "Bearer access-2");
}

// [req:refresh-clock]
TEST_CASE("a clock that is set back by a day costs one refusal, and then the new token's time is counted anew") {
    Watched world;
    world.pass(5min);
    world.clock.jump(-24h);
    world.pass(120min);
    CHECK(world.sends() == "Bearer access-1");  // for all this page knows
    world.http.expect("POST", token_url).answers_json(second_token);
    const auto renewed = world.refuse(401, {}, sent_with("access-1")).result();
    REQUIRE(renewed);
    CHECK(*renewed);
    CHECK(world.sends() == "Bearer access-2");
    auto& asked =
        world.http.expect("POST", token_url)
            .answers_json(R"({"access_token":"access-3","token_type":"Bearer","expires_in":3600,"refresh_token":"r"})");
    world.pass(58min);
    CHECK_FALSE(asked.asked());
    world.pass(3min);
    CHECK(asked.count() == 1);
    CHECK(world.sends() == "Bearer access-3");
}

// [req:refresh-clock]
TEST_CASE("a clock that was far ahead and is corrected keeps the token that came meanwhile, until it is refused") {
    Watched world;
    world.clock.jump(24h * 365);
    world.http.expect("POST", token_url).answers_json(second_token);
    CHECK(world.sends() == "Bearer access-2");
    world.clock.jump(-24h * 365);
    world.pass(30min);
    CHECK(world.sends() == "Bearer access-2");
    CHECK(world.http.requests().size() == 1);
}

// [req:refresh-clock]
TEST_CASE("a provider's clock counts for nothing: the token's own times may be anything") {
    for (const long long exp : {0LL, 1'600'000'000LL, 1'795'000'001LL, 9'999'999'999LL}) {
        CAPTURE(exp);
        SignedIn world;
        auto made = world.grant("", "u1");
        made.tokens.access_token = base::base64url_encode("{}") + "." +
                                   base::base64url_encode(R"({"exp":)" + std::to_string(exp) + R"(,"iat":)" +
                                                          std::to_string(exp - 3600) + "}") +
                                   ".c2ln";
        world.keep(made);
        auto watching = fakes::start(world.loop, world.sign_in().refresh_when_due());
        CHECK(bearer(world.authorize().result()) == "Bearer " + made.tokens.access_token);
        for (int minute = 0; minute < 58; ++minute) world.clock.advance(1min);
        CHECK(world.http.requests().empty());
    }
}

// [req:refresh-clock] RFC 6749 §5.1: expires_in is only recommended. Nothing, or no time at all, is said: used until it is refused.
TEST_CASE("a token without an end, or that would be over before it is there, is used until it is refused") {
    for (const char* said : {"", R"(,"expires_in":0)", R"(,"expires_in":-3600)", R"(,"expires_in":null)"}) {
        CAPTURE(std::string(said));
        Watched world;
        auto& asked = world.http.expect("POST", token_url).any_number_of_times().answers_json(token_for(said));
        world.pass(61min);
        CHECK(world.sends() == "Bearer access-2");
        world.pass(24 * 60min);
        CHECK(world.sends() == "Bearer access-2");
        CHECK(asked.count() == 1);
    }
}

// [req:refresh-clock]
TEST_CASE("a token for a second or two is renewed as often as that, not more often") {
    Watched world;
    auto& asked = world.http.expect("POST", token_url).any_number_of_times().answers_with([n = 2](const auto&) mutable {
        const std::string number = std::to_string(n++);
        return fakes::FakeAnswer{
            200,
            {},
            {R"({"access_token":"access-)" + number + R"(","token_type":"Bearer","expires_in":2,)" +
             R"("refresh_token":"refresh-)" + number + R"("})"},
            {}};
    });
    world.pass(60min);
    const auto before = asked.count();
    world.pass(1min);
    CHECK(asked.count() - before >= 30);
    CHECK(asked.count() - before <= 41);  // at three quarters of two seconds
}

// [req:refresh-clock]
TEST_CASE("a token for longer than anybody lives has an end all the same") {
    for (const char* said : {"9223372036854775807", "1e300", "99999999999999999999", R"("31536000000")"}) {
        CAPTURE(std::string(said));
        Watched world;
        auto& asked = world.http.expect("POST", token_url)
                          .any_number_of_times()
                          .answers_json(token_for(R"(,"expires_in":)" + std::string(said)));
        world.pass(61min);
        world.pass(24 * 60min);
        CHECK(world.sends() == "Bearer access-2");
        CHECK(asked.count() == 1);
    }
}
