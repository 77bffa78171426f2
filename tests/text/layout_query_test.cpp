#include "text/layout_query.hpp"

#include "fake_shaper.hpp"
#include "layout_text.hpp"
#include "text/markdown.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace {

text::Layout plain(std::string_view text, float width = 400) {
    FakeShaper shaper;
    return text::lay_out_plain(text, {.width_px = width}, shaper);
}

text::Layout markdown(std::string_view text, float width = 400) {
    FakeShaper shaper;
    text::LayoutParams params;
    params.width_px = width;
    return text::lay_out(text::parse_markdown(text), params, shaper);
}

}  // namespace

TEST_CASE("a point finds the nearest caret position") {
    const text::Layout layout = plain("abc\nde");
    struct Row {
        float x;
        float y;
        std::uint32_t offset;
    };
    const Row rows[] = {
        {0, 5, 0},   {3, 5, 0},  {5, 5, 1},    {12, 5, 1},    {13, 5, 2},  {23, 5, 3},  {300, 5, 3},
        {-50, 5, 0}, {0, 25, 4}, {100, 25, 6}, {100, 500, 6}, {-9, -9, 0}, {24, -9, 3},
    };
    for (const Row& row : rows) {
        CAPTURE(row.x);
        CAPTURE(row.y);
        CHECK(text::hit_test(layout, row.x, row.y) == row.offset);
    }
}

TEST_CASE("right of a wrapped line is before the blank that ended it") {
    const text::Layout layout = plain("one two", 30);
    CHECK(text::hit_test(layout, 29, 5) == 3);
    CHECK(text::hit_test(layout, 0, 25) == 4);
}

TEST_CASE("an empty layout answers, too") {
    const text::Layout nothing = markdown("");
    CHECK(text::hit_test(nothing, 10, 10) == 0);
    CHECK(text::caret_at(nothing, 5).height == 0);
    CHECK(text::selection_rects(nothing, 0, 9).empty());
    CHECK(text::link_at(nothing, 1, 1) == -1);
    CHECK(text::move_vertically(nothing, 0, 1, 0) == 0);
    const text::Layout empty_line = plain("");
    CHECK(text::hit_test(empty_line, 10, 10) == 0);
    CHECK(text::caret_at(empty_line, 0).height == 20);
}

TEST_CASE("a caret stands where its offset is drawn") {
    const text::Layout layout = plain("ab漢\nx");
    CHECK(text::caret_at(layout, 0).x == 0);
    CHECK(text::caret_at(layout, 2).x == 16);
    CHECK(text::caret_at(layout, 5).x == 32);
    CHECK(text::caret_at(layout, 5).top == 0);
    CHECK(text::caret_at(layout, 6).x == 0);
    CHECK(text::caret_at(layout, 6).top == 20);
    CHECK(text::caret_at(layout, 999).x == 8);
}

TEST_CASE("a caret after the last newline stands on a line of its own") {
    const text::Layout layout = plain("a\n");
    CHECK(text::caret_at(layout, 2).top == 20);
    CHECK(text::hit_test(layout, 50, 30) == 2);
    CHECK(text::hit_test(layout, 50, 5) == 1);
}

// [req:text-selection]
TEST_CASE("hit test and caret agree at every offset of a text") {
    for (const std::string_view text :
         {"Hello, wide 漢字 and 한국어 text\nwith lines", "one\n\n\ntwo", "a\tb 👍🏽 c"}) {
        const text::Layout layout = plain(text, 90);
        for (const text::Stop& stop : layout.stops) {
            const text::Caret caret = text::caret_at(layout, stop.offset);
            const std::uint32_t hit = text::hit_test(layout, caret.x, caret.top + caret.height / 2);
            CHECK(text::caret_at(layout, hit).x == caret.x);
            CHECK(text::caret_at(layout, hit).top == caret.top);
        }
    }
}

TEST_CASE("inside a word shaped as one, the caret moves from its right in right-to-left text") {
    const text::Layout layout = plain("אבגד");  // one cluster of 16 px, eight bytes
    CHECK(text::caret_at(layout, 0).x == 16);
    CHECK(text::caret_at(layout, 4).x == 8);
    CHECK(text::hit_test(layout, 15, 5) == 0);
    CHECK(text::hit_test(layout, 1, 5) == 8);
}

TEST_CASE("a selection is one rectangle a line") {
    const text::Layout layout = plain("one\ntwo\nthree");
    const auto rects = text::selection_rects(layout, 1, 10);
    REQUIRE(rects.size() == 3);
    CHECK(rects[0].x == 8);
    CHECK(rects[0].width == 16);
    CHECK(rects[1].width == 24);
    CHECK(rects[1].y == 20);
    CHECK(rects[2].x == 0);
    CHECK(rects[2].width == 16);
    CHECK(text::selection_rects(layout, 5, 5).empty());
    CHECK(text::selection_rects(layout, 7, 2).empty());
}

