#pragma once

#include <cstddef>
#include <string_view>

namespace text {

struct TextRange {
    std::size_t begin = 0;  // bytes
    std::size_t end = 0;

    friend bool operator==(const TextRange&, const TextRange&) = default;
};

// What a double click selects: letters and digits with the apostrophes and points inside them, a stretch of Han,
// hiragana or katakana, a stretch of blanks, else one cluster. At the end of a word the word, not what follows.
// Looks at no more than a few thousand bytes around the offset.
TextRange word_at(std::string_view text, std::size_t offset);

// From newline to newline, without them: what a triple click selects.
TextRange line_at(std::string_view text, std::size_t offset);

// From blank line to blank line.
TextRange paragraph_at(std::string_view text, std::size_t offset);

}  // namespace text
