#include "platform/web/input.hpp"

#include <emscripten/emscripten.h>

#include <cfloat>

#include "imgui.h"
#include "platform/web/canvas.hpp"

extern "C" {
// From now on calls parley_pointer.
void parley_pointer_watch();
}

namespace platform::web {

namespace {
Canvas* pointer_canvas = nullptr;

enum class PointerEvent { move, press, release, leave, tap, lost_release };

int imgui_button(int dom_button) {
    if (dom_button == 1) return ImGuiMouseButton_Middle;
    return dom_button == 2 ? ImGuiMouseButton_Right : ImGuiMouseButton_Left;
}
}  // namespace

void watch_pointer(Canvas& canvas) {
    pointer_canvas = &canvas;
    parley_pointer_watch();
}

}  // namespace platform::web

extern "C" EMSCRIPTEN_KEEPALIVE void parley_pointer(int kind, float x, float y, int button, bool shift, bool control,
                                                    int clicks) {
    using namespace platform::web;
    ImGuiIO& io = ImGui::GetIO();
    const int dear_button = imgui_button(button);
    const auto at_press = [&] {
        io.AddMousePosEvent(x, y);
        io.AddKeyEvent(ImGuiMod_Shift, shift);
        io.AddKeyEvent(ImGuiMod_Ctrl, control);
    };
    switch (static_cast<PointerEvent>(kind)) {
        case PointerEvent::move: io.AddMousePosEvent(x, y); break;
        case PointerEvent::press:
            at_press();
            if (dear_button == ImGuiMouseButton_Left) pointer_canvas->expect_click(clicks);
            io.AddMouseButtonEvent(dear_button, true);
            break;
        case PointerEvent::release:
            io.AddMousePosEvent(x, y);
            io.AddMouseButtonEvent(dear_button, false);
            break;
        case PointerEvent::leave: io.AddMousePosEvent(-FLT_MAX, -FLT_MAX); break;
        case PointerEvent::tap:
            at_press();
            pointer_canvas->expect_click(1);
            io.AddMouseButtonEvent(dear_button, true);
            io.AddMouseButtonEvent(dear_button, false);
            io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
            break;
        case PointerEvent::lost_release:
            for (int each = 0; each < 3; ++each) io.AddMouseButtonEvent(each, false);
            break;
    }
    pointer_canvas->request_frame();
}
