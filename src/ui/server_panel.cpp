#include "ui/server_panel.hpp"

#include <limits>

#include "ui/panel_states.hpp"
#include "ui/widgets/button.hpp"
#include "ui/widgets/card.hpp"

namespace ui {

namespace {

constexpr float server_part_gap = 14;

}  // namespace

void ServerPanel::draw(Ui& ui, const Rect& r, const model::Server& server, std::string& pressed_link) {
    if (server_id_ != server.id) {
        server_id_ = server.id;
        scroll_ = {};
    }
    const IdScope scope(ui, server.id);
    ScrollArea area(ui, "scroll", r, scroll_, ui.str(Str::tab_server));
    Rect rest{r.x + ui.px(size::panel_pad), area.content_y(), r.width - 2 * ui.px(size::panel_pad), r.height};
    if (server.state == model::ConnectionState::failed) draw_failure(ui, rest, server, problem_);
    cut_top(rest, ui.px(size::panel_pad) / 2);
    cut_top(rest, draw_facts(ui, rest, server) + ui.px(server_part_gap));
    cut_top(rest, draw_actions(ui, rest, server) + ui.px(server_part_gap));
    if (!server.instructions.empty()) {
        heading(ui, rest.x, rest.y + ui.px(10), ui.str(Str::instructions), ui.style(type_size::small, text::Face::bold),
                2, rest.width);
        cut_top(rest, ui.px(26));
        cut_top(rest, instructions_.draw_markdown(ui, "instructions", server.instructions, rest.x, rest.y, rest.width,
                                                  std::numeric_limits<float>::max(), pressed_link));
    }
    area.finish(rest.y + ui.px(size::panel_pad) - area.content_y());
}

float ServerPanel::draw_facts(Ui& ui, const Rect& r, const model::Server& server) {
    Facts facts(ui, Str::server_details, r);
    facts.row(Str::server_name, server.name);
    facts.row(Str::address, server.url);
    facts.row(Str::revision, server.revision);
    facts.row(Str::version, server.version);
    return facts.bottom() - r.y;
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
