// Pieces of a text, and a text of pieces.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "text/words.hpp"

namespace tests {

inline std::string part(std::string_view text, text::TextRange range) {
    return std::string(text.substr(range.begin, range.end - range.begin));
}

inline std::string repeat(std::string_view piece, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += piece;
    return out;
}

}  // namespace tests
