// Rectangles and how a view divides them: cut a strip off one side, the rest stays.
#pragma once

#include <algorithm>

namespace ui {

struct Rect {
    float x = 0, y = 0, width = 0, height = 0;  // device pixels on the canvas

    float right() const { return x + width; }
    float bottom() const { return y + height; }
    float center_x() const { return x + width / 2; }
    float center_y() const { return y + height / 2; }
    bool empty() const { return width <= 0 || height <= 0; }
    bool contains(float px, float py) const { return px >= x && py >= y && px < right() && py < bottom(); }
};

inline Rect cut_top(Rect& rest, float height) {
    const Rect strip{rest.x, rest.y, rest.width, height};
    rest.y += height;
    rest.height -= height;
    return strip;
}

inline Rect cut_bottom(Rect& rest, float height) {
    rest.height -= height;
    return {rest.x, rest.y + rest.height, rest.width, height};
}

inline Rect cut_left(Rect& rest, float width) {
    const Rect strip{rest.x, rest.y, width, rest.height};
    rest.x += width;
    rest.width -= width;
    return strip;
}

inline Rect cut_right(Rect& rest, float width) {
    rest.width -= width;
    return {rest.x + rest.width, rest.y, width, rest.height};
}

inline Rect inset(const Rect& r, float dx, float dy) {
    return {r.x + dx, r.y + dy, r.width - 2 * dx, r.height - 2 * dy};
}
inline Rect inset(const Rect& r, float d) { return inset(r, d, d); }

// A strip of `height` in the middle of `r`.
inline Rect middle(const Rect& r, float height) { return {r.x, r.y + (r.height - height) / 2, r.width, height}; }

inline Rect intersect(const Rect& a, const Rect& b) {
    const float x = std::max(a.x, b.x), y = std::max(a.y, b.y);
    return {x, y, std::max(0.f, std::min(a.right(), b.right()) - x),
            std::max(0.f, std::min(a.bottom(), b.bottom()) - y)};
}

}  // namespace ui
