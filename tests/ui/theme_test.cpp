// WCAG 2.2 §1.4.3 (text) and §1.4.11 (what marks a control): every colour on every surface that it stands on.
#include "ui/theme.hpp"

#include <algorithm>
#include <cmath>
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
