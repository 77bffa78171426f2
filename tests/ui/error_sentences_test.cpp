// Every error has its sentence in Korean, which tells apart what the English one does.
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "base/url.hpp"
#include "mcp/errors.hpp"
#include "oauth/authorization_response.hpp"
#include "oauth/provider_error.hpp"
#include "ui/strings.hpp"

using base::ErrorKind;

namespace {

std::string korean(const base::Error& error) { return ui::sentence(error, ui::Locale::korean); }
std::string english(const base::Error& error) { return ui::sentence(error, ui::Locale::english); }

bool has_hangul(const std::string& text) {
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[i + at]); };
        const unsigned code = (byte(0) & 0x0fu) << 12 | (byte(1) & 0x3fu) << 6 | (byte(2) & 0x3fu);
        if (byte(0) >= 0xe0 && code >= 0xac00 && code <= 0xd7a3) return true;
    }
    return false;
}

ports::HttpResponse response(int status, std::string body = {}) {
    ports::HttpResponse made;
    made.head.status = status;
    made.body = std::move(body);
    return made;
}

}  // namespace

// [req:ui-sentences]
TEST_CASE("no kind of error is without a sentence of its own in Korean, and none without one in English") {
    std::set<std::string> all;
    for (int kind = 0; kind <= static_cast<int>(ErrorKind::wrong_config); ++kind) {
        CAPTURE(kind);
        const base::Error error{.kind = static_cast<ErrorKind>(kind), .subject = "todo.example"};
        CHECK_FALSE(english(error).empty());
        CHECK_FALSE(has_hangul(english(error)));
        CHECK(has_hangul(korean(error)));
        CHECK(all.insert(korean(error)).second);
        base::Error with_message = error;
        with_message.message = "An English sentence.";
        CHECK(has_hangul(korean(with_message)));
        CHECK(korean(with_message).find("English") == std::string::npos);
    }
}

// [req:ui-sentences]
TEST_CASE("what is wrong with an address is told in Korean too") {
    std::set<std::string> in_english, in_korean;
    for (const std::string bad : {"", "https://a\x01", " https://a", "todo.example/mcp", "ftp://a", "https:a",
                                  "https://me:pw@a", "https://a:b", "https://a:65536", "https://", "https://a..b",
                                  "https://한글", "https://a b", "https://1.2.3.4.5", "https://[::1", "https://[g]"}) {
        CAPTURE(bad);
        const auto url = base::Url::parse(bad);
        REQUIRE_FALSE(url);
        CHECK(has_hangul(korean(url.error())));
        in_english.insert(english(url.error()));
        in_korean.insert(korean(url.error()));
    }
    CHECK(in_english.size() > 12);
    CHECK(in_korean.size() == in_english.size());
    CHECK(korean({ErrorKind::invalid_address}) == "쓸 수 없는 주소입니다. 주소를 확인하세요.");
    CHECK_FALSE(in_korean.contains(korean({ErrorKind::invalid_address})));
    CHECK(korean(base::Url::parse("ftp://a").error()) == "“ftp:” 주소는 열지 않습니다.");
    CHECK(korean(base::Url::parse(std::string(70'000, 'a')).error()) == "주소가 너무 깁니다.");
}

// [req:ui-sentences]
TEST_CASE("a status is told in Korean with its number, and whose it is") {
    ports::HttpHead head;
    head.status = 500;
    CHECK(korean(mcp::status_error(head, {}, mcp::Phase::connected)) ==
          "서버가 답하지 못했습니다(HTTP 500). 잠시 뒤 다시 시도하세요.");
    head.status = 418;
    CHECK(korean(mcp::status_error(head, {}, mcp::Phase::connected)) == "서버가 요청을 거절했습니다(HTTP 418).");
    CHECK(korean(oauth::token_error(response(503))) == "제공자가 토큰을 주지 못했습니다(HTTP 503).");
}

// [req:ui-words]
TEST_CASE("what a server or a provider says itself is shown in both languages, cleaned") {
    const auto rpc = mcp::rpc_error({-32000, "No such\nlist", {}});
    CHECK(english(rpc) == "The server answered: No such list");
    CHECK(korean(rpc) == "서버이(가) 요청을 처리하지 못했다고 답했습니다. “No such list”");

    const auto token = oauth::token_error(
        response(400, R"({"error":"invalid_client","error_description":"No secret 0123456789abcdefghij came."})"));
    CHECK(english(token) == "The provider gave no token: No secret … came.");
    CHECK(korean(token) ==
          "제공자가 이 클라이언트나 비밀을 모릅니다. 확인하거나 클라이언트를 지우세요. “No secret … came.”");
    CHECK(korean(oauth::token_error(response(400, R"({"error":"invalid_scope"})"))).ends_with(" “invalid_scope”"));

    oauth::PendingAuthorization pending;
    pending.state = "s";
    const auto denied = [&](const std::string& query) {
        const auto code = oauth::read_authorization_response("?state=s&error=" + query, pending);
        REQUIRE_FALSE(code);
        return code.error();
    };
    const std::string refused = korean({ErrorKind::sign_in_refused});
    CHECK(korean(denied("access_denied&error_description=The+person+said+no.")) == refused + " “The person said no.”");
    CHECK(english(denied("access_denied&error_description=The+person+said+no.")) == "The person said no.");
    CHECK(korean(denied("access_denied")) == refused);
    CHECK(korean(denied("server_error")) == refused + " “server_error”");
}

// [req:ui-sentences]
TEST_CASE("arguments that the app speaks of in Korean already are told so") {
    const base::Error error{.kind = ErrorKind::invalid_arguments, .message = "“a” 값의 형식이 맞지 않습니다."};
    CHECK(korean(error) == error.message);
    CHECK(korean({ErrorKind::invalid_arguments, base::Remedy::none, "“{}” is there twice."}) ==
          "인자가 맞지 않습니다. 값을 확인하세요.");
}
