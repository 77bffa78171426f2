#include "ui/widgets/wrapped_text.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

#include "text/markdown.hpp"
#include "text/visible.hpp"

namespace ui {

namespace {

constexpr int markdown_face = 100;

}  // namespace

bool WrappedText::is_current(const Ui& ui, std::string_view text, float width, float size, int face) {
    const std::size_t hash = std::hash<std::string_view>{}(text);
    const float em = ui.em(size);
    if (hash == hash_ && width == width_ && em == size_ && face == face_) return true;
    hash_ = hash;
    width_ = width;
    size_ = em;
    face_ = face;
    return false;
}

float WrappedText::draw(Ui& ui, std::string_view key, std::string_view text, float x, float y, float width,
                        const Look& look, TextSelection* selection) {
    if (text.empty()) return 0;
    if (!is_current(ui, text, width, look.css_size, static_cast<int>(look.face))) {
        text::PlainParams params;
        params.style = ui.style(look.css_size, look.face);
        params.width_px = width;
        params.line_height_px = std::round(ui.em(look.css_size * 1.5f));
        params.max_lines = look.max_lines;
        layout_ = text::lay_out_plain(text::make_visible(text), params, ui.paint.shaper());
    }
    const IdScope scope(ui, key);
    text_view(ui, layout_, x, y, 0, selection, {.text = look.color});
    return layout_.height;
}

float WrappedText::draw_markdown(Ui& ui, std::string_view key, std::string_view markdown, float x, float y, float width,
                                 float most_height, std::string& pressed_link) {
    if (markdown.empty()) return 0;
    if (!is_current(ui, markdown, width, type_size::control, markdown_face)) {
        text::LayoutParams params;
        params.width_px = width;
        params.scale = ui.input.scale;
        params.type.body = type_size::control;
        params.type.mono = type_size::small;
        for (float& heading : params.type.headings) heading = std::min(heading, type_size::body);
        layout_ = text::lay_out(text::parse_markdown(text::make_visible(markdown)), params, ui.paint.shaper());
    }
    const float height = std::min(layout_.height, most_height);
    const IdScope scope(ui, key);
    ui.paint.push_clip({x, y, width, height});
    const int link = text_view(ui, layout_, x, y, 0, nullptr);
    ui.paint.pop_clip();
    if (link >= 0) pressed_link = layout_.links[static_cast<std::size_t>(link)].url;
    return height;
}

}  // namespace ui
