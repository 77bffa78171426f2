// One message of the traffic: a line, and what opens below it.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "mcp/traffic.hpp"
#include "ui/ui.hpp"
#include "ui/widgets/json_tree.hpp"
#include "ui/widgets/wrapped_text.hpp"

namespace ui {

// What is kept of a message while it is open.
struct TrafficView {
    bool read = false;               // `json` was tried
    std::optional<base::Json> json;  // the body, when it is JSON that was kept whole
    JsonTreeState tree;
    WrappedText facts, headers, body, cut;
    float height = 0;  // of the row, as it was drawn last
};

inline constexpr float traffic_row_height = 36;  // CSS pixels

struct TrafficRow {
    const std::string& server_id;
    const mcp::TrafficEntry& entry;
    TrafficView* view;    // null: it is closed
    int position, count;  // in the list, from 1
};

// Draws at (x, y); the height. `toggled` becomes true when the line was pressed.
float draw_traffic_row(Ui& ui, const TrafficRow& row, float x, float y, float width, bool& toggled);

// "512 B", "1.2 KB", "3.4 MB"
std::string size_text(std::size_t bytes);
// "2026-11-22 06:23:11.123 +09:00"
std::string time_text(std::chrono::milliseconds at, std::chrono::minutes utc_offset);
// What the message is called: its method, or what is known of the exchange that had none.
std::string traffic_title(const mcp::TrafficEntry& entry);

}  // namespace ui
