#include "platform/web/fonts.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "base/utf8.hpp"
#include "imgui.h"
#include "imgui_internal.h"

extern "C" {
// `metrics`: ascent, descent, of the font itself.
void parley_font_metrics(int face, float size_px, float* metrics);
float parley_font_advance(int face, float size_px, std::uint32_t code_point);
// From now on that private-use code point is drawn as the cluster.
void parley_font_cluster(std::uint32_t code_point, const char* utf8, std::size_t length);
// Fills one Drawing for each code point; the pixels of all of them are ours to free. Null: there was nothing to see.
unsigned char* parley_font_draw(int face, float size_px, const char32_t* code_points, int count, void* drawings);
}

namespace platform::web {

namespace {

constexpr char32_t first_cluster = 0xE000, last_cluster = 0xF8FF;
// The sheet stays below what any canvas can be: 200 emoji of a heading on a dense display are 1024 × 1700 pixels.
constexpr std::size_t max_sheet_glyphs = 200;

// Controls are never looked up in a font; surrogates are no characters.
bool is_drawable(char32_t code_point) {
    if (code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0)) return false;
    return (code_point < 0xD800 || code_point > 0xDFFF) && code_point <= 0x10FFFF;
}

}  // namespace

Fonts::Fonts() {
    static ImFontLoader loader;
    loader.Name = "browser";
    loader.FontSrcInit = &Fonts::init_source;
    loader.FontSrcDestroy = &Fonts::destroy_source;
    loader.FontSrcContainsGlyph = [](ImFontAtlas*, ImFontConfig*, ImWchar) { return true; };
    loader.FontBakedInit = &Fonts::init_baked;
    loader.FontBakedLoadGlyph = &Fonts::load_glyph;

    ImFontAtlas* atlas = ImGui::GetIO().Fonts;
    atlas->Flags |= ImFontAtlasFlags_NoMouseCursors;  // the browser shows its own
    // Every WebGL 2 device has textures of 2048 by 2048; those that matter have 4096.
    atlas->TexMaxWidth = atlas->TexMaxHeight = 4096;
    for (std::size_t face = 0; face < fonts_.size(); ++face) {
        ImFontConfig config;
        config.FontLoader = &loader;
        config.FontData = this;  // init_source takes it away before the atlas thinks it is a font file
        config.FontNo = static_cast<ImU32>(face);
        config.SizePixels = 16;
        fonts_[face] = atlas->AddFont(&config);
    }
}

char32_t Fonts::cluster(std::string_view utf8_cluster) {
    const auto known = clusters_.find(std::string(utf8_cluster));
    if (known != clusters_.end()) return known->second;
    // Full: the 6,400 there are must keep their meaning, because layouts hold them.
    if (clusters_.size() > last_cluster - first_cluster) {
        const auto first = base::decode_utf8(utf8_cluster, 0).code_point;
        return first >= first_cluster && first <= last_cluster ? U'\uFFFD' : first;
    }
    const char32_t code_point = first_cluster + static_cast<char32_t>(clusters_.size());
    parley_font_cluster(code_point, utf8_cluster.data(), utf8_cluster.size());
    clusters_.emplace(utf8_cluster, code_point);
    return code_point;
}

void Fonts::prepare(std::u32string_view code_points, text::Face face, float size_px) {
    ImFontBaked* baked = font(face)->GetFontBaked(size_px);
    std::vector<char32_t> wanted;
    for (const char32_t code_point : code_points)
        if (is_drawable(code_point) && !baked->IsGlyphLoaded(code_point)) wanted.push_back(code_point);
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    for (std::size_t begin = 0; begin < wanted.size(); begin += max_sheet_glyphs) {
        const std::size_t end = std::min(begin + max_sheet_glyphs, wanted.size());
        const std::vector<char32_t> some(wanted.begin() + static_cast<std::ptrdiff_t>(begin),
                                         wanted.begin() + static_cast<std::ptrdiff_t>(end));
        draw(face, baked->Size, some);
        for (const char32_t code_point : some) baked->FindGlyph(code_point);  // calls load_glyph
        drop_sheet();
    }
}

