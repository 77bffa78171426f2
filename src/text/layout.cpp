#include "text/layout.hpp"

#include "base/utf8.hpp"
#include "text/block_layout.hpp"
#include "text/line_filler.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace text {

namespace {

// A label shows no more of its text than this, a line; the rest is not even measured.
constexpr std::size_t max_label_line_bytes = 4096;

// What layout_query searches by: how far down the lines up to here reach, and how far up those from here on.
void note_reach(Layout& layout) {
    float bottom = 0;
    for (Line& line : layout.lines) {
        bottom = std::max(bottom, line.top + line.height);
        line.reach_bottom = bottom;
    }
    float top = std::numeric_limits<float>::max();
    for (auto line = layout.lines.rbegin(); line != layout.lines.rend(); ++line) {
        top = std::min(top, line->top);
        line->reach_top = top;
    }
}

}  // namespace

Layout lay_out(const Document& document, const LayoutParams& params, Shaper& shaper) {
    Layout layout;
    layout.links = document.links;
    BlockLayout blocks(layout, params, shaper);
    blocks.lay_blocks(document.blocks, 0, std::max(params.width_px, 1.F));
    layout.height = blocks.bottom();
    note_reach(layout);
    return layout;
}

Layout lay_out_plain(std::string_view text, const PlainParams& params, Shaper& shaper) {
    Layout layout;
    BaseLook look;
    look.style = params.style;
    look.ink = params.ink;
    look.newlines_are_blanks = params.one_line;
    const int max_lines = params.one_line ? 1 : params.max_lines;
    if (max_lines > 0) {
        look.max_bytes = max_label_line_bytes * static_cast<std::size_t>(max_lines);
    }

    InlineShaper inline_shaper(shaper, layout.plain);
    const Shaped shaped = inline_shaper.shape(base::sanitize_utf8(text), look);
    LineFiller filler(layout, inline_shaper, 1);
    Column column;
    column.right = params.width_px > 0 ? params.width_px : std::numeric_limits<float>::infinity();
    column.line_height =
        params.line_height_px > 0 ? params.line_height_px : std::ceil(shaper.line_height(params.style));
    column.align = Align::left;
    column.max_lines = max_lines;
    layout.height = filler.fill(shaped, column);
    note_reach(layout);
    return layout;
}

}  // namespace text
