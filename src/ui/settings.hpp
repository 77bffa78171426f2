// The settings screen: theme, language, and what is kept where.
#pragma once

#include "ui/ui.hpp"
#include "ui/widgets/scroll_area.hpp"

namespace ui {

class Settings {
public:
    void draw(Ui& ui, const Rect& r);

private:
    ScrollState scroll_;
};

}  // namespace ui
