#pragma once

#include <array>
#include <cstdint>

namespace text {

// What a code point is, as far as clusters, line breaks and words need to know. One compact table serves all three;
// everything it does not list is a letter. Source: Unicode 15 general categories, line breaking and emoji properties,
// with neighbouring ranges joined where only unassigned code points lie between.
enum class Kind : std::uint8_t {
    letter,
    digit,
    symbol,      // punctuation and signs without a rule of their own
    quote,       // " and ': open or close, nobody knows
    open,        // narrow opening bracket
    close,       // narrow closing bracket, and . , ; : ! ? …
    wide_open,   // 「（ …
    wide_close,  // 」）、。 …
    hyphen,
    dash,
    blank,
    newline,
    glue,  // no break on either side
    zero_width_space,
    ideograph,
    hiragana,
    katakana,
    small_kana,  // never at the start of a line (kinsoku)
    hangul,
    jamo_l,
    jamo_v,
    jamo_t,
    regional,  // half of a flag
    emoji,
    word,      // letters and marks that the browser must shape a word at a time
    rtl_word,  // the same, written from the right
    extend,    // combining mark: belongs to what stands before it
    linker,    // joins the letter after it, too (Khmer coeng, Myanmar virama)
    zwj,
    zwnj,
    tag,
    hidden,  // has no picture
    control,
    private_use,
};

namespace detail {

constexpr Kind ascii_kind(char32_t c) {
    if (c == '\n' || c == '\r' || c == '\v' || c == '\f') {
        return Kind::newline;
    }
    if (c == ' ' || c == '\t') {
        return Kind::blank;
    }
    if (c < ' ' || c == 0x7F) {
        return Kind::control;
    }
    if (c >= '0' && c <= '9') {
        return Kind::digit;
    }
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_') {
        return Kind::letter;
    }
    if (c == '"' || c == '\'') {
        return Kind::quote;
    }
    if (c == '(' || c == '[' || c == '{') {
        return Kind::open;
    }
    if (c == ')' || c == ']' || c == '}' || c == ',' || c == '.' || c == '!' || c == '?' || c == ':' || c == ';') {
        return Kind::close;
    }
    return c == '-' ? Kind::hyphen : Kind::symbol;
}

constexpr std::array<Kind, 128> make_ascii_kinds() {
    std::array<Kind, 128> kinds{};
    for (char32_t c = 0; c < 128; ++c) {
        kinds[c] = ascii_kind(c);
    }
    return kinds;
}

inline constexpr std::array<Kind, 128> ascii_kinds = make_ascii_kinds();

Kind kind_beyond_ascii(char32_t code_point);

}  // namespace detail

inline Kind kind_of(char32_t code_point) {
    return code_point < 128 ? detail::ascii_kinds[code_point] : detail::kind_beyond_ascii(code_point);
}

// Written from right to left: Hebrew, Arabic and their relatives.
inline bool is_rtl(char32_t code_point) { return code_point >= 0x590 && kind_of(code_point) == Kind::rtl_word; }

// Kana and Han: a line may break between any two of them.
constexpr bool is_ideographic(Kind kind) {
    return kind == Kind::ideograph || kind == Kind::hiragana || kind == Kind::katakana || kind == Kind::small_kana;
}

// Takes no room and draws nothing.
constexpr bool is_invisible(Kind kind) {
    return kind == Kind::hidden || kind == Kind::zero_width_space || kind == Kind::zwj || kind == Kind::zwnj ||
           kind == Kind::tag;
}

}  // namespace text
