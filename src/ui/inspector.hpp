// The right column: the tools, the sign-in, the traffic and the facts of the selected server. A drawer where the window is narrow.
#pragma once

#include <string>
#include <utility>

#include "ui/server_panel.hpp"
#include "ui/sign_in_panel.hpp"
#include "ui/tools_panel.hpp"
#include "ui/traffic_panel.hpp"
#include "ui/ui.hpp"
#include "ui/widgets/overlay.hpp"
#include "ui/widgets/scroll_area.hpp"

namespace ui {

class Inspector {
public:
    // In the part of the page's code that comes later (tools/split.mjs): not while AppState::code_comes.
    void draw(Ui& ui, const Rect& r, MenuState& menu);

    // The address of a link that was pressed in the last frame, or an empty string. Nothing is opened here.
    std::string take_pressed_link() { return std::exchange(pressed_link_, {}); }

private:
    void draw_tabs(Ui& ui, Rect bar);
    void draw_tab(Ui& ui, const Rect& r, model::InspectorTab tab);
    void draw_server_line(Ui& ui, const Rect& line, const model::Server& server, Popups popups);
    void draw_name(Ui& ui, const Rect& r, const model::Server& server, Popups popups);
    void draw_panel(Ui& ui, const Rect& r, const model::Server& server, Popups popups);
    void draw_nothing(Ui& ui, const Rect& r);

    ToolsPanel tools_;
    SignInPanel sign_in_;
    TrafficPanel traffic_;
    ServerPanel server_;
    ScrollState popup_;
    std::string pressed_link_;
};

}  // namespace ui
