#include "text/markdown.hpp"

#include "base/utf8.hpp"
#include "text/document_builder.hpp"
#include "text/entities.hpp"

#include <md4c.h>

#include <string>
#include <utility>

namespace text {

namespace {

DocumentBuilder& builder_of(void* user) { return *static_cast<DocumentBuilder*>(user); }

// md4c's answer to "go on?".
int go_on(const DocumentBuilder& builder) { return builder.overflowed() ? 1 : 0; }

// Empty when it is longer than any address or title we keep: a reference used many times must not cost its length.
std::string read_attribute(const MD_ATTRIBUTE& attribute) {
    std::string out;
    if (attribute.size > max_address_bytes) {
        return out;
    }
    for (unsigned i = 0; attribute.size > 0 && attribute.substr_offsets[i] < attribute.size; ++i) {
        const MD_OFFSET begin = attribute.substr_offsets[i];
        const std::string_view part(attribute.text + begin, attribute.substr_offsets[i + 1] - begin);
        switch (attribute.substr_types[i]) {
            case MD_TEXT_ENTITY: append_entity(out, part); break;
            case MD_TEXT_NULLCHAR: base::append_utf8(out, base::replacement_character); break;
            default: out.append(part);
        }
    }
    return out;
}

Block block_of(BlockKind kind) {
    Block block;
    block.kind = kind;
    return block;
}

Block list_of(const MD_BLOCK_UL_DETAIL& detail) {
    Block block = block_of(BlockKind::list);
    block.tight = detail.is_tight != 0;
    return block;
}

Block list_of(const MD_BLOCK_OL_DETAIL& detail) {
    Block block = block_of(BlockKind::list);
    block.tight = detail.is_tight != 0;
    block.ordered = true;
    block.start = detail.start;
    return block;
}

Block item_of(const MD_BLOCK_LI_DETAIL& detail) {
    Block block = block_of(BlockKind::item);
    if (detail.is_task != 0) {
        block.task = detail.task_mark == ' ' ? TaskState::open : TaskState::done;
    }
    return block;
}

Block heading_of(const MD_BLOCK_H_DETAIL& detail) {
    Block block = block_of(BlockKind::heading);
    block.level = static_cast<std::uint8_t>(detail.level);
    return block;
}

Block code_of(const MD_BLOCK_CODE_DETAIL& detail) {
    Block block = block_of(BlockKind::code);
    block.language = read_attribute(detail.lang);
    return block;
}

Align align_of(MD_ALIGN align) {
    switch (align) {
        case MD_ALIGN_LEFT: return Align::left;
        case MD_ALIGN_CENTER: return Align::center;
        case MD_ALIGN_RIGHT: return Align::right;
        default: return Align::natural;
    }
}

int enter_block(MD_BLOCKTYPE type, void* detail, void* user) {
    DocumentBuilder& builder = builder_of(user);
    switch (type) {
        case MD_BLOCK_QUOTE: builder.enter_container(block_of(BlockKind::quote)); break;
        case MD_BLOCK_UL: builder.enter_container(list_of(*static_cast<MD_BLOCK_UL_DETAIL*>(detail))); break;
        case MD_BLOCK_OL: builder.enter_container(list_of(*static_cast<MD_BLOCK_OL_DETAIL*>(detail))); break;
        case MD_BLOCK_LI: builder.enter_container(item_of(*static_cast<MD_BLOCK_LI_DETAIL*>(detail))); break;
        case MD_BLOCK_TABLE: builder.enter_container(block_of(BlockKind::table)); break;
        case MD_BLOCK_TR: builder.enter_container(block_of(BlockKind::row)); break;
        case MD_BLOCK_TH:
            if (Block* table = builder.open_table()) {
                table->aligns.push_back(align_of(static_cast<MD_BLOCK_TD_DETAIL*>(detail)->align));
            }
            [[fallthrough]];
        case MD_BLOCK_TD: builder.enter_leaf(block_of(BlockKind::cell)); break;
        case MD_BLOCK_HR: builder.enter_leaf(block_of(BlockKind::rule)); break;
        case MD_BLOCK_H: builder.enter_leaf(heading_of(*static_cast<MD_BLOCK_H_DETAIL*>(detail))); break;
        case MD_BLOCK_CODE: builder.enter_leaf(code_of(*static_cast<MD_BLOCK_CODE_DETAIL*>(detail))); break;
        case MD_BLOCK_P:
        case MD_BLOCK_HTML: builder.enter_leaf(block_of(BlockKind::paragraph)); break;
        case MD_BLOCK_DOC:
        case MD_BLOCK_THEAD:
        case MD_BLOCK_TBODY: break;
    }
    return go_on(builder);
}

int leave_block(MD_BLOCKTYPE type, void* /*detail*/, void* user) {
    DocumentBuilder& builder = builder_of(user);
    switch (type) {
        case MD_BLOCK_QUOTE:
        case MD_BLOCK_UL:
        case MD_BLOCK_OL:
        case MD_BLOCK_LI:
        case MD_BLOCK_TABLE:
        case MD_BLOCK_TR: builder.leave_container(); break;
        case MD_BLOCK_DOC:
        case MD_BLOCK_THEAD:
        case MD_BLOCK_TBODY: break;
        default: builder.leave_leaf();
    }
    return go_on(builder);
}

int enter_span(MD_SPANTYPE type, void* detail, void* user) {
    DocumentBuilder& builder = builder_of(user);
    switch (type) {
        case MD_SPAN_EM: builder.emphasis(1); break;
        case MD_SPAN_STRONG: builder.strong(1); break;
        case MD_SPAN_DEL: builder.strike(1); break;
        case MD_SPAN_CODE: builder.code(1); break;
        case MD_SPAN_A: {
            const auto& link = *static_cast<MD_SPAN_A_DETAIL*>(detail);
            builder.enter_link(read_attribute(link.href), read_attribute(link.title));
            break;
        }
        case MD_SPAN_IMG: {
            const auto& image = *static_cast<MD_SPAN_IMG_DETAIL*>(detail);
            builder.enter_image(read_attribute(image.src), read_attribute(image.title));
            break;
        }
        default: break;
    }
    return 0;
}

int leave_span(MD_SPANTYPE type, void* /*detail*/, void* user) {
    DocumentBuilder& builder = builder_of(user);
    switch (type) {
        case MD_SPAN_EM: builder.emphasis(-1); break;
        case MD_SPAN_STRONG: builder.strong(-1); break;
        case MD_SPAN_DEL: builder.strike(-1); break;
        case MD_SPAN_CODE: builder.code(-1); break;
        case MD_SPAN_A: builder.leave_link(); break;
        case MD_SPAN_IMG: builder.leave_image(); break;
        default: break;
    }
    return 0;
}

int take_text(MD_TEXTTYPE type, const MD_CHAR* data, MD_SIZE size, void* user) {
    DocumentBuilder& builder = builder_of(user);
    const std::string_view piece(data, size);
    switch (type) {
        case MD_TEXT_BR: builder.text("\n"); break;
        case MD_TEXT_SOFTBR: builder.soft_break(); break;
        case MD_TEXT_NULLCHAR: builder.text("\xEF\xBF\xBD"); break;
        case MD_TEXT_CODE: builder.code_text(piece); break;
        case MD_TEXT_ENTITY: {
            std::string decoded;
            append_entity(decoded, piece);
            builder.text(decoded);
            break;
        }
        default: builder.text(piece);
    }
    return go_on(builder);
}

}  // namespace

Document verbatim(std::string_view text) {
    Document document;
    Block code = block_of(BlockKind::code);
    code.code = base::sanitize_utf8(text);
    if (!code.code.empty()) {
        document.blocks.push_back(std::move(code));
    }
    document.truncated = true;
    return document;
}

Document parse_markdown(std::string_view markdown, LineEnds line_ends, AddressTest is_allowed) {
    if (markdown.size() > max_markdown_bytes) {
        return verbatim(markdown);
    }
    const std::string source = base::sanitize_utf8(markdown);
    DocumentBuilder builder(is_allowed);
    MD_PARSER parser{};
    parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_PERMISSIVEURLAUTOLINKS |
                   MD_FLAG_NOHTMLBLOCKS | MD_FLAG_NOHTMLSPANS;
    if (line_ends == LineEnds::keep) parser.flags |= MD_FLAG_HARD_SOFT_BREAKS;
    parser.enter_block = enter_block;
    parser.leave_block = leave_block;
    parser.enter_span = enter_span;
    parser.leave_span = leave_span;
    parser.text = take_text;
    const int outcome = md_parse(source.data(), static_cast<MD_SIZE>(source.size()), &parser, &builder);
    return outcome == 0 ? std::move(builder).take() : verbatim(markdown);
}

}  // namespace text
