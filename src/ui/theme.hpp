// Colours, sizes and motion. Values are those of the design tokens; lengths in CSS pixels until px() scales them.
#pragma once

#include "imgui.h"

namespace ui {

struct Palette {
    ImU32 bg, surface, raised, line, hover;
    ImU32 text, muted, faint;
    ImU32 accent, accent_bg, on_accent;
    ImU32 ok, ok_bg, warn, warn_bg, error, error_bg;
    ImU32 code_bg, user_bubble, selection;
};

extern const Palette dark_palette;
extern const Palette light_palette;

// Em sizes, CSS pixels.
namespace type_size {
inline constexpr float heading = 22, title = 18, brand = 16, body = 15, control = 13.5f, mono = 13.5f, small = 13,
                       chip = 12.5f, caption = 12, tiny = 11;
}

namespace space {
inline constexpr float xs = 4, s = 8, m = 12, l = 16, xl = 24, xxl = 40;
}

namespace radius {
inline constexpr float control = 8, card = 12, bubble = 16, pill = 999;
}

namespace size {
inline constexpr float sidebar = 264, inspector = 392, header = 52, control = 34, touch_control = 44, icon = 16,
                       max_text_width = 760, row = 34, small_control = 28, panel_pad = 14;
}

// Windows narrower than these show the inspector, then the sidebar, as a drawer over the chat.
inline constexpr float narrow_width = 720;
inline constexpr float medium_width = 1080;

// The alpha of a colour times `alpha` (0…1).
ImU32 faded(ImU32 color, float alpha);

}  // namespace ui
