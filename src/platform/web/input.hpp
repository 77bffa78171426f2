// The pointer, for hovering and for dragging a selection. Clicks, scrolling, keys and text come through the Mirror.
#pragma once

namespace platform::web {

class Canvas;

// Feeds Dear ImGui from now on, and requests a frame for every change.
//   mouse, pen   position, buttons, Shift and Control at the press; nothing while a native scrollbar is dragged
//   touch        no position, so that nothing stays hovered; but a tap that meets nothing of the mirror is a click
//                there, which closes what an outside click closes
void watch_pointer(Canvas& canvas);

}  // namespace platform::web
