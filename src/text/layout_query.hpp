#pragma once

#include "text/layout.hpp"

#include <cstdint>
#include <limits>
#include <vector>

namespace text {

// Questions about a finished layout. Coordinates are those of the layout, offsets those of its `plain`; an offset
// beyond the text counts as its end.

struct IndexRange {
    std::uint32_t first = 0;
    std::uint32_t last = 0;  // one past
};

// Lines and runs that may show between two heights, found by binary search: what lies outside need not be drawn.
IndexRange visible_lines(const Layout& layout, float top, float bottom);
IndexRange visible_runs(const Layout& layout, float top, float bottom);

// The caret position nearest to a point, wherever the point is.
std::uint32_t hit_test(const Layout& layout, float x, float y);

struct Caret {
    float x = 0;
    float top = 0;
    float height = 0;
};

Caret caret_at(const Layout& layout, std::uint32_t offset);

// Index of the line a caret at this offset stands on; 0 when there are no lines.
std::uint32_t line_of(const Layout& layout, std::uint32_t offset);

// The position one line up (-1) or down (+1), at the x the movement began with. Stays where it is at the ends.
std::uint32_t move_vertically(const Layout& layout, std::uint32_t offset, int lines, float goal_x);
std::uint32_t line_begin(const Layout& layout, std::uint32_t offset);
std::uint32_t line_end(const Layout& layout, std::uint32_t offset);

// What to paint behind the selected text between two offsets, for lines that show between two heights.
std::vector<Rect> selection_rects(const Layout& layout, std::uint32_t begin, std::uint32_t end,
                                  float top = std::numeric_limits<float>::lowest(),
                                  float bottom = std::numeric_limits<float>::max());

// Index of the run of a link under a point, or -1, and index of the link itself, or -1.
int run_at(const Layout& layout, float x, float y);
int link_at(const Layout& layout, float x, float y);

}  // namespace text
