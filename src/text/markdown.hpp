#pragma once

#include "base/url.hpp"
#include "text/document.hpp"

#include <cstddef>
#include <string_view>

namespace text {

// GitHub's dialect (CommonMark, tables, strikethrough, task lists, autolinks), read by md4c. Raw HTML is not a thing
// here: it is text like any other. Pictures become described addresses. Nothing is ever loaded.

// Says which addresses may become links.
using AddressTest = bool (*)(std::string_view address);

// Blocks nested deeper than this become part of their ancestor.
inline constexpr int max_block_depth = 32;
// What is larger, or would grow into more than max_document_blocks, is shown as it came.
inline constexpr std::size_t max_markdown_bytes = 1 << 20;
inline constexpr std::size_t max_document_blocks = 50'000;
inline constexpr std::size_t max_address_bytes = 4096;

// What the end of a line within a paragraph is: a blank, as Markdown has it, or the end of a line, as a person meant it who
// wrote a message.
enum class LineEnds { join, keep };

// Never fails: what is not Markdown is text. Bytes that are not UTF-8 become U+FFFD.
Document parse_markdown(std::string_view markdown, LineEnds line_ends = LineEnds::join,
                        AddressTest is_allowed = base::is_safe_to_open);

// The text as one block of code, for what should not be read as Markdown.
Document verbatim(std::string_view text);

}  // namespace text
