#include "text/table_layout.hpp"

#include <algorithm>
#include <cmath>

namespace text {

namespace {

// CSS pixels.
constexpr float padding_x = 10;
constexpr float padding_y = 6;
// Words wider than this do not keep a column wide: they break.
constexpr float least_width_limit = 160;
// Many columns on a narrow screen: the table grows beyond it rather than stand one letter wide.
constexpr float least_column_width = 32;

}  // namespace

std::vector<float> share_width(const std::vector<ContentWidths>& columns, float room, float narrowest) {
    float least = 0;
    float most = 0;
    for (const ContentWidths& column : columns) {
        least += column.least;
        most += column.most;
    }
    std::vector<float> widths;
    for (const ContentWidths& column : columns) {
        if (most <= room) {
            widths.push_back(column.most);
        } else if (least <= room) {
            const float share = most > least ? (column.most - column.least) / (most - least) : 0;
            widths.push_back(std::floor(column.least + (room - least) * share));
        } else {
            widths.push_back(std::max(std::floor(room * column.least / least), std::min(column.least, narrowest)));
        }
    }
    return widths;
}

void TableLayout::shape_cells(const Block& table) {
    blocks_.shaper_.clear();
    for (const Block& row : table.blocks) {
        const bool header = rows_.empty();
        blocks_.separate(header ? blocks_.separator_ : "\n");
        BaseLook look = blocks_.body_look();
        if (header) {
            look.ink = Ink::muted;
        }
        std::vector<Shaped>& shaped = rows_.emplace_back();
        for (const Block& cell : row.blocks) {
            if (!shaped.empty()) {
                blocks_.out_.plain.push_back('\t');
            }
            shaped.push_back(blocks_.shaper_.shape(cell.spans, look));
        }
        columns_ = std::max(columns_, shaped.size());
    }
}

void TableLayout::measure_columns(float room) {
    std::vector<ContentWidths> columns(columns_);
    const float limit = blocks_.px(least_width_limit);
    for (const std::vector<Shaped>& row : rows_) {
        for (std::size_t column = 0; column < row.size(); ++column) {
            const ContentWidths cell = blocks_.filler_.measure(row[column]);
            columns[column].least = std::max(columns[column].least, std::min(cell.least, limit));
            columns[column].most = std::max(columns[column].most, cell.most);
        }
    }
    widths_ = share_width(columns, room, blocks_.px(least_column_width));
    float total = 0;
    for (const float width : widths_) total += width;
    if (blocks_.params_.stretch_tables && total < room) {
        const float extra = std::floor((room - total) / static_cast<float>(columns_));
        for (float& width : widths_) {
            width += extra;
        }
        widths_.back() += room - total - extra * static_cast<float>(columns_);
    }
}

void TableLayout::lay_row(std::size_t row, const Block& table, float left) {
    const float pad_x = blocks_.px(padding_x);
    const float text_top = blocks_.y_ + blocks_.px(padding_y);
    float bottom = text_top + blocks_.body_line_height();
    float x = left;
    for (std::size_t column = 0; column < rows_[row].size(); ++column) {
        const Align align = column < table.aligns.size() ? table.aligns[column] : Align::natural;
        const Column place{x + pad_x, x + pad_x + widths_[column], text_top, blocks_.body_line_height(), align, 0};
        bottom = std::max(bottom, blocks_.filler_.fill(rows_[row][column], place));
        x += widths_[column] + 2 * pad_x;
    }
    blocks_.y_ = bottom + blocks_.px(padding_y);
}

void TableLayout::lay(const Block& table, float left, float right) {
    shape_cells(table);
    if (columns_ == 0) {
        return;
    }
    const float padding = 2 * blocks_.px(padding_x) * static_cast<float>(columns_);
    measure_columns(std::max(0.F, right - left - padding));
    float width = padding;
    for (const float column : widths_) {
        width += column;
    }
    const float thickness = std::max(1.F, blocks_.px(1));
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        const float top = blocks_.y_;
        lay_row(row, table, left);
        if (row == 0) {
            blocks_.add_box(BoxKind::table_header, {left, top, width, blocks_.y_ - top});
        }
        blocks_.add_box(BoxKind::table_line, {left, blocks_.y_, width, thickness});
        blocks_.y_ += thickness;
    }
}

}  // namespace text
