#include "text/block_layout.hpp"

#include "text/table_layout.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace text {

namespace {

// CSS pixels.
constexpr float block_gap = 12;
constexpr float tight_gap = 4;
constexpr float heading_gap = 20;
constexpr float quote_indent = 16;
constexpr float quote_bar_width = 3;
constexpr float code_padding = 12;
constexpr float list_indent = 22;
constexpr float mark_gap = 8;
constexpr float bullet_size = 5;
constexpr float checkbox_size = 14;
constexpr float least_text_width = 48;
constexpr float heading_line_height = 1.35F;
constexpr float code_line_height = 1.5F;

std::string_view task_label(TaskState task) {
    switch (task) {
        case TaskState::none: return "";
        case TaskState::open: return "[ ] ";
        case TaskState::done: return "[x] ";
    }
    return "";
}

std::string number_label(unsigned number, TaskState task) {
    return std::to_string(number).append(". ").append(task_label(task));
}

}  // namespace

BlockLayout::BlockLayout(Layout& out, const LayoutParams& params, Shaper& shaper)
    : out_(out), params_(params), shaper_(shaper, out.plain), filler_(out, shaper_, params.scale) {}

// Sizes of type are whole pixels too: what is between would be scaled from the next baked size, and blurred.
float BlockLayout::px(float css) const { return std::round(css * params_.scale); }

BaseLook BlockLayout::body_look() const {
    BaseLook look;
    look.style = {Face::regular, px(params_.type.body)};
    look.mono_size_px = px(params_.type.mono);
    look.ink = quote_depth_ > 0 ? Ink::muted : Ink::text;
    return look;
}

float BlockLayout::body_line_height() const { return px(params_.type.body * params_.type.line_height); }

void BlockLayout::add_box(BoxKind kind, Rect rect, std::uint8_t level) {
    out_.boxes.push_back({kind, level, rect});
    out_.width = std::max(out_.width, rect.x + rect.width);
}

void BlockLayout::separate(std::string_view separator, bool indent) {
    if (std::exchange(after_mark_, false)) {
        return;
    }
    if (!out_.plain.empty()) {
        out_.plain.append(separator);
    }
    if (indent) {
        out_.plain.append(indent_);
    }
}

float BlockLayout::inset(float left, float by, float right) const {
    return std::max(left, std::min(left + by, right - px(least_text_width)));
}

float BlockLayout::gap_before(const Block& block, const Block* previous) const {
    if (previous == nullptr) {
        return 0;
    }
    if (block.kind == BlockKind::heading) {
        return px(heading_gap);
    }
    return px(tight_ ? tight_gap : block_gap);
}

void BlockLayout::lay_blocks(std::span<const Block> blocks, float left, float right) {
    const Block* previous = nullptr;
    for (const Block& block : blocks) {
        y_ += gap_before(block, previous);
        separator_ = tight_ ? "\n" : "\n\n";
        lay_block(block, left, right);
        previous = &block;
    }
}

void BlockLayout::lay_block(const Block& block, float left, float right) {
    switch (block.kind) {
        case BlockKind::paragraph:
        case BlockKind::cell: lay_text(block, body_look(), body_line_height(), left, right); break;
        case BlockKind::heading: {
            const std::size_t level = std::clamp<std::size_t>(block.level, 1, std::size(params_.type.headings));
            BaseLook look = body_look();
            look.style.size_px = px(params_.type.headings[level - 1]);
            look.bold = true;
            look.style.face = Face::bold;
            lay_text(block, look, px(params_.type.headings[level - 1] * heading_line_height), left, right);
            break;
        }
        case BlockKind::quote: lay_quote(block, left, right); break;
        case BlockKind::code: lay_code(block, left, right); break;
        case BlockKind::list: lay_list(block, left, right); break;
        case BlockKind::table: TableLayout(*this).lay(block, left, right); break;
        case BlockKind::rule: lay_rule(left, right); break;
        case BlockKind::item:
        case BlockKind::row: lay_blocks(block.blocks, left, right); break;
    }
}

void BlockLayout::lay_text(const Block& block, const BaseLook& look, float line_height, float left, float right) {
    separate(separator_);
    shaper_.clear();
    const Shaped shaped = shaper_.shape(block.spans, look);
    y_ = filler_.fill(shaped, {left, right, y_, line_height, Align::natural, 0});
}

