#pragma once

#include "text/block_layout.hpp"

#include <vector>

namespace text {

// Places a table: columns as wide as their text when that fits, else narrowed in proportion, cells wrapped.
class TableLayout {
public:
    explicit TableLayout(BlockLayout& blocks) : blocks_(blocks) {}

    void lay(const Block& table, float left, float right);

private:
    void shape_cells(const Block& table);
    void measure_columns(float room);
    void lay_row(std::size_t row, const Block& table, float left);

    BlockLayout& blocks_;
    std::size_t columns_ = 0;
    std::vector<std::vector<Shaped>> rows_;
    std::vector<float> widths_;  // of the text, without padding
};

// How wide columns are that share `room`: all they need when it is there, else their least and a share of the rest by
// what each would like more, else the room in proportion to their least, but no column below `narrowest` that needs it.
std::vector<float> share_width(const std::vector<ContentWidths>& columns, float room, float narrowest);

}  // namespace text
