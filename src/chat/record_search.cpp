#include "chat/record_search.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include <nlohmann/json.hpp>

#include "base/ascii.hpp"
#include "base/json.hpp"

namespace chat {

namespace {

// Members of a record whose texts nobody reads.
constexpr std::array<std::string_view, 11> unread{"server_id", "author", "state",   "bytes",   "type", "mime_type",
                                                  "kind",      "remedy", "pointer", "keyword", "limit"};
// Members whose value is not ours, and may have members of the same names.
constexpr std::array<std::string_view, 3> foreign{"arguments", "structured", "value"};

template <class Names>
bool has(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// Whether the character at `at` belongs to an escape that began before it.
bool is_escaped(std::string_view text, std::size_t at) {
    std::size_t begin = at;
    while (begin > 0 && text[begin - 1] == '\\') --begin;
    return (at - begin) % 2 == 1;
}

bool says(std::string_view text, std::string_view words) {
    const auto alike = [](char a, char b) { return base::lower(a) == base::lower(b); };
    for (auto at = text.begin();; ++at) {
        at = std::search(at, text.end(), words.begin(), words.end(), alike);
        if (at == text.end()) return false;
        // The "n" of a line break is no letter.
        if (!is_escaped(text, static_cast<std::size_t>(at - text.begin()))) return true;
    }
}

}  // namespace

std::string words_in_record(std::string_view words) {
    const std::string quoted = base::dump_json(base::Json(std::string(words)));
    return quoted.substr(1, quoted.size() - 2);
}

bool record_says(std::string_view record, std::string_view words) {
    constexpr int nowhere = std::numeric_limits<int>::max();
    int depth = 0, foreign_below = nowhere;
    std::string_view name;
    for (std::size_t at = 0; at < record.size(); ++at) {
        const char c = record[at];
        if (c == '{' || c == '[') ++depth;
        if ((c == '}' || c == ']') && --depth <= foreign_below) foreign_below = nowhere;
        if (c != '"') continue;
        const std::size_t begin = ++at;
        while ((at = record.find('"', at)) != record.npos && is_escaped(record, at)) ++at;
        if (at == record.npos) return false;
        const std::string_view text = record.substr(begin, at - begin);
        const bool is_name = at + 1 < record.size() && record[at + 1] == ':';
        if (depth > foreign_below) {
            if (says(text, words)) return true;
        } else if (is_name) {
            name = text;
            if (has(foreign, name)) foreign_below = depth;
        } else if (!has(unread, name) && says(text, words)) {
            return true;
        }
    }
    return false;
}

}  // namespace chat
