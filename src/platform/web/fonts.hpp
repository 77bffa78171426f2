// The browser as the font: every script and every colour emoji that the system can draw, without a font in the download.
//
// Sizes are the em in device pixels. Dear ImGui rounds them to whole pixels, so give whole ones: then a glyph is drawn as
// it was rasterised, and every advance is a whole number. A line of text reaches from the y it is drawn at over
// ImFontBaked::Ascent to the baseline, and over -ImFontBaked::Descent below it; that box is higher than the em, so text
// that is partly above or below the clip rectangle needs a clip rectangle higher by one line in ImFont::RenderText,
// which drops a line as soon as its em is outside.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ui/glyph_source.hpp"

struct ImFontAtlas;
struct ImFontBaked;
struct ImFontConfig;
struct ImFontGlyph;

namespace platform::web {

class Fonts final : public ui::GlyphSource {
public:
    // Adds the faces to the atlas of the current ImGui context. Must live as long as frames are made.
    Fonts();
    Fonts(const Fonts&) = delete;
    Fonts& operator=(const Fonts&) = delete;

    ImFont* font(text::Face face) override { return fonts_[static_cast<std::size_t>(face)]; }
    char32_t cluster(std::string_view utf8_cluster) override;
    void prepare(std::u32string_view code_points, text::Face face, float size_px) override;

private:
    // One glyph as the browser drew it: RGBA, not premultiplied. The layout is known to web/bridge/fonts.js.
    struct Drawing {
        float advance = 0;                   // device pixels, not rounded
        std::int32_t left = 0, top = 0;      // of the picture, from the pen on the baseline
        std::int32_t width = 0, height = 0;  // 0: nothing to see
        std::uint32_t offset = 0;            // of its pixels in the sheet
        std::uint32_t coloured = 0;          // else only alpha counts
    };

    // What was drawn in one go. `code_points` is sorted, `drawings` beside it.
    struct Sheet {
        text::Face face = text::Face::regular;
        float size_px = 0;
        std::vector<char32_t> code_points;
        std::vector<Drawing> drawings;
        unsigned char* pixels = nullptr;  // malloc
    };

    static bool init_source(ImFontAtlas* atlas, ImFontConfig* source);
    static void destroy_source(ImFontAtlas* atlas, ImFontConfig* source);
    static bool init_baked(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked, void* data);
    static bool load_glyph(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked, void* data,
                           std::uint32_t code_point, ImFontGlyph* glyph, float* only_advance);

    void draw(text::Face face, float size_px, std::vector<char32_t> code_points);
    const Drawing* find(text::Face face, float size_px, char32_t code_point) const;
    void drop_sheet();

    std::array<ImFont*, 6> fonts_ = {};
    std::unordered_map<std::string, char32_t> clusters_;
    Sheet sheet_;
};

}  // namespace platform::web
