#include "text/bidi.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace text {

Direction direction_of(Kind kind) {
    switch (kind) {
        case Kind::rtl_word: return Direction::right;
        case Kind::digit: return Direction::number;
        case Kind::letter:
        case Kind::word:
        case Kind::ideograph:
        case Kind::hiragana:
        case Kind::katakana:
        case Kind::small_kana:
        case Kind::hangul:
        case Kind::jamo_l:
        case Kind::jamo_v:
        case Kind::jamo_t: return Direction::left;
        default: return Direction::neutral;
    }
}

void resolve_levels(std::span<const Direction> directions, Direction base, std::vector<std::uint8_t>& levels) {
    const bool right_base = base == Direction::right;
    const auto level_of = [&](Direction side) -> std::uint8_t {
        if (side == Direction::right) {
            return 1;
        }
        return right_base ? 2 : 0;
    };
    levels.assign(directions.size(), right_base ? 1 : 0);
    // W7: a number takes the side of the letters before it. N1, N2: neutrals take the side both their neighbours have.
    Direction side = base;
    std::size_t neutral_begin = 0;
    for (std::size_t i = 0; i < directions.size(); ++i) {
        if (directions[i] == Direction::neutral) {
            continue;
        }
        const bool number = directions[i] == Direction::number;
        const Direction next_side = number ? side : directions[i];
        const std::uint8_t number_level = level_of(next_side) == 1 ? 2 : level_of(next_side);
        // W4: a single sign inside a number ("1,000", "10:42") belongs to the number.
        const bool inside_number =
            number && i - neutral_begin == 1 && neutral_begin > 0 && directions[neutral_begin - 1] == Direction::number;
        const std::uint8_t between = inside_number ? number_level : next_side == side ? level_of(side) : level_of(base);
        for (std::size_t k = neutral_begin; k < i; ++k) {
            levels[k] = between;
        }
        levels[i] = number ? number_level : level_of(next_side);
        side = next_side;
        neutral_begin = i + 1;
    }
}

void visual_order(std::span<const std::uint8_t> levels, std::vector<std::uint32_t>& order) {
    order.resize(levels.size());
    std::iota(order.begin(), order.end(), 0U);
    // L2: from the highest level down, reverse what is at that level or above.
    for (std::uint8_t level = 2; level > 0; --level) {
        for (std::size_t i = 0; i < order.size();) {
            std::size_t end = i;
            while (end < order.size() && levels[order[end]] >= level) {
                ++end;
            }
            std::reverse(order.begin() + static_cast<std::ptrdiff_t>(i),
                         order.begin() + static_cast<std::ptrdiff_t>(end));
            i = end + 1;
        }
    }
}

char32_t mirrored(char32_t code_point) {
    switch (code_point) {
        case '(': return ')';
        case ')': return '(';
        case '[': return ']';
        case ']': return '[';
        case '{': return '}';
        case '}': return '{';
        case '<': return '>';
        case '>': return '<';
        case 0xAB: return 0xBB;
        case 0xBB: return 0xAB;
        default: return code_point;
    }
}

}  // namespace text
