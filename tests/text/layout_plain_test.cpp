#include "fake_shaper.hpp"
#include "layout_text.hpp"
#include "text/layout.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace {

text::Layout lay_plain(std::string_view text, float width, int max_lines = 0) {
    FakeShaper shaper;
    text::PlainParams params;
    params.width_px = width;
    params.max_lines = max_lines;
    text::Layout layout = text::lay_out_plain(text, params, shaper);
    CHECK(fault_of(layout) == "");
    return layout;
}

std::string label(std::string_view text, float width) {
    FakeShaper shaper;
    text::PlainParams params;
    params.width_px = width;
    params.one_line = true;
    const text::Layout layout = text::lay_out_plain(text, params, shaper);
    CHECK(fault_of(layout) == "");
    CHECK(layout.plain == text);
    CHECK(layout.lines.size() == 1);
    CHECK((width == 0 || layout.width <= width));
    return std::string(layout.glyphs);
}

}  // namespace

TEST_CASE("text wraps at its width") {
    struct Row {
        const char* why;
        std::string_view text;
        float width;
        std::string_view lines;
    };
    const Row rows[] = {
        {"empty text has a line", "", 80, "\n"},
        {"what fits stays", "one two", 56, "one two\n"},
        {"a blank hangs over the edge", "one two three", 56, "one two\nthree\n"},
        {"a word that does not fit moves", "one two", 50, "one\ntwo\n"},
        {"a word wider than the line breaks anywhere", "a bcdefgh", 32, "a\nbcde\nfgh\n"},
        {"newlines end lines", "a\n\nb", 80, "a\n\nb\n"},
        {"CRLF is one newline", "a\r\nb", 80, "a\nb\n"},
        {"a newline at the end opens a line", "a\n", 80, "a\n\n"},
        {"no width, no wrapping", "one two three four five six seven", 0, "one two three four five six seven\n"},
        {"ideographs", "漢字仮名。", 64, "漢字仮\n名。\n"},
        {"Korean words stay whole", "목록을 정리한다", 80, "목록을\n정리한다\n"},
        {"a Korean word wider than the line breaks", "목록을정리한다", 64, "목록을정\n리한다\n"},
        {"narrower than a letter still ends", "abc", 1, "a\nb\nc\n"},
        {"blanks only", "     ", 16, "\n"},
        {"hidden characters take no room", "a\u202E\u200Bb", 16, "ab\n"},
        {"controls are shown", "a\x01z", 80, "a\uFFFDz\n"},
        {"not UTF-8", "a\xFFz", 80, "a\uFFFDz\n"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.why);
        CHECK(lines_of(lay_plain(row.text, row.width)) == row.lines);
    }
}

TEST_CASE("lines stand below one another and the layout is as wide as its widest") {
    const text::Layout layout = lay_plain("one\nlonger line\nx", 400);
    REQUIRE(layout.lines.size() == 3);
    CHECK(layout.width == 11 * 8);
    CHECK(layout.height == 60);
    CHECK(layout.lines[1].top == 20);
    CHECK(layout.runs[1].y == 20);
    CHECK(layout.runs[1].width == 88);
}

TEST_CASE("a line height of its own centres the text") {
    FakeShaper shaper;
    const text::Layout layout = text::lay_out_plain("a", {.style = {}, .width_px = 80, .line_height_px = 30}, shaper);
    CHECK(layout.height == 30);
    CHECK(layout.runs[0].y == 5);
}

TEST_CASE("tabs go to the next column of four") {
    const text::Layout layout = lay_plain("a\tb\tc", 400);
    REQUIRE(layout.runs.size() == 3);
    CHECK(layout.runs[1].x == 32);
    CHECK(layout.runs[2].x == 64);
    CHECK(layout.plain == "a\tb\tc");
}

