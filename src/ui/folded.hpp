// Searching without case, as filters do: of ASCII letters, the others as they are.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "base/ascii.hpp"

namespace ui {

inline bool says(std::string_view text, std::string_view needle) {
    const auto alike = [](char a, char b) { return base::lower(a) == base::lower(b); };
    return std::search(text.begin(), text.end(), needle.begin(), needle.end(), alike) != text.end();
}

}  // namespace ui
