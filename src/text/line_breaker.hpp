#pragma once

#include "text/properties.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace text {

enum class Break : std::uint8_t { none, allowed, mandatory };

// Where lines may break, after UAX #14 with what a chat needs of it: blanks, hyphens, ideographs and kana with kinsoku,
// Korean kept in whole words, addresses broken after their punctuation. Fed with the first code point of each cluster
// in turn; its memory is a few code points, so any text takes linear time.
class LineBreaker {
public:
    // Whether a line may end just before this cluster.
    Break before(char32_t first_of_cluster);

    void reset() { *this = {}; }

private:
    Break decide(char32_t next, Kind kind) const;
    Break decide_in_address(char32_t next, Kind kind) const;
    void follow_address(char32_t next, Kind kind);
    void remember(char32_t next, Kind kind);

    bool started_ = false;
    bool in_address_ = false;
    std::uint8_t scheme_progress_ = 0;  // how much of "://" has been seen
    std::uint8_t www_progress_ = 0;     // how much of "www." since the token began
    Kind previous_ = Kind::blank;
    Kind before_previous_ = Kind::blank;
    char32_t previous_code_point_ = 0;
};

struct BreakAt {
    std::size_t offset;  // in bytes: the line may or must end before it
    Break kind;
};

std::vector<BreakAt> break_opportunities(std::string_view text);

}  // namespace text
