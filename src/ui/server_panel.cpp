#include "ui/server_panel.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "text/visible.hpp"
#include "ui/panel_states.hpp"
#include "ui/widgets/button.hpp"

namespace ui {

namespace {

constexpr float pad = 14, row_height = 36, name_column = 84, part_gap = 14;

}  // namespace

void ServerPanel::draw(Ui& ui, const Rect& r, const model::Server& server, std::string& pressed_link) {
    if (server_id_ != server.id) {
        server_id_ = server.id;
        scroll_ = {};
    }
    const IdScope scope(ui, server.id);
    ScrollArea area(ui, "scroll", r, scroll_, ui.str(Str::tab_server));
    Rect rest{r.x + ui.px(pad), area.content_y(), r.width - 2 * ui.px(pad), r.height};
    if (server.state == model::ConnectionState::failed) draw_failure(ui, rest, server, problem_);
    cut_top(rest, ui.px(pad) / 2);
    cut_top(rest, draw_facts(ui, rest, server) + ui.px(part_gap));
    cut_top(rest, draw_actions(ui, rest, server) + ui.px(part_gap));
    if (!server.instructions.empty()) {
        heading(ui, rest.x, rest.y + ui.px(10), ui.str(Str::instructions), ui.style(type_size::small, text::Face::bold),
                2, rest.width);
        cut_top(rest, ui.px(26));
        cut_top(rest, instructions_.draw_markdown(ui, "instructions", server.instructions, rest.x, rest.y, rest.width,
                                                  std::numeric_limits<float>::max(), pressed_link));
    }
    area.finish(rest.y + ui.px(pad) - area.content_y());
}

float ServerPanel::draw_facts(Ui& ui, const Rect& r, const model::Server& server) {
    NodeScope table(ui, {.id = ui.id("facts"), .role = Role::table, .rect = r, .name = ui.string(Str::server_details)});
    float y = r.y;
    const float column = ui.px(name_column), value_width = r.width - column;
    const auto fact = [&](Str name, const std::string& value, WrappedText* wrapped) {
        if (value.empty()) return;
        const std::string shown = text::make_visible(value);
        const float inset_y = ui.px(8);
        float height = ui.px(row_height);
        const IdScope scope(ui, "fact", static_cast<std::uint64_t>(name));
        NodeScope row(ui, {.id = ui.id("row"), .role = Role::row, .rect = {r.x, y, r.width, height}});
        ui.semantics.add(
            {.id = ui.id("name"), .role = Role::cell, .rect = {r.x, y, column, height}, .name = ui.string(name)});
        ui.paint.label(r.x, y + height / 2, ui.str(name), ui.style(type_size::control), ui.colors->muted,
                       column - ui.px(6));
        NodeScope cell(
            ui,
            {.id = ui.id("value"), .role = Role::cell, .rect = {r.x + column, y, value_width, height}, .name = shown});
        if (wrapped)
            height = std::max(height, wrapped->draw(ui, "text", value, r.x + column, y + inset_y, value_width,
                                                    {.css_size = type_size::control}) +
                                          2 * inset_y);
        else
            ui.paint.label(r.x + column, y + height / 2, shown, ui.style(type_size::control), ui.colors->text,
                           value_width);
        cell.node().rect.height = row.node().rect.height = height;
        y += height;
        ui.paint.horizontal_line(r.x, y - ui.px(1), r.width, ui.colors->line);
    };
    fact(Str::server_name, server.name, nullptr);
    fact(Str::address, server.url, &address_);
    fact(Str::revision, server.revision, nullptr);
    fact(Str::version, server.version, nullptr);
    table.node().rect.height = y - r.y;
    return y - r.y;
}

float ServerPanel::draw_actions(Ui& ui, const Rect& r, const model::Server& server) {
    const float height = ui.control_height();
    const Rect copy{r.x, r.y, button_width(ui, ui.str(Str::copy_address)), height};
    if (button(ui, "copy", copy, ui.str(Str::copy_address))) ui.want(model::CopyText{server.url});
    const Rect remove{copy.right() + ui.px(8), r.y, button_width(ui, ui.str(Str::remove_server)), height};
    if (button(ui, "remove", remove, ui.str(Str::remove_server), {.kind = ButtonKind::danger}))
        ui.want(model::RemoveServer{server.id});
    return height;
}

}  // namespace ui
