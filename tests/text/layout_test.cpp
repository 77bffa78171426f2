#include "text/layout.hpp"

#include "fake_shaper.hpp"
#include "layout_text.hpp"
#include "text/markdown.hpp"
#include "text/pieces.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>

using tests::repeat;

namespace {

text::Layout lay(std::string_view markdown, float width = 400, float scale = 1) {
    FakeShaper shaper;
    text::LayoutParams params;
    params.width_px = width;
    params.scale = scale;
    text::Layout layout = text::lay_out(text::parse_markdown(markdown), params, shaper);
    CHECK(fault_of(layout) == "");
    return layout;
}

std::vector<text::Rect> boxes(const text::Layout& layout, text::BoxKind kind) {
    std::vector<text::Rect> rects;
    for (const text::Box& box : layout.boxes) {
        if (box.kind == kind) rects.push_back(box.rect);
    }
    return rects;
}

const text::Run& run_with(const text::Layout& layout, std::string_view glyphs) {
    const auto found = std::find_if(layout.runs.begin(), layout.runs.end(),
                                    [&](const text::Run& run) { return layout.glyphs_of(run) == glyphs; });
    REQUIRE(found != layout.runs.end());
    return *found;
}

}  // namespace

TEST_CASE("what is copied and read aloud is plain text with the marks of lists and tables") {
    struct Row {
        const char* why;
        std::string_view markdown;
        std::string_view plain;
    };
    const Row rows[] = {
        {"nothing", "", ""},
        {"paragraphs", "one *two*\n\nthree", "one two\n\nthree"},
        {"a heading", "# a\nb", "a\n\nb"},
        {"a list", "- a\n- b\n\nc", "- a\n- b\n\nc"},
        {"a loose list", "- a\n\n- b", "- a\n\n- b"},
        {"numbers", "9. a\n10. b", "9. a\n10. b"},
        {"a list in a list", "- a\n  1. b\n- c", "- a\n  1. b\n- c"},
        {"two marks on one line", "- - a", "- - a"},
        {"two paragraphs in an item", "- a\n\n  b", "- a\n\n  b"},
        {"tasks", "- [ ] a\n- [x] b", "- [ ] a\n- [x] b"},
        {"numbered tasks", "1. [x] a", "1. [x] a"},
        {"an empty item", "-\n- b", "- \n- b"},
        {"a quote", "a\n\n> b\n>\n> c", "a\n\nb\n\nc"},
        {"code as it is", "a\n\n```\nx\n  y\tz\n```", "a\n\nx\n  y\tz"},
        {"code in a list", "- a\n\n      code\n", "- a\n\ncode"},
        {"a table with tabs", "|a|b|\n|-|-|\n|1|2|\n| |4|", "a\tb\n1\t2\n\t4"},
        {"a rule says nothing", "a\n\n---\n\nb", "a\n\nb"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.why);
        CHECK(lay(row.markdown).plain == row.plain);
    }
}

TEST_CASE("runs carry how they look") {
    const text::Layout layout = lay("a **b** *c* ***d*** ~~e~~ `f` [g](https://g.example) ![h](https://h.example)");
    CHECK(run_with(layout, "b").style.face == text::Face::bold);
    CHECK(run_with(layout, "c").style.face == text::Face::italic);
    CHECK(run_with(layout, "d").style.face == text::Face::bold_italic);
    CHECK(run_with(layout, "e").strike);
    CHECK(run_with(layout, "f").code);
    CHECK(run_with(layout, "f").style == text::Style{text::Face::mono, 14});
    CHECK(run_with(layout, "g").link == 0);
    CHECK(run_with(layout, "g").ink == text::Ink::link);
    CHECK(run_with(layout, "h").link == 1);
    CHECK(run_with(layout, "h").image);
    CHECK(layout.links.at(0).url == "https://g.example");
    const text::Run& d = run_with(layout, "d");
    CHECK(layout.plain.substr(d.begin, d.end - d.begin) == "d");
}

TEST_CASE("runs stand side by side") {
    const text::Layout layout = lay("aa **bb** cc");
    REQUIRE(layout.runs.size() == 3);
    CHECK(layout.glyphs_of(layout.runs[0]) == "aa ");
    CHECK(layout.runs[1].x == 24);
    CHECK(layout.runs[2].x == 40);
    CHECK(layout.runs[0].y == layout.runs[1].y);
}

