// Type on the canvas: the shaper that the text layer measures with, and short labels with their widths kept.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "text/shaper.hpp"
#include "ui/glyph_source.hpp"

struct ImFontBaked;

namespace ui {

// text::Shaper over ImGui's fonts, whose glyphs come from a GlyphSource.
class FontShaper : public text::Shaper {
public:
    explicit FontShaper(GlyphSource& glyphs) : glyphs_(glyphs) {}

    char32_t cluster(std::string_view utf8_cluster) override { return glyphs_.cluster(utf8_cluster); }
    float advance(char32_t code_point, const text::Style& style) override;
    float line_height(const text::Style& style) override;
    float ascent(const text::Style& style) override;
    void prepare(std::u32string_view code_points, const text::Style& style) override;

    ImFont* font(text::Face face);

private:
    ImFontBaked* baked(const text::Style& style);

    GlyphSource& glyphs_;
    ImFont* fonts_[6] = {};
    text::Style last_style_;
    ImFontBaked* last_baked_ = nullptr;

public:
    // ImGui may throw a baked size away between frames.
    void begin_frame() { last_baked_ = nullptr; }
};

// One line, ready to draw: clusters substituted, cut with "…" where it was too wide.
struct Label {
    std::string glyphs;  // UTF-8 for ImGui
    float width = 0;     // device pixels
    bool cut = false;
};

class Labels {
public:
    explicit Labels(FontShaper& shaper) : shaper_(shaper) {}

    // `max_width` in device pixels, 0 for none. The reference lives until the next call of forget_old().
    const Label& get(std::string_view text, const text::Style& style, float max_width = 0);

    void forget_old();  // once a frame
    void clear() { kept_.clear(); }

private:
    Label make(std::string_view text, const text::Style& style, float max_width);

    FontShaper& shaper_;
    std::unordered_map<std::uint64_t, Label> kept_;
};

}  // namespace ui