void BlockLayout::lay_quote(const Block& block, float left, float right) {
    const float top = y_;
    ++quote_depth_;
    const bool tight = std::exchange(tight_, false);
    const std::string_view separator = separator_;
    if (!block.blocks.empty()) {
        // The first block continues with the separator the quote itself was given.
        separator_ = separator;
        lay_block(block.blocks.front(), inset(left, px(quote_indent), right), right);
        if (block.blocks.size() > 1) {
            y_ += gap_before(block.blocks[1], &block.blocks[0]);
            lay_blocks(std::span(block.blocks).subspan(1), inset(left, px(quote_indent), right), right);
        }
    }
    tight_ = tight;
    --quote_depth_;
    if (block.blocks.empty()) {
        y_ += body_line_height();
    }
    add_box(BoxKind::quote_bar, {left, top, px(quote_bar_width), y_ - top});
}

void BlockLayout::lay_code(const Block& block, float left, float right) {
    separate(separator_, false);
    shaper_.clear();
    const float padding = px(code_padding);
    const float top = y_;
    BaseLook look;
    look.style = {Face::mono, px(params_.type.mono)};
    look.ink = Ink::code;
    const Shaped shaped = shaper_.shape(block.code, look);
    const float bottom = filler_.fill(shaped, {left + padding, std::max(left + padding, right - padding), top + padding,
                                               px(params_.type.mono * code_line_height), Align::left, 0});
    y_ = bottom + padding;
    const Rect rect{left, top, right - left, y_ - top};
    add_box(BoxKind::code_block, rect);
    out_.code_blocks.push_back({block.language, rect, shaped.begin, shaped.end});
}

// Room for the widest number, so that all texts of a list begin at one edge.
float BlockLayout::number_width(const Block& list) {
    const bool has_tasks = std::any_of(list.blocks.begin(), list.blocks.end(),
                                       [](const Block& item) { return item.task != TaskState::none; });
    const auto last = list.start + static_cast<unsigned>(list.blocks.size());
    const std::string label = number_label(last, has_tasks ? TaskState::open : TaskState::none);
    return shaper_.advance_of('0', body_look().style) * static_cast<float>(label.size());
}

void BlockLayout::lay_list(const Block& block, float left, float right) {
    const bool tight = std::exchange(tight_, block.tight);
    const std::string_view first_separator = separator_;
    float indent = px(list_indent);
    if (block.ordered) {
        indent = std::max(indent, number_width(block) + px(mark_gap));
    }
    const float content_left = inset(left, indent, right);
    const std::size_t outer_indent = indent_.size();
    unsigned number = block.start;
    bool first = true;
    for (const Block& item : block.blocks) {
        if (!first) {
            y_ += px(tight_ ? tight_gap : block_gap);
        }
        separator_ = first ? first_separator : tight_ ? "\n" : "\n\n";
        const std::string label = block.ordered ? number_label(number++, item.task) : std::string("- ");
        separate(separator_);
        indent_.append(label.size(), ' ');
        ++list_depth_;
        lay_item(item, label, block.ordered, left, content_left, right);
        --list_depth_;
        indent_.resize(outer_indent);
        first = false;
    }
    tight_ = tight;
}

void BlockLayout::lay_item(const Block& item, const std::string& label, bool ordered, float left, float content_left,
                           float right) {
    const float top = y_;
    if (ordered) {
        BaseLook look = body_look();
        look.ink = Ink::muted;
        shaper_.clear();
        const Shaped mark = shaper_.shape(label, look);
        const float mark_right = std::max(left, content_left - px(mark_gap));
        filler_.fill(mark, {left, mark_right, top, body_line_height(), Align::right, 1});
    } else {
        lay_box_mark(item, left, content_left);
    }
    after_mark_ = true;
    lay_blocks(item.blocks, content_left, right);
    after_mark_ = false;
    y_ = std::max(y_, top + body_line_height());
}

void BlockLayout::lay_box_mark(const Block& item, float left, float content_left) {
    const auto begin = static_cast<std::uint32_t>(out_.plain.size());
    out_.plain.append("- ").append(task_label(item.task));
    const auto end = static_cast<std::uint32_t>(out_.plain.size());
    const float height = body_line_height();
    filler_.fill_mark(begin, end, {left, content_left, y_, height, Align::left, 0});
    const bool task = item.task != TaskState::none;
    const float size = px(task ? checkbox_size : bullet_size);
    const float x = std::max(left, content_left - px(mark_gap) - size);
    const Rect rect{x, std::round(y_ + (height - size) / 2), size, size};
    const BoxKind kind = !task                          ? BoxKind::bullet
                         : item.task == TaskState::done ? BoxKind::checkbox_checked
                                                        : BoxKind::checkbox;
    add_box(kind, rect, static_cast<std::uint8_t>(list_depth_ - 1));
}

void BlockLayout::lay_rule(float left, float right) {
    const float thickness = std::max(1.F, px(1));
    const float gap = px(block_gap) / 2;
    y_ += std::floor(gap);
    add_box(BoxKind::rule, {left, y_, right - left, thickness});
    y_ += thickness + std::floor(gap);
}

}  // namespace text