TEST_CASE("a selected empty line can be seen") {
    const auto rects = text::selection_rects(plain("a\n\nb"), 0, 4);
    REQUIRE(rects.size() == 3);
    CHECK(rects[1].width == 5);
    CHECK(rects[1].y == 20);
}

TEST_CASE("only what shows of a selection is answered") {
    std::string text;
    for (int i = 0; i < 1000; ++i) text += "line\n";
    CHECK(text::selection_rects(plain(text), 0, 5000, 100, 139).size() == 2);
}

TEST_CASE("a selection through right-to-left text covers what was selected") {
    const text::Layout layout = plain("ab אבג דהו cd");
    const auto rects = text::selection_rects(layout, 3, 9);  // the first Hebrew word, which stands second
    REQUIRE(rects.size() == 1);
    CHECK(rects[0].x == 24 + 16 + 8);
    CHECK(rects[0].width == 16);
}

TEST_CASE("links answer on their own text only") {
    const text::Layout layout = markdown("go [here](https://a.example) or [there](http://b.example)");
    CHECK(text::link_at(layout, 1, 5) == -1);
    CHECK(text::link_at(layout, 25, 5) == 0);
    CHECK(text::link_at(layout, 55, 5) == 0);
    CHECK(text::link_at(layout, 60, 5) == -1);
    CHECK(text::link_at(layout, 90, 5) == 1);
    CHECK(text::link_at(layout, 25, 300) == -1);
    CHECK(layout.links[0].allowed);
    CHECK_FALSE(layout.links[1].allowed);
}

TEST_CASE("up and down keep the column") {
    const text::Layout layout = plain("abcdef\nab\nabcdef");
    CHECK(text::move_vertically(layout, 5, 1, 40) == 9);
    CHECK(text::move_vertically(layout, 9, 1, 40) == 15);
    CHECK(text::move_vertically(layout, 15, -1, 40) == 9);
    CHECK(text::move_vertically(layout, 5, 2, 40) == 15);
    CHECK(text::move_vertically(layout, 5, -1, 40) == 5);
    CHECK(text::move_vertically(layout, 15, 1, 40) == 15);
    CHECK(text::line_begin(layout, 8) == 7);
    CHECK(text::line_end(layout, 8) == 9);
}

TEST_CASE("up and down in a table go from row to row") {
    const text::Layout layout = markdown("|aa|bb|\n|-|-|\n|cc|dd|");
    const std::uint32_t bb = static_cast<std::uint32_t>(layout.plain.find("bb"));
    const std::uint32_t down = text::move_vertically(layout, bb, 1, text::caret_at(layout, bb).x);
    CHECK(layout.plain.substr(down, 2) == "dd");
    CHECK(text::move_vertically(layout, down, -1, text::caret_at(layout, down).x) == bb);
}

TEST_CASE("a click beside a short cell stays in its column") {
    const text::Layout layout = markdown("|aaaaaaaa|bbbbbbbb|\n|-|-|\n|c|d|");
    const std::uint32_t c = static_cast<std::uint32_t>(layout.plain.find('c'));
    const text::Caret caret = text::caret_at(layout, c);
    CHECK(text::hit_test(layout, caret.x + 60, caret.top + 5) == c + 1);
    CHECK(text::hit_test(layout, caret.x + 60, caret.top - 2) <= c + 1);
}

TEST_CASE("only visible lines and runs are asked for") {
    std::string text;
    for (int i = 0; i < 10'000; ++i) text += "**some** `text` here\n\n";
    const text::Layout layout = markdown(text);
    const text::IndexRange runs = text::visible_runs(layout, 5000, 5600);
    CHECK(runs.last - runs.first < 100);
    CHECK(runs.last > runs.first);
    for (std::uint32_t i = 0; i < layout.runs.size(); ++i) {
        const text::Run& run = layout.runs[i];
        const bool shows = run.y + run.height > 5000 && run.y <= 5600;
        if (shows && (i < runs.first || i >= runs.last)) FAIL("a run that shows was left out: ", i);
    }
    CHECK(text::visible_runs(layout, -100, -50).last == 0);
    CHECK(text::visible_runs(layout, layout.height + 1, layout.height + 50).last == 0);
}

TEST_CASE("a tall cell beside short ones is visible while it shows") {
    std::string tall;
    for (int i = 0; i < 200; ++i) tall += "word ";
    const text::Layout layout = markdown("|a|b|\n|-|-|\n|" + tall + "|short|\n|x|y|", 200);
    const text::IndexRange lines = text::visible_lines(layout, 400, 410);
    bool found = false;
    for (std::uint32_t i = lines.first; i < lines.last; ++i) {
        found = found || (layout.lines[i].top <= 410 && layout.lines[i].top + layout.lines[i].height > 400);
    }
    CHECK(found);
}
