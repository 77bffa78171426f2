// A part of the screen that scrolls. The mirror's element scrolls natively (wheel, finger, keys, bar); this follows it.
#pragma once

#include <string_view>

#include "ui/ui.hpp"

namespace ui {

// Kept by the view from frame to frame.
struct ScrollState {
    float y = 0;               // device pixels from the top of the content
    float content_height = 0;  // as it was in the last frame
    float view_height = 0;

    float furthest() const { return content_height > view_height ? content_height - view_height : 0; }
    bool at_end(float tolerance) const { return y >= furthest() - tolerance; }
};

class ScrollArea {
public:
    // What is drawn until finish() is clipped to `r`, its top at content_y().
    ScrollArea(Ui& ui, std::string_view key, const Rect& r, ScrollState& state, std::string_view name,
               Role role = Role::scroll);
    ScrollArea(const ScrollArea&) = delete;
    ScrollArea& operator=(const ScrollArea&) = delete;

    float content_y() const { return rect_.y - state_.y; }
    const Rect& rect() const { return rect_; }
    NodeId id() const { return id_; }

    // `content_height`: of all that was drawn. Draws the bar.
    void finish(float content_height);

private:
    void draw_bar() const;

    Ui& ui_;
    Rect rect_;
    ScrollState& state_;
    NodeId id_;
    std::size_t index_;
};

// Scrolls so that the strip [top, bottom] of the content can be seen; `margin` above and below, device pixels.
void reveal(ScrollState& state, float top, float bottom, float margin);

}  // namespace ui
