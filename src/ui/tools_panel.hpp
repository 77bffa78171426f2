// The tools of a server. However many there are, only those near the view are laid out.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "ui/tool_card.hpp"
#include "ui/ui.hpp"
#include "ui/widgets/row_heights.hpp"
#include "ui/widgets/scroll_area.hpp"
#include "ui/widgets/select.hpp"

namespace ui {

class ToolsPanel {
public:
    // A link in a description that was pressed is put into `pressed_link`.
    void draw(Ui& ui, const Rect& r, const model::Server& server, Popups popups, std::string& pressed_link);

private:
    // What is kept of a server between frames.
    struct Kept {
        TextBuffer filter;
        ScrollState scroll;
        std::unordered_map<std::string, ToolView> views;  // by the tool's name
        std::vector<std::uint32_t> shown;                 // indices in Server::tools that pass the filter
        RowHeights rows;                                  // one for each of `shown`, with the gap below it
        std::string needle;
        std::uint32_t tools_version = 0;
        std::size_t tools = 0;
        float closed_row = 0;
        WrappedText left_out;
    };

    void follow(Ui& ui, const model::Server& server, Kept& kept);
    void draw_filter(Ui& ui, Rect& rest, const model::Server& server, Kept& kept);
    static void draw_none(Ui& ui, const Rect& rest, const model::Server& server, Kept& kept);
    // The tools that the page cannot offer, and why. The height.
    static float draw_left_out(Ui& ui, const model::Server& server, Kept& kept, float x, float y, float width);
    void draw_list(Ui& ui, const Rect& r, const model::Server& server, Kept& kept, Popups popups,
                   std::string& pressed_link);

    std::unordered_map<std::string, Kept> kept_;  // by the server's id
    WrappedText problem_;
};

}  // namespace ui
