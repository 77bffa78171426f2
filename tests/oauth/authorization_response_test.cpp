#include "oauth/authorization_response.hpp"

#include <doctest/doctest.h>

using namespace oauth;
using base::ErrorKind;

namespace {

PendingAuthorization waiting(bool iss_supported = false) {
    PendingAuthorization made;
    made.state = "w-state";
    made.server.issuer = "https://as.example.com";
    made.server.authorization_response_iss_parameter_supported = iss_supported;
    return made;
}

base::Result<std::string> read_answer(const std::string& query, bool iss_supported = false) {
    return read_authorization_response(query, waiting(iss_supported));
}

}  // namespace

// [req:answer-code]
TEST_CASE("the code of an answer to our own question is read, form-decoded") {
    CHECK(*read_answer("?code=a%2Bb%20c%26d&state=w-state") == "a+b c&d");
    CHECK(*read_answer("code=a+b&state=w-state&session_state=x") == "a b");
    CHECK(*read_answer("?state=w%2Dstate&code=a") == "a");
}

// [req:answer-state]
TEST_CASE("an answer without our state is not looked at any further") {
    const std::string secret = "error=access_denied&error_description=<b>words</b>&code=abc";
    for (const std::string state : {"", "state=", "state=other", "state=w-stat", "state=w-state2", "State=w-state",
                                    "state=w-state&state=w-state", "state=w-state&state=other"}) {
        CAPTURE(state);
        const auto refused = read_answer("?" + secret + (state.empty() ? "" : "&" + state));
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind == ErrorKind::foreign_answer);
        CHECK(refused.error().message.find("words") == std::string::npos);
        CHECK(refused.error().detail.empty());
        CHECK(refused.error().subject.empty());
    }
    auto without = waiting();
    without.state.clear();
    CHECK_FALSE(read_authorization_response("?code=a&state=", without));
    CHECK_FALSE(read_authorization_response("?code=a", without));
}

// [req:answer-iss]
TEST_CASE("the issuer of an answer is compared by the table of 2026-07-28") {
    struct Row {
        bool advertised;
        std::string iss;  // as in the query; empty: absent
        bool good;
    };
    const Row rows[] = {
        {true, "iss=https%3A%2F%2Fas.example.com", true},
        {true, "iss=https%3A%2F%2Fevil.example.com", false},
        {true, "", false},
        {false, "iss=https%3A%2F%2Fas.example.com", true},
        {false, "iss=https%3A%2F%2Fevil.example.com", false},
        {false, "", true},
        // "MUST NOT apply scheme or host case folding, default-port elision, trailing-slash, or percent-encoding normalization"
        {true, "iss=HTTPS%3A%2F%2Fas.example.com", false},
        {true, "iss=https%3A%2F%2FAS.example.com", false},
        {true, "iss=https%3A%2F%2Fas.example.com%3A443", false},
        {true, "iss=https%3A%2F%2Fas.example.com%2F", false},
        {false, "iss=https%3A%2F%2Fas.example.com%2F", false},
        {true, "iss=https%3A%2F%2Fas.example%252Ecom", false},
        {true, "iss=", false},
        {false, "iss=", false},
        // decoded before it is compared
        {true, "iss=https://as.example.com", true},
    };
    for (const auto& row : rows) {
        CAPTURE(row.iss);
        CAPTURE(row.advertised);
        const std::string iss = row.iss.empty() ? "" : '&' + row.iss;
        CHECK(read_answer("?code=a&state=w-state" + iss, row.advertised).has_value() == row.good);
        // "This validation applies equally to error responses"
        const auto refused =
            read_answer("?error=access_denied&error_description=words&state=w-state" + iss, row.advertised);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind == (row.good ? ErrorKind::sign_in_refused : ErrorKind::foreign_answer));
        CHECK((refused.error().message == "words") == row.good);
    }
}

// [req:answer-error]
TEST_CASE("a refusal is told in the provider's words, as one printable line") {
    const auto refused = read_answer("?error=access_denied&error_description=You+said%0Ano%E2%80%AE.&state=w-state");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::sign_in_refused);
    CHECK(refused.error().subject == "access_denied");
    CHECK(refused.error().message == "You said no.");
    CHECK(read_answer("?error=access_denied&state=w-state").error().message == "The sign-in was refused.");
    CHECK(read_answer("?error=invalid_scope&state=w-state").error().message ==
          "The provider ended the sign-in: invalid_scope");
    // An error counts before a code that stands beside it.
    CHECK(read_answer("?error=server_error&code=a&state=w-state").error().subject == "server_error");
    CHECK(read_answer("?error=" + std::string(5'000, 'x') + "&state=w-state").error().subject.size() < 100);
}

// [req:answer-twice]
TEST_CASE("a parameter that comes twice is not believed either time") {
    for (const std::string query :
         {"?code=a&code=b&state=w-state", "?code=a&code=a&state=w-state", "?error=x&error=y&state=w-state",
          "?error=x&error_description=a&error_description=b&state=w-state",
          "?code=a&iss=https://as.example.com&iss=https://evil.example.com&state=w-state"}) {
        CAPTURE(query);
        const auto refused = read_answer(query);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind == ErrorKind::malformed);
    }
    CHECK(*read_answer("?x=1&x=2&code=a&state=w-state") == "a");
}

TEST_CASE("an answer with neither code nor error does not read") {
    CHECK(read_answer("?state=w-state").error().kind == ErrorKind::malformed);
    CHECK(read_answer("?code=&state=w-state").error().kind == ErrorKind::malformed);
    CHECK(read_answer("?code=a&state=w-state&x=" + std::string(100'000, 'x')).error().kind ==
          ErrorKind::foreign_answer);
}

// [req:answer-find]
TEST_CASE("the state alone is found, to look up what was asked") {
    CHECK(state_of("?code=a&state=w-state") == "w-state");
    CHECK(state_of("state=p%20x") == "p x");
    CHECK(state_of("?code=a").empty());
    CHECK(state_of("").empty());
    CHECK(state_of("?").empty());
    CHECK(state_of("?state=a&state=b").empty());
    CHECK(state_of("?xstate=a&State=b").empty());
}
