// The words that stand in records for enumerators: arrays of pairs of an enumerator and its name.
#pragma once

#include <optional>
#include <string_view>
#include <type_traits>

namespace chat {

// The first of the names for an enumerator that has none.
template <class Names, class Value>
const char* name_of(const Names& names, Value value) {
    for (const auto& [named, name] : names)
        if (named == value) return name;
    return names.front().second;
}

// Nothing for a name that is none of them: an enumerator of a newer page.
template <class Names>
auto named(const Names& names, std::string_view name) {
    std::optional<std::decay_t<decltype(names.front().first)>> found;
    for (const auto& [value, text] : names)
        if (text == name) found = value;
    return found;
}

}  // namespace chat
