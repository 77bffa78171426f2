#pragma once

#include <string_view>

namespace text {

enum class Face { regular, bold, italic, bold_italic, mono, mono_bold };

struct Style {
    Face face = Face::regular;
    float size_px = 15;  // device pixels

    friend bool operator==(const Style&, const Style&) = default;
};

// What layout asks of a font. The user interface implements it with the browser's font; tests with fixed widths.
// All lengths are device pixels, whole numbers, so that a run drawn from its left edge lands where layout put it.
class Shaper {
public:
    virtual ~Shaper() = default;

    // One code point that stands for a whole cluster (an emoji sequence, an Arabic word, …), from the private use area
    // of the BMP. The same cluster gives the same code point as long as any layout that holds it is alive; whoever
    // reuses a code point must lay out again what was laid out before.
    virtual char32_t cluster(std::string_view utf8_cluster) = 0;

    virtual float advance(char32_t code_point, const Style& style) = 0;

    // The font's own line box: from the top that drawing starts at to the lowest descender.
    virtual float line_height(const Style& style) = 0;
    // From the top of that box to the baseline.
    virtual float ascent(const Style& style) = 0;

    // Called before advance() with the code points a layout has not asked for yet, so that they are rasterised together.
    virtual void prepare(std::u32string_view code_points, const Style& style) = 0;
};

}  // namespace text
