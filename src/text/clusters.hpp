#pragma once

#include "text/properties.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace text {

// What is drawn, stepped over and broken at as one thing: UAX #29 grapheme clusters, near enough, and whole words of
// scripts whose letters change shape or order beside one another.
struct Cluster {
    std::uint32_t begin;  // byte offset
    std::uint32_t size;   // bytes
    char32_t first;       // its first code point, which decides line breaks
    Kind kind;            // of that code point
    bool single;          // one ordinary code point: drawn as it is, without Shaper::cluster
};

// The cluster at a byte offset before the end of the text. Reads no further than max_cluster_code_points beyond it.
// Invalid UTF-8 gives clusters of U+FFFD.
Cluster cluster_at(std::string_view text, std::size_t offset);

// A word or a pile of marks longer than this is cut, so that hostile text cannot ask for a huge picture.
inline constexpr int max_cluster_code_points = 40;

std::vector<Cluster> split_clusters(std::string_view text);

}  // namespace text