TEST_CASE("a label ends in an ellipsis when it does not fit") {
    CHECK(label("hello world", 0) == "hello world");
    CHECK(label("hello world", 88) == "hello world");
    CHECK(label("hello world", 87) == "hello wor…");
    CHECK(label("hello world", 60) == "hello…");
    CHECK(label("one\ntwo", 200) == "one two");
    CHECK(label("릴리스 점검표", 70) == "릴리스…");
    CHECK(label("abc", 8) == "…");
    CHECK(label("", 50).empty());
}

TEST_CASE("only so many lines are shown") {
    const text::Layout layout = lay_plain("one two three four five", 56, 2);
    CHECK(lines_of(layout) == "one two\nthree…\n");
    CHECK(layout.shortened);
    CHECK(layout.plain == "one two three four five");
    CHECK_FALSE(lay_plain("one two three", 56, 2).shortened);
    CHECK(lines_of(lay_plain("one\ntwo\nthree", 56, 2)) == "one\ntwo…\n");
}

TEST_CASE("a label of a megabyte measures only its beginning") {
    FakeShaper shaper;
    const std::string text(1 << 20, 'a');
    const text::Layout layout = text::lay_out_plain(text, {.width_px = 80, .one_line = true}, shaper);
    CHECK(layout.glyphs == "aaaaaaaaa…");
    CHECK(layout.plain.size() == text.size());
    CHECK(layout.stops.size() < 100);
}

TEST_CASE("clusters are drawn as the code point the shaper gave") {
    FakeShaper shaper;
    const text::Layout layout = text::lay_out_plain("x👍🏽 مرحبا x👍🏽", {.width_px = 800}, shaper);
    CHECK(shaper.clusters.size() == 2);
    CHECK(layout.glyphs.find("\uE000") != std::string::npos);
    CHECK(layout.glyphs.find("\uE001") != std::string::npos);
    CHECK(layout.plain == "x👍🏽 مرحبا x👍🏽");
}

TEST_CASE("genuine private use characters cannot pass for a cluster") {
    FakeShaper shaper;
    const text::Layout layout = text::lay_out_plain("👍🏽\uE000", {.width_px = 800}, shaper);
    CHECK(shaper.clusters.at("\uE000") == 0xE001);
    CHECK(layout.glyphs == "\uE000\uE001");
}

TEST_CASE("the shaper prepares what is new in one go, and is asked once for each") {
    FakeShaper shaper;
    text::lay_out_plain("漢字漢字 한글 aaaa", {.width_px = 100}, shaper);
    CHECK(shaper.prepared == U" 漢字한글a");
    CHECK(shaper.advances_asked == 6);
}

// [req:text-bidi]
TEST_CASE("right-to-left words stand in their order, numbers and Latin in theirs") {
    FakeShaper shaper;
    const auto order = [&](std::string_view text) {
        const text::Layout layout = text::lay_out_plain(text, {.width_px = 800}, shaper);
        CHECK(fault_of(layout) == "");
        std::string out;
        for (const char32_t glyph : base::to_utf32(layout.glyphs)) {
            bool is_cluster = false;
            for (const auto& [cluster, code_point] : shaper.clusters) {
                if (code_point != glyph) continue;
                out += cluster;
                is_cluster = true;
            }
            if (!is_cluster) base::append_utf8(out, glyph);
        }
        return out;
    };
    CHECK(order("see אבג דהו now") == "see דהו אבג now");
    CHECK(order("see אבג 1,250 דהו now") == "see דהו 1,250 אבג now");
    CHECK(order("אבג abc def דהו") == "דהו abc def אבג");
    CHECK(order("אבג (דהו)") == "(דהו) אבג");
    CHECK(order("plain (text) 12") == "plain (text) 12");
}

TEST_CASE("a line of a megabyte without a blank is laid out line by line") {
    FakeShaper shaper;
    const std::string text(1 << 20, 'x');
    const text::Layout layout = text::lay_out_plain(text, {.width_px = 800}, shaper);
    CHECK(layout.lines.size() == (1 << 20) / 100 + 1);
    CHECK(fault_of(layout) == "");
}
