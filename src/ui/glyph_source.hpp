// Where glyphs come from: in the page, the browser's own fonts (platform/web/fonts); in native tests, ImGui's.
#pragma once

#include <string_view>

#include "text/shaper.hpp"

struct ImFont;

namespace ui {

class GlyphSource {
public:
    virtual ~GlyphSource() = default;

    // The font of a face; lives as long as the ImGui context. Call after the context was made.
    virtual ImFont* font(text::Face face) = 0;

    // A private-use code point (U+E000…U+F8FF) that draws the whole cluster in every face; the same for the same cluster.
    virtual char32_t cluster(std::string_view utf8_cluster) = 0;

    // Rasterises what is not in the atlas yet, many in one go. `size_px`: em size in device pixels.
    virtual void prepare(std::u32string_view code_points, text::Face face, float size_px) = 0;
};

}  // namespace ui
