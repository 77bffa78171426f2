// WCAG 2.2 §1.4.3 (text) and §1.4.11 (what marks a control): every colour on every surface that it stands on.
#include "ui/theme.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <utility>

#include <doctest/doctest.h>

namespace {

double linear(ImU32 color, int shift) {
    const double c = ((color >> shift) & 255u) / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(ImU32 color) {
    return 0.2126 * linear(color, IM_COL32_R_SHIFT) + 0.7152 * linear(color, IM_COL32_G_SHIFT) +
           0.0722 * linear(color, IM_COL32_B_SHIFT);
}

double contrast(ImU32 one, ImU32 other) {
    const double a = luminance(one), b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

using Color = ImU32 ui::Palette::*;
struct Pair {
    const char* what;
    Color front, back;
};

// As the views use them.
constexpr Pair texts[] = {
    {"text on bg", &ui::Palette::text, &ui::Palette::bg},
    {"text on surface", &ui::Palette::text, &ui::Palette::surface},
    {"text on raised", &ui::Palette::text, &ui::Palette::raised},
    {"text on hover", &ui::Palette::text, &ui::Palette::hover},
    {"text on accent_bg", &ui::Palette::text, &ui::Palette::accent_bg},
    {"text on code_bg", &ui::Palette::text, &ui::Palette::code_bg},
    {"text on user_bubble", &ui::Palette::text, &ui::Palette::user_bubble},
    {"text on selection", &ui::Palette::text, &ui::Palette::selection},
    {"text on error_bg", &ui::Palette::text, &ui::Palette::error_bg},
    {"muted on bg", &ui::Palette::muted, &ui::Palette::bg},
    {"muted on surface", &ui::Palette::muted, &ui::Palette::surface},
    {"muted on raised", &ui::Palette::muted, &ui::Palette::raised},
    {"muted on hover", &ui::Palette::muted, &ui::Palette::hover},
    {"muted on code_bg", &ui::Palette::muted, &ui::Palette::code_bg},
    {"faint on bg", &ui::Palette::faint, &ui::Palette::bg},
    {"faint on surface", &ui::Palette::faint, &ui::Palette::surface},
    {"faint on raised", &ui::Palette::faint, &ui::Palette::raised},
    {"faint on hover", &ui::Palette::faint, &ui::Palette::hover},
    {"accent on bg", &ui::Palette::accent, &ui::Palette::bg},
    {"accent on surface", &ui::Palette::accent, &ui::Palette::surface},
    {"accent on user_bubble", &ui::Palette::accent, &ui::Palette::user_bubble},
    {"on_accent on accent", &ui::Palette::on_accent, &ui::Palette::accent},
    {"ok on surface", &ui::Palette::ok, &ui::Palette::surface},
    {"ok on ok_bg", &ui::Palette::ok, &ui::Palette::ok_bg},
    {"warn on surface", &ui::Palette::warn, &ui::Palette::surface},
    {"warn on warn_bg", &ui::Palette::warn, &ui::Palette::warn_bg},
    {"text on warn_bg", &ui::Palette::text, &ui::Palette::warn_bg},
    {"error on surface", &ui::Palette::error, &ui::Palette::surface},
    {"error on raised", &ui::Palette::error, &ui::Palette::raised},
    {"error on error_bg", &ui::Palette::error, &ui::Palette::error_bg},
};

struct Token {
    const char* name;
    Color color;
    unsigned dark, light;  // 0xrrggbb
};

// The design's tokens, all but one: its `faint` has too little contrast on two of the surfaces that it stands on here, so ours is a
// little lighter in the dark and darker in the light.
constexpr Token tokens[] = {
    {"bg", &ui::Palette::bg, 0x0f1115, 0xfbfbfd},
    {"surface", &ui::Palette::surface, 0x161920, 0xffffff},
    {"raised", &ui::Palette::raised, 0x1d212a, 0xf2f4f8},
    {"line", &ui::Palette::line, 0x2a2f3a, 0xdfe3ea},
    {"hover", &ui::Palette::hover, 0x232834, 0xe9edf4},
    {"text", &ui::Palette::text, 0xe8eaf0, 0x171a21},
    {"muted", &ui::Palette::muted, 0x9aa3b2, 0x5a6372},
    {"accent", &ui::Palette::accent, 0x7aa2ff, 0x2f5fd0},
    {"accent_bg", &ui::Palette::accent_bg, 0x233258, 0xe3ebff},
    {"on_accent", &ui::Palette::on_accent, 0x0b1020, 0xffffff},
    {"ok", &ui::Palette::ok, 0x5fd08f, 0x17794a},
    {"ok_bg", &ui::Palette::ok_bg, 0x15302a, 0xddf5e8},
    {"warn", &ui::Palette::warn, 0xf0b65a, 0x8a5800},
    {"warn_bg", &ui::Palette::warn_bg, 0x35290f, 0xfff1d6},
    {"error", &ui::Palette::error, 0xff8585, 0xb3261e},
    {"error_bg", &ui::Palette::error_bg, 0x3a1a1f, 0xfde7e6},
    {"code_bg", &ui::Palette::code_bg, 0x12151b, 0xf4f6fa},
    {"user_bubble", &ui::Palette::user_bubble, 0x222a3d, 0xe9eefb},
    {"selection", &ui::Palette::selection, 0x35508f, 0xc9d8ff},
};

unsigned hex(ImU32 color) {
    return (color >> IM_COL32_R_SHIFT & 255u) << 16 | (color >> IM_COL32_G_SHIFT & 255u) << 8 |
           (color >> IM_COL32_B_SHIFT & 255u);
}

const std::pair<const char*, const ui::Palette*> themes[] = {{"dark", &ui::dark_palette},
                                                             {"light", &ui::light_palette}};

}  // namespace

TEST_CASE("black on white is as far apart as can be, and a colour on itself not at all") {
    CHECK(contrast(IM_COL32_BLACK, IM_COL32_WHITE) == doctest::Approx(21));
    CHECK(contrast(ui::dark_palette.accent, ui::dark_palette.accent) == doctest::Approx(1));
}

// [req:ui-contrast]
TEST_CASE("text can be told from what it stands on, in both themes") {
    for (const auto& [theme, palette] : themes)
        for (const Pair& pair : texts) {
            CAPTURE(theme);
            CAPTURE(pair.what);
            CHECK(contrast(palette->*pair.front, palette->*pair.back) >= 4.5);
        }
}

// [req:ui-contrast]
TEST_CASE("the edge of what has the focus, and a server's state, can be told from what is around them") {
    for (const auto& [theme, palette] : themes)
        for (const Color mark :
             {&ui::Palette::accent, &ui::Palette::ok, &ui::Palette::warn, &ui::Palette::error, &ui::Palette::faint}) {
            CAPTURE(theme);
            CHECK(contrast(palette->*mark, palette->surface) >= 3);
            CHECK(contrast(palette->*mark, palette->bg) >= 3);
        }
}

TEST_CASE("the colours are those of the design, and none is seen through") {
    CHECK(sizeof(ui::Palette) == (std::size(tokens) + 1) * sizeof(ImU32));  // and `faint`
    for (const Token& token : tokens) {
        CAPTURE(token.name);
        CHECK(hex(ui::dark_palette.*token.color) == token.dark);
        CHECK(hex(ui::light_palette.*token.color) == token.light);
        CHECK((ui::dark_palette.*token.color >> IM_COL32_A_SHIFT) == 255u);
        CHECK((ui::light_palette.*token.color >> IM_COL32_A_SHIFT) == 255u);
    }
}

TEST_CASE("the faint colour of the design has too little contrast on a row under the mouse, and ours has enough") {
    const auto rgb = [](unsigned value) { return IM_COL32(value >> 16 & 255u, value >> 8 & 255u, value & 255u, 255u); };
    CHECK(contrast(rgb(0x7a8394), ui::dark_palette.hover) < 4.5);
    CHECK(contrast(rgb(0x6b7484), ui::light_palette.hover) < 4.5);
    CHECK(contrast(ui::dark_palette.faint, ui::dark_palette.hover) >= 4.5);
    CHECK(contrast(ui::light_palette.faint, ui::light_palette.hover) >= 4.5);
    CHECK(hex(ui::dark_palette.faint) == 0x868fa0u);
    CHECK(hex(ui::light_palette.faint) == 0x626b7bu);
}

TEST_CASE("sizes, spaces and corners are those of the design") {
    CHECK(ui::type_size::body == 15);
    CHECK(ui::type_size::small == 13);
    CHECK(ui::type_size::caption == 12);
    CHECK(ui::type_size::title == 18);
    CHECK(ui::type_size::mono == 13.5f);
    CHECK(ui::space::xs == 4);
    CHECK(ui::space::s == 8);
    CHECK(ui::space::m == 12);
    CHECK(ui::space::l == 16);
    CHECK(ui::space::xl == 24);
    CHECK(ui::space::xxl == 40);
    CHECK(ui::radius::control == 8);
    CHECK(ui::radius::card == 12);
    CHECK(ui::radius::bubble == 16);
    CHECK(ui::radius::pill == 999);
    CHECK(ui::size::sidebar == 264);
    CHECK(ui::size::inspector == 392);
    CHECK(ui::size::header == 52);
    CHECK(ui::size::control == 34);
    CHECK(ui::size::touch_control == 44);
    CHECK(ui::size::icon == 16);
    CHECK(ui::size::max_text_width == 760);
}
