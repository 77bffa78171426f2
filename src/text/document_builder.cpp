#include "text/document_builder.hpp"

#include "base/utf8.hpp"
#include "text/properties.hpp"

#include <utility>

namespace text {

namespace {

// A reference may be used many times, and each use brings its address again.
constexpr std::size_t max_link_bytes = 2 * max_markdown_bytes;

bool same_look(const Span& a, const Span& b) {
    return a.bold == b.bold && a.italic == b.italic && a.code == b.code && a.strike == b.strike && a.image == b.image &&
           a.link == b.link;
}

char32_t last_code_point(std::string_view text) {
    std::size_t begin = text.size();
    while (begin > 0 && text.size() - begin < 4) {
        --begin;
        if ((static_cast<unsigned char>(text[begin]) & 0xC0) != 0x80) {
            break;
        }
    }
    return base::decode_utf8(text, begin).code_point;
}

bool is_cjk(char32_t code_point) {
    const Kind kind = kind_of(code_point);
    return is_ideographic(kind) || kind == Kind::wide_open || kind == Kind::wide_close;
}

bool is_list_part(BlockKind kind) { return kind == BlockKind::item || kind == BlockKind::row; }

}  // namespace

Block& DocumentBuilder::add(Block block) {
    ++block_count_;
    leaf_ = nullptr;
    soft_break_pending_ = false;
    std::vector<Block>& children = open_.back()->blocks;
    children.push_back(std::move(block));
    return children.back();
}

void DocumentBuilder::enter_container(Block block) {
    const bool inside_skipped = skipped_containers_ > 0;
    const bool too_deep = !is_list_part(block.kind) && open_.size() > static_cast<std::size_t>(max_block_depth);
    leaf_ = nullptr;
    if (inside_skipped || too_deep) {
        ++skipped_containers_;
        return;
    }
    open_.push_back(&add(std::move(block)));
}

void DocumentBuilder::leave_container() {
    leaf_ = nullptr;
    soft_break_pending_ = false;
    if (skipped_containers_ > 0) {
        --skipped_containers_;
        return;
    }
    if (open_.size() > 1) {
        open_.pop_back();
    }
}

void DocumentBuilder::enter_leaf(Block block) { leaf_ = &add(std::move(block)); }

void DocumentBuilder::leave_leaf() {
    if (leaf_ != nullptr && leaf_->kind == BlockKind::code && leaf_->code.ends_with('\n')) {
        leaf_->code.pop_back();
    }
    leaf_ = nullptr;
    soft_break_pending_ = false;
}

Block* DocumentBuilder::open_table() {
    for (auto block = open_.rbegin(); block != open_.rend(); ++block) {
        if ((*block)->kind == BlockKind::table) {
            return *block;
        }
    }
    return nullptr;
}

int DocumentBuilder::add_link(std::string url, std::string title) {
    if (url.empty()) {
        return -1;
    }
    if (!links_.empty() && links_.back().url == url && links_.back().title == title) {
        return static_cast<int>(links_.size()) - 1;
    }
    link_bytes_ += url.size() + title.size() + sizeof(Link);
    if (link_bytes_ > max_link_bytes) {
        return -1;
    }
    const bool allowed = is_allowed_(url);
    links_.push_back({std::move(url), std::move(title), allowed});
    return static_cast<int>(links_.size()) - 1;
}

void DocumentBuilder::enter_link(std::string url, std::string title) {
    link_stack_.push_back(add_link(std::move(url), std::move(title)));
}

void DocumentBuilder::leave_link() {
    if (!link_stack_.empty()) {
        link_stack_.pop_back();
    }
}

void DocumentBuilder::enter_image(std::string url, std::string title) {
    if (++image_depth_ > 1) {
        return;
    }
    image_link_ = add_link(std::move(url), std::move(title));
    image_has_text_ = false;
}

void DocumentBuilder::leave_image() {
    if (image_depth_ == 1 && !image_has_text_ && image_link_ >= 0) {
        text(std::string(links_[static_cast<std::size_t>(image_link_)].url));
    }
    if (--image_depth_ == 0) {
        image_link_ = -1;
    }
}

Span DocumentBuilder::current_span() const {
    Span span;
    span.bold = bold_ > 0;
    span.italic = italic_ > 0;
    span.code = code_ > 0;
    span.strike = strike_ > 0;
    span.image = image_depth_ > 0;
    span.link = span.image ? image_link_ : link_stack_.empty() ? -1 : link_stack_.back();
    return span;
}

void DocumentBuilder::append(std::string_view utf8) {
    Span span = current_span();
    if (!leaf_->spans.empty() && same_look(leaf_->spans.back(), span)) {
        leaf_->spans.back().text.append(utf8);
        return;
    }
    span.text = utf8;
    leaf_->spans.push_back(std::move(span));
}

void DocumentBuilder::text(std::string_view utf8) {
    if (utf8.empty()) {
        return;
    }
    // A tight list's items hold text without a paragraph of its own.
    if (leaf_ == nullptr) {
        leaf_ = &add({});
    }
    if (image_depth_ > 0) {
        image_has_text_ = true;
    }
    if (std::exchange(soft_break_pending_, false) && !leaf_->spans.empty()) {
        // Between two ideographs or kana a line's end is no blank (CSS Text 3 §4.1.3).
        const bool joined =
            is_cjk(last_code_point(leaf_->spans.back().text)) && is_cjk(base::decode_utf8(utf8).code_point);
        if (!joined) {
            append(" ");
        }
    }
    append(utf8);
}

void DocumentBuilder::code_text(std::string_view utf8) {
    if (leaf_ != nullptr && leaf_->kind == BlockKind::code) {
        leaf_->code.append(utf8);
    } else {
        text(utf8);
    }
}

Document DocumentBuilder::take() && {
    Document document;
    document.blocks = std::move(root_.blocks);
    document.links = std::move(links_);
    return document;
}

}  // namespace text
