// Letters, digits and blanks of ASCII, whatever the locale: what the web's formats are written in.
#pragma once

#include <string>

namespace base {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
constexpr bool is_letter_or_digit(char c) { return is_letter(c) || is_digit(c); }

// -1 for what is none.
constexpr int hex_digit(char c) {
    if (is_digit(c)) return c - '0';
    return lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : -1;
}

// RFC 9110 §5.6.3 (OWS).
constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
// RFC 8259 §2 (ws).
constexpr bool is_blank_or_break(char c) { return is_blank(c) || c == '\n' || c == '\r'; }

// What is not ASCII stays as it is.
inline std::string lowered(std::string text) {
    for (char& c : text) c = lower(c);
    return text;
}

}  // namespace base
