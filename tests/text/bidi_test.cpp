#include "text/bidi.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace {

// Directions by letter, as in the examples of UAX #9: lower case runs from the left, upper case from the right, digits
// are numbers, everything else is neutral. Returns the line as it is seen.
std::string seen(std::string_view line, text::Direction base) {
    std::vector<text::Direction> directions;
    for (const char c : line) {
        directions.push_back(c >= 'a' && c <= 'z'   ? text::Direction::left
                             : c >= 'A' && c <= 'Z' ? text::Direction::right
                             : c >= '0' && c <= '9' ? text::Direction::number
                                                    : text::Direction::neutral);
    }
    std::vector<std::uint8_t> levels;
    std::vector<std::uint32_t> order;
    text::resolve_levels(directions, base, levels);
    text::visual_order(levels, order);
    std::string out;
    for (const std::uint32_t i : order) {
        const auto c = static_cast<char32_t>(line[i]);
        out += static_cast<char>(levels[i] == 1 ? text::mirrored(c) : c);
    }
    return out;
}

}  // namespace

// [req:text-bidi]
TEST_CASE("what runs from the right is seen in its order") {
    struct Row {
        std::string_view line;
        std::string_view in_left_text;
        std::string_view in_right_text;
    };
    const Row rows[] = {
        {"", "", ""},
        {"abc", "abc", "abc"},
        {"ABC", "CBA", "CBA"},
        {"a B", "a B", "B a"},
        {"car is THE CAR in arabic", "car is RAC EHT in arabic", "in arabic RAC EHT car is"},
        {"CAR IS the car", "SI RAC the car", "the car SI RAC"},
        {"A 12 B", "B 12 A", "B 12 A"},
        {"a 12 B", "a 12 B", "B a 12"},
        {"A 1,250 B", "B 1,250 A", "B 1,250 A"},
        {"A (B) C", "C (B) A", "C (B) A"},
        {"a b C", "a b C", "C a b"},
        {"A.", "A.", ".A"},
        {"...", "...", "..."},
    };
    for (const Row& row : rows) {
        CAPTURE(row.line);
        CHECK(seen(row.line, text::Direction::left) == row.in_left_text);
        CHECK(seen(row.line, text::Direction::right) == row.in_right_text);
    }
}
