// JSON as a tree that opens and closes.
#pragma once

#include <string>
#include <unordered_set>

#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "ui/ui.hpp"

namespace ui {

// Which nodes were toggled away from what they are at first; kept by the view, by JSON pointer.
using JsonTreeState = std::unordered_set<std::string>;

// Draws at (x, y); the height. Objects and arrays of the first two levels are open at first. A level shows at most 200 of
// its members until more are asked for.
float json_tree(Ui& ui, std::string_view key, const base::Json& value, float x, float y, float width,
                JsonTreeState& state);

}  // namespace ui
