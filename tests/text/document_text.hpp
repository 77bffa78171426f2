#pragma once

#include "text/document.hpp"

#include <string>

// A document as one line of text, so that a test reads at a glance:
// p(…) h1(…) ul(li(…)) ol3(…) quote(…) code[lang](…) table[<>](row(cell(…))) hr, with *italic* **bold** `code` ~strike~
// [text](link index) and ![alt](link index).
inline std::string describe(const text::Span& span) {
    std::string out = span.text;
    if (span.code) out = "`" + out + "`";
    if (span.italic) out = "*" + out + "*";
    if (span.bold) out = "**" + out + "**";
    if (span.strike) out = "~" + out + "~";
    if (span.link >= 0 || span.image) out = (span.image ? "![" : "[") + out + "](" + std::to_string(span.link) + ")";
    return out;
}

inline std::string describe_name(const text::Block& block) {
    using text::BlockKind;
    switch (block.kind) {
        case BlockKind::paragraph: return "p";
        case BlockKind::heading: return "h" + std::to_string(block.level);
        case BlockKind::list:
            return (block.ordered ? "ol" + std::to_string(block.start) : "ul") + (block.tight ? "" : "-loose");
        case BlockKind::item:
            return block.task == text::TaskState::none ? "li" : block.task == text::TaskState::done ? "li[x]" : "li[ ]";
        case BlockKind::quote: return "quote";
        case BlockKind::code: return "code[" + block.language + "]";
        case BlockKind::table: {
            std::string aligns;
            for (const text::Align align : block.aligns) aligns += "-<^>"[static_cast<int>(align)];
            return "table[" + aligns + "]";
        }
        case BlockKind::row: return "row";
        case BlockKind::cell: return "cell";
        case BlockKind::rule: return "hr";
    }
    return "?";
}

inline std::string describe(const text::Block& block) {
    std::string out = describe_name(block) + "(" + block.code;
    for (const text::Span& span : block.spans) out += describe(span);
    for (const text::Block& child : block.blocks) out += describe(child);
    return out + ")";
}

inline std::string describe(const text::Document& document) {
    std::string out;
    for (const text::Block& block : document.blocks) out += describe(block);
    return out;
}
