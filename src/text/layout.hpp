#pragma once

#include "text/document.hpp"
#include "text/shaper.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace text {

// Everything below is in device pixels, from the top left corner of the layout, and in byte offsets into Layout::plain.

struct Rect {
    float x = 0;
    float y = 0;
    float width = 0;
    float height = 0;
};

enum class Ink : std::uint8_t { text, muted, link, code };

// Glyphs that are drawn in one call: from (x, y), which is the top of the font's line box, each by its own advance.
struct Run {
    float x;
    float y;
    float width;
    float height;  // of the font's line box
    Style style;
    std::uint32_t glyphs_begin;  // in Layout::glyphs; see glyphs_of
    std::uint32_t glyphs_size;
    std::uint32_t begin;  // in Layout::plain
    std::uint32_t end;
    int link;  // index in Layout::links, or -1
    Ink ink;
    bool strike;
    bool code;
    bool image;  // description of a picture that is not loaded
};

enum class BoxKind : std::uint8_t {
    code_block,
    inline_code,
    quote_bar,
    rule,
    table_header,
    table_line,
    bullet,  // a disc, ring or square by level, drawn within the rectangle
    checkbox,
    checkbox_checked,
};

struct Box {
    BoxKind kind;
    std::uint8_t level;  // bullet: depth of its list, from 0
    Rect rect;
};

// Where a cluster begins and how far it reaches: to the right, or to the left (negative width) in right-to-left text.
struct Stop {
    std::uint32_t offset;
    float x;
    float width;
};

// A line of a paragraph, a table cell or a list marker. Lines are in the order of their text; lines of neighbouring
// cells stand side by side.
struct Line {
    float left;  // the room the line had, which answers for clicks beside its text
    float right;
    float top;
    float height;
    std::uint32_t begin;
    std::uint32_t end;        // beginning of what follows: after the newline or blank that ended the line
    std::uint32_t caret_end;  // the last offset at which a caret stands on this line
    std::uint32_t first_stop;
    std::uint32_t last_stop;  // index of the stop at `end`
    std::uint32_t first_run;
    std::uint32_t last_run;  // one past
    bool reordered;          // holds right-to-left text: stops are not in the order of x
    float reach_bottom;      // greatest bottom of this line and those before it
    float reach_top;         // least top of this line and those after it
};

struct CodeBlock {
    std::string language;
    Rect rect;
    std::uint32_t begin;
    std::uint32_t end;
};

// Text that has found its place. A value: it needs neither document nor shaper, as long as the shaper's clusters live.
struct Layout {
    float width = 0;  // of what is drawn, so that a bubble can shrink around it
    float height = 0;
    std::string plain;   // what is copied and read aloud: lists with "- " and "1. ", cells with tabs, code as it is
    std::string glyphs;  // UTF-8, clusters substituted, of all runs
    std::vector<Run> runs;
    std::vector<Box> boxes;  // drawn before the runs
    std::vector<Line> lines;
    std::vector<Stop> stops;
    std::vector<CodeBlock> code_blocks;
    std::vector<Link> links;
    bool shortened = false;  // ended by an ellipsis

    std::string_view glyphs_of(const Run& run) const {
        return std::string_view(glyphs).substr(run.glyphs_begin, run.glyphs_size);
    }
};

// Sizes in CSS pixels; the defaults are those of the design tokens.
struct TypeSizes {
    float body = 15;
    float small = 13;
    float mono = 13.5F;
    float headings[6] = {20, 18, 16.5F, 15, 15, 15};
    float line_height = 1.55F;
};

struct LayoutParams {
    float width_px = 0;
    float scale = 1;  // device pixels per CSS pixel
    TypeSizes type;
    bool stretch_tables = false;  // tables take the whole width even when their text does not
};

Layout lay_out(const Document& document, const LayoutParams& params, Shaper& shaper);

struct PlainParams {
    Style style{};
    float width_px = 0;        // no limit when 0
    float line_height_px = 0;  // the font's own when 0
    int max_lines = 0;         // no limit when 0; what does not fit ends in an ellipsis
    bool one_line = false;     // a label: newlines are blanks, nothing wraps
    Ink ink = Ink::text;
};

// Text that is not Markdown: composer, bubbles, labels, code. Every offset of `text` is an offset of the layout's
// `plain`, unless it was not UTF-8. Empty text has one empty line, so that a caret has a place.
Layout lay_out_plain(std::string_view text, const PlainParams& params, Shaper& shaper);

}  // namespace text
