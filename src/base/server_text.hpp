// What a server wrote, made fit for a sentence of ours: one line, no control or hidden characters, capped.
// THREATS: hidden Unicode and ANSI sequences in what a server says.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace base {

// Control characters, line and paragraph separators become one blank; bidi controls, zero-width and tag characters go;
// invalid UTF-8 becomes U+FFFD. At most `cap` bytes, cut between characters, then "…".
std::string printable(std::string_view server_text, std::size_t cap = 300);

// Every `what` in `text` becomes `with`, which is not looked into again; an empty `what` is nowhere.
void replace_all(std::string& text, std::string_view what, std::string_view with);

}  // namespace base
