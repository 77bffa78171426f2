// What opens over the page: a menu of actions, and a dialog that asks.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/ui.hpp"

namespace ui {

// Which menu is open; one for the whole screen, kept by the frontend.
struct MenuState {
    NodeId owner = 0;  // the button that opened it; 0: none is open
    Rect anchor;
    int active = 0;  // the item that the keys are on
    double opened_at = 0;
    bool open_for(NodeId id) const { return id != 0 && owner == id; }
    void close() { owner = 0; }
};

struct MenuItem {
    Icon icon;
    std::string label;
    bool danger = false;
    std::function<void(Ui&)> choose;
};

// A "⋯" button that opens a menu below it. Arrow keys, Enter, Escape and a click elsewhere do what they do in menus.
void menu_button(Ui& ui, MenuState& state, std::string_view key, const Rect& r, std::string_view name,
                 std::vector<MenuItem> items);

// A modal dialog of `height` device pixels with a title. `body` draws inside the rectangle that it is given.
// Escape and a press outside call `dismiss`.
void dialog(Ui& ui, std::string_view key, std::string_view title, float css_width, float height,
            std::function<void(Ui&, Rect)> body, std::function<void(Ui&)> dismiss);

}  // namespace ui
