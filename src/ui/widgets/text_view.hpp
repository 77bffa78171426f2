// Laid out text on the canvas: drawn, selected with the mouse, its links pressed.
#pragma once

#include <cstdint>
#include <string>

#include "text/layout.hpp"
#include "ui/ui.hpp"

namespace ui {

// A stretch of text across the blocks of a list (messages, results), from where the mouse went down to where it is.
// `block` is the position of a block in the list's order, larger further down; offsets are bytes of Layout::plain.
struct TextPoint {
    std::uint64_t block = 0;
    std::uint32_t offset = 0;
    friend auto operator<=>(const TextPoint&, const TextPoint&) = default;
};

struct TextSelection {
    TextPoint anchor, head;
    bool active = false;    // something is selected
    bool dragging = false;  // the button is still down
    int unit = 1;           // clicks: 1 characters, 2 words, 3 paragraphs

    TextPoint first() const { return anchor < head ? anchor : head; }
    TextPoint last() const { return anchor < head ? head : anchor; }
    bool empty() const { return !active || anchor == head; }
    void clear() { *this = {}; }

    // The part of a block of `size` bytes that is selected; begin == end: none of it.
    struct Range {
        std::uint32_t begin, end;
    };
    Range within(std::uint64_t block, std::uint32_t size) const;
};

struct TextColors {
    ImU32 text = 0;  // 0: the palette's
};

// Draws `layout` at (x, y); only the lines that are in the clip. Null `selection`: it cannot be selected.
// The index of the link that was pressed, or -1. Adds the text and its links to the mirror.
int text_view(Ui& ui, const text::Layout& layout, float x, float y, std::uint64_t block, TextSelection* selection,
              const TextColors& colors = {});

}  // namespace ui
