// One of several, chosen from a list that opens over the page.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/ui.hpp"
#include "ui/widgets/overlay.hpp"
#include "ui/widgets/scroll_area.hpp"

namespace ui {

// What is open over the page, and how far its list is scrolled; both are kept by whoever owns the view.
struct Popups {
    MenuState& menu;
    ScrollState& scroll;
};

struct SelectLook {
    std::string_view name;
    std::string_view shown;  // the choice, or what stands for none
    bool is_set = true;      // false: `shown` stands for none
    bool invalid = false;
    bool required = false;
    std::string_view description = {};
    Role role = Role::combobox;
    bool bare = false;  // no border and background until hovered, bold: a heading that opens
};

// `choose` gets the index of the option; `chosen` is the one that is chosen now, or -1.
void select(Ui& ui, Popups popups, std::string_view key, const Rect& r, const SelectLook& look,
            const std::vector<std::string>& options, int chosen, std::function<void(Ui&, int)> choose);

}  // namespace ui
