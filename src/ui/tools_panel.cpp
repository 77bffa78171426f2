#include "ui/tools_panel.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "ui/folded.hpp"
#include "ui/panel_states.hpp"
#include "ui/widgets/button.hpp"

namespace ui {

namespace {

constexpr float card_gap = 12;
constexpr std::size_t entries_looked_at = 256;  // a run further back than that is cancelled from the chat

bool passes(const mcp::Tool& tool, std::string_view needle) {
    return needle.empty() || says(tool.name, needle) || says(tool.title, needle) || says(tool.description, needle);
}

// English has the reasons as they were given.
std::string reason_of(const Ui& ui, const std::string& reason) {
    if (ui.locale == Locale::english) return reason;
    if (reason == "it has no name") return "이름이 없습니다";
    if (reason == "its inputSchema is not an object") return "inputSchema가 객체가 아닙니다";
    if (reason == "another tool has the same name") return "같은 이름의 도구가 또 있습니다";
    return "잘못된 표기 (" + reason + ")";
}

// The newest run of each tool that has not ended.
std::unordered_map<std::string_view, RunUnderWay> runs_under_way(const model::AppState& state,
                                                                 const std::string& server_id) {
    std::unordered_map<std::string_view, RunUnderWay> runs;
    const chat::Conversation* conversation = model::find_conversation(state, state.selected_conversation);
    if (!conversation) return runs;
    const auto& entries = conversation->entries;
    for (std::size_t back = 1; back <= std::min(entries.size(), entries_looked_at); ++back) {
        const chat::Entry& entry = entries[entries.size() - back];
        const auto* run = std::get_if<chat::ToolRun>(&entry.content);
        if (!run || run->server_id != server_id) continue;
        if (run->state == chat::RunState::running || run->state == chat::RunState::waiting)
            runs.try_emplace(run->tool_name, RunUnderWay{entry.id, run});
    }
    return runs;
}

}  // namespace

void ToolsPanel::draw(Ui& ui, const Rect& r, const model::Server& server, Popups popups, std::string& pressed_link) {
    const IdScope scope(ui, server.id);
    Rect rest = inset(r, ui.px(size::panel_pad), 0);
    if (server.state == model::ConnectionState::failed) draw_failure(ui, rest, server, problem_);
    if (server.tools.empty()) {
        if (server.state == model::ConnectionState::connecting || server.tools_loading)
            return draw_waiting(ui, rest, server);
        if (server.state == model::ConnectionState::connected)
            draw_none(ui, rest, server, kept_[server.id]);
        else if (server.state == model::ConnectionState::paused)
            draw_sentence(ui, rest, ui.str(Str::connect_first));
        return;
    }
    Kept& kept = kept_[server.id];
    draw_filter(ui, rest, server, kept);
    follow(ui, server, kept);
    if (kept.shown.empty()) return draw_sentence(ui, rest, fill(ui.str(Str::no_tools_match), kept.filter.text));
    draw_list(ui, {r.x, rest.y, r.width, rest.height}, server, kept, popups, pressed_link);
}

void ToolsPanel::draw_filter(Ui& ui, Rect& rest, const model::Server& server, Kept& kept) {
    cut_top(rest, ui.px(size::panel_pad));
    Rect row = cut_top(rest, ui.control_height());
    cut_top(rest, ui.px(card_gap));
    const Rect refresh = cut_right(row, row.height);
    cut_right(row, ui.px(4));
    ui.paint.fill(row, ui.colors->raised, ui.px(radius::control));
    const std::string name = fill_count(ui.str(Str::filter_tools), server.tools.size());
    const FieldLook look{
        .name = name, .placeholder = name, .bare = true, .keys = key_escape, .css_size = type_size::small};
    const auto outcome = text_field(ui, "filter", row.x + ui.px(8), row.y + (row.height - ui.px(24)) / 2,
                                    row.width - ui.px(14), kept.filter, look);
    if (ui.semantics.take_key(outcome.id, Key::escape)) {
        kept.filter.set("");
        ui.want_frame_in(0);
    }
    if (ui.semantics.focused(outcome.id)) ui.paint.border(row, ui.colors->accent, ui.px(radius::control));
    if (server.tools_loading) return spinner(ui, refresh.center_x(), refresh.center_y(), 6, ui.colors->accent);
    const bool connected = server.state == model::ConnectionState::connected;
    if (icon_button(ui, "refresh", refresh, Icon::refresh, ui.str(Str::refresh_tools),
                    {.kind = ButtonKind::bare, .disabled = !connected}))
        ui.want(model::RefreshTools{server.id});
}

void ToolsPanel::follow(Ui& ui, const model::Server& server, Kept& kept) {
    const float closed_row = ui.press_height(card_header_height) + ui.px(card_gap);
    if (kept.tools_version == server.tools_version && kept.tools == server.tools.size() &&
        kept.needle == kept.filter.text && kept.closed_row == closed_row)
        return;
    kept.tools_version = server.tools_version;
    kept.tools = server.tools.size();
    kept.needle = kept.filter.text;
    kept.closed_row = closed_row;
    kept.shown.clear();
    for (std::size_t i = 0; i < server.tools.size(); ++i)
        if (passes(server.tools[i], kept.needle)) kept.shown.push_back(static_cast<std::uint32_t>(i));
    kept.rows.assign(kept.shown.size(), closed_row);
    for (std::size_t row = 0; row < kept.shown.size() && !kept.views.empty(); ++row) {
        const auto view = kept.views.find(server.tools[kept.shown[row]].name);
        if (view != kept.views.end() && view->second.open && view->second.height > 0)
            kept.rows.set(row, view->second.height + ui.px(card_gap));
    }
}

void ToolsPanel::draw_list(Ui& ui, const Rect& r, const model::Server& server, Kept& kept, Popups popups,
                           std::string& pressed_link) {
    ScrollArea area(ui, "scroll", r, kept.scroll, ui.str(Str::tab_tools));
    const float x = r.x + ui.px(size::panel_pad), width = r.width - 2 * ui.px(size::panel_pad);
    const auto runs = runs_under_way(*ui.state, server.id);
    NodeScope list(ui, {.id = ui.id("list"),
                        .role = Role::list,
                        .rect = {x, area.content_y(), width, kept.rows.total()},
                        .name = ui.string(Str::tab_tools)});
    // A view's height more at both ends, so that the Tab key and finding by name go on beyond the edge.
    const auto range = kept.rows.within(kept.scroll.y - r.height, kept.scroll.y + 2 * r.height);
    float y = area.content_y() + (range.first < range.last ? kept.rows.top(range.first) : 0);
    CardEvents events;
    for (std::size_t row = range.first; row < range.last; ++row) {
        const mcp::Tool& tool = server.tools[kept.shown[row]];
        const IdScope scope(ui, tool.name, kept.shown[row]);
        const auto view = kept.views.find(tool.name);
        const auto run = runs.find(tool.name);
        events.toggled = false;
        const float height = draw_tool_card(ui,
                                            {server, tool, view == kept.views.end() ? nullptr : &view->second,
                                             run == runs.end() ? RunUnderWay{} : run->second, popups,
                                             static_cast<int>(row) + 1, static_cast<int>(kept.shown.size())},
                                            x, y, width, events);
        if (view != kept.views.end()) view->second.height = height;
        if (events.toggled) {
            ToolView& toggled = kept.views[tool.name];
            toggled.open = !toggled.open;
            ui.want_frame_in(0);
        }
        y += height + ui.px(card_gap);
        if (kept.rows.set(row, height + ui.px(card_gap))) ui.want_frame_in(0);
    }
    if (events.reveal) {
        const float top = events.reveal->y - area.content_y();
        reveal(kept.scroll, top, top + events.reveal->height, ui.px(32));
    }
    if (!events.pressed_link.empty()) pressed_link = std::move(events.pressed_link);
    area.finish(kept.rows.total() + draw_left_out(ui, server, kept, x, area.content_y() + kept.rows.total(), width));
}

float ToolsPanel::draw_left_out(Ui& ui, const model::Server& server, Kept& kept, float x, float y, float width) {
    if (server.skipped_tools.empty()) return 0;
    std::string words = fill(ui.str(Str::tools_left_out), std::to_string(server.skipped_tools.size()));
    for (const model::SkippedTool& skipped : server.skipped_tools) {
        words += "\n";
        if (!skipped.name.empty()) words += skipped.name + ": ";
        words += reason_of(ui, skipped.reason);
    }
    return kept.left_out.draw(ui, "left out", words, x, y, width,
                              {.css_size = type_size::small, .color = ui.colors->muted}) +
           ui.px(card_gap);
}

void ToolsPanel::draw_none(Ui& ui, const Rect& rest, const model::Server& server, Kept& kept) {
    if (server.skipped_tools.empty()) return draw_sentence(ui, rest, ui.str(Str::no_tools));
    ScrollArea area(ui, "scroll", rest, kept.scroll, ui.str(Str::tab_tools));
    const float top = ui.px(size::panel_pad);
    area.finish(top + draw_left_out(ui, server, kept, rest.x, area.content_y() + top, rest.width));
}

}  // namespace ui
