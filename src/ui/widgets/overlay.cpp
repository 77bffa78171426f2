#include "ui/widgets/overlay.hpp"

#include <algorithm>
#include <memory>

#include "ui/widgets/button.hpp"

namespace ui {

namespace {

constexpr float menu_width = 190, menu_pad = 6;

void shadow(Ui& ui, const Rect& r, float corner) {
    for (int i = 10; i > 0; --i) {
        const float d = ui.px(static_cast<float>(i));
        ui.paint.fill(inset(r, -d), IM_COL32(0, 0, 0, 4), corner + d);
    }
}

// A catcher under a menu or dialog: a press beside it dismisses. Its own node, so that a finger and a key can do it too.
bool pressed_beside(Ui& ui, std::string_view key) {
    const NodeId id = ui.id(key);
    ui.cover(ui.screen());
    Node node{.id = id, .role = Role::button, .rect = ui.screen(), .name = ui.string(Str::close)};
    node.tabbable = false;
    ui.semantics.add(std::move(node));
    return ui.semantics.take_click(id);
}

void move_active(Ui& ui, MenuState& state, NodeId owner, int count) {
    if (ui.semantics.take_key(owner, Key::down)) state.active = (state.active + 1) % count;
    if (ui.semantics.take_key(owner, Key::up)) state.active = (state.active + count - 1) % count;
    if (ui.semantics.take_key(owner, Key::home)) state.active = 0;
    if (ui.semantics.take_key(owner, Key::end)) state.active = count - 1;
}

void draw_menu(Ui& ui, MenuState& state, std::string_view name, const std::vector<MenuItem>& items) {
    const NodeId owner = state.owner;
    const IdScope scope(ui, "menu", owner);
    const bool dismissed = pressed_beside(ui, "beside");
    const float row = ui.control_height(), pad = ui.px(menu_pad);
    const float width = ui.px(menu_width), height = row * static_cast<float>(items.size()) + 2 * pad;
    Rect r{state.anchor.right() - width, state.anchor.bottom() + ui.px(4), width, height};
    r.x = std::clamp(r.x, pad, std::max(pad, ui.input.width - width - pad));
    if (r.bottom() > ui.input.height) r.y = std::max(pad, state.anchor.y - height - ui.px(4));

    shadow(ui, r, ui.px(radius::card));
    ui.paint.fill(r, ui.colors->raised, ui.px(radius::card));
    ui.paint.border(r, ui.colors->line, ui.px(radius::card));
    const NodeScope menu(ui, {.id = ui.id("items"), .role = Role::menu, .rect = r, .name = std::string(name)});
    const int before = state.active;
    move_active(ui, state, owner, static_cast<int>(items.size()));
    // The focus stays on the button, so where the keys are has to be said.
    if (state.active != before) ui.semantics.announce(items[static_cast<std::size_t>(state.active)].label);
    const bool entered = ui.semantics.take_key(owner, Key::enter).has_value();
    Rect rest = inset(r, pad);
    for (int i = 0; i < static_cast<int>(items.size()); ++i) {
        const MenuItem& item = items[static_cast<std::size_t>(i)];
        const Rect line = cut_top(rest, row);
        const NodeId id = ui.id("item", static_cast<std::uint64_t>(i));
        if (ui.hovered(line)) state.active = i;
        const bool active = i == state.active;
        if (active) ui.paint.fill(line, ui.colors->hover, ui.px(6));
        const ImU32 color = item.danger ? ui.colors->error : ui.colors->text;
        ui.paint.icon(item.icon, line.x + ui.px(17), line.center_y(), ui.px(13), color);
        ui.paint.label(line.x + ui.px(34), line.center_y(), item.label, ui.style(type_size::control), color,
                       line.width - ui.px(40));
        ui.semantics.add({.id = id, .role = Role::menu_item, .rect = line, .name = item.label});
        if (ui.semantics.take_click(id) || (entered && active)) {
            state.close();
            item.choose(ui);
            ui.want_frame_in(0);
            return;
        }
    }
    if (dismissed) {
        state.close();
        ui.want_frame_in(0);
    }
}

}  // namespace

void menu_button(Ui& ui, MenuState& state, std::string_view key, const Rect& r, std::string_view name,
                 std::vector<MenuItem> items) {
    const NodeId id = ui.id(key);
    const bool open = state.open_for(id);
    Node node{.id = id,
              .role = Role::button,
              .rect = r,
              .name = std::string(name),
              .expanded = open ? TriState::on : TriState::off};
    // While it is open the button keeps the focus and steers the menu.
    if (open) node.keys = key_up | key_down | key_home | key_end | key_enter | key_escape;
    ui.semantics.add(std::move(node));
    const bool hovered = ui.hovered(r);
    if (hovered || open) ui.paint.fill(r, ui.colors->hover, ui.px(6));
    focus_ring(ui, id, r, ui.px(6));
    ui.paint.icon(Icon::dots, r.center_x(), r.center_y(), ui.px(14), ui.colors->muted);
    if (ui.semantics.take_click(id)) {
        if (open) return state.close();
        state = {.owner = id, .anchor = r, .active = 0, .opened_at = ui.input.seconds};
    }
    // Here and not where the menu is drawn: a drawer that the button is in would take the key for itself.
    if (open && ui.semantics.take_key(id, Key::escape)) {
        state.close();
        ui.want_frame_in(0);
    }
    if (!state.open_for(id)) return;
    state.anchor = r;
    ui.over([&state, title = std::string(name), list = std::move(items)](Ui& over) {
        draw_menu(over, state, title, list);
    });
}

void dialog(Ui& ui, std::string_view key, std::string_view title, float css_width, float height,
            std::function<void(Ui&, Rect)> body, std::function<void(Ui&)> dismiss) {
    ui.over([=, name = std::string(key), heading_text = std::string(title)](Ui& over) {
        const IdScope scope(over, name);
        const bool dismissed =
            pressed_beside(over, "beside") || over.semantics.take_key(over.semantics.focused_node(), Key::escape);
        over.paint.fill(over.screen(), IM_COL32(0, 0, 0, 120));
        const float margin = over.px(space::l);
        const float width = std::min(over.px(css_width), over.input.width - 2 * margin);
        const float title_height = over.px(48);
        const float whole = std::min(height + title_height, over.input.height - 2 * margin);
        Rect r{(over.input.width - width) / 2, std::max(margin, (over.input.height - whole) / 2.4f), width, whole};
        shadow(over, r, over.px(radius::card));
        over.paint.fill(r, over.colors->surface, over.px(radius::card));
        over.paint.border(r, over.colors->line, over.px(radius::card));
        Node node{.id = over.id("dialog"), .role = Role::dialog, .rect = r, .name = heading_text};
        node.modal = true;
        const NodeScope inside(over, std::move(node));
        Rect rest = inset(r, over.px(space::l), 0);
        const Rect head = cut_top(rest, title_height);
        heading(over, head.x, head.center_y(), heading_text, over.style(type_size::body, text::Face::bold), 2,
                head.width);
        body(over, rest);
        if (dismissed) dismiss(over);
    });
}

}  // namespace ui