TEST_CASE("lengths follow the scale in whole device pixels") {
    for (const float scale : {1.F, 1.25F, 1.5F, 2.F, 3.F}) {
        CAPTURE(scale);
        const text::Layout layout =
            lay("# T\n\ntext `code`\n\n- a\n  - b\n\n1. x\n\n> q\n\n```\nc\n```\n\n|a|\n|-|\n|b|\n\n---", 500, scale);
        const auto whole = [](float value) { return value == static_cast<float>(static_cast<int>(value)); };
        for (const text::Run& run : layout.runs) {
            CHECK(whole(run.x));
            CHECK(whole(run.y));
        }
        for (const text::Box& box : layout.boxes) {
            CHECK(whole(box.rect.x));
            CHECK(whole(box.rect.y));
        }
    }
    CHECK(lay("a", 400, 2).lines[0].height == 47);  // 15 × 1.55 × 2 = 46.5
    CHECK(lay("a", 400, 2).runs[0].style.size_px == 30);
}

TEST_CASE("a heading is larger than its text") {
    const text::Layout layout = lay("# one\n\n###### six");
    CHECK(layout.runs[0].style == text::Style{text::Face::bold, 20});
    CHECK(layout.runs[1].style == text::Style{text::Face::bold, 15});
}

TEST_CASE("bullets, numbers and checkboxes stand left of the text of their item") {
    const text::Layout layout = lay("- a\n  - b\n\n10. c\n\n- [ ] d\n- [x] e");
    const auto bullets = boxes(layout, text::BoxKind::bullet);
    REQUIRE(bullets.size() == 2);
    CHECK(bullets[0].x + bullets[0].width < run_with(layout, "a").x);
    CHECK(bullets[1].x > run_with(layout, "a").x);
    CHECK(run_with(layout, "10.").x + run_with(layout, "10.").width < run_with(layout, "c").x);
    CHECK(run_with(layout, "10.").y == run_with(layout, "c").y);
    CHECK(run_with(layout, "10.").ink == text::Ink::muted);
    CHECK(boxes(layout, text::BoxKind::checkbox).size() == 1);
    CHECK(boxes(layout, text::BoxKind::checkbox_checked).size() == 1);
    CHECK(layout.boxes[0].level == 0);
    CHECK(layout.boxes[1].level == 1);
}

TEST_CASE("an item is at least as high as its mark") {
    CHECK(lay("1. ---").height == 23);
    CHECK(lay("-\n").height == 23);
}

TEST_CASE("all texts of a numbered list begin at one edge") {
    const text::Layout layout = lay("8. a\n9. b\n10. c");
    CHECK(run_with(layout, "a").x == run_with(layout, "c").x);
    CHECK(run_with(layout, "8.").x + 16 == run_with(layout, "10.").x + 24);
}

TEST_CASE("code has a box around it and wraps softly") {
    const text::Layout layout = lay("```cpp\n" + std::string(60, 'x') + "\n```", 200);
    const auto code = boxes(layout, text::BoxKind::code_block);
    REQUIRE(code.size() == 1);
    CHECK(code[0].width == 200);
    CHECK(layout.lines.size() == 3);
    for (const text::Run& run : layout.runs) {
        CHECK(run.x >= 12);
        CHECK(run.x + run.width <= 188);
        CHECK(run.ink == text::Ink::code);
    }
    REQUIRE(layout.code_blocks.size() == 1);
    CHECK(layout.code_blocks[0].language == "cpp");
    CHECK(layout.plain.substr(layout.code_blocks[0].begin) == std::string(60, 'x'));
}

TEST_CASE("inline code has a box a little wider than its text, one on each line") {
    const auto rects = boxes(lay("say `one two` now", 64), text::BoxKind::inline_code);
    REQUIRE(rects.size() == 2);
    CHECK(rects[0].width == 24 + 6);
}

TEST_CASE("a quote has a bar as high as its text, and is muted") {
    const text::Layout layout = lay("> a\n>\n> > b");
    const auto bars = boxes(layout, text::BoxKind::quote_bar);
    REQUIRE(bars.size() == 2);
    const auto& outer = bars[0].height > bars[1].height ? bars[0] : bars[1];
    CHECK(outer.y == 0);
    CHECK(outer.height == layout.height);
    CHECK(layout.runs[0].ink == text::Ink::muted);
    CHECK(layout.runs[0].x > outer.x + outer.width);
}

