// Searching without case, as filters do: of ASCII letters, the others as they are.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace ui {

inline char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

inline bool says(std::string_view text, std::string_view needle) {
    const auto alike = [](char a, char b) { return folded(a) == folded(b); };
    return std::search(text.begin(), text.end(), needle.begin(), needle.end(), alike) != text.end();
}

}  // namespace ui
