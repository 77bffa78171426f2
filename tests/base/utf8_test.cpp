#include "base/utf8.hpp"

#include <doctest/doctest.h>

#include <string>

TEST_CASE("a code point of each length is decoded and encoded again") {
    for (const char32_t code_point : {U'\0', U'a', U'\x7F', U'\x80', U'\u07FF', U'\u0800', U'\uD7FF', U'\uE000',
                                      U'\uFFFD', U'\uFFFF', U'\U00010000', U'\U0010FFFF'}) {
        CAPTURE(static_cast<unsigned>(code_point));
        std::string text;
        base::append_utf8(text, code_point);
        const base::DecodedUtf8 decoded = base::decode_utf8(text);
        CHECK(decoded.code_point == code_point);
        CHECK(decoded.size == text.size());
        CHECK(base::is_valid_utf8(text));
    }
}

TEST_CASE("what is not a character is written as U+FFFD") {
    CHECK(base::to_utf8(std::u32string{0xD800, 0xDFFF, 0x110000}) == "\uFFFD\uFFFD\uFFFD");
}

TEST_CASE("the beginning of a text ends before a character that does not fit") {
    CHECK(base::utf8_prefix("a한b", 9) == "a한b");
    CHECK(base::utf8_prefix("a한b", 4) == "a한");
    CHECK(base::utf8_prefix("a한b", 3) == "a");
    CHECK(base::utf8_prefix("한", 2).empty());
    CHECK(base::utf8_prefix("\x80\x80", 1).empty());
}

TEST_CASE("the end of the text consumes nothing") {
    CHECK(base::decode_utf8("").size == 0);
    CHECK(base::decode_utf8("ab", 2).size == 0);
    CHECK(base::decode_utf8("ab", 99).size == 0);
}

TEST_CASE("invalid bytes become U+FFFD, one for each part that could have begun a character") {
    struct Row {
        std::string bytes;
        std::string clean;
    };
    const Row rows[] = {
        {"\x80", "\uFFFD"},                                // a continuation byte alone
        {"\xC0\xAF", "\uFFFD\uFFFD"},                      // overlong
        {"\xE0\x80\x80", "\uFFFD\uFFFD\uFFFD"},            // overlong
        {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},            // a surrogate
        {"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},  // above U+10FFFF
        {"\xFF\xFE", "\uFFFD\uFFFD"},                      // never in UTF-8
        {"\xE2\x82", "\uFFFD"},                            // cut off
        {"\xE2\x82z", "\uFFFDz"},                          // cut off in the middle of a text
        {"\xF0\x9F\x98z", "\uFFFDz"},                      // cut off
        {"a\xE2\x82\xACz", "a€z"},                         // fine
        {"\xEF\xBF\xBD", "\uFFFD"},                        // U+FFFD itself is a character
    };
    for (const Row& row : rows) {
        CAPTURE(row.clean);
        CHECK(base::sanitize_utf8(row.bytes) == row.clean);
        CHECK(base::is_valid_utf8(row.bytes) == (row.bytes == row.clean));
        CHECK(base::to_utf8(base::to_utf32(row.bytes)) == row.clean);
    }
}

TEST_CASE("every pair of bytes decodes without reading past its end and to valid UTF-8") {
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            const std::string text{static_cast<char>(first), static_cast<char>(second)};
            const std::string clean = base::sanitize_utf8(text);
            if (!base::is_valid_utf8(clean)) FAIL("not valid: ", first, " ", second);
        }
    }
}
