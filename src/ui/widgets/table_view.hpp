// An array of like objects as a table.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "ui/ui.hpp"

namespace ui {

// Hidden characters are in it as their numbers.
struct Table {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;  // as many cells as there are columns
    std::size_t all_rows = 0;                    // `rows` may hold only the first of them
};

// Of a longer one the rest is not shown.
inline constexpr std::size_t most_table_rows = 5000;

// The table in `value`: an array of objects that share most of their members, or an object whose one member is such an
// array. std::nullopt when it is neither, or has no or too many (over 12) columns: it has one for each member of the rows
// that can be shown.
std::optional<Table> table_of(const base::Json& value, std::size_t max_rows);

// Draws at (x, y); the height. `show_all` is set when the person asks for the rows that are left out.
float table_view(Ui& ui, std::string_view key, const Table& table, float x, float y, float width, bool& show_all);

}  // namespace ui
