#include "ui/widgets/table_view.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "text/visible.hpp"
#include "ui/widgets/button.hpp"

namespace ui {

namespace {

constexpr std::size_t most_columns = 12, rows_measured = 50;
constexpr float table_row_css = 35, record_row_css = 24, cell_pad = 10, least_column = 48, most_column = 360,
                least_cut = 110;

std::string cell_text(const base::Json* value) {
    if (!value || value->is_null()) return {};
    if (value->is_string()) return text::make_visible(value->get_ref<const std::string&>());
    return text::make_visible(base::dump_json(*value));
}

const base::Json* array_in(const base::Json& value) {
    if (value.is_array()) return &value;
    if (value.is_object() && value.size() == 1 && value.begin()->is_array()) return &*value.begin();
    return nullptr;
}

// Members of the rows that can be shown, in the order they are first seen; nothing when the objects are too unlike one another.
std::vector<std::string> columns_of(const base::Json& rows) {
    std::vector<std::string> columns;
    std::unordered_map<std::string, std::size_t> seen;
    const std::size_t count = std::min(rows.size(), most_table_rows);
    for (std::size_t i = 0; i < count; ++i) {
        const base::Json& row = rows[i];
        if (!row.is_object() || row.empty()) return {};
        for (auto it = row.begin(); it != row.end(); ++it)
            if (++seen[it.key()] == 1) columns.push_back(it.key());
        if (columns.size() > most_columns) return {};
    }
    const bool alike =
        std::any_of(columns.begin(), columns.end(), [&](const std::string& name) { return seen[name] * 2 > count; });
    return alike ? columns : std::vector<std::string>{};
}

// Each column as wide as its widest cell. What room is left over they share; where there is too little the widest ones give.
// Nothing when that would leave too little of them to read.
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
    if (sum <= width) {
        for (float& w : widths) w = std::floor(w * width / sum);
        return widths;
    }
    auto narrowest_first = widths;
    std::sort(narrowest_first.begin(), narrowest_first.end());
    float left = width;
    std::size_t whole = 0;
    const auto share = [&] { return left / static_cast<float>(widths.size() - whole); };
    while (whole + 1 < widths.size() && narrowest_first[whole] <= share()) left -= narrowest_first[whole++];
    if (share() < ui.px(least_cut)) return {};
    for (float& w : widths) w = std::floor(std::min(w, share()));
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

// A row where there is no room for columns: a line for each of its cells, behind the column's name. The height.
float draw_record(Ui& ui, const Table& table, const std::vector<std::string>& cells, const Rect& at, float names) {
    const float line = ui.px(record_row_css), pad = ui.px(6);
    const Rect r{at.x, at.y, at.width, line * static_cast<float>(cells.size()) + 2 * pad};
    if (!ui.paint.visible(r)) return r.height;
    const NodeScope row(ui, {.id = ui.id("row"), .role = Role::row, .rect = r});
    float y = r.y + pad;
    for (std::size_t c = 0; c < cells.size(); ++c, y += line) {
        const Rect cell{r.x + names, y, r.width - names, line};
        ui.paint.label(r.x + ui.px(cell_pad), cell.center_y(), table.columns[c], ui.style(type_size::chip),
                       ui.colors->muted, names - ui.px(cell_pad));
        ui.paint.label(cell.x, cell.center_y(), cells[c], ui.style(type_size::control), ui.colors->text, cell.width);
        ui.semantics.add({.id = ui.id("cell", c),
                          .role = Role::cell,
                          .rect = cell,
                          .name = cells[c],
                          .description = table.columns[c]});
    }
    ui.paint.horizontal_line(r.x, r.bottom() - ui.px(1), r.width, ui.colors->line);
    return r.height;
}

float draw_records(Ui& ui, const Table& table, const Rect& at) {
    float names = 0;
    for (const std::string& column : table.columns)
        names = std::max(names, ui.paint.label_width(column, ui.style(type_size::chip)));
    names = std::min(names + 2 * ui.px(cell_pad), at.width * 0.4f);
    float y = at.y;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const IdScope line(ui, "row", i);
        y += draw_record(ui, table, table.rows[i], {at.x, y, at.width, 0}, names);
    }
    return y - at.y;
}

float draw_grid(Ui& ui, const Table& table, const Rect& r, const std::vector<float>& widths) {
    const float row = ui.px(table_row_css);
    float at = r.y;
    {
        const IdScope header(ui, "header");
        draw_line(ui, {{r.x, at, r.width, row}, table.columns, widths}, ui.style(type_size::chip), ui.colors->muted,
                  Role::column_header);
        at += row;
    }
    for (std::size_t i = 0; i < table.rows.size(); ++i, at += row) {
        const Rect line{r.x, at, r.width, row};
        if (!ui.paint.visible(line)) continue;
        const IdScope scope(ui, "row", i);
        draw_line(ui, {line, table.rows[i], widths}, ui.style(type_size::control), ui.colors->text, Role::cell);
    }
    return at - r.y;
}

// Below a table that has more rows: the way to them, or that there is none here. The height.
float draw_rest(Ui& ui, const Table& table, const Rect& row, bool& show_all) {
    const std::size_t shown = table.rows.size();
    if (table.all_rows <= shown) return 0;
    const std::string all = std::to_string(table.all_rows);
    if (shown >= most_table_rows) {
        label(ui, row.x + ui.px(cell_pad), row.center_y(), fill(ui.str(Str::rows_cut), std::to_string(shown), all),
              ui.style(type_size::chip), ui.colors->warn, row.width - ui.px(cell_pad));
        return row.height;
    }
    const std::string words =
        table.all_rows > most_table_rows ? ui.string(Str::show_more) : fill(ui.str(Str::show_all_rows), all);
    const Rect press{row.x, row.y, std::min(row.width, ui.px(220)), row.height};
    if (text_button(ui, "all", press, Icon::chevron_down, words, ui.colors->accent)) {
        show_all = true;
        ui.want_frame_in(0);
    }
    return row.height;
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
    for (std::string& column : table.columns) column = text::make_visible(column);
    return table;
}

float table_view(Ui& ui, std::string_view key, const Table& table, float x, float y, float width, bool& show_all) {
    const IdScope scope(ui, key);
    const auto widths = widths_of(ui, table, width);
    float at = y;
    {
        NodeScope node(ui, {.id = ui.id("table"), .role = Role::table, .rect = {x, y, width, 0}});
        const Rect r{x, y, width, 0};
        at += widths.empty() ? draw_records(ui, table, r) : draw_grid(ui, table, r, widths);
        node.node().rect.height = at - y;
    }
    return at + draw_rest(ui, table, {x, at, width, ui.px(table_row_css)}, show_all) - y;
}

}  // namespace ui
