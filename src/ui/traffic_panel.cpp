#include "ui/traffic_panel.hpp"

#include <algorithm>
#include <limits>

#include "ui/folded.hpp"
#include "ui/panel_states.hpp"
#include "ui/widgets/button.hpp"

namespace ui {

namespace {

constexpr float traffic_gap = 10, row_end_tolerance = 8;

bool passes(const mcp::TrafficEntry& entry, const std::string& needle) {
    return needle.empty() || says(traffic_title(entry), needle) || entry.id == needle ||
           entry.url.find(needle) != std::string::npos || std::to_string(entry.status) == needle ||
           entry.body.find(needle) != std::string::npos;
}

}  // namespace

void TrafficPanel::draw(Ui& ui, const Rect& r, const model::Server& server) {
    const IdScope scope(ui, server.id);
    Kept& kept = kept_[server.id];
    Rect rest = inset(r, ui.px(size::panel_pad), 0);
    draw_tools(ui, rest, server, kept);
    if (kept.request.is_shown()) kept.request.draw(ui, rest, server);
    const bool has_news = follow(ui, server, kept);
    if (server.traffic.empty()) return draw_sentence(ui, rest, ui.str(Str::traffic_empty));
    if (kept.shown.empty()) return draw_sentence(ui, rest, fill(ui.str(Str::no_messages_match), kept.filter.text));
    draw_list(ui, {r.x, rest.y, r.width, rest.height}, server, kept, has_news);
}

void TrafficPanel::draw_tools(Ui& ui, Rect& rest, const model::Server& server, Kept& kept) {
    cut_top(rest, ui.px(size::panel_pad));
    Rect row = cut_top(rest, ui.control_height());
    const Rect clear = cut_right(row, button_width(ui, ui.str(Str::clear)));
    cut_right(row, ui.px(6));
    ui.paint.fill(row, ui.colors->raised, ui.px(radius::control));
    const FieldLook look{.name = ui.str(Str::message_filter),
                         .placeholder = ui.str(Str::message_filter),
                         .bare = true,
                         .keys = key_escape,
                         .css_size = type_size::small};
    const auto outcome = text_field(ui, "filter", row.x + ui.px(8), row.y + (row.height - ui.px(24)) / 2,
                                    row.width - ui.px(14), kept.filter, look);
    if (ui.semantics.take_key(outcome.id, Key::escape)) {
        kept.filter.set("");
        ui.want_frame_in(0);
    }
    if (ui.semantics.focused(outcome.id)) ui.paint.border(row, ui.colors->accent, ui.px(radius::control));
    if (button(ui, "clear", clear, ui.str(Str::clear), {.kind = ButtonKind::ghost, .disabled = server.traffic.empty()}))
        ui.want(model::ClearTraffic{server.id});
    cut_top(rest, ui.px(traffic_gap));
    // It stays where it is while the form is shown: pressing it again only goes back to the form.
    const Rect send = cut_top(rest, ui.control_height());
    const std::string_view word = ui.str(Str::send_request);
    if (button(ui, "request", {send.x, send.y, button_width(ui, word), send.height}, word, {.kind = ButtonKind::ghost}))
        kept.request.show(ui);
    cut_top(rest, ui.px(traffic_gap));
}

// Brings the list up to date. True when a message came since the last frame.
bool TrafficPanel::follow(Ui& ui, const model::Server& server, Kept& kept) {
    const float closed_row = ui.press_height(traffic_row_height);
    if (kept.version == server.traffic_version && kept.messages == server.traffic.size() &&
        kept.needle == kept.filter.text && kept.closed_row == closed_row)
        return false;
    kept.version = server.traffic_version;
    kept.messages = server.traffic.size();
    kept.needle = kept.filter.text;
    kept.closed_row = closed_row;

    kept.shown.clear();
    for (std::size_t i = 0; i < server.traffic.size(); ++i)
        if (passes(server.traffic[i], kept.needle)) kept.shown.push_back(static_cast<std::uint32_t>(i));
    kept.rows.assign(kept.shown.size(), closed_row);
    for (std::size_t row = 0; row < kept.shown.size() && !kept.open.empty(); ++row) {
        const auto open = kept.open.find(server.traffic[kept.shown[row]].number);
        if (open != kept.open.end() && open->second.height > 0) kept.rows.set(row, open->second.height);
    }
    std::erase_if(kept.open, [&](const auto& open) {
        return server.traffic.empty() || open.first < server.traffic.front().number;
    });
    const std::uint64_t newest = server.traffic.empty() ? 0 : server.traffic.back().number;
    const bool has_news = newest != kept.last_number;
    kept.last_number = newest;
    return has_news;
}

void TrafficPanel::draw_list(Ui& ui, const Rect& r, const model::Server& server, Kept& kept, bool has_news) {
    const bool was_at_end = kept.scroll.at_end(ui.px(row_end_tolerance));
    ScrollArea area(ui, "scroll", r, kept.scroll, ui.str(Str::tab_traffic));
    const float x = r.x + ui.px(size::panel_pad), width = r.width - 2 * ui.px(size::panel_pad);
    NodeScope list(ui, {.id = ui.id("list"),
                        .role = Role::list,
                        .rect = {x, area.content_y(), width, kept.rows.total()},
                        .name = ui.string(Str::tab_traffic)});
    const auto range = kept.rows.within(kept.scroll.y - r.height, kept.scroll.y + 2 * r.height);
    float y = area.content_y() + (range.first < range.last ? kept.rows.top(range.first) : 0);
    for (std::size_t row = range.first; row < range.last; ++row) {
        const mcp::TrafficEntry& entry = server.traffic[kept.shown[row]];
        const IdScope scope(ui, "message", entry.number);
        const auto open = kept.open.find(entry.number);
        TrafficView* view = open == kept.open.end() ? nullptr : &open->second;
        bool toggled = false;
        const float height = draw_traffic_row(
            ui, {server.id, entry, view, static_cast<int>(row) + 1, static_cast<int>(kept.shown.size())}, x, y, width,
            toggled);
        if (toggled) {
            if (view)
                kept.open.erase(open);
            else
                kept.open.try_emplace(entry.number);
            ui.want_frame_in(0);
        }
        y += height;
        if (view && !toggled) view->height = height;
        if (kept.rows.set(row, height)) ui.want_frame_in(0);
    }
    area.finish(kept.rows.total() + ui.px(size::panel_pad));
    // What comes while the end is in view keeps it there.
    if (has_news && was_at_end && kept.scroll.furthest() > kept.scroll.y) {
        kept.scroll.y = kept.scroll.furthest();
        ui.want_frame_in(0);
    }
}

}  // namespace ui
