// A paragraph of plain text that is laid out once and drawn in many frames.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "text/layout.hpp"
#include "ui/ui.hpp"
#include "ui/widgets/text_view.hpp"

namespace ui {

// Kept by the view. The text is compared by its hash, so that it need not be kept twice.
class WrappedText {
public:
    struct Look {
        float css_size = type_size::small;
        text::Face face = text::Face::regular;
        ImU32 color = 0;  // 0: the palette's text
        int max_lines = 0;
    };

    // Hidden characters are shown as their numbers. The height; 0 for an empty text.
    float draw(Ui& ui, std::string_view key, std::string_view text, float x, float y, float width, const Look& look,
               TextSelection* selection = nullptr);

    // For Markdown. Where `most_height` is less than the text is high, only that much of it is seen. The height; a link that
    // was pressed is put into `pressed_link`.
    float draw_markdown(Ui& ui, std::string_view key, std::string_view markdown, float x, float y, float width,
                        float most_height, std::string& pressed_link);

    // As it was laid out last.
    float whole_height() const { return layout_.height; }

private:
    bool is_current(const Ui& ui, std::string_view text, float width, float size, int face);

    text::Layout layout_;
    std::size_t hash_ = 0;
    float width_ = -1, size_ = 0;
    int face_ = -1;
};

}  // namespace ui
