#include "ui/type.hpp"

#include <cmath>
#include <cstring>
#include <vector>

#include "base/utf8.hpp"
#include "imgui.h"
#include "text/clusters.hpp"

namespace ui {

namespace {

constexpr std::size_t labels_kept = 4000;
constexpr char32_t ellipsis = U'…';

std::uint64_t mix(std::uint64_t hash, std::string_view bytes) {
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;  // FNV-1a
    return hash;
}

std::uint64_t key_of(std::string_view text, const text::Style& style, float max_width) {
    std::uint32_t numbers[3] = {static_cast<std::uint32_t>(style.face), 0, 0};
    std::memcpy(&numbers[1], &style.size_px, 4);
    std::memcpy(&numbers[2], &max_width, 4);
    const auto hash = mix(0xcbf29ce484222325ull, {reinterpret_cast<const char*>(numbers), sizeof numbers});
    return mix(hash, text);
}

struct Piece {
    char32_t code_point;
    float advance;
};

}  // namespace

ImFont* FontShaper::font(text::Face face) {
    ImFont*& font = fonts_[static_cast<int>(face)];
    if (!font) font = glyphs_.font(face);
    return font;
}

ImFontBaked* FontShaper::baked(const text::Style& style) {
    if (last_baked_ && last_style_ == style) return last_baked_;
    last_style_ = style;
    last_baked_ = font(style.face)->GetFontBaked(style.size_px);
    return last_baked_;
}

float FontShaper::advance(char32_t code_point, const text::Style& style) {
    return std::round(baked(style)->GetCharAdvance(static_cast<ImWchar>(code_point)));
}

float FontShaper::line_height(const text::Style& style) {
    const ImFontBaked* font = baked(style);
    return font->Ascent - font->Descent;
}

float FontShaper::ascent(const text::Style& style) { return baked(style)->Ascent; }

void FontShaper::prepare(std::u32string_view code_points, const text::Style& style) {
    glyphs_.prepare(code_points, style.face, style.size_px);
}

const Label& Labels::get(std::string_view text, const text::Style& style, float max_width) {
    const auto key = key_of(text, style, max_width);
    const auto found = kept_.find(key);
    if (found != kept_.end()) return found->second;
    return kept_.emplace(key, make(text, style, max_width)).first->second;
}

void Labels::forget_old() {
    if (kept_.size() > labels_kept) kept_.clear();
}

Label Labels::make(std::string_view text, const text::Style& style, float max_width) {
    // A label is one line; what a server named with many lines or megabytes shows its beginning.
    constexpr std::size_t longest = 2000;
    std::u32string code_points;
    for (std::size_t at = 0; at < text.size() && code_points.size() < longest;) {
        const text::Cluster cluster = text::cluster_at(text, at);
        char32_t shown = cluster.single ? cluster.first : shaper_.cluster(text.substr(at, cluster.size));
        if (shown < 0x20) shown = U' ';
        code_points += shown;
        at += cluster.size;
    }
    shaper_.prepare(code_points, style);

    std::vector<Piece> pieces;
    pieces.reserve(code_points.size());
    float width = 0;
    for (const char32_t code_point : code_points) {
        pieces.push_back({code_point, shaper_.advance(code_point, style)});
        width += pieces.back().advance;
    }
    Label label;
    if (max_width > 0 && width > max_width) {
        label.cut = true;
        const float dots = shaper_.advance(ellipsis, style);
        while (!pieces.empty() && width + dots > max_width) {
            width -= pieces.back().advance;
            pieces.pop_back();
        }
        while (!pieces.empty() && pieces.back().code_point == U' ') {
            width -= pieces.back().advance;
            pieces.pop_back();
        }
        pieces.push_back({ellipsis, dots});
        width += dots;
    }
    for (const Piece& piece : pieces) base::append_utf8(label.glyphs, piece.code_point);
    label.width = width;
    return label;
}

}  // namespace ui
