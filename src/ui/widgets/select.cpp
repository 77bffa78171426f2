#include "ui/widgets/select.hpp"

#include <algorithm>
#include <utility>

#include "ui/widgets/button.hpp"

namespace ui {

namespace {

constexpr float pad_css = 6, most_rows = 9;

struct List {
    std::string name;
    std::vector<std::string> options;
    int chosen;
    std::function<void(Ui&, int)> choose;
};

// The same from the field, which points to it, as from the list, whose ids begin elsewhere.
NodeId option_id(NodeId owner, int index) {
    const NodeId id = (owner ^ 0x9e3779b9u) * 0x01000193u + static_cast<NodeId>(index);
    return id == 0 ? 1 : id;
}

// Below the field, or above it where there is more room.
Rect place(const Ui& ui, const Rect& anchor, std::size_t count) {
    const float pad = ui.px(pad_css), row = ui.control_height();
    const float wanted = row * std::min(most_rows, static_cast<float>(count)) + 2 * pad;
    const float below = ui.input.height - anchor.bottom() - 2 * pad, above = anchor.y - 2 * pad;
    const bool upwards = below < wanted && above > below;
    const float height = std::min(wanted, upwards ? above : below);
    const float width = std::min(std::max(anchor.width, ui.px(180)), ui.input.width - 2 * pad);
    const float x = std::clamp(anchor.x, pad, std::max(pad, ui.input.width - width - pad));
    return {x, upwards ? anchor.y - height - ui.px(4) : anchor.bottom() + ui.px(4), width, height};
}

void move_active(Ui& ui, Popups popups, int count) {
    const NodeId owner = popups.menu.owner;
    int active = popups.menu.active;
    if (ui.semantics.take_key(owner, Key::down)) active = std::min(active + 1, count - 1);
    if (ui.semantics.take_key(owner, Key::up)) active = std::max(active - 1, 0);
    if (ui.semantics.take_key(owner, Key::home)) active = 0;
    if (ui.semantics.take_key(owner, Key::end)) active = count - 1;
    if (active == popups.menu.active) return;
    popups.menu.active = active;
    const float row = ui.control_height();
    reveal(popups.scroll, row * static_cast<float>(active), row * static_cast<float>(active + 1), 0);
}

// The option that was pressed, or -1.
int draw_options(Ui& ui, Popups popups, const List& list, const Rect& r, bool entered) {
    ScrollArea area(ui, "scroll", r, popups.scroll, "");
    const float row = ui.control_height();
    int pressed = -1;
    for (int i = 0; i < static_cast<int>(list.options.size()); ++i) {
        const Rect line{r.x, area.content_y() + row * static_cast<float>(i), r.width, row};
        const std::string& option = list.options[static_cast<std::size_t>(i)];
        const NodeId id = option_id(popups.menu.owner, i);
        if (ui.hovered(line) && ImGui::GetIO().MouseDelta.y != 0) popups.menu.active = i;
        const bool active = i == popups.menu.active;
        if (active) ui.paint.fill(line, ui.colors->hover, ui.px(6));
        if (i == list.chosen)
            ui.paint.icon(Icon::check, line.x + ui.px(14), line.center_y(), ui.px(11), ui.colors->accent);
        ui.paint.label(line.x + ui.px(28), line.center_y(), option, ui.style(type_size::control), ui.colors->text,
                       line.width - ui.px(34));
        Node node{.id = id, .role = Role::option, .rect = line, .name = option};
        node.selected = i == list.chosen ? TriState::on : TriState::off;
        node.position = i + 1;
        node.set_size = static_cast<int>(list.options.size());
        node.tabbable = false;
        ui.semantics.add(std::move(node));
        if (ui.semantics.take_click(id) || (entered && active)) pressed = i;
    }
    area.finish(row * static_cast<float>(list.options.size()));
    return pressed;
}

void draw_list(Ui& ui, Popups popups, const List& list) {
    const NodeId owner = popups.menu.owner;
    const IdScope scope(ui, "select", owner);
    const NodeId beside = ui.id("beside");
    ui.cover(ui.screen());
    Node catcher{.id = beside, .role = Role::button, .rect = ui.screen(), .name = ui.string(Str::close)};
    catcher.tabbable = false;
    ui.semantics.add(std::move(catcher));
    const bool dismissed = ui.semantics.take_click(beside);

    const Rect r = place(ui, popups.menu.anchor, list.options.size());
    ui.paint.fill(inset(r, -ui.px(3)), IM_COL32(0, 0, 0, 30), ui.px(radius::card + 3));
    ui.paint.fill(r, ui.colors->raised, ui.px(radius::card));
    ui.paint.border(r, ui.colors->line, ui.px(radius::card));
    const NodeScope box(ui, {.id = ui.id("list"), .role = Role::listbox, .rect = r, .name = list.name});
    move_active(ui, popups, static_cast<int>(list.options.size()));
    const bool entered = ui.semantics.take_key(owner, Key::enter).has_value();
    const int pressed = draw_options(ui, popups, list, inset(r, ui.px(pad_css)), entered);
    if (pressed < 0 && !dismissed) return;
    popups.menu.close();
    ui.semantics.focus(owner);
    if (pressed >= 0) list.choose(ui, pressed);
    ui.want_frame_in(0);
}

void draw_field(Ui& ui, const Rect& r, const SelectLook& look, NodeId id, bool open) {
    const bool hovered = ui.hovered(r);
    const auto style = ui.style(type_size::control, look.bare ? text::Face::bold : text::Face::regular);
    if (look.bare) {
        if (hovered || open) ui.paint.fill(r, ui.colors->hover, ui.px(radius::control));
    } else {
        ui.paint.fill(r, hovered ? ui.colors->hover : ui.colors->bg, ui.px(radius::control));
        ui.paint.border(r,
                        look.invalid ? ui.colors->error
                        : open       ? ui.colors->accent
                                     : ui.colors->line,
                        ui.px(radius::control));
    }
    focus_ring(ui, id, r, ui.px(radius::control));
    const float pad = ui.px(look.bare ? 6 : 10), arrow = ui.px(10);
    ui.paint.label(r.x + pad, r.center_y(), look.shown, style, look.is_set ? ui.colors->text : ui.colors->faint,
                   r.width - 2 * pad - arrow - ui.px(6));
    ui.paint.icon(Icon::chevron_down, r.right() - pad - arrow / 2, r.center_y(), arrow, ui.colors->muted);
}

Node node_of(const Rect& r, const SelectLook& look, NodeId id, bool open) {
    Node node{.id = id, .role = look.role, .rect = r, .name = std::string(look.name)};
    node.value = look.shown;
    node.description = look.description;
    node.expanded = open ? TriState::on : TriState::off;
    node.invalid = look.invalid;
    node.required = look.required;
    // While it is open the field keeps the focus and steers the list.
    node.keys = open ? key_up | key_down | key_home | key_end | key_enter | key_escape : key_down;
    return node;
}

}  // namespace

void select(Ui& ui, Popups popups, std::string_view key, const Rect& r, const SelectLook& look,
            const std::vector<std::string>& options, int chosen, std::function<void(Ui&, int)> choose) {
    const NodeId id = ui.id(key);
    const bool pressed = ui.semantics.take_click(id);
    const bool was_open = popups.menu.open_for(id);
    const bool asked = !was_open && (pressed || ui.semantics.take_key(id, Key::down)) && !options.empty();
    if (asked) {
        popups.menu = {.owner = id, .anchor = r, .active = std::max(chosen, 0), .opened_at = ui.input.seconds};
        popups.scroll = {};
        popups.scroll.y = ui.control_height() * static_cast<float>(std::max(0, chosen - 3));
        popups.scroll.content_height = ui.control_height() * static_cast<float>(options.size());
    } else if (was_open && (pressed || ui.semantics.take_key(id, Key::escape))) {
        // Escape is taken here, before a drawer that the field is in takes it for itself.
        popups.menu.close();
        ui.want_frame_in(0);
    }
    const bool open = popups.menu.open_for(id);
    draw_field(ui, r, look, id, open);
    Node node = node_of(r, look, id, open);
    if (open) node.active_descendant = option_id(id, popups.menu.active);
    ui.semantics.add(std::move(node));
    if (!open) return;
    popups.menu.anchor = r;
    ui.over([popups, list = List{std::string(look.name), options, chosen, std::move(choose)}](Ui& over) {
        draw_list(over, popups, list);
    });
}

}  // namespace ui
