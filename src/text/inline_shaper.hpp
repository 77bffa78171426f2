#pragma once

#include "text/advance_cache.hpp"
#include "text/document.hpp"
#include "text/layout.hpp"
#include "text/line_breaker.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace text {

enum class ItemKind : std::uint8_t { glyph, blank, tab, newline, hidden };

// One cluster of text on its way to a line.
struct Item {
    std::uint32_t begin;  // in Layout::plain
    std::uint32_t look;   // index of its look
    float advance;
    std::uint32_t glyph : 24;  // the code point to draw, 0 for none
    std::uint32_t kind : 3;    // ItemKind
    std::uint32_t brk : 2;     // Break before it
    std::uint32_t rtl : 1;

    ItemKind item_kind() const { return static_cast<ItemKind>(kind); }
    Break break_before() const { return static_cast<Break>(brk); }
    // Hangs over the end of a line instead of beginning the next.
    bool hangs() const { return item_kind() == ItemKind::blank || item_kind() == ItemKind::tab; }
};

// How a stretch of items is drawn.
struct Look {
    Style style;
    float ascent = 0;
    float line_height = 0;
    int link = -1;
    Ink ink = Ink::text;
    bool strike = false;
    bool code = false;
    bool inline_code = false;  // wants a box behind it
    bool image = false;
};

// The items of one paragraph, cell or label. Positions in the shaper's tables, valid until InlineShaper::clear().
struct Shaped {
    std::uint32_t first = 0;
    std::uint32_t last = 0;   // one past
    std::uint32_t begin = 0;  // in Layout::plain
    std::uint32_t end = 0;    // in Layout::plain, of what was shaped
    std::uint32_t base = 0;   // the look that gives the line its baseline
    float tab_width = 0;
    bool has_rtl = false;
    bool rtl_base = false;  // the paragraph itself runs from the right
    bool ends_with_newline = false;
    bool cut = false;  // more text follows that was not shaped
};

// The way a paragraph's spans look before their own marks are added.
struct BaseLook {
    Style style;
    float mono_size_px = 0;  // of inline code
    Ink ink = Ink::text;
    bool bold = false;
    bool newlines_are_blanks = false;
    std::size_t max_bytes = SIZE_MAX;  // shapes no more than this
};

// Turns text into items: clusters with their glyph, advance and the break before them. Appends it to `plain`.
class InlineShaper {
public:
    InlineShaper(Shaper& shaper, std::string& plain) : shaper_(shaper), plain_(plain) {}

    Shaped shape(std::span<const Span> spans, const BaseLook& base);
    // All of it in the base's own style.
    Shaped shape(std::string_view utf8, const BaseLook& base);

    void clear() {
        items_.clear();
        looks_.clear();
    }

    std::span<Item> items(const Shaped& shaped) {
        return std::span(items_).subspan(shaped.first, shaped.last - shaped.first);
    }
    const std::string& plain() const { return plain_; }
    const Look& look(std::uint32_t index) const { return looks_[index]; }
    float advance_of(char32_t code_point, const Style& style);

private:
    struct Stretch {
        std::uint32_t end;  // in plain
        std::uint32_t look;
    };

    Shaped begin_shape(const BaseLook& base);
    void finish_shape(Shaped& shaped, const BaseLook& base);
    std::uint32_t add_look(const BaseLook& base, const Span& span);
    Item make_item(std::size_t offset, std::uint32_t look, const BaseLook& base, std::uint32_t& size);
    bool begins_from_right(std::size_t offset) const;
    void measure(const Shaped& shaped);
    AdvanceCache& cache_of(const Style& style);

    Shaper& shaper_;
    std::string& plain_;
    std::vector<Item> items_;
    std::vector<Look> looks_;
    std::vector<Stretch> stretches_;  // of the shape under way
    std::vector<std::unique_ptr<AdvanceCache>> caches_;
    LineBreaker breaker_;
};

}  // namespace text
