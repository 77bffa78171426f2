#include "ui/widgets/text_view.hpp"

#include <algorithm>
#include <cmath>

#include "imgui.h"
#include "text/layout_query.hpp"
#include "text/words.hpp"
#include "ui/widgets/button.hpp"

namespace ui {

namespace {

Rect moved(const text::Rect& r, float x, float y) { return {r.x + x, r.y + y, r.width, r.height}; }

void draw_box(Ui& ui, const text::Box& box, const Rect& r) {
    const Palette& c = *ui.colors;
    switch (box.kind) {
        case text::BoxKind::code_block: return ui.paint.fill(r, c.code_bg, ui.px(radius::control));
        case text::BoxKind::inline_code: return ui.paint.fill(r, c.code_bg, ui.px(4));
        case text::BoxKind::quote_bar: return ui.paint.fill(r, c.line, ui.px(2));
        case text::BoxKind::rule: return ui.paint.fill(r, c.line);
        case text::BoxKind::table_header: return;
        case text::BoxKind::table_line: return ui.paint.fill(r, c.line);
        case text::BoxKind::bullet:
            if (box.level == 1) return ui.paint.ring(r.center_x(), r.center_y(), r.width / 2, c.muted, 1.2f);
            if (box.level >= 2) return ui.paint.fill(r, c.muted);
            return ui.paint.circle(r.center_x(), r.center_y(), r.width / 2, c.muted);
        case text::BoxKind::checkbox: return ui.paint.border(r, c.faint, ui.px(3));
        case text::BoxKind::checkbox_checked:
            ui.paint.fill(r, c.accent, ui.px(3));
            return ui.paint.icon(Icon::check, r.center_x(), r.center_y(), r.width * 0.75f, c.on_accent);
    }
}

ImU32 ink_of(const Ui& ui, const text::Run& run, ImU32 text_color) {
    if (run.link >= 0) return ui.colors->accent;
    if (run.ink == text::Ink::muted || run.image) return ui.colors->muted;
    return text_color;
}

void draw_run(Ui& ui, const text::Layout& layout, const text::Run& run, float x, float y, ImU32 text_color) {
    const ImU32 color = ink_of(ui, run, text_color);
    ui.paint.glyphs(x + run.x, y + run.y, run.style, color, layout.glyphs_of(run));
    const float width = run.width;
    if (run.strike) ui.paint.horizontal_line(x + run.x, y + run.y + run.height * 0.58f, width, color);
    if (run.link >= 0)
        ui.paint.horizontal_line(x + run.x, y + run.y + run.height - ui.px(2), width, faded(color, 0.5f));
}

// One node for the whole text, and one for each stretch of a link. The link that was pressed, or -1.
int mirror(Ui& ui, const text::Layout& layout, const Rect& bounds, std::uint64_t block, text::IndexRange seen) {
    NodeScope node(ui, {.id = ui.id("text", block), .role = Role::text, .rect = bounds, .name = layout.plain});
    int pressed = -1;
    for (std::uint32_t i = seen.first; i < seen.last; ++i) {
        const text::Run& run = layout.runs[i];
        if (run.link < 0) continue;
        const NodeId id = ui.id("link", block * 4096 + i);
        const Rect r{bounds.x + run.x, bounds.y + run.y, run.width, run.height};
        ui.semantics.add({.id = id,
                          .role = Role::link,
                          .rect = r,
                          .name = layout.plain.substr(run.begin, run.end - run.begin),
                          .description = layout.links[static_cast<std::size_t>(run.link)].url});
        focus_ring(ui, id, r, ui.px(2));
        if (ui.semantics.take_click(id)) pressed = run.link;
    }
    return pressed;
}

// The offsets that a press with `unit` clicks takes along around `offset`.
TextSelection::Range unit_at(const text::Layout& layout, std::uint32_t offset, int unit) {
    text::TextRange taken{offset, offset};
    if (unit == 2) taken = text::word_at(layout.plain, offset);
    if (unit >= 3) taken = text::paragraph_at(layout.plain, offset);
    return {static_cast<std::uint32_t>(taken.begin), static_cast<std::uint32_t>(taken.end)};
}

void follow_mouse(Ui& ui, const text::Layout& layout, const Rect& bounds, std::uint64_t block,
                  TextSelection& selection) {
    const float mx = ui.mouse_x() - bounds.x, my = ui.mouse_y() - bounds.y;
    // Who begins beside the text means it too.
    const bool inside = ui.hovered(inset(bounds, -ui.px(14), -ui.px(4)));
    if (inside) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
    if (inside && ui.mouse_pressed()) {
        const auto offset = text::hit_test(layout, mx, my);
        selection.unit = std::min(ui.click_count(), 3);
        const auto taken = unit_at(layout, offset, selection.unit);
        if (ImGui::GetIO().KeyShift && selection.active) {
            selection.head = {block, offset};
        } else {
            selection.anchor = {block, taken.begin};
            selection.head = {block, taken.end};
        }
        selection.active = selection.dragging = true;
        return;
    }
    if (!selection.dragging) return;
    // The block under the mouse takes the head; between blocks the nearer one above does.
    if (ui.mouse_y() < bounds.y || ui.mouse_y() >= bounds.bottom()) return;
    const auto offset = text::hit_test(layout, mx, my);
    const auto taken = unit_at(layout, offset, selection.unit);
    const TextPoint begin{block, taken.begin}, end{block, taken.end};
    selection.head = begin < selection.anchor ? begin : end;
}

}  // namespace

TextSelection::Range TextSelection::within(std::uint64_t block, std::uint32_t size) const {
    if (empty() || block < first().block || block > last().block) return {0, 0};
    const std::uint32_t begin = block == first().block ? std::min(first().offset, size) : 0;
    const std::uint32_t end = block == last().block ? std::min(last().offset, size) : size;
    return {begin, end};
}

int text_view(Ui& ui, const text::Layout& layout, float x, float y, std::uint64_t block, TextSelection* selection,
              const TextColors& colors) {
    const float left = std::round(x), top = std::round(y);
    const Rect bounds{left, top, layout.width, layout.height};
    if (!ui.paint.visible(bounds)) return -1;

    const Rect& clip = ui.paint.clip();
    for (const text::Box& box : layout.boxes) {
        const Rect r = moved(box.rect, left, top);
        if (ui.paint.visible(r)) draw_box(ui, box, r);
    }
    if (selection) {
        const auto range = selection->within(block, static_cast<std::uint32_t>(layout.plain.size()));
        if (range.begin != range.end)
            for (const text::Rect& r : text::selection_rects(layout, range.begin, range.end))
                ui.paint.fill(moved(r, left, top), ui.colors->selection);
    }
    const auto seen = text::visible_runs(layout, clip.y - top, clip.bottom() - top);
    const ImU32 text_color = colors.text ? colors.text : ui.colors->text;
    for (std::uint32_t i = seen.first; i < seen.last; ++i) draw_run(ui, layout, layout.runs[i], left, top, text_color);

    if (selection) follow_mouse(ui, layout, {left, top, std::max(layout.width, 1.f), layout.height}, block, *selection);
    return mirror(ui, layout, bounds, block, seen);
}

}  // namespace ui
