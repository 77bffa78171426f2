#include "text/visible.hpp"

#include "base/utf8.hpp"
#include "text/properties.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

namespace text {

namespace {

constexpr char32_t nothing = 0x110000;  // what stands after the last character

struct Range {
    char32_t first;
    char32_t last;
};

// Default-ignorable code points, bidi controls, controls other than tab and newlines, and blanks that pass for letters.
constexpr Range hidden_ranges[] = {
    {0x00, 0x08},     {0x0B, 0x0C},       {0x0E, 0x1F},       {0x7F, 0x9F},      {0xAD, 0xAD},     {0x34F, 0x34F},
    {0x61C, 0x61C},   {0x115F, 0x1160},   {0x17B4, 0x17B5},   {0x180B, 0x180F},  {0x200B, 0x200F}, {0x2028, 0x202E},
    {0x2060, 0x206F}, {0x2800, 0x2800},   {0x3164, 0x3164},   {0xFE00, 0xFE0F},  {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0},
    {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}};

bool is_hidden(char32_t c) {
    const auto* const found = std::find_if(std::begin(hidden_ranges), std::end(hidden_ranges),
                                           [&](const Range& range) { return c <= range.last; });
    return found != std::end(hidden_ranges) && c >= found->first;
}

bool is_variation_selector(char32_t c) { return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF); }

bool is_joiner(char32_t c) { return c == 0x200C || c == 0x200D; }

bool is_pictorial(char32_t c) {
    const Kind kind = kind_of(c);
    return kind == Kind::emoji || kind == Kind::regional || (c >= 0x2190 && c <= 0x2BFF);
}

bool is_shaped(char32_t c) {
    const Kind kind = kind_of(c);
    return kind == Kind::word || kind == Kind::rtl_word;
}

// The three flags of Unicode's list that are spelled with tags; any other tag sequence may carry a message.
// Returns the bytes of tags at the offset that complete one of them, else 0.
std::size_t flag_tags(std::string_view text, std::size_t offset) {
    constexpr std::array<std::string_view, 3> flags{"gbeng", "gbsct", "gbwls"};
    std::string spelled;
    std::size_t end = offset;
    while (spelled.size() < 6) {
        const base::DecodedUtf8 decoded = base::decode_utf8(text, end);
        if (decoded.code_point < 0xE0020 || decoded.code_point > 0xE007F) {
            return 0;
        }
        end += decoded.size;
        spelled.push_back(static_cast<char>(decoded.code_point - 0xE0000));
    }
    if (spelled.back() != 0x7F) {
        return 0;
    }
    spelled.pop_back();
    return std::find(flags.begin(), flags.end(), spelled) != flags.end() ? end - offset : 0;
}

// Whether a joiner or selector does its proper work between what stands before and after it.
bool belongs(char32_t before, char32_t before_selector, char32_t c, char32_t after) {
    if (is_variation_selector(c)) {
        // One selector on something visible; more of them are a way to hide bytes.
        if (c >= 0xE0100) {
            return is_ideographic(kind_of(before));
        }
        if (c >= 0xFE0E) {
            return is_pictorial(before) || (before < 0x3300 && before > ' ' && !is_hidden(before));
        }
        return is_ideographic(kind_of(before)) || (before >= 0x2200 && before < 0x2300);
    }
    if (!is_joiner(c)) {
        return false;
    }
    const char32_t base = is_variation_selector(before) ? before_selector : before;
    if (c == 0x200D && is_pictorial(base) && is_pictorial(after)) {
        return true;
    }
    return is_shaped(base) && (is_shaped(after) || kind_of(after) == Kind::blank || after == nothing);
}

// Calls act(begin, end, code_point) for each hidden character, in order.
template <typename Act>
void each_hidden(std::string_view text, Act&& act) {
    char32_t before = 0;
    char32_t before_that = 0;
    for (std::size_t offset = 0; offset < text.size();) {
        const base::DecodedUtf8 decoded = base::decode_utf8(text, offset);
        std::size_t end = offset + decoded.size;
        const char32_t c = decoded.code_point;
        if (c == 0x1F3F4) {
            end += flag_tags(text, end);
        } else if (is_hidden(c)) {
            const char32_t after = end < text.size() ? base::decode_utf8(text, end).code_point : nothing;
            if (!belongs(before, before_that, c, after)) {
                act(offset, end, c);
            }
        }
        before_that = before;
        before = c;
        offset = end;
    }
}

void append_number(std::string& out, char32_t c) {
    constexpr char digits[] = "0123456789ABCDEF";
    out.append("\u27E8U+");
    const int width = c > 0xFFFFF ? 6 : c > 0xFFFF ? 5 : 4;
    for (int i = width - 1; i >= 0; --i) {
        out.push_back(digits[(c >> (4 * i)) & 0xF]);
    }
    out.append("\u27E9");
}

// ECMA-48: the bytes after ESC that belong to its sequence, from `offset` on.
std::size_t escape_end(std::string_view text, std::size_t offset) {
    if (offset >= text.size()) {
        return offset;
    }
    const char kind = text[offset];
    if (kind == '[') {  // control sequence: parameters, then one final byte
        std::size_t end = offset + 1;
        while (end < text.size() && text[end] >= 0x20 && text[end] <= 0x3F) {
            ++end;
        }
        const bool complete = end < text.size() && text[end] >= 0x40 && text[end] <= 0x7E;
        return complete ? end + 1 : end;
    }
    if (kind == ']' || kind == 'P' || kind == '_' || kind == '^' ||
        kind == 'X') {  // a string, up to BEL or ESC backslash
        const std::size_t end = text.find_first_of("\x07\x1B", offset);
        if (end == std::string_view::npos) {
            return offset + 1;
        }
        return text[end] == 0x07 ? end + 1 : text.substr(end, 2) == "\x1B\\" ? end + 2 : end;
    }
    return kind >= 0x20 && kind <= 0x7E ? offset + 1 : offset;
}

std::string without_escapes(std::string_view text) {
    std::string out;
    std::size_t copied = 0;
    for (std::size_t escape = text.find('\x1B'); escape != std::string_view::npos; escape = text.find('\x1B', copied)) {
        out.append(text.substr(copied, escape - copied));
        copied = escape_end(text, escape + 1);
    }
    out.append(text.substr(copied));
    return out;
}

}  // namespace

bool has_hidden(std::string_view utf8) {
    bool found = false;
    each_hidden(utf8, [&](std::size_t, std::size_t, char32_t) { found = true; });
    return found;
}

std::string make_visible(std::string_view utf8) {
    std::string out;
    std::size_t copied = 0;
    each_hidden(utf8, [&](std::size_t begin, std::size_t end, char32_t c) {
        out.append(utf8.substr(copied, begin - copied));
        append_number(out, c);
        copied = end;
    });
    out.append(utf8.substr(copied));
    return base::sanitize_utf8(out);
}

std::string strip_hidden(std::string_view utf8) {
    // Made UTF-8 first: what is taken out must not let broken bytes around it become a character.
    const std::string text = without_escapes(base::sanitize_utf8(utf8));
    std::string out;
    std::size_t copied = 0;
    each_hidden(text, [&](std::size_t begin, std::size_t end, char32_t) {
        out.append(text, copied, begin - copied);
        copied = end;
    });
    out.append(text, copied);
    return out;
}

}  // namespace text
