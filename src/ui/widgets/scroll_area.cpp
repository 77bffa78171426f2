#include "ui/widgets/scroll_area.hpp"

#include <algorithm>
#include <cmath>

namespace ui {

ScrollArea::ScrollArea(Ui& ui, std::string_view key, const Rect& r, ScrollState& state, std::string_view name,
                       Role role)
    : ui_(ui), rect_(r), state_(state), id_(ui.id(key)) {
    if (const auto scrolled = ui.semantics.take_scroll(id_)) state.y = *scrolled;
    if (!ui.paint.measuring()) {
        state.view_height = r.height;
        state.y = std::clamp(std::round(state.y), 0.f, state.furthest());
    }
    Node node{.id = id_, .role = role, .rect = r, .name = std::string(name)};
    node.scrolls = true;
    node.scroll_y = state.y;
    index_ = ui.semantics.open(std::move(node));
    ui.push_id(key);
    ui.paint.push_clip(r);
}

void ScrollArea::finish(float content_height) {
    ui_.paint.pop_clip();
    ui_.pop_id();
    if (!ui_.paint.measuring()) {
        // Content that grew shows in the bar at once; content that shrank pulls the view with it in the next frame.
        if (content_height < state_.content_height && state_.y > std::max(0.f, content_height - rect_.height))
            ui_.want_frame_in(0);
        state_.content_height = content_height;
    }
    Node& node = ui_.semantics.amend(index_);
    node.content_height = content_height;
    node.scroll_y = std::clamp(state_.y, 0.f, std::max(0.f, content_height - rect_.height));
    ui_.semantics.close();
    draw_bar();
}

void ScrollArea::draw_bar() const {
    if (state_.content_height <= rect_.height + 1) return;
    const float share = rect_.height / state_.content_height;
    const float length = std::max(ui_.px(28), rect_.height * share);
    const float travel = rect_.height - length - 2 * ui_.px(2);
    const float at = state_.furthest() > 0 ? state_.y / state_.furthest() : 0;
    const Rect bar{rect_.right() - ui_.px(8), rect_.y + ui_.px(2) + travel * at, ui_.px(5), length};
    ui_.paint.fill(bar, faded(ui_.colors->faint, ui_.hovered(rect_) ? 0.55f : 0.3f), bar.width / 2);
}

void reveal(ScrollState& state, float top, float bottom, float margin) {
    if (bottom + margin > state.y + state.view_height) state.y = bottom + margin - state.view_height;
    if (top - margin < state.y) state.y = std::max(0.f, top - margin);
}

}  // namespace ui
