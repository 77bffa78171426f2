#pragma once

#include "text/properties.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace text {

// The order in which the clusters of a line stand from left to right: UAX #9 without embeddings and overrides (their
// controls are ignored, so that text cannot be made to read as what it is not).
enum class Direction : std::uint8_t { left, right, number, neutral };

Direction direction_of(Kind kind);

// Levels (0, 1, 2) of a line's clusters; odd ones run from the right. `base` is left or right: the paragraph's own.
void resolve_levels(std::span<const Direction> directions, Direction base, std::vector<std::uint8_t>& levels);

// `order` receives indexes into `levels`: of the cluster that stands first, second, … from the left.
void visual_order(std::span<const std::uint8_t> levels, std::vector<std::uint32_t>& order);

// The bracket that stands for this one where text runs from the right.
char32_t mirrored(char32_t code_point);

}  // namespace text
