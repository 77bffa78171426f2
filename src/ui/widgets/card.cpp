#include "ui/widgets/card.hpp"

#include <algorithm>
#include <cmath>

#include "text/layout.hpp"
#include "ui/widgets/text_view.hpp"
#include "ui/widgets/wrapped_text.hpp"

namespace ui {

namespace {

constexpr float fact_height = 36, fact_pad = 8, name_column = 102, button_gap = 8;

}  // namespace

void draw_card(Ui& ui, Painter::Backdrop& backdrop, const Rect& r, ImU32 edge, ImU32 head) {
    backdrop.finish([&] {
        const float corner = ui.px(radius::card), height = ui.press_height(card_head);
        ui.paint.fill(r, ui.colors->surface, corner);
        if (head) ui.paint.fill({r.x, r.y, r.width, height}, head, corner, ImDrawFlags_RoundCornersTop);
        ui.paint.horizontal_line(r.x, r.y + height, r.width, ui.colors->line);
        ui.paint.border(r, edge, corner);
    });
}

Card::Card(Ui& ui, std::string_view name, const Rect& at)
    : ui_(ui),
      ids_(ui, name),
      at_(at),
      region_(ui, {.id = ui.id("region"), .role = Role::region, .rect = at, .name = std::string(name)}),
      backdrop_(ui.paint) {
    const float pad = ui.px(card_pad), height = ui.press_height(card_head);
    head = inset({at.x, at.y, at.width, height}, pad, 0);
    inner = {at.x + pad, at.y + height + pad, at.width - 2 * pad, 0};
}

void Card::title(std::string_view shown) {
    heading(ui_, head.x, head.center_y(), shown, ui_.style(type_size::control, text::Face::bold), 2, head.width);
}

float Card::finish(float bottom) {
    at_.height = bottom + ui_.px(card_pad) - at_.y;
    region_.node().rect = at_;
    draw_card(ui_, backdrop_, at_, ui_.colors->line);
    return at_.height;
}

float paragraph(Ui& ui, std::string_view words, const Rect& at, ImU32 color, float css_size) {
    const IdScope scope(ui, words);
    text::PlainParams params;
    params.style = ui.style(css_size);
    params.width_px = at.width;
    params.line_height_px = std::round(ui.em(css_size * 1.55f));
    const text::Layout layout = text::lay_out_plain(words, params, ui.paint.shaper());
    text_view(ui, layout, at.x, at.y, 0, nullptr, {.text = color});
    return layout.height;
}

Facts::Facts(Ui& ui, Str name, const Rect& at)
    : ui_(ui),
      at_(at),
      table_(ui, {.id = ui.id("facts"), .role = Role::table, .rect = at, .name = ui.string(name)}),
      y_(at.y) {}

void Facts::row(Str name, std::string_view value) {
    if (value.empty()) return;
    const float column = ui_.px(name_column), pad = ui_.px(fact_pad);
    const IdScope scope(ui_, "fact", static_cast<std::uint64_t>(name));
    Rect r{at_.x, y_, at_.width, ui_.px(fact_height)};
    const Rect named{r.x, r.y, column, r.height};
    NodeScope row(ui_, {.id = ui_.id("row"), .role = Role::row, .rect = r});
    ui_.semantics.add({.id = ui_.id("name"), .role = Role::cell, .rect = named, .name = ui_.string(name)});
    ui_.paint.label(r.x, r.center_y(), ui_.str(name), ui_.style(type_size::control), ui_.colors->muted,
                    column - ui_.px(6));
    cut_left(r, column);
    NodeScope cell(ui_, {.id = ui_.id("value"), .role = Role::cell, .rect = r, .name = {}});
    WrappedText text;
    const float height =
        text.draw(ui_, "text", value, r.x, r.y + pad, r.width, {.css_size = type_size::control}) + 2 * pad;
    r.height = std::max(r.height, height);
    cell.node().rect.height = row.node().rect.height = r.height;
    y_ += r.height;
    ui_.paint.horizontal_line(at_.x, y_ - ui_.px(1), at_.width, ui_.colors->line);
    table_.node().rect.height = y_ - at_.y;
}

bool ButtonRow::button(std::string_view key, Str word, const ButtonLook& look) {
    const float height = ui_.control_height();
    const float width = std::min(button_width(ui_, ui_.str(word)), right_ - left_);
    if (x_ > left_ && x_ + width > right_) {
        x_ = left_;
        y_ += height + ui_.px(button_gap);
    }
    const Rect r{x_, y_, width, height};
    x_ += width + ui_.px(button_gap);
    return ui::button(ui_, key, r, ui_.str(word), look);
}

}  // namespace ui
