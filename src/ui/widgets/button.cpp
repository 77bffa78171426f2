#include "ui/widgets/button.hpp"

#include <cmath>

#include "model/sign_in_window.hpp"

namespace ui {

namespace {

constexpr double spin_after = 0.5;  // seconds

struct Colors {
    ImU32 back, edge, text;
};

Colors colors_of(const Ui& ui, ButtonKind kind, bool hovered, bool disabled) {
    const Palette& c = *ui.colors;
    Colors found{};
    switch (kind) {
        case ButtonKind::primary: found = {hovered ? faded(c.accent, 0.88f) : c.accent, 0, c.on_accent}; break;
        case ButtonKind::normal: found = {hovered ? c.hover : c.raised, c.line, c.text}; break;
        case ButtonKind::ghost: found = {hovered ? c.hover : 0u, c.line, c.text}; break;
        case ButtonKind::danger: found = {hovered ? c.error_bg : 0u, c.line, c.error}; break;
        case ButtonKind::bare: found = {hovered ? c.hover : 0u, 0, c.muted}; break;
    }
    if (disabled) found = {c.raised, 0, c.faint};
    return found;
}

Node button_node(NodeId id, const Rect& r, std::string_view name, const ButtonLook& look) {
    Node node{.id = id, .role = Role::button, .rect = r, .name = std::string(name)};
    node.description = look.description;
    node.disabled = look.disabled;
    node.expanded = look.expanded;
    node.checked = look.checked;
    return node;
}

void frame(Ui& ui, NodeId id, const Rect& r, const Colors& colors, float corner) {
    if (colors.back) ui.paint.fill(r, colors.back, corner);
    if (colors.edge) ui.paint.border(r, colors.edge, corner);
    focus_ring(ui, id, r, corner);
}

constexpr float chip_height = 26, pill_height = 20, small_pad = 10, dot_room = 14;

}  // namespace

void focus_ring(Ui& ui, NodeId id, const Rect& r, float corner_radius) {
    if (!ui.semantics.focus_visible(id)) return;
    const float gap = ui.px(1);
    ui.paint.border(inset(r, -gap), ui.colors->accent, corner_radius + gap, 2);
}

bool button(Ui& ui, std::string_view key, const Rect& r, std::string_view label_text, const ButtonLook& look) {
    const NodeId id = ui.id(key);
    ui.semantics.add(button_node(id, r, label_text, look));
    const auto colors = colors_of(ui, look.kind, !look.disabled && ui.hovered(r), look.disabled);
    frame(ui, id, r, colors, ui.px(radius::control));
    const auto face = look.kind == ButtonKind::primary ? text::Face::bold : text::Face::regular;
    const auto style = ui.style(type_size::control, face);
    const float room = r.width - ui.px(8);
    const float width = std::min(room, ui.paint.label_width(label_text, style));
    ui.paint.label(r.center_x() - width / 2, r.center_y(), label_text, style, colors.text, room);
    return ui.semantics.take_click(id) && !look.disabled;
}

float button_width(Ui& ui, std::string_view label_text) {
    // Measured bold, so that a row of buttons does not move when one becomes the primary one.
    return ui.paint.label_width(label_text, ui.style(type_size::control, text::Face::bold)) + 2 * ui.px(space::m);
}

bool icon_button(Ui& ui, std::string_view key, const Rect& r, Icon icon, std::string_view name,
                 const ButtonLook& look) {
    const NodeId id = ui.id(key);
    ui.semantics.add(button_node(id, r, name, look));
    const bool hovered = ui.hovered(r);
    const auto colors = colors_of(ui, look.kind, !look.disabled && hovered, look.disabled);
    const bool round = look.kind == ButtonKind::primary;
    frame(ui, id, r, colors, round ? r.height / 2 : ui.px(radius::control));
    ui.paint.icon(icon, r.center_x(), r.center_y(), ui.px(size::icon) * (round ? 0.9f : 0.8f), colors.text);
    if (hovered) tooltip(ui, r, name);
    return ui.semantics.take_click(id) && !look.disabled;
}

bool text_button(Ui& ui, std::string_view key, const Rect& r, Icon icon, std::string_view label_text, ImU32 color) {
    const NodeId id = ui.id(key);
    ui.semantics.add(button_node(id, r, label_text, {}));
    if (ui.hovered(r)) ui.paint.fill(r, ui.colors->hover, ui.px(radius::control));
    focus_ring(ui, id, r, ui.px(radius::control));
    const float icon_size = ui.px(13);
    const float x = r.x + ui.px(space::s);
    ui.paint.icon(icon, x + icon_size / 2, r.center_y(), icon_size, color);
    const float text_x = x + icon_size + ui.px(7);
    ui.paint.label(text_x, r.center_y(), label_text, ui.style(type_size::control), color, r.right() - text_x);
    return ui.semantics.take_click(id);
}

float label(Ui& ui, float x, float center_y, std::string_view text, const text::Style& style, ImU32 color,
            float max_width) {
    const float height = ui.paint.shaper().line_height(style);
    const float width = ui.paint.label(x, center_y, text, style, color, max_width);
    if (!text.empty() && ui.paint.visible({x, center_y - height / 2, width, height}))
        ui.semantics.add({.id = ui.id(text, static_cast<std::uint64_t>(center_y * 64 + x)),
                          .role = Role::text,
                          .rect = {x, center_y - height / 2, width, height},
                          .name = std::string(text)});
    return width;
}

float heading(Ui& ui, float x, float center_y, std::string_view text, const text::Style& style, int level,
              float max_width) {
    const float height = ui.paint.shaper().line_height(style);
    const float width = ui.paint.label(x, center_y, text, style, ui.colors->text, max_width);
    ui.semantics.add({.id = ui.id(text),
                      .role = Role::heading,
                      .rect = {x, center_y - height / 2, width, height},
                      .name = std::string(text),
                      .level = level});
    return width;
}

float chip_width(Ui& ui, std::string_view text) {
    return ui.paint.label_width(text, ui.style(type_size::chip)) + 2 * ui.px(small_pad);
}

float chip(Ui& ui, float x, float center_y, std::string_view text, float max_width) {
    float width = chip_width(ui, text);
    if (max_width > 0) width = std::min(width, max_width);
    const float height = ui.px(chip_height);
    ui.paint.fill({x, center_y - height / 2, width, height}, ui.colors->raised, height / 2);
    label(ui, x + ui.px(small_pad), center_y, text, ui.style(type_size::chip), ui.colors->muted,
          width - 2 * ui.px(small_pad) + 1);
    return width;
}

float chip_with_dot(Ui& ui, float x, float center_y, std::string_view text, ImU32 dot, float max_width) {
    float width = chip_width(ui, text) + ui.px(dot_room);
    if (max_width > 0) width = std::min(width, max_width);
    const float height = ui.px(chip_height);
    ui.paint.fill({x, center_y - height / 2, width, height}, ui.colors->raised, height / 2);
    ui.paint.circle(x + ui.px(small_pad) + ui.px(4), center_y, ui.em(4), dot);
    label(ui, x + ui.px(small_pad) + ui.px(dot_room), center_y, text, ui.style(type_size::chip), ui.colors->muted,
          width - 2 * ui.px(small_pad) - ui.px(dot_room) + 1);
    return width;
}

float pill_width(Ui& ui, std::string_view text) { return ui.paint.label_width(text, ui.style(11.5f)) + 2 * ui.px(8); }

float pill(Ui& ui, float x, float center_y, std::string_view text, Tone tone, float max_width) {
    const Palette& c = *ui.colors;
    const ImU32 back = tone == Tone::ok      ? c.ok_bg
                       : tone == Tone::warn  ? c.warn_bg
                       : tone == Tone::error ? c.error_bg
                                             : c.raised;
    const ImU32 front = tone == Tone::ok ? c.ok : tone == Tone::warn ? c.warn : tone == Tone::error ? c.error : c.muted;
    float width = pill_width(ui, text);
    if (max_width > 0) width = std::min(width, max_width);
    const float height = ui.px(pill_height);
    ui.paint.fill({x, center_y - height / 2, width, height}, back, height / 2);
    label(ui, x + ui.px(8), center_y, text, ui.style(11.5f), front, width - 2 * ui.px(8) + 1);
    return width;
}

void spinner(Ui& ui, float center_x, float center_y, float radius_css, ImU32 color) {
    const float r = ui.em(radius_css);
    if (!ui.paint.visible({center_x - r, center_y - r, 2 * r, 2 * r})) return;
    float turn = 0;
    // Behind another window nothing turns for nobody.
    if (!ui.input.reduced_motion && !model::sign_in_window_is_open(*ui.state)) {
        // Each step is a picture of the whole window: a dozen of them are a turn, and what is soon over needs none.
        const double left = spin_after - ui.spinning_for();
        if (left <= 0) turn = static_cast<float>(std::floor(std::fmod(ui.input.seconds, 1.0) * 12) / 12) * 6.2831853f;
        ui.want_frame_in(left > 0 ? left : 1.0 / 12);
    }
    ui.paint.arc(center_x, center_y, r, turn, turn + 4.2f, color, 1.6f);
}

void progress_bar(Ui& ui, NodeId id, const Rect& r, float fraction, std::string_view name,
                  std::string_view value_text) {
    ui.semantics.add({.id = id,
                      .role = Role::progressbar,
                      .rect = r,
                      .name = std::string(name),
                      .value = std::string(value_text),
                      .progress = fraction});
    ui.paint.fill(r, ui.colors->raised, r.height / 2);
    if (fraction >= 0) {
        const float width = std::max(r.height, r.width * std::min(1.f, fraction));
        ui.paint.fill({r.x, r.y, width, r.height}, ui.colors->accent, r.height / 2);
        return;
    }
    // How much is left is unknown: a piece that travels.
    const float piece = r.width * 0.3f;
    float at = 0.35f;
    if (!ui.input.reduced_motion && ui.paint.visible(r)) {
        at = static_cast<float>(std::fmod(ui.input.seconds / 1.6, 1.0));
        ui.want_frame_in(0.033);
    }
    ui.paint.push_clip(r);
    ui.paint.fill({r.x - piece + (r.width + piece) * at, r.y, piece, r.height}, ui.colors->accent, r.height / 2);
    ui.paint.pop_clip();
}

void tooltip(Ui& ui, const Rect& near, std::string_view text) {
    if (text.empty() || ui.paint.measuring()) return;
    ui.over([near, shown = std::string(text)](Ui& over) {
        const auto style = over.style(type_size::caption);
        const float width = over.paint.label_width(shown, style) + 2 * over.px(8), height = over.px(26);
        float x = std::clamp(near.center_x() - width / 2, over.px(4),
                             std::max(over.px(4), over.input.width - width - over.px(4)));
        float y = near.bottom() + over.px(6);
        if (y + height > over.input.height) y = near.y - height - over.px(6);
        const Rect box{x, y, width, height};
        over.paint.fill(box, over.colors->raised, over.px(6));
        over.paint.border(box, over.colors->line, over.px(6));
        over.paint.label(box.x + over.px(8), box.center_y(), shown, style, over.colors->text);
    });
}

}  // namespace ui
