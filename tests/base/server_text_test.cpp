#include "base/server_text.hpp"

#include <doctest/doctest.h>

using base::printable;

// [req:server-text]
TEST_CASE("what a server says becomes one printable line") {
    struct Row {
        std::string text, shown;
    };
    const Row rows[] = {
        {"plain", "plain"},
        {"  two\n\nlines\t", "two lines"},
        {"\x1b[31mred\x1b[0m", "[31mred [0m"},
        {std::string("nul\0byte", 8), "nul byte"},
        {"a\xE2\x80\xAE"
         "b",
         "ab"},  // U+202E right-to-left override
        {"a\xE2\x80\x8B"
         "b",
         "ab"},  // U+200B zero width space
        {"a\xF3\xA0\x81\x81"
         "b",
         "ab"},  // U+E0041 tag
        {"a\xC2\x85"
         "b",
         "a b"},  // U+0085
        {"bad\xFF", "bad\xEF\xBF\xBD"},
        {"한국어 😀", "한국어 😀"},
        {"", ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        CHECK(printable(row.text) == row.shown);
    }
}

TEST_CASE("a text is left out of another wherever it is, and what takes its place is not looked into") {
    std::string text = "aXbXX";
    base::replace_all(text, "X", "XX");
    CHECK(text == "aXXbXXXX");
    base::replace_all(text, "", "never");
    base::replace_all(text, "absent", "never");
    CHECK(text == "aXXbXXXX");
    base::replace_all(text, "XX", "");
    CHECK(text == "ab");
}

TEST_CASE("a long text is cut between characters") {
    CHECK(printable("abcdef", 3) == "abc…");
    CHECK(printable("abc", 3) == "abc");
    CHECK(printable("a한", 3) == "a…");
    CHECK(printable(std::string(100'000, 'x')).size() == 303);
}

TEST_CASE("all that stands for something else is replaced, in one pass") {
    struct Row {
        std::string text, what, with, replaced;
    };
    for (const Row& row : {Row{"abcabc", "bc", "-", "a-a-"}, Row{"aaaa", "aa", "a", "aa"}, Row{"abc", "x", "y", "abc"},
                           Row{"abc", "", "y", "abc"}, Row{"bc", "bc", "•••", "•••"}}) {
        std::string text = row.text;
        base::replace_all(text, row.what, row.with);
        CHECK(text == row.replaced);
    }
}
