// Painter::icon: pictures drawn as strokes, so that they are crisp at every scale and no font has to have them.
#include <cmath>

#include "ui/painter.hpp"

namespace ui {

namespace {

// Strokes in a square from -1 to 1 around a centre.
struct Pen {
    ImDrawList* list;
    float x, y, half, thickness;
    ImU32 color;

    ImVec2 at(float dx, float dy) const { return {x + dx * half, y + dy * half}; }
    void line(float x1, float y1, float x2, float y2) const { list->AddLine(at(x1, y1), at(x2, y2), color, thickness); }
    void path(std::initializer_list<ImVec2> points, bool closed = false) const {
        for (const ImVec2& p : points) list->PathLineTo(at(p.x, p.y));
        list->PathStroke(color, closed ? ImDrawFlags_Closed : 0, thickness);
    }
    void circle(float cx, float cy, float r) const { list->AddCircle(at(cx, cy), r * half, color, 0, thickness); }
    void disc(float cx, float cy, float r) const { list->AddCircleFilled(at(cx, cy), r * half, color); }
    void arc(float cx, float cy, float r, float from, float to) const {
        list->PathArcTo(at(cx, cy), r * half, from, to);
        list->PathStroke(color, 0, thickness);
    }
};

void gear(const Pen& pen) {
    constexpr int teeth = 8;
    constexpr float turn = 6.2831853f;
    pen.circle(0, 0, 0.32f);
    pen.circle(0, 0, 0.66f);
    for (int i = 0; i < teeth; ++i) {
        const float a = turn * static_cast<float>(i) / teeth;
        pen.line(0.66f * std::cos(a), 0.66f * std::sin(a), 0.92f * std::cos(a), 0.92f * std::sin(a));
    }
}

void refresh(const Pen& pen) {
    pen.arc(0, 0, 0.75f, -0.4f, 4.6f);
    pen.path({{0.42f, -0.62f}, {0.74f, -0.3f}, {0.95f, -0.72f}});
}

}  // namespace

void Painter::icon(Icon icon, float center_x, float center_y, float size, ImU32 color) {
    const float half = size / 2;
    if (!visible({center_x - half, center_y - half, size, size})) return;
    const Pen pen{list_, center_x, center_y, half, std::max(1.f, size / 11), color};
    switch (icon) {
        case Icon::check: return pen.path({{-0.65f, 0.05f}, {-0.2f, 0.55f}, {0.7f, -0.55f}});
        case Icon::cross: pen.line(-0.55f, -0.55f, 0.55f, 0.55f); return pen.line(-0.55f, 0.55f, 0.55f, -0.55f);
        case Icon::plus: pen.line(-0.7f, 0, 0.7f, 0); return pen.line(0, -0.7f, 0, 0.7f);
        case Icon::minus: return pen.line(-0.7f, 0, 0.7f, 0);
        case Icon::chevron_right: return pen.path({{-0.25f, -0.55f}, {0.3f, 0}, {-0.25f, 0.55f}});
        case Icon::chevron_down: return pen.path({{-0.55f, -0.25f}, {0, 0.3f}, {0.55f, -0.25f}});
        case Icon::arrow_up:
            pen.line(0, 0.75f, 0, -0.7f);
            return pen.path({{-0.55f, -0.15f}, {0, -0.72f}, {0.55f, -0.15f}});
        case Icon::menu:
            pen.line(-0.75f, -0.5f, 0.75f, -0.5f);
            pen.line(-0.75f, 0, 0.75f, 0);
            return pen.line(-0.75f, 0.5f, 0.75f, 0.5f);
        case Icon::dots:
            pen.disc(-0.65f, 0, 0.14f);
            pen.disc(0, 0, 0.14f);
            return pen.disc(0.65f, 0, 0.14f);
        case Icon::gear: return gear(pen);
        case Icon::warning: pen.line(0, -0.75f, 0, 0.25f); return pen.disc(0, 0.65f, 0.13f);
        case Icon::stop: return list_->AddRectFilled(pen.at(-0.55f, -0.55f), pen.at(0.55f, 0.55f), color, half * 0.2f);
        case Icon::search: pen.circle(-0.15f, -0.15f, 0.55f); return pen.line(0.25f, 0.25f, 0.8f, 0.8f);
        case Icon::copy:
            pen.path({{-0.2f, -0.2f}, {0.75f, -0.2f}, {0.75f, 0.75f}, {-0.2f, 0.75f}}, true);
            return pen.path({{-0.2f, 0.3f}, {-0.75f, 0.3f}, {-0.75f, -0.75f}, {0.3f, -0.75f}, {0.3f, -0.2f}});
        case Icon::trash:
            pen.line(-0.75f, -0.5f, 0.75f, -0.5f);
            pen.path({{-0.5f, -0.5f}, {-0.4f, 0.8f}, {0.4f, 0.8f}, {0.5f, -0.5f}});
            return pen.line(-0.25f, -0.75f, 0.25f, -0.75f);
        case Icon::pencil:
            return pen.path({{-0.75f, 0.75f}, {-0.6f, 0.2f}, {0.4f, -0.8f}, {0.8f, -0.4f}, {-0.2f, 0.6f}}, true);
        case Icon::refresh: return refresh(pen);
        case Icon::play:
            return list_->AddTriangleFilled(pen.at(-0.4f, -0.6f), pen.at(0.65f, 0), pen.at(-0.4f, 0.6f), color);
        case Icon::panel:
            pen.path({{-0.8f, -0.65f}, {0.8f, -0.65f}, {0.8f, 0.65f}, {-0.8f, 0.65f}}, true);
            return pen.line(0.25f, -0.65f, 0.25f, 0.65f);
        case Icon::dot: return pen.disc(0, 0, 0.5f);
    }
}

}  // namespace ui
