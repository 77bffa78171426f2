#include "text/properties.hpp"

#include <algorithm>
#include <iterator>

namespace text::detail {

namespace {

struct Range {
    std::uint32_t first;
    std::uint32_t last : 24;
    std::uint32_t kind : 8;
};

constexpr Range range(std::uint32_t first, std::uint32_t last, Kind kind) {
    return {first, last, static_cast<std::uint32_t>(kind)};
}

constexpr Range one(std::uint32_t code_point, Kind kind) { return range(code_point, code_point, kind); }

using enum Kind;

// Sorted; no range overlaps the next.
constexpr Range ranges[] = {
    range(0x80, 0x84, control), one(0x85, newline), range(0x86, 0x9F, control), one(0xA0, glue),
    range(0xA1, 0xA9, symbol), one(0xAB, open), one(0xAC, symbol), one(0xAD, hidden), range(0xAE, 0xB1, symbol),
    range(0xB4, 0xB4, symbol), range(0xB6, 0xB8, symbol), one(0xBB, close), one(0xBF, open), one(0xD7, symbol),
    one(0xF7, symbol),
    // marks of Latin, Greek, Cyrillic
    range(0x300, 0x34E, extend), one(0x34F, extend), range(0x350, 0x36F, extend), range(0x483, 0x489, extend),
    // Hebrew, Arabic, Syriac, Thaana, N'Ko and the rest of the right-to-left block
    range(0x590, 0x60B, rtl_word), one(0x60C, close), range(0x60D, 0x61A, rtl_word), one(0x61B, close),
    one(0x61C, hidden), range(0x61D, 0x61E, rtl_word), one(0x61F, close), range(0x620, 0x6D3, rtl_word),
    one(0x6D4, close), range(0x6D5, 0x8FF, rtl_word),
    // Devanagari … Sinhala
    range(0x900, 0x963, word), range(0x964, 0x965, close), range(0x966, 0xDFF, word),
    // Thai, Lao: marks only, no joining
    one(0xE31, extend), range(0xE33, 0xE3A, extend), range(0xE47, 0xE4E, extend), one(0xEB1, extend),
    range(0xEB3, 0xEBC, extend), range(0xEC8, 0xECE, extend),
    // Tibetan, with the tsheg as the place to break
    range(0xF00, 0xF0A, word), range(0xF0B, 0xF0D, hyphen), range(0xF0E, 0xFFF, word),
    // Myanmar
    range(0x102B, 0x1038, extend), one(0x1039, linker), range(0x103A, 0x103E, extend), range(0x1056, 0x1059, extend),
    range(0x105E, 0x1060, extend), range(0x1062, 0x1064, extend), range(0x1067, 0x106D, extend),
    range(0x1071, 0x1074, extend), range(0x1082, 0x108D, extend), one(0x108F, extend), range(0x109A, 0x109D, extend),
    // conjoining Hangul
    range(0x1100, 0x115E, jamo_l), one(0x115F, jamo_l), range(0x1160, 0x11A7, jamo_v), range(0x11A8, 0x11FF, jamo_t),
    range(0x135D, 0x135F, extend), one(0x1680, blank), range(0x1712, 0x1715, extend), range(0x1732, 0x1734, extend),
    range(0x1752, 0x1753, extend), range(0x1772, 0x1773, extend),
    // Khmer
    range(0x17B4, 0x17D1, extend), one(0x17D2, linker), one(0x17D3, extend), one(0x17DD, extend),
    range(0x1800, 0x180D, word), one(0x180E, hidden), range(0x180F, 0x18AF, word), range(0x1900, 0x194F, word),
    range(0x19B0, 0x1AAF, word), range(0x1AB0, 0x1ACE, extend), range(0x1B00, 0x1C4F, word),
    range(0x1CD0, 0x1CE8, extend), one(0x1CED, extend), one(0x1CF4, extend), range(0x1CF7, 0x1CF9, extend),
    range(0x1DC0, 0x1DFF, extend),
    // general punctuation
    range(0x2000, 0x2006, blank), one(0x2007, glue), range(0x2008, 0x200A, blank), one(0x200B, zero_width_space),
    one(0x200C, zwnj), one(0x200D, zwj), range(0x200E, 0x200F, hidden), one(0x2010, hyphen), one(0x2011, glue),
    range(0x2012, 0x2013, hyphen), range(0x2014, 0x2015, dash), range(0x2016, 0x2017, symbol), one(0x2018, open),
    one(0x2019, close), one(0x201A, open), one(0x201B, open), one(0x201C, open), one(0x201D, close),
    range(0x201E, 0x201F, open), range(0x2020, 0x2023, symbol), range(0x2024, 0x2026, close), one(0x2027, symbol),
    range(0x2028, 0x2029, newline), range(0x202A, 0x202E, hidden), one(0x202F, glue), range(0x2030, 0x2038, close),
    one(0x2039, open), one(0x203A, close), one(0x203B, symbol), range(0x203C, 0x203D, close),
    range(0x203E, 0x2044, symbol), one(0x2045, open), one(0x2046, close), range(0x2047, 0x2049, close),
    range(0x204A, 0x205E, symbol), one(0x205F, blank), one(0x2060, hidden), range(0x2061, 0x206F, hidden),
    range(0x207A, 0x207E, symbol), range(0x208A, 0x208E, symbol), range(0x20A0, 0x20CF, symbol),
    range(0x20D0, 0x20F0, extend),
    // arrows, mathematics, boxes, dingbats
    range(0x2190, 0x2307, symbol), one(0x2308, open), one(0x2309, close), one(0x230A, open), one(0x230B, close),
    range(0x230C, 0x2319, symbol), range(0x231A, 0x231B, emoji), range(0x231C, 0x2328, symbol), one(0x2329, wide_open),
    one(0x232A, wide_close), range(0x232B, 0x23E8, symbol), range(0x23E9, 0x23F3, emoji), range(0x23F4, 0x25FC, symbol),
    range(0x25FD, 0x25FE, emoji), range(0x25FF, 0x25FF, symbol), range(0x2600, 0x2712, emoji),
    range(0x2713, 0x2718, symbol), range(0x2719, 0x2767, emoji), range(0x2768, 0x2775, symbol),
    range(0x2776, 0x2793, letter), range(0x2794, 0x2794, symbol), range(0x2795, 0x2797, emoji),
    range(0x2798, 0x27AF, symbol), range(0x27B0, 0x27BF, emoji), range(0x27C0, 0x2B0F, symbol),
    range(0x2B10, 0x2B1A, symbol), range(0x2B1B, 0x2B1C, emoji), range(0x2B1D, 0x2B4F, symbol), one(0x2B50, emoji),
    range(0x2B51, 0x2B54, symbol), one(0x2B55, emoji), range(0x2B56, 0x2BFF, symbol), range(0x2CEF, 0x2CF1, extend),
    one(0x2D7F, extend), range(0x2DE0, 0x2DFF, extend), range(0x2E00, 0x2E7F, symbol),
    // CJK
    range(0x2E80, 0x2FFF, ideograph), one(0x3000, blank), range(0x3001, 0x3002, wide_close), one(0x3003, ideograph),
    one(0x3004, ideograph), one(0x3005, small_kana), range(0x3006, 0x3007, ideograph), one(0x3008, wide_open),
    one(0x3009, wide_close), one(0x300A, wide_open), one(0x300B, wide_close), one(0x300C, wide_open),
    one(0x300D, wide_close), one(0x300E, wide_open), one(0x300F, wide_close), one(0x3010, wide_open),
    one(0x3011, wide_close), range(0x3012, 0x3013, ideograph), one(0x3014, wide_open), one(0x3015, wide_close),
    one(0x3016, wide_open), one(0x3017, wide_close), one(0x3018, wide_open), one(0x3019, wide_close),
    one(0x301A, wide_open), one(0x301B, wide_close), one(0x301C, small_kana), one(0x301D, wide_open),
    range(0x301E, 0x301F, wide_close), range(0x3020, 0x3029, ideograph), range(0x302A, 0x302F, extend),
    range(0x3030, 0x303A, ideograph), range(0x303B, 0x303C, small_kana), range(0x303D, 0x3040, ideograph),
    one(0x3041, small_kana), one(0x3042, hiragana), one(0x3043, small_kana), one(0x3044, hiragana),
    one(0x3045, small_kana), one(0x3046, hiragana), one(0x3047, small_kana), one(0x3048, hiragana),
    one(0x3049, small_kana), range(0x304A, 0x3062, hiragana), one(0x3063, small_kana), range(0x3064, 0x3082, hiragana),
    one(0x3083, small_kana), one(0x3084, hiragana), one(0x3085, small_kana), one(0x3086, hiragana),
    one(0x3087, small_kana), range(0x3088, 0x308D, hiragana), one(0x308E, small_kana), range(0x308F, 0x3094, hiragana),
    range(0x3095, 0x3096, small_kana), range(0x3099, 0x309A, extend), range(0x309B, 0x309E, small_kana),
    one(0x309F, hiragana), range(0x30A0, 0x30A1, small_kana), one(0x30A2, katakana), one(0x30A3, small_kana),
    one(0x30A4, katakana), one(0x30A5, small_kana), one(0x30A6, katakana), one(0x30A7, small_kana),
    one(0x30A8, katakana), one(0x30A9, small_kana), range(0x30AA, 0x30C2, katakana), one(0x30C3, small_kana),
    range(0x30C4, 0x30E2, katakana), one(0x30E3, small_kana), one(0x30E4, katakana), one(0x30E5, small_kana),
    one(0x30E6, katakana), one(0x30E7, small_kana), range(0x30E8, 0x30ED, katakana), one(0x30EE, small_kana),
    range(0x30EF, 0x30F4, katakana), range(0x30F5, 0x30F6, small_kana), range(0x30F7, 0x30FA, katakana),
    range(0x30FB, 0x30FE, small_kana), one(0x30FF, katakana), range(0x3100, 0x312F, ideograph),
    range(0x3130, 0x3163, hangul), one(0x3164, hidden), range(0x3165, 0x318F, hangul), range(0x3190, 0x31EF, ideograph),
    range(0x31F0, 0x31FF, small_kana), range(0x3200, 0x321E, hangul), range(0x321F, 0x325F, ideograph),
    range(0x3260, 0x327E, hangul), range(0x327F, 0x4DBF, ideograph), range(0x4DC0, 0x4DFF, symbol),
    range(0x4E00, 0xA4CF, ideograph), range(0xA66F, 0xA672, extend), range(0xA674, 0xA67D, extend),
    range(0xA69E, 0xA69F, extend), range(0xA6F0, 0xA6F1, extend), range(0xA800, 0xA82F, word),
    range(0xA880, 0xA8FF, word), range(0xA926, 0xA92D, extend), range(0xA930, 0xA95F, word),
    range(0xA960, 0xA97C, jamo_l), range(0xA980, 0xA9DF, word), one(0xA9E5, extend), range(0xAA00, 0xAA5F, word),
    range(0xAA7B, 0xAA7D, extend), range(0xAAB0, 0xAAB0, extend), range(0xAAB2, 0xAAB4, extend),
    range(0xAAB7, 0xAAB8, extend), range(0xAABE, 0xAABF, extend), one(0xAAC1, extend), range(0xAAE0, 0xAAFF, word),
    range(0xABC0, 0xABFF, word), range(0xAC00, 0xD7A3, hangul), range(0xD7B0, 0xD7C6, jamo_v),
    range(0xD7CB, 0xD7FB, jamo_t), range(0xE000, 0xF8FF, private_use), range(0xF900, 0xFAFF, ideograph),
    range(0xFB1D, 0xFD3D, rtl_word), range(0xFD3E, 0xFD3F, symbol), range(0xFD40, 0xFDFF, rtl_word),
    range(0xFE00, 0xFE0F, extend), range(0xFE10, 0xFE16, wide_close), one(0xFE17, wide_open), one(0xFE18, wide_close),
    one(0xFE19, wide_close), range(0xFE20, 0xFE2F, extend), range(0xFE30, 0xFE4F, ideograph),
    range(0xFE50, 0xFE57, wide_close), range(0xFE58, 0xFE6F, symbol), range(0xFE70, 0xFEFC, rtl_word),
    one(0xFEFF, hidden), one(0xFF01, wide_close), range(0xFF02, 0xFF07, ideograph), one(0xFF08, wide_open),
    one(0xFF09, wide_close), range(0xFF0A, 0xFF0B, ideograph), one(0xFF0C, wide_close), one(0xFF0D, ideograph),
    one(0xFF0E, wide_close), range(0xFF0F, 0xFF19, ideograph), range(0xFF1A, 0xFF1B, wide_close),
    range(0xFF1C, 0xFF1E, ideograph), one(0xFF1F, wide_close), range(0xFF20, 0xFF3A, ideograph), one(0xFF3B, wide_open),
    one(0xFF3C, ideograph), one(0xFF3D, wide_close), range(0xFF3E, 0xFF5A, ideograph), one(0xFF5B, wide_open),
    one(0xFF5C, ideograph), one(0xFF5D, wide_close), one(0xFF5E, small_kana), one(0xFF5F, wide_open),
    range(0xFF60, 0xFF61, wide_close), one(0xFF62, wide_open), range(0xFF63, 0xFF64, wide_close),
    one(0xFF65, small_kana), one(0xFF66, katakana), range(0xFF67, 0xFF70, small_kana), range(0xFF71, 0xFF9D, katakana),
    range(0xFF9E, 0xFF9F, small_kana), one(0xFFA0, hidden), range(0xFFA1, 0xFFDC, hangul),
    range(0xFFE0, 0xFFE6, ideograph), range(0xFFF0, 0xFFFB, hidden), range(0xFFFC, 0xFFFD, symbol),
    // beyond the BMP
    one(0x101FD, extend), one(0x102E0, extend), range(0x10376, 0x1037A, extend), range(0x10800, 0x109FF, rtl_word),
    range(0x10A00, 0x10FFF, rtl_word), range(0x11000, 0x11FFF, word), range(0x16AF0, 0x16AF4, extend),
    range(0x16B30, 0x16B36, extend), range(0x16F4F, 0x16F92, extend), range(0x16FE4, 0x16FF1, extend),
    range(0x17000, 0x18DFF, ideograph), range(0x1B000, 0x1B0FF, hiragana), range(0x1B100, 0x1B2FF, ideograph),
    range(0x1BC9D, 0x1BC9E, extend), range(0x1BCA0, 0x1BCA3, hidden), range(0x1CF00, 0x1CF46, extend),
    range(0x1D165, 0x1D169, extend), range(0x1D16D, 0x1D172, extend), range(0x1D173, 0x1D17A, hidden),
    range(0x1D17B, 0x1D182, extend), range(0x1D185, 0x1D18B, extend), range(0x1D1AA, 0x1D1AD, extend),
    range(0x1D242, 0x1D244, extend), range(0x1DA00, 0x1DA6C, extend), range(0x1DA75, 0x1DA75, extend),
    range(0x1DA84, 0x1DA84, extend), range(0x1DA9B, 0x1DAAF, extend), range(0x1E000, 0x1E02A, extend),
    range(0x1E130, 0x1E136, extend), one(0x1E2AE, extend), range(0x1E2EC, 0x1E2EF, extend),
    range(0x1E800, 0x1EFFF, rtl_word), range(0x1F000, 0x1F0FF, emoji), range(0x1F100, 0x1F16F, symbol),
    range(0x1F170, 0x1F19A, emoji), range(0x1F19B, 0x1F1E5, symbol), range(0x1F1E6, 0x1F1FF, regional),
    range(0x1F200, 0x1F64F, emoji), range(0x1F650, 0x1F67F, symbol), range(0x1F680, 0x1F6FF, emoji),
    range(0x1F700, 0x1F7DF, symbol), range(0x1F7E0, 0x1F7FF, emoji), range(0x1F800, 0x1F8FF, symbol),
    range(0x1F900, 0x1FAFF, emoji), range(0x1FB00, 0x1FBFF, symbol), range(0x1FC00, 0x1FFFD, emoji),
    range(0x20000, 0x3FFFD, ideograph), range(0xE0000, 0xE007F, tag), range(0xE0080, 0xE00FF, hidden),
    range(0xE0100, 0xE01EF, extend), range(0xE01F0, 0xE0FFF, hidden), range(0xF0000, 0x10FFFF, private_use)};

constexpr bool is_sorted_table() {
    for (std::size_t i = 0; i < std::size(ranges); ++i) {
        if (ranges[i].first > ranges[i].last) {
            return false;
        }
        if (i > 0 && ranges[i - 1].last >= ranges[i].first) {
            return false;
        }
    }
    return true;
}

static_assert(is_sorted_table());

}  // namespace

Kind kind_beyond_ascii(char32_t code_point) {
    // Most of what is not ASCII in a chat is one of these.
    if (code_point >= 0xAC00 && code_point <= 0xD7A3) {
        return Kind::hangul;
    }
    if (code_point >= 0x4E00 && code_point <= 0x9FFF) {
        return Kind::ideograph;
    }
    if (code_point >= 0xC0 && code_point < 0x300) {
        return code_point == 0xD7 || code_point == 0xF7 ? Kind::symbol : Kind::letter;
    }
    const auto* const found = std::upper_bound(std::begin(ranges), std::end(ranges), code_point,
                                               [](char32_t value, const Range& range) { return value < range.first; });
    if (found == std::begin(ranges)) {
        return Kind::letter;
    }
    const Range& candidate = *std::prev(found);
    return code_point <= candidate.last ? static_cast<Kind>(candidate.kind) : Kind::letter;
}

}  // namespace text::detail
