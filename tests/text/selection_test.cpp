#include "text/selection.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

#include "text/pieces.hpp"

using tests::part;

// [req:text-selection]
TEST_CASE("a selection across messages copies the parts in order, whichever way it was dragged") {
    const std::array<text::MessageText, 3> messages{{{10, "first one"}, {7, "second"}, {99, "the third"}}};
    const text::Selection down{{10, 6}, {99, 3}};
    const text::Selection up{{99, 3}, {10, 6}};
    CHECK(text::selected_text(down, messages) == "one\n\nsecond\n\nthe");
    CHECK(text::selected_text(up, messages) == "one\n\nsecond\n\nthe");
    CHECK(text::selected_text({{7, 4}, {7, 1}}, messages) == "eco");
    CHECK(text::selected_text({{7, 1}, {7, 999}}, messages) == "econd");
    CHECK(text::selected_text({{7, 1}, {7, 1}}, messages).empty());
}

TEST_CASE("a selection in a message that is gone is nothing") {
    const std::array<text::MessageText, 1> messages{{{10, "first"}}};
    CHECK(text::selected_text({{10, 0}, {11, 3}}, messages).empty());
    CHECK_FALSE(text::order_selection({{10, 0}, {11, 3}}, messages));
}

TEST_CASE("each message knows which part of it is selected") {
    const text::SelectedSpan span = text::order_selection({{3, 5}, {1, 2}}, 3, 1);
    CHECK(text::selected_part(span, 0, 10) == text::TextRange{0, 0});
    CHECK(text::selected_part(span, 1, 10) == text::TextRange{2, 10});
    CHECK(text::selected_part(span, 2, 10) == text::TextRange{0, 10});
    CHECK(text::selected_part(span, 3, 10) == text::TextRange{0, 5});
    CHECK(text::selected_part(span, 4, 10) == text::TextRange{0, 0});
}

TEST_CASE("a selection grows to whole words or lines") {
    const std::string_view text = "one two\nthree four";
    CHECK(part(text, text::grow(text, {5, 10}, text::Granularity::word)) == "two\nthree");
    CHECK(part(text, text::grow(text, {5, 6}, text::Granularity::line)) == "one two");
    CHECK(part(text, text::grow(text, {5, 6}, text::Granularity::character)) == "w");
}
