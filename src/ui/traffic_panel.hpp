// What goes over the wire to one server, newest last.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "ui/request_form.hpp"
#include "ui/traffic_row.hpp"
#include "ui/ui.hpp"
#include "ui/widgets/row_heights.hpp"
#include "ui/widgets/scroll_area.hpp"

namespace ui {

class TrafficPanel {
public:
    void draw(Ui& ui, const Rect& r, const model::Server& server);

private:
    // What is kept of a server between frames.
    struct Kept {
        RequestForm request;
        TextBuffer filter;
        ScrollState scroll;
        std::unordered_map<std::uint64_t, TrafficView> open;  // by the message's number
        std::vector<std::uint32_t> shown;                     // indices in Server::traffic that pass the filter
        RowHeights rows;
        std::string needle;
        std::uint32_t version = 0;
        std::size_t messages = 0;
        float closed_row = 0;
        std::uint64_t last_number = 0;
    };

    void draw_tools(Ui& ui, Rect& rest, const model::Server& server, Kept& kept);
    bool follow(Ui& ui, const model::Server& server, Kept& kept);
    void draw_list(Ui& ui, const Rect& r, const model::Server& server, Kept& kept, bool has_news);

    std::unordered_map<std::string, Kept> kept_;  // by the server's id
};

}  // namespace ui
