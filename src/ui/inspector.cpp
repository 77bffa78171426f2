#include "ui/inspector.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "text/visible.hpp"
#include "ui/panel_states.hpp"
#include "ui/sidebar.hpp"
#include "ui/widgets/button.hpp"

namespace ui {

namespace {

using model::InspectorTab;

constexpr InspectorTab tabs[] = {InspectorTab::tools, InspectorTab::sign_in, InspectorTab::traffic,
                                 InspectorTab::server};
constexpr float server_line_height = 48, tab_pad = 9, tab_height = 32;

Str name_of(InspectorTab tab) {
    switch (tab) {
        case InspectorTab::tools: return Str::tab_tools;
        case InspectorTab::sign_in: return Str::tab_sign_in;
        case InspectorTab::traffic: return Str::tab_traffic;
        case InspectorTab::server: break;
    }
    return Str::tab_server;
}

NodeId tab_id(const Ui& ui, InspectorTab tab) { return ui.id("tab", static_cast<std::uint64_t>(tab)); }

// What the keys that move between tabs lead to.
std::optional<InspectorTab> tab_from_keys(Ui& ui, InspectorTab tab) {
    const NodeId id = tab_id(ui, tab);
    const int count = static_cast<int>(std::size(tabs)), now = static_cast<int>(tab);
    if (ui.semantics.take_key(id, Key::right)) return tabs[(now + 1) % count];
    if (ui.semantics.take_key(id, Key::left)) return tabs[(now + count - 1) % count];
    if (ui.semantics.take_key(id, Key::home)) return tabs[0];
    if (ui.semantics.take_key(id, Key::end)) return tabs[count - 1];
    return std::nullopt;
}

}  // namespace

void Inspector::draw(Ui& ui, const Rect& r, MenuState& menu) {
    const IdScope scope(ui, "inspector");
    const NodeScope node(
        ui, {.id = ui.id("column"), .role = Role::complementary, .rect = r, .name = ui.string(Str::inspector)});
    ui.paint.vertical_line(r.x, r.y, r.height, ui.colors->line);
    Rect rest = r;
    draw_tabs(ui, cut_top(rest, ui.px(size::header)));
    const model::Server* server = model::find_server(*ui.state, ui.state->selected_server);
    const Popups popups{menu, popup_};
    if (server) draw_server_line(ui, cut_top(rest, ui.px(server_line_height)), *server, popups);
    const NodeScope panel(ui, {.id = ui.id("panel"),
                               .role = Role::tab_panel,
                               .rect = rest,
                               .name = ui.string(name_of(ui.state->inspector_tab))});
    if (server)
        draw_panel(ui, rest, *server, popups);
    else
        draw_nothing(ui, rest);
}

void Inspector::draw_tabs(Ui& ui, Rect bar) {
    ui.paint.horizontal_line(bar.x, bar.bottom() - ui.px(1), bar.width, ui.colors->line);
    const bool is_drawer = ui.css_width() < medium_width;
    Rect close = cut_right(bar, is_drawer ? ui.px(52) : 0);
    {
        const NodeScope list(
            ui, {.id = ui.id("tabs"), .role = Role::tab_list, .rect = bar, .name = ui.string(Str::inspector)});
        const float height = ui.press_height(tab_height);
        float x = bar.x + ui.px(10);
        for (const InspectorTab tab : tabs) {
            const float width =
                ui.paint.label_width(ui.str(name_of(tab)), ui.style(type_size::small)) + 2 * ui.px(tab_pad);
            draw_tab(ui, middle({x, bar.y, width, bar.height}, height), tab);
            x += width + ui.px(2);
        }
    }
    if (!is_drawer) return;
    const float side = ui.control_height();
    const Rect cross{close.center_x() - side / 2, close.center_y() - side / 2, side, side};
    if (icon_button(ui, "close", cross, Icon::cross, ui.str(Str::close), {.kind = ButtonKind::bare}))
        ui.want(model::ToggleInspector{});
}

void Inspector::draw_tab(Ui& ui, const Rect& r, InspectorTab tab) {
    const NodeId id = tab_id(ui, tab);
    const bool selected = ui.state->inspector_tab == tab;
    Node node{.id = id, .role = Role::tab, .rect = r, .name = ui.string(name_of(tab))};
    node.selected = selected ? TriState::on : TriState::off;
    node.tabbable = selected;
    node.keys = key_left | key_right | key_home | key_end;
    ui.semantics.add(std::move(node));
    const bool hovered = ui.hovered(r);
    if (selected || hovered) ui.paint.fill(r, selected ? ui.colors->raised : ui.colors->hover, ui.px(radius::control));
    focus_ring(ui, id, r, ui.px(radius::control));
    ui.paint.label(r.x + ui.px(tab_pad), r.center_y(), ui.str(name_of(tab)), ui.style(type_size::small),
                   selected ? ui.colors->text : ui.colors->muted);
    if (ui.semantics.take_click(id)) ui.want(model::ShowInspector{tab});
    if (const auto next = tab_from_keys(ui, tab)) {
        ui.want(model::ShowInspector{*next});
        ui.semantics.focus(tab_id(ui, *next));
    }
}

void Inspector::draw_server_line(Ui& ui, const Rect& line, const model::Server& server, Popups popups) {
    ui.paint.horizontal_line(line.x, line.bottom() - ui.px(1), line.width, ui.colors->line);
    Rect rest = inset(line, ui.px(size::panel_pad), 0);
    const bool connecting = server.state == model::ConnectionState::connecting;
    const bool connected = server.state == model::ConnectionState::connected;
    const Str word = connected ? Str::disconnect : connecting ? Str::cancel : Str::reconnect;
    const Rect action = middle(cut_right(rest, button_width(ui, ui.str(word))), ui.small_control_height());
    cut_right(rest, ui.px(8));
    ui.paint.circle(rest.x + ui.px(5), rest.center_y(), ui.em(4), state_color(ui, server));
    cut_left(rest, ui.px(12));
    if (!server.revision.empty()) {
        const float width = std::min(chip_width(ui, server.revision), rest.width * 0.5f);
        const Rect place = cut_right(rest, width);
        chip(ui, place.x, place.center_y(), server.revision, place.width);
        cut_right(rest, ui.px(6));
    }
    draw_name(ui, rest, server, popups);
    if (!button(ui, "action", action, ui.str(word), {.kind = ButtonKind::ghost})) return;
    if (connected)
        ui.want(model::DisconnectServer{server.id});
    else if (connecting)
        ui.want(model::CancelConnect{server.id});
    else
        ui.want(model::ConnectServer{server.id});
}

void Inspector::draw_name(Ui& ui, const Rect& r, const model::Server& server, Popups popups) {
    const std::string shown = text::make_visible(server.name);
    const auto& servers = ui.state->servers;
    const auto bold = ui.style(type_size::control, text::Face::bold);
    if (servers.size() < 2) {
        label(ui, r.x + ui.px(6), r.center_y(), shown, bold, ui.colors->text, r.width - ui.px(6));
        return;
    }
    std::vector<std::string> names;
    int chosen = -1;
    for (const model::Server& one : servers) {
        if (one.id == server.id) chosen = static_cast<int>(names.size());
        names.push_back(text::make_visible(one.name));
    }
    const float width = std::min(r.width, ui.paint.label_width(shown, bold) + ui.px(32));
    const SelectLook look{.name = server.name, .shown = shown, .role = Role::button, .bare = true};
    select(ui, popups, "server", middle({r.x, r.y, width, r.height}, ui.px(size::control)), look, names, chosen,
           [](Ui& over, int index) {
               const auto& all = over.state->servers;
               if (index >= 0 && index < static_cast<int>(all.size()))
                   over.want(model::SelectServer{all[static_cast<std::size_t>(index)].id});
           });
}

void Inspector::draw_panel(Ui& ui, const Rect& r, const model::Server& server, Popups popups) {
    const IdScope scope(ui, "panel", static_cast<std::uint64_t>(ui.state->inspector_tab));
    switch (ui.state->inspector_tab) {
        case InspectorTab::tools: return tools_.draw(ui, r, server, popups, pressed_link_);
        case InspectorTab::sign_in: return sign_in_.draw(ui, r, server);
        case InspectorTab::traffic: return traffic_.draw(ui, r, server);
        case InspectorTab::server: return server_.draw(ui, r, server, pressed_link_);
    }
}

void Inspector::draw_nothing(Ui& ui, const Rect& r) {
    Rect rest = inset(r, ui.px(size::panel_pad), 0);
    draw_sentence(ui, cut_top(rest, ui.px(48)), ui.str(Str::no_server_selected));
    const std::string_view word = ui.str(Str::add_server);
    const Rect add{rest.x, rest.y, button_width(ui, word), ui.control_height()};
    if (button(ui, "add", add, word)) ui.want(model::OpenAddServer{});
}

}  // namespace ui
