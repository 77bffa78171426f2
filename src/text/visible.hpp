#pragma once

#include <string>
#include <string_view>

namespace text {

// Characters that a person does not see but a model reads, or that make text look like other text: tags, bidi controls,
// zero-width characters, runs of variation selectors, fillers, control characters. Joiners and selectors that a visible
// cluster needs (emoji sequences, Indic and Arabic words) are not among them.

bool has_hidden(std::string_view utf8);

// Each hidden character as its number, "⟨U+202E⟩": for descriptions and results shown to a person.
std::string make_visible(std::string_view utf8);

// Without them and without whole ANSI escape sequences: for descriptions given to a model.
std::string strip_hidden(std::string_view utf8);

}  // namespace text
