#pragma once

#include "text/document.hpp"
#include "text/markdown.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace text {

// Grows a Document from the events of a Markdown parser: blocks and spans are entered and left, text arrives between.
// Caps depth and size; after `overflowed()` the document is of no use.
class DocumentBuilder {
public:
    explicit DocumentBuilder(AddressTest is_allowed) : is_allowed_(is_allowed) {}

    void enter_container(Block block);  // list, item, quote, table, row
    void leave_container();
    void enter_leaf(Block block);  // paragraph, heading, code, cell, rule
    void leave_leaf();

    // Counted, so that nesting of the same kind is fine.
    void emphasis(int change) { italic_ += change; }
    void strong(int change) { bold_ += change; }
    void strike(int change) { strike_ += change; }
    void code(int change) { code_ += change; }

    void enter_link(std::string url, std::string title);
    void leave_link();
    void enter_image(std::string url, std::string title);
    void leave_image();

    void text(std::string_view utf8);
    void soft_break() { soft_break_pending_ = true; }
    void code_text(std::string_view utf8);

    // The table whose row is being built, or null.
    Block* open_table();

    bool overflowed() const { return block_count_ > max_document_blocks; }
    Document take() &&;

private:
    Block& add(Block block);
    void append(std::string_view utf8);
    Span current_span() const;
    int add_link(std::string url, std::string title);

    AddressTest is_allowed_;
    Block root_;
    // Open containers. Each is the last child of the one before it, so that adding a child moves none of them.
    std::vector<Block*> open_{&root_};
    Block* leaf_ = nullptr;
    std::vector<Link> links_;
    std::size_t link_bytes_ = 0;
    std::size_t block_count_ = 0;
    std::vector<int> link_stack_;
    int skipped_containers_ = 0;
    int bold_ = 0;
    int italic_ = 0;
    int strike_ = 0;
    int code_ = 0;
    int image_depth_ = 0;
    int image_link_ = -1;
    bool image_has_text_ = false;
    bool soft_break_pending_ = false;
};

}  // namespace text
