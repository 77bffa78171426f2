#pragma once

#include "text/inline_shaper.hpp"
#include "text/layout.hpp"
#include "text/line_filler.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace text {

// Places the blocks of a document below one another. Recursion is as deep as the document, which parse_markdown caps.
class BlockLayout {
public:
    BlockLayout(Layout& out, const LayoutParams& params, Shaper& shaper);

    void lay_blocks(std::span<const Block> blocks, float left, float right);
    float bottom() const { return y_; }

private:
    friend class TableLayout;

    void lay_block(const Block& block, float left, float right);
    void lay_text(const Block& block, const BaseLook& look, float line_height, float left, float right);
    void lay_quote(const Block& block, float left, float right);
    void lay_code(const Block& block, float left, float right);
    void lay_list(const Block& block, float left, float right);
    float number_width(const Block& list);
    void lay_item(const Block& item, const std::string& label, bool ordered, float left, float content_left,
                  float right);
    void lay_box_mark(const Block& item, float left, float content_left);
    void lay_rule(float left, float right);

    // Ends what is in `plain` so that new text can begin: a separator and the indentation of the list we are in.
    void separate(std::string_view separator, bool indent = true);
    // A left edge further in, but never so far that no text fits.
    float inset(float left, float by, float right) const;
    float gap_before(const Block& block, const Block* previous) const;

    float px(float css) const;
    BaseLook body_look() const;
    float body_line_height() const;
    void add_box(BoxKind kind, Rect rect, std::uint8_t level = 0);

    Layout& out_;
    const LayoutParams& params_;
    InlineShaper shaper_;
    LineFiller filler_;
    float y_ = 0;
    std::string indent_;  // of the list in `plain`
    std::string_view separator_;
    int list_depth_ = 0;
    int quote_depth_ = 0;
    bool tight_ = false;
    bool after_mark_ = false;  // a list mark was just written: its text follows on the same line
};

}  // namespace text
