#include "ui/widgets/table_view.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "ui/widgets/button.hpp"

namespace ui {

namespace {

constexpr std::size_t most_columns = 12, rows_measured = 50;
constexpr float row_css = 35, cell_pad = 10, least_column = 48, most_column = 360;

std::string cell_text(const base::Json* value) {
    if (!value || value->is_null()) return {};
    if (value->is_string()) return value->get_ref<const std::string&>();
    return base::dump_json(*value);
}

const base::Json* array_in(const base::Json& value) {
    if (value.is_array()) return &value;
    if (value.is_object() && value.size() == 1 && value.begin()->is_array()) return &*value.begin();
    return nullptr;
}

// Members in the order they are first seen; nothing when the objects are too unlike one another.
std::vector<std::string> columns_of(const base::Json& rows) {
    std::vector<std::string> columns;
    std::unordered_map<std::string, std::size_t> seen;
    std::size_t sampled = 0;
    for (const base::Json& row : rows) {
        if (!row.is_object() || row.empty()) return {};
        if (++sampled > rows_measured) break;
        for (auto it = row.begin(); it != row.end(); ++it)
            if (++seen[it.key()] == 1) columns.push_back(it.key());
        if (columns.size() > most_columns) return {};
    }
    const bool alike = std::any_of(columns.begin(), columns.end(), [&](const std::string& name) {
        return seen[name] * 2 > std::min(sampled, rows_measured);
    });
    return alike ? columns : std::vector<std::string>{};
}

// Each column as wide as its widest cell, all scaled to the room there is.
std::vector<float> widths_of(Ui& ui, const Table& table, float width) {
    const auto style = ui.style(type_size::control);
    std::vector<float> widths;
    float sum = 0;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        float widest = ui.paint.label_width(table.columns[c], ui.style(type_size::chip));
        for (std::size_t r = 0; r < std::min(table.rows.size(), rows_measured); ++r)
            widest = std::max(widest, ui.paint.label_width(std::string_view(table.rows[r][c]).substr(0, 120), style));
        widths.push_back(std::clamp(widest, ui.px(least_column), ui.px(most_column)) + 2 * ui.px(cell_pad));
        sum += widths.back();
    }
    for (float& w : widths) w = std::floor(w * width / sum);
    return widths;
}

struct Line {
    Rect r;
    const std::vector<std::string>& cells;
    const std::vector<float>& widths;
};

void draw_line(Ui& ui, const Line& line, const text::Style& style, ImU32 color, Role role) {
    const NodeScope row(ui, {.id = ui.id("row"), .role = Role::row, .rect = line.r});
    float x = line.r.x;
    for (std::size_t c = 0; c < line.cells.size(); ++c) {
        const float room = line.widths[c] - 2 * ui.px(cell_pad);
        ui.paint.label(x + ui.px(cell_pad), line.r.center_y(), line.cells[c], style, color, room);
        ui.semantics.add({.id = ui.id("cell", c),
                          .role = role,
                          .rect = {x, line.r.y, line.widths[c], line.r.height},
                          .name = line.cells[c]});
        x += line.widths[c];
    }
    ui.paint.horizontal_line(line.r.x, line.r.bottom() - ui.px(1), line.r.width, ui.colors->line);
}

}  // namespace

std::optional<Table> table_of(const base::Json& value, std::size_t max_rows) {
    const base::Json* rows = array_in(value);
    if (!rows || rows->empty()) return std::nullopt;
    Table table;
    table.columns = columns_of(*rows);
    if (table.columns.empty()) return std::nullopt;
    table.all_rows = rows->size();
    for (const base::Json& row : *rows) {
        if (!row.is_object()) return std::nullopt;
        if (table.rows.size() == max_rows) continue;
        std::vector<std::string> cells;
        cells.reserve(table.columns.size());
        for (const std::string& column : table.columns) cells.push_back(cell_text(base::member(row, column)));
        table.rows.push_back(std::move(cells));
    }
    return table;
}

float table_view(Ui& ui, std::string_view key, const Table& table, float x, float y, float width, bool& show_all) {
    const IdScope scope(ui, key);
    const float row = ui.px(row_css);
    NodeScope node(ui, {.id = ui.id("table"),
                        .role = Role::table,
                        .rect = {x, y, width, row * static_cast<float>(table.rows.size() + 1)}});
    const auto widths = widths_of(ui, table, width);
    float at = y;
    {
        const IdScope header(ui, "header");
        draw_line(ui, {{x, at, width, row}, table.columns, widths}, ui.style(type_size::chip), ui.colors->muted,
                  Role::column_header);
        at += row;
    }
    for (std::size_t i = 0; i < table.rows.size(); ++i, at += row) {
        const Rect r{x, at, width, row};
        if (!ui.paint.visible(r)) continue;
        const IdScope line(ui, "row", i);
        draw_line(ui, {r, table.rows[i], widths}, ui.style(type_size::control), ui.colors->text, Role::cell);
    }
    if (table.all_rows > table.rows.size()) {
        const auto words = fill(ui.str(Str::show_all_rows), std::to_string(table.all_rows));
        if (text_button(ui, "all", {x, at, std::min(width, ui.px(220)), row}, Icon::chevron_down, words,
                        ui.colors->accent)) {
            show_all = true;
            ui.want_frame_in(0);
        }
        at += row;
    }
    return at - y;
}

}  // namespace ui