TEST_CASE("a table is as wide as its text, and its columns keep their alignment") {
    const text::Layout layout = lay("|name|n|\n|-|-:|\n|alpha|1|\n|b|1000|", 600);
    const text::Run& alpha = run_with(layout, "alpha");
    CHECK(alpha.x == run_with(layout, "b").x);
    CHECK(run_with(layout, "1").x + 8 == run_with(layout, "1000").x + 32);
    CHECK(run_with(layout, "1").y == alpha.y);
    CHECK(boxes(layout, text::BoxKind::table_header).size() == 1);
    CHECK(boxes(layout, text::BoxKind::table_line).size() == 3);
    CHECK(layout.width == 10 + 40 + 10 + 10 + 32 + 10);
}

TEST_CASE("a table can take the whole width") {
    FakeShaper shaper;
    text::LayoutParams params;
    params.width_px = 600;
    params.stretch_tables = true;
    CHECK(text::lay_out(text::parse_markdown("|a|b|\n|-|-|\n|1|2|"), params, shaper).width == 600);
}

TEST_CASE("a table wider than the room wraps its cells and keeps short columns whole") {
    const text::Layout layout = lay("|id|text|\n|-|-|\n|42|" + repeat("word ", 40) + "|", 300);
    CHECK(layout.width <= 300);
    CHECK(run_with(layout, "42").width == 16);
    CHECK(layout.lines.size() > 8);
    const auto bottoms = boxes(layout, text::BoxKind::table_line);
    CHECK(bottoms.back().y + bottoms.back().height == layout.height);
}

TEST_CASE("many columns on a narrow screen make the table wide, not one letter thin") {
    const text::Layout layout = lay(repeat("|aaaa", 40) + "\n" + repeat("|-", 40) + "\n", 300);
    CHECK(layout.width > 300);
    CHECK(layout.lines.size() == 40);
}

TEST_CASE("blocks never overlap and lie inside the layout") {
    const text::Layout layout =
        lay("# h\n\npara\n\n- a\n- b\n\n  c\n\n> q\n\n```\ncode\n```\n\n|a|b|\n|-|-|\n|1|2|\n\n---\n\n1. x\n   - y\n   "
            "  > z",
            300);
    float bottom = 0;
    std::uint32_t row_begin = 0;
    for (std::uint32_t i = 0; i < layout.lines.size(); ++i) {
        if (layout.lines[i].top != layout.lines[row_begin].top) row_begin = i;
        if (i == row_begin) CHECK(layout.lines[i].top >= bottom);
        bottom = std::max(bottom, layout.lines[i].top + layout.lines[i].height);
    }
    CHECK(bottom <= layout.height);
}

TEST_CASE("deep nesting leaves room for the text") {
    const text::Layout layout = lay(repeat("> ", 10'000) + "deep " + repeat("- ", 10) + "x", 320);
    for (const text::Line& line : layout.lines) CHECK(line.right - line.left >= 40);
    CHECK(layout.plain.find("deep") != std::string::npos);
    CHECK(lay(repeat("- ", 10'000) + "deep", 320).plain.ends_with("deep"));
}

TEST_CASE("whatever the text and the width, the tables of a layout hold together") {
    const std::string_view pieces[] = {
        "# h\n",  "- a ", "> ",    "|a|b|\n|-|-|\n", "```\n", "漢字、", "한국어 ", "👨‍👩‍👧",     "مرحبا ",
        "**b** ", "`c` ", "\n",    "\n\n",           "\t",    "\xFF",   "\u200B",  "https://a.example/b?c ", "[x](y) ",
        "1. z\n", "~~",   "\u202E"};
    std::uint32_t random = 12345;
    for (int round = 0; round < 400; ++round) {
        std::string markdown;
        for (int i = 0; i < 30; ++i) {
            random = random * 1664525 + 1013904223;
            markdown += pieces[(random >> 16) % std::size(pieces)];
        }
        CAPTURE(markdown);
        lay(markdown, static_cast<float>((random >> 8) % 500), 1.25F);
    }
}
