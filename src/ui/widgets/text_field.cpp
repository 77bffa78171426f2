#include "ui/widgets/text_field.hpp"

#include <algorithm>
#include <cmath>

#include "imgui.h"
#include "text/layout_query.hpp"
#include "text/words.hpp"
#include "ui/widgets/button.hpp"

namespace ui {

namespace {

struct Placed {
    text::Layout layout;
    Rect text_area;  // where the layout is seen
    float line_height;
};

text::Layout lay_out(Ui& ui, const TextBuffer& buffer, const FieldLook& look, const text::Style& style, float width,
                     float line_height) {
    text::PlainParams params;
    params.style = style;
    params.line_height_px = line_height;
    params.width_px = look.multiline ? width : 0;
    params.one_line = !look.multiline;
    // A mark for each byte, so that offsets stay what they are.
    const std::string marks(look.password ? buffer.text.size() : 0, '*');
    return text::lay_out_plain(look.password ? marks : buffer.text, params, ui.paint.shaper());
}

bool take_edit(Ui& ui, NodeId id, TextBuffer& buffer, FieldOutcome& outcome) {
    const auto edit = ui.semantics.take_edit(id);
    if (!edit) return false;
    const auto size = static_cast<std::uint32_t>(edit->text.size());
    outcome.changed = edit->text != buffer.text;
    outcome.moved = outcome.changed || edit->selection_begin != buffer.begin || edit->selection_end != buffer.end;
    buffer.text = edit->text;
    buffer.begin = std::min(edit->selection_begin, size);
    buffer.end = std::min(edit->selection_end, size);
    buffer.backward = edit->backward;
    buffer.composing_begin = std::min(edit->composing_begin, size);
    buffer.composing_end = std::min(edit->composing_end, size);
    return true;
}

struct Taken {
    std::uint32_t begin, end;
};

Taken unit_at(const std::string& text, std::uint32_t offset, int clicks, bool multiline) {
    text::TextRange taken{offset, offset};
    if (clicks == 2) taken = text::word_at(text, offset);
    if (clicks >= 3) taken = multiline ? text::paragraph_at(text, offset) : text::TextRange{0, text.size()};
    return {static_cast<std::uint32_t>(taken.begin), static_cast<std::uint32_t>(taken.end)};
}

void follow_mouse(Ui& ui, const Rect& r, const Placed& placed, float dx, float dy, TextBuffer& buffer,
                  FieldOutcome& outcome, bool multiline) {
    const bool inside = ui.hovered(r);
    if (inside) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
    if (!ui.mouse_down()) buffer.dragging = false;
    const auto offset = [&] { return text::hit_test(placed.layout, ui.mouse_x() - dx, ui.mouse_y() - dy); };
    if (inside && ui.mouse_pressed()) {
        const auto taken = unit_at(buffer.text, offset(), ui.click_count(), multiline);
        buffer.begin = ImGui::GetIO().KeyShift ? std::min(buffer.begin, taken.begin) : taken.begin;
        buffer.end = std::max(taken.end, ImGui::GetIO().KeyShift ? buffer.end : taken.end);
        buffer.backward = false;
        buffer.dragging = ui.click_count() == 1;
        outcome.moved = true;
    } else if (buffer.dragging) {
        const std::uint32_t anchor = buffer.backward ? buffer.end : buffer.begin;
        const std::uint32_t head = offset();
        outcome.moved = head != buffer.caret();
        buffer.begin = std::min(anchor, head);
        buffer.end = std::max(anchor, head);
        buffer.backward = head < anchor;
    }
}

// Scrolls by as little as shows the caret.
void show_caret(const text::Caret& caret, const Rect& area, bool multiline, float content, float& scroll) {
    const float at = multiline ? caret.top : caret.x;
    const float size = multiline ? caret.height : 2;
    const float room = multiline ? area.height : area.width;
    if (at + size > scroll + room) scroll = at + size - room;
    if (at < scroll) scroll = at;
    scroll = std::round(std::clamp(scroll, 0.f, std::max(0.f, content + 2 - room)));
}

void draw_text(Ui& ui, const Placed& placed, const TextBuffer& buffer, float dx, float dy, bool focused,
               bool read_only) {
    const auto strip = [&](std::uint32_t begin, std::uint32_t end, auto draw) {
        if (begin == end) return;
        for (const text::Rect& r : text::selection_rects(placed.layout, begin, end))
            draw(Rect{dx + r.x, dy + r.y, r.width, r.height});
    };
    if (focused) strip(buffer.begin, buffer.end, [&](const Rect& r) { ui.paint.fill(r, ui.colors->selection); });
    const auto seen = text::visible_runs(placed.layout, placed.text_area.y - dy, placed.text_area.bottom() - dy);
    for (std::uint32_t i = seen.first; i < seen.last; ++i) {
        const text::Run& run = placed.layout.runs[i];
        ui.paint.glyphs(dx + run.x, dy + run.y, run.style, ui.colors->text, placed.layout.glyphs_of(run));
    }
    strip(buffer.composing_begin, buffer.composing_end,
          [&](const Rect& r) { ui.paint.horizontal_line(r.x, r.bottom() - ui.px(2), r.width, ui.colors->accent); });
    if (!focused || read_only || buffer.begin != buffer.end) return;
    // The caret stands still: a blinking one would cost frames while nothing happens.
    const text::Caret caret = text::caret_at(placed.layout, buffer.caret());
    ui.paint.fill({std::round(dx + caret.x), dy + caret.top + caret.height * 0.1f, std::max(1.f, ui.em(1.4f)),
                   caret.height * 0.8f},
                  ui.colors->accent);
}

Node field_node(NodeId id, const Rect& r, const TextBuffer& buffer, const FieldLook& look) {
    Node node{.id = id, .role = look.role, .rect = r, .name = std::string(look.name)};
    node.value = buffer.text;
    node.placeholder = look.placeholder;
    node.description = look.description;
    node.multiline = look.multiline;
    node.read_only = look.read_only;
    node.invalid = look.invalid;
    node.required = look.required;
    node.password = look.password;
    node.undoable = buffer.undoable;
    node.keyboard = look.keyboard;
    node.keys = look.keys;
    node.expanded = look.expanded;
    node.active_descendant = look.active_descendant;
    node.selection_begin = buffer.begin;
    node.selection_end = buffer.end;
    return node;
}

}  // namespace

void TextBuffer::set(std::string value) {
    text = std::move(value);
    begin = end = static_cast<std::uint32_t>(text.size());
    composing_begin = composing_end = 0;
    backward = undoable = false;
}

void TextBuffer::replace(std::uint32_t from, std::uint32_t to, std::string_view with) {
    text.replace(from, to - from, with);
    begin = end = from + static_cast<std::uint32_t>(with.size());
    backward = false;
    undoable = true;
}

FieldOutcome text_field(Ui& ui, std::string_view key, float x, float y, float width, TextBuffer& buffer,
                        const FieldLook& look) {
    FieldOutcome outcome{.id = ui.id(key), .rect = {}};
    take_edit(ui, outcome.id, buffer, outcome);
    if (look.keys & key_enter) outcome.entered = ui.semantics.take_key(outcome.id, Key::enter).has_value();

    const auto style = ui.style(look.css_size, look.mono ? text::Face::mono : text::Face::regular);
    const float line_height = std::round(style.size_px * 1.5f);
    const float pad_x = look.bare ? ui.px(2) : ui.px(10);
    const float inner_width = width - 2 * pad_x;
    Placed placed{lay_out(ui, buffer, look, style, inner_width, line_height), {}, line_height};

    const float lines =
        look.multiline ? std::clamp(std::round(placed.layout.height / line_height), static_cast<float>(look.min_lines),
                                    static_cast<float>(std::max(look.min_lines, look.max_lines)))
                       : 1;
    const float pad_y = look.bare ? ui.px(2) : look.multiline ? ui.px(8) : (ui.control_height() - line_height) / 2;
    outcome.rect = {x, y, width, lines * line_height + 2 * pad_y};
    placed.text_area = inset(outcome.rect, pad_x, pad_y);

    const bool focused = ui.semantics.focused(outcome.id);
    float dx = placed.text_area.x - (look.multiline ? 0 : buffer.scroll);
    float dy = placed.text_area.y - (look.multiline ? buffer.scroll : 0);
    follow_mouse(ui, outcome.rect, placed, dx, dy, buffer, outcome, look.multiline);
    if (focused)
        show_caret(text::caret_at(placed.layout, buffer.caret()), placed.text_area, look.multiline,
                   look.multiline ? placed.layout.height : placed.layout.width, buffer.scroll);
    dx = placed.text_area.x - (look.multiline ? 0 : buffer.scroll);
    dy = placed.text_area.y - (look.multiline ? buffer.scroll : 0);

    if (!look.bare) {
        ui.paint.fill(outcome.rect, ui.colors->bg, ui.px(radius::control));
        const ImU32 edge = look.invalid ? ui.colors->error : focused ? ui.colors->accent : ui.colors->line;
        ui.paint.border(outcome.rect, edge, ui.px(radius::control));
    }
    ui.paint.push_clip({placed.text_area.x - ui.px(1), placed.text_area.y, placed.text_area.width + ui.px(2),
                        placed.text_area.height});
    if (buffer.text.empty())
        // Beside the caret, not beneath it.
        ui.paint.label(placed.text_area.x + ui.px(2), placed.text_area.y + line_height / 2, look.placeholder, style,
                       ui.colors->faint, inner_width - ui.px(2));
    draw_text(ui, placed, buffer, dx, dy, focused, look.read_only);
    ui.paint.pop_clip();
    ui.semantics.add(field_node(outcome.id, outcome.rect, buffer, look));
    return outcome;
}

}  // namespace ui