void Fonts::draw(text::Face face, float size_px, std::vector<char32_t> code_points) {
    drop_sheet();
    sheet_.face = face;
    sheet_.size_px = size_px;
    sheet_.drawings.resize(code_points.size());
    sheet_.code_points = std::move(code_points);
    sheet_.pixels = parley_font_draw(static_cast<int>(face), size_px, sheet_.code_points.data(),
                                     static_cast<int>(sheet_.code_points.size()), sheet_.drawings.data());
}

void Fonts::drop_sheet() {
    std::free(sheet_.pixels);
    sheet_ = {};
}

const Fonts::Drawing* Fonts::find(text::Face face, float size_px, char32_t code_point) const {
    if (sheet_.face != face || sheet_.size_px != size_px) return nullptr;
    const auto at = std::lower_bound(sheet_.code_points.begin(), sheet_.code_points.end(), code_point);
    if (at == sheet_.code_points.end() || *at != code_point) return nullptr;
    return &sheet_.drawings[static_cast<std::size_t>(std::distance(sheet_.code_points.begin(), at))];
}

bool Fonts::init_source(ImFontAtlas*, ImFontConfig* source) {
    if (source->FontData) source->FontLoaderData = std::exchange(source->FontData, nullptr);
    return source->FontLoaderData != nullptr;
}

void Fonts::destroy_source(ImFontAtlas*, ImFontConfig* source) { source->FontLoaderData = nullptr; }

bool Fonts::init_baked(ImFontAtlas*, ImFontConfig* source, ImFontBaked* baked, void*) {
    float metrics[2] = {};
    parley_font_metrics(static_cast<int>(source->FontNo), baked->Size, metrics);
    baked->Ascent = std::ceil(metrics[0]);
    baked->Descent = -std::ceil(metrics[1]);
    return true;
}

bool Fonts::load_glyph(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked, void*, std::uint32_t code_point,
                       ImFontGlyph* glyph, float* only_advance) {
    if (!is_drawable(code_point)) return false;  // the fallback glyph is drawn
    auto& self = *static_cast<Fonts*>(source->FontLoaderData);
    const auto face = static_cast<text::Face>(source->FontNo);
    if (only_advance) {
        *only_advance = std::round(parley_font_advance(static_cast<int>(face), baked->Size, code_point));
        return true;
    }

    const Drawing* drawing = self.find(face, baked->Size, code_point);
    const bool alone = !drawing;
    if (alone) {
        self.draw(face, baked->Size, {code_point});
        drawing = &self.sheet_.drawings[0];
    }
    glyph->Codepoint = code_point;
    glyph->AdvanceX = std::round(drawing->advance);
    if (self.sheet_.pixels && drawing->width > 0 && drawing->height > 0) {
        const ImFontAtlasRectId pack_id = ImFontAtlasPackAddRect(atlas, drawing->width, drawing->height);
        if (pack_id == ImFontAtlasRectId_Invalid) {  // the atlas is full, and nothing in it is old
            if (alone) self.drop_sheet();
            return false;
        }
        glyph->X0 = static_cast<float>(drawing->left);
        glyph->X1 = static_cast<float>(drawing->left + drawing->width);
        glyph->Y0 = baked->Ascent + static_cast<float>(drawing->top);
        glyph->Y1 = glyph->Y0 + static_cast<float>(drawing->height);
        glyph->Visible = true;
        glyph->Colored = drawing->coloured != 0;
        glyph->PackId = pack_id;
        ImFontAtlasBakedSetFontGlyphBitmap(atlas, baked, source, glyph, ImFontAtlasPackGetRect(atlas, pack_id),
                                           self.sheet_.pixels + drawing->offset, ImTextureFormat_RGBA32,
                                           drawing->width * 4);
    }
    if (alone) self.drop_sheet();
    return true;
}

}  // namespace platform::web
