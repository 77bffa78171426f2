#include "ui/painter.hpp"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

ImVec2 top_left(const Rect& r) { return {r.x, r.y}; }
ImVec2 bottom_right(const Rect& r) { return {r.right(), r.bottom()}; }

}  // namespace

void Painter::begin(ImDrawList* list, const Rect& screen, float scale) {
    list_ = list;
    scale_ = scale;
    measuring_ = 0;
    clips_.assign(1, screen);
}

// A line is never thinner than a pixel and always whole pixels wide, so it stays crisp.
float Painter::stroke(float css) const { return std::max(1.f, std::round(css * scale_)); }

void Painter::fill(const Rect& r, ImU32 color, float radius, ImDrawFlags corners) {
    if (!visible(r)) return;
    const float most = std::min(r.width, r.height) / 2;
    list_->AddRectFilled(top_left(r), bottom_right(r), color, std::min(radius, most), corners);
}

void Painter::border(const Rect& r, ImU32 color, float radius, float thickness_css) {
    if (!visible(r)) return;
    const float most = std::min(r.width, r.height) / 2;
    list_->AddRect(top_left(r), bottom_right(r), color, std::min(radius, most), 0, stroke(thickness_css));
}

void Painter::horizontal_line(float x, float y, float width, ImU32 color) {
    fill({x, std::round(y), width, stroke(1)}, color);
}

void Painter::vertical_line(float x, float y, float height, ImU32 color) {
    fill({std::round(x), y, stroke(1), height}, color);
}

void Painter::circle(float x, float y, float radius, ImU32 color) {
    if (!visible({x - radius, y - radius, 2 * radius, 2 * radius})) return;
    list_->AddCircleFilled({x, y}, radius, color);
}

void Painter::ring(float x, float y, float radius, ImU32 color, float thickness_css) {
    if (!visible({x - radius, y - radius, 2 * radius, 2 * radius})) return;
    list_->AddCircle({x, y}, radius, color, 0, thickness_css * scale_);
}

void Painter::arc(float x, float y, float radius, float from, float to, ImU32 color, float thickness_css) {
    if (!visible({x - radius, y - radius, 2 * radius, 2 * radius})) return;
    list_->PathArcTo({x, y}, radius, from, to);
    list_->PathStroke(color, 0, thickness_css * scale_);
}

void Painter::image(ImTextureRef texture, const Rect& r, float radius) {
    if (!visible(r)) return;
    list_->AddImageRounded(texture, top_left(r), bottom_right(r), {0, 0}, {1, 1}, IM_COL32_WHITE, radius);
}

void Painter::glyphs(float x, float y, const text::Style& style, ImU32 color, std::string_view glyphs) {
    if (measuring_ > 0 || glyphs.empty()) return;
    // As AddText does, but Dear ImGui takes a line for as high as its size and would drop what hangs below that, as soon
    // as the line's top has left the clip; the scissor cuts what is outside.
    const Rect& clip = clips_.back();
    const ImVec4 room{clip.x, clip.y - style.size_px, clip.right(), clip.bottom()};
    shaper_.font(style.face)
        ->RenderText(list_, style.size_px, {std::round(x), std::round(y)}, color, room, glyphs.data(),
                     glyphs.data() + glyphs.size());
}

float Painter::label(float x, float center_y, std::string_view text, const text::Style& style, ImU32 color,
                     float max_width) {
    const Label& label = labels_.get(text, style, max_width);
    const float height = shaper_.line_height(style);
    const Rect box{x, center_y - height / 2, label.width, height};
    if (visible(box)) glyphs(box.x, box.y, style, color, label.glyphs);
    return label.width;
}

void Painter::push_clip(const Rect& r) {
    clips_.push_back(intersect(r, clips_.back()));
    if (measuring_ == 0) list_->PushClipRect(top_left(clips_.back()), bottom_right(clips_.back()));
}

void Painter::pop_clip() {
    clips_.pop_back();
    if (measuring_ == 0) list_->PopClipRect();
}

Painter::Backdrop::Backdrop(Painter& painter) : painter_(painter), splitting_(!painter.measuring()) {
    if (!splitting_) return;
    splitter_.Split(painter_.list_, 2);
    splitter_.SetCurrentChannel(painter_.list_, 1);
}

}  // namespace ui
