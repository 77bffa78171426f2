#include "text/visible.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

// [req:ui-hidden-characters]
TEST_CASE("hidden characters are shown by their number, and stripped for a model (gemini-cli#19026, java-sdk#1121)") {
    struct Row {
        const char* why;
        std::string_view text;
        std::string_view shown;
        std::string_view stripped;
    };
    const Row rows[] = {
        {"bidi override", "a\u202Eb\u202C", "a⟨U+202E⟩b⟨U+202C⟩", "ab"},
        {"bidi isolate", "\u2066x\u2069", "⟨U+2066⟩x⟨U+2069⟩", "x"},
        {"marks of direction", "\u200Fa\u200E\u061C", "⟨U+200F⟩a⟨U+200E⟩⟨U+061C⟩", "a"},
        {"tags", "hi\U000E0068\U000E0069", "hi⟨U+E0068⟩⟨U+E0069⟩", "hi"},
        {"zero width space", "a\u200Bb", "a⟨U+200B⟩b", "ab"},
        {"word joiner and BOM", "a\u2060b\uFEFF", "a⟨U+2060⟩b⟨U+FEFF⟩", "ab"},
        {"joiner between letters", "a\u200Db\u200C", "a⟨U+200D⟩b⟨U+200C⟩", "ab"},
        {"soft hyphen", "a\u00ADb", "a⟨U+00AD⟩b", "ab"},
        {"fillers that look like blanks", "\u3164\uFFA0\u115F\u2800", "⟨U+3164⟩⟨U+FFA0⟩⟨U+115F⟩⟨U+2800⟩", ""},
        {"selectors that spell bytes", "x\uFE0F\uFE01\uFE02\U000E0101", "x\uFE0F⟨U+FE01⟩⟨U+FE02⟩⟨U+E0101⟩", "x\uFE0F"},
        {"emoji with a second selector", "❤\uFE0F\uFE0F", "❤\uFE0F⟨U+FE0F⟩", "❤\uFE0F"},
        {"ANSI colour", "\x1B[31mred\x1B[0m", "⟨U+001B⟩[31mred⟨U+001B⟩[0m", "red"},
        {"ANSI title", "\x1B]0;title\x07x", "⟨U+001B⟩]0;title⟨U+0007⟩x", "x"},
        {"ANSI link", "\x1B]8;;https://e.example\x1B\\a", "⟨U+001B⟩]8;;https://e.example⟨U+001B⟩\\a", "a"},
        {"an escape at the end", "a\x1B", "a⟨U+001B⟩", "a"},
        {"an escape string without an end", "\x1B]abc", "⟨U+001B⟩]abc", "abc"},
        {"an escape that held a selector's base", "\x1B]x\x1BX\uFE0F", "⟨U+001B⟩]x⟨U+001B⟩X\uFE0F", ""},
        {"halves of a hidden character around another", "\xE2\x80\u200B\xAE", "\uFFFD⟨U+200B⟩\uFFFD", "\uFFFD\uFFFD"},
        {"a joiner before NUL", std::string_view("\u0936\u200D\0x", 8), "श⟨U+200D⟩⟨U+0000⟩x", "शx"},
        {"NUL and backspace", std::string_view("a\0b\b", 4), "a⟨U+0000⟩b⟨U+0008⟩", "ab"},
        {"C1 control", "a\u009B1m", "a⟨U+009B⟩1m", "a1m"},
        {"a black flag that spells something else", "🏴\U000E0068\U000E0069\U000E007F", "🏴⟨U+E0068⟩⟨U+E0069⟩⟨U+E007F⟩",
         "🏴"},
        {"not UTF-8", "a\xFF\u202E", "a\uFFFD⟨U+202E⟩", "a\uFFFD"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.why);
        CHECK(text::has_hidden(row.text));
        CHECK(text::make_visible(row.text) == row.shown);
        CHECK(text::strip_hidden(row.text) == row.stripped);
        CHECK_FALSE(text::has_hidden(text::strip_hidden(row.text)));
    }
}

TEST_CASE("what belongs to visible text is left alone") {
    for (const std::string_view text :
         {"", "plain\ttext\r\n", "한국어 日本語 中文",
          "👨‍👩‍👧 👍🏽 ❤️‍🔥 🏃‍♀️ 1️⃣ ©️ 🇰🇷", "می‌خواهم",
          "क्‍ष", "葛\U000E0100城", "e\u0301",
          "🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F"}) {
        CAPTURE(text);
        CHECK_FALSE(text::has_hidden(text));
        CHECK(text::make_visible(text) == text);
        CHECK(text::strip_hidden(text) == text);
    }
}
