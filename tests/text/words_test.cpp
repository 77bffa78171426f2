#include "text/words.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "text/pieces.hpp"

using tests::part;

TEST_CASE("a double click selects a word") {
    struct Row {
        std::string_view text;
        std::string_view at;  // the offset is where this begins
        std::string_view word;
    };
    const Row rows[] = {
        {"one two three", "two", "two"},
        {"one two three", "wo", "two"},
        {"don't stop", "n't", "don't"},
        {"it’s", "s", "it’s"},
        {"pi is 3.14, no?", ".14", "3.14"},
        {"1,000 won", "000", "1,000"},
        {"end. Next", ". Next", "end"},
        {"(brackets)", "(", "("},
        {"snake_case x2", "case", "snake_case"},
        {"a   b", "  b", "   "},
        {"할 일 목록을", "록을", "목록을"},
        {"API를 쓴다", "를", "API를"},
        {"東京にカメラ", "京", "東京"},
        {"東京にカメラ", "に", "に"},
        {"東京にカメラー", "メ", "カメラー"},
        {"안녕👍🏽!", "👍🏽", "안녕"},
        {"x 👍🏽👍", "👍🏽👍", "👍🏽"},
        {"e\u0301te\u0301 x", "te", "e\u0301te\u0301"},
        {"one\ntwo", "two", "two"},
        {"مرحبا بك", "بك", "بك"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CAPTURE(row.at);
        CHECK(part(row.text, text::word_at(row.text, row.text.find(row.at))) == row.word);
    }
}

TEST_CASE("words at the edges of the text") {
    CHECK(text::word_at("", 0) == text::TextRange{0, 0});
    CHECK(part("one two", text::word_at("one two", 7)) == "two");
    CHECK(part("one two", text::word_at("one two", 99)) == "two");
    CHECK(part("one\n\ntwo", text::word_at("one\n\ntwo", 4)).empty());
    CHECK(part("one\ntwo", text::word_at("one\ntwo", 3)) == "one");
}

TEST_CASE("a word in a very long line is found near the click") {
    const std::string text(100'000, 'a');
    const text::TextRange word = text::word_at(text, 50'000);
    CHECK(word.begin <= 50'000);
    CHECK(word.end >= 50'000);
    CHECK(word.end - word.begin <= 9000);
}

TEST_CASE("lines and paragraphs") {
    const std::string_view text = "one\ntwo\n\nthree\n";
    CHECK(part(text, text::line_at(text, 0)) == "one");
    CHECK(part(text, text::line_at(text, 3)) == "one");
    CHECK(part(text, text::line_at(text, 5)) == "two");
    CHECK(part(text, text::line_at(text, 8)).empty());
    CHECK(part(text, text::line_at(text, text.size())).empty());
    CHECK(part(text, text::paragraph_at(text, 5)) == "one\ntwo");
    CHECK(part(text, text::paragraph_at(text, 10)) == "three\n");
}
