#include "base/server_text.hpp"

#include <utility>

#include "base/utf8.hpp"

namespace base {

namespace {

bool is_break(char32_t c) { return c <= 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029; }

// Zero-width and bidi controls, soft hyphen, byte order mark, and the tag and variation characters of plane 14.
bool is_hidden(char32_t c) {
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           c == 0x00AD || c == 0x061C || c == 0x180E || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE0FFF);
}

}  // namespace

std::string printable(std::string_view server_text, std::size_t cap) {
    std::string line;
    bool blank_wanted = false;
    for (std::size_t offset = 0; offset < server_text.size();) {
        const DecodedUtf8 next = decode_utf8(server_text, offset);
        offset += next.size;
        if (is_hidden(next.code_point)) continue;
        if (is_break(next.code_point)) {
            blank_wanted = !line.empty();
            continue;
        }
        std::string bytes;
        if (blank_wanted) bytes += ' ';
        blank_wanted = false;
        append_utf8(bytes, next.code_point);
        if (line.size() + bytes.size() > cap) return line + "…";
        line += bytes;
    }
    return line;
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
    if (what.empty()) return;
    std::size_t at = text.find(what), done = 0;
    if (at == std::string::npos) return;
    std::string replaced;
    for (; at != std::string::npos; at = text.find(what, done)) {
        replaced.append(text, done, at - done).append(with);
        done = at + what.size();
    }
    text = std::move(replaced.append(text, done));
}

}  // namespace base
