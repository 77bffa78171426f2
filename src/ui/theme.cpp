#include "ui/theme.hpp"

namespace ui {

namespace {

// From the tokens' "#rrggbb" to ImGui's order.
constexpr ImU32 rgb(unsigned hex) { return IM_COL32((hex >> 16) & 255u, (hex >> 8) & 255u, hex & 255u, 255u); }

}  // namespace

const Palette dark_palette = {
    .bg = rgb(0x0f1115),
    .surface = rgb(0x161920),
    .raised = rgb(0x1d212a),
    .line = rgb(0x2a2f3a),
    .hover = rgb(0x232834),
    .text = rgb(0xe8eaf0),
    .muted = rgb(0x9aa3b2),
    .faint = rgb(0x868fa0),
    .accent = rgb(0x7aa2ff),
    .accent_bg = rgb(0x233258),
    .on_accent = rgb(0x0b1020),
    .ok = rgb(0x5fd08f),
    .ok_bg = rgb(0x15302a),
    .warn = rgb(0xf0b65a),
    .warn_bg = rgb(0x35290f),
    .error = rgb(0xff8585),
    .error_bg = rgb(0x3a1a1f),
    .code_bg = rgb(0x12151b),
    .user_bubble = rgb(0x222a3d),
    .selection = rgb(0x35508f),
};

const Palette light_palette = {
    .bg = rgb(0xfbfbfd),
    .surface = rgb(0xffffff),
    .raised = rgb(0xf2f4f8),
    .line = rgb(0xdfe3ea),
    .hover = rgb(0xe9edf4),
    .text = rgb(0x171a21),
    .muted = rgb(0x5a6372),
    .faint = rgb(0x626b7b),
    .accent = rgb(0x2f5fd0),
    .accent_bg = rgb(0xe3ebff),
    .on_accent = rgb(0xffffff),
    .ok = rgb(0x17794a),
    .ok_bg = rgb(0xddf5e8),
    .warn = rgb(0x8a5800),
    .warn_bg = rgb(0xfff1d6),
    .error = rgb(0xb3261e),
    .error_bg = rgb(0xfde7e6),
    .code_bg = rgb(0xf4f6fa),
    .user_bubble = rgb(0xe9eefb),
    .selection = rgb(0xc9d8ff),
};

ImU32 faded(ImU32 color, float alpha) {
    const auto a = static_cast<ImU32>(static_cast<float>(color >> IM_COL32_A_SHIFT) * alpha);
    return (color & ~IM_COL32_A_MASK) | (a << IM_COL32_A_SHIFT);
}

}  // namespace ui
