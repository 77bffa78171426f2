// A field to type in. The mirror's textarea is the editor (composition, undo, clipboard, mobile keyboards are the browser's);
// this draws its text, its caret and selection, and turns the mouse into a selection.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "text/layout.hpp"
#include "ui/ui.hpp"
#include "ui/widgets/scroll_area.hpp"

namespace ui {

// What is typed and where the caret is; kept by the view.
struct TextBuffer {
    std::string text;
    std::uint32_t begin = 0, end = 0;  // selection, bytes
    bool backward = false;             // the caret is at `begin`
    std::uint32_t composing_begin = 0, composing_end = 0;
    float scroll = 0;  // of what does not fit: x of one line, y of several; device pixels
    bool dragging = false;
    bool undoable = false;  // the program replaced what was typed: the browser's undo brings it back

    // Replaces the text, the caret behind it.
    void set(std::string value);
    void replace(std::uint32_t from, std::uint32_t to, std::string_view with);
    std::uint32_t caret() const { return backward ? begin : end; }
};

struct FieldLook {
    std::string_view name;
    std::string_view placeholder = {};
    std::string_view description = {};  // for assistive technology: a problem, a hint
    bool multiline = false;
    int max_lines = 1;  // of several: grows from `min_lines` to this, then scrolls
    int min_lines = 1;
    bool mono = false;
    bool bare = false;  // no border and background of its own
    bool read_only = false;
    bool invalid = false;
    bool required = false;
    bool password = false;  // of one line; not shown
    Keyboard keyboard = Keyboard::text;
    std::uint32_t keys = 0;  // KeyMask
    float css_size = type_size::control;
    Role role = Role::textbox;
    TriState expanded = TriState::none;
    NodeId active_descendant = 0;
};

struct FieldOutcome {
    NodeId id = 0;
    Rect rect;
    bool changed = false;  // the text
    bool moved = false;    // the caret
    bool entered = false;  // Enter was pressed (and asked for in `keys`)
};

// Draws at (x, y), `width` wide; the height is in the outcome's rect.
FieldOutcome text_field(Ui& ui, std::string_view key, float x, float y, float width, TextBuffer& buffer,
                        const FieldLook& look);

}  // namespace ui
