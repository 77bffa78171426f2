#pragma once

#include "text/bidi.hpp"
#include "text/inline_shaper.hpp"
#include "text/layout.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace text {

// Where lines go.
struct Column {
    float left = 0;
    float right = 0;  // infinite when nothing wraps
    float top = 0;
    float line_height = 0;
    Align align = Align::natural;
    int max_lines = 0;  // no limit when 0
};

struct ContentWidths {
    float least = 0;  // of the widest piece that does not break
    float most = 0;   // on as few lines as the text itself has
};

// Puts shaped text on lines and appends them to a layout.
class LineFiller {
public:
    LineFiller(Layout& out, InlineShaper& shaper, float scale) : out_(out), shaper_(shaper), scale_(scale) {}

    // Returns the bottom of the last line. Text without items has one empty line.
    float fill(const Shaped& shaped, const Column& column);

    // A line without glyphs of its own (a bullet) for a stretch of the plain text.
    void fill_mark(std::uint32_t begin, std::uint32_t end, const Column& column);

    ContentWidths measure(const Shaped& shaped);

private:
    // Items [first, next) are a line; [first, visible) of them are drawn, the rest hang over its end.
    struct Cut {
        std::uint32_t first;
        std::uint32_t visible;
        std::uint32_t next;
        bool soft;  // the text goes on
    };

    Cut find_cut(std::span<Item> items, std::uint32_t first, float width, float tab_width) const;
    Cut find_shortened(std::span<const Item> items, std::uint32_t first, float width) const;
    float width_of(std::span<const Item> items) const;
    float emit(const Shaped& shaped, const Cut& cut, const Column& column);
    void emit_shortened(const Shaped& shaped, std::uint32_t first, const Column& column);
    void emit_empty(std::uint32_t offset, const Column& column);
    Line& open_line(const Column& column, std::uint32_t begin);
    void close_line(std::uint32_t end, std::uint32_t caret_end, float x);
    float place(const Shaped& shaped, std::span<const Item> items, std::uint32_t end, float x, float baseline);
    void order_visually(const Shaped& shaped, std::span<const Item> items);
    void draw(const Item& item, char32_t glyph, std::uint32_t end, float x, float baseline);
    void end_run();
    float baseline_of(const Shaped& shaped, const Column& column) const;

    Layout& out_;
    InlineShaper& shaper_;
    float scale_;
    bool run_open_ = false;
    std::uint32_t run_look_ = 0;
    // Scratch of order_visually.
    std::vector<Direction> directions_;
    std::vector<std::uint8_t> levels_;
    std::vector<std::uint32_t> order_;
};

}  // namespace text
