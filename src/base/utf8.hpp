#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace base {

inline constexpr char32_t replacement_character = 0xFFFD;

struct DecodedUtf8 {
    char32_t code_point;  // U+FFFD where the bytes are not UTF-8
    std::uint32_t size;   // bytes consumed: 1–4, and 0 only at the end of the text
};

// The code point at a byte offset. Invalid bytes give U+FFFD and consume the longest part that could have begun a
// character (Unicode §3.9, "substitution of maximal subparts"), so decoding always advances and never overreads.
DecodedUtf8 decode_utf8(std::string_view text, std::size_t offset = 0);

// Surrogates and values above U+10FFFF are written as U+FFFD.
void append_utf8(std::string& out, char32_t code_point);
std::string to_utf8(std::u32string_view text);
std::u32string to_utf32(std::string_view text);

// The beginning of a text, at most so many bytes, and no part of a character.
std::string_view utf8_prefix(std::string_view text, std::size_t most);

bool is_valid_utf8(std::string_view text);

// The same text with everything that is not UTF-8 replaced by U+FFFD.
std::string sanitize_utf8(std::string_view text);

}  // namespace base
