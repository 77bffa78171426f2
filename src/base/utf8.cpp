#include "base/utf8.hpp"

namespace base {

namespace {

struct Lead {
    std::uint8_t size;          // bytes of the whole sequence, 0 when the byte cannot begin one
    std::uint8_t second_first;  // allowed range of the second byte (Unicode table 3-7)
    std::uint8_t second_last;
};

constexpr Lead classify_lead(std::uint8_t byte) {
    if (byte >= 0xC2 && byte <= 0xDF) {
        return {2, 0x80, 0xBF};
    }
    if (byte == 0xE0) {
        return {3, 0xA0, 0xBF};
    }
    if (byte == 0xED) {
        return {3, 0x80, 0x9F};
    }  // no surrogates
    if (byte >= 0xE1 && byte <= 0xEF) {
        return {3, 0x80, 0xBF};
    }
    if (byte == 0xF0) {
        return {4, 0x90, 0xBF};
    }
    if (byte >= 0xF1 && byte <= 0xF3) {
        return {4, 0x80, 0xBF};
    }
    if (byte == 0xF4) {
        return {4, 0x80, 0x8F};
    }  // nothing above U+10FFFF
    return {0, 0, 0};
}

}  // namespace

DecodedUtf8 decode_utf8(std::string_view text, std::size_t offset) {
    if (offset >= text.size()) {
        return {replacement_character, 0};
    }
    const auto byte_at = [&](std::size_t i) { return static_cast<std::uint8_t>(text[offset + i]); };
    const std::uint8_t first = byte_at(0);
    if (first < 0x80) {
        return {first, 1};
    }
    const Lead lead = classify_lead(first);
    if (lead.size == 0) {
        return {replacement_character, 1};
    }
    char32_t code_point = first & (0x7FU >> lead.size);
    for (std::uint32_t i = 1; i < lead.size; ++i) {
        if (offset + i >= text.size()) {
            return {replacement_character, i};
        }
        const std::uint8_t byte = byte_at(i);
        const std::uint8_t least = i == 1 ? lead.second_first : 0x80;
        const std::uint8_t most = i == 1 ? lead.second_last : 0xBF;
        if (byte < least || byte > most) {
            return {replacement_character, i};
        }
        code_point = (code_point << 6) | (byte & 0x3FU);
    }
    return {code_point, lead.size};
}

void append_utf8(std::string& out, char32_t code_point) {
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) {
        code_point = replacement_character;
    }
    const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(static_cast<std::uint8_t>(byte))); };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xC0 | (code_point >> 6));
        put(0x80 | (code_point & 0x3F));
    } else if (code_point < 0x10000) {
        put(0xE0 | (code_point >> 12));
        put(0x80 | ((code_point >> 6) & 0x3F));
        put(0x80 | (code_point & 0x3F));
    } else {
        put(0xF0 | (code_point >> 18));
        put(0x80 | ((code_point >> 12) & 0x3F));
        put(0x80 | ((code_point >> 6) & 0x3F));
        put(0x80 | (code_point & 0x3F));
    }
}

std::string to_utf8(std::u32string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char32_t code_point : text) {
        append_utf8(out, code_point);
    }
    return out;
}

std::u32string to_utf32(std::string_view text) {
    std::u32string out;
    out.reserve(text.size());
    for (std::size_t offset = 0; offset < text.size();) {
        const DecodedUtf8 decoded = decode_utf8(text, offset);
        out.push_back(decoded.code_point);
        offset += decoded.size;
    }
    return out;
}

bool is_valid_utf8(std::string_view text) {
    for (std::size_t offset = 0; offset < text.size();) {
        const DecodedUtf8 decoded = decode_utf8(text, offset);
        // A genuine U+FFFD is three bytes that begin with EF; a substituted one never consumes EF BF BD.
        if (decoded.code_point == replacement_character && text.substr(offset, decoded.size) != "\xEF\xBF\xBD") {
            return false;
        }
        offset += decoded.size;
    }
    return true;
}

std::string_view utf8_prefix(std::string_view text, std::size_t most) {
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
    return text.substr(0, most);
}

std::string sanitize_utf8(std::string_view text) {
    if (is_valid_utf8(text)) {
        return std::string(text);
    }
    std::string out;
    out.reserve(text.size() + 16);
    for (std::size_t offset = 0; offset < text.size();) {
        const DecodedUtf8 decoded = decode_utf8(text, offset);
        append_utf8(out, decoded.code_point);
        offset += decoded.size;
    }
    return out;
}

}  // namespace base
