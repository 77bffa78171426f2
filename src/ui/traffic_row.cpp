#include "ui/traffic_row.hpp"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "text/visible.hpp"
#include "ui/run_card.hpp"
#include "ui/sidebar.hpp"
#include "ui/widgets/button.hpp"

namespace ui {

namespace {

constexpr float row_pad = 10, row_part_gap = 8;

bool is_sent(const mcp::TrafficEntry& entry) { return entry.direction == mcp::Direction::sent; }
bool is_bad(const mcp::TrafficEntry& entry) { return entry.is_error || entry.status >= 400; }

ImU32 tone_of(const Ui& ui, const mcp::TrafficEntry& entry) {
    if (is_bad(entry)) return ui.colors->error;
    return is_sent(entry) ? ui.colors->accent : ui.colors->ok;
}

void draw_direction(Ui& ui, const mcp::TrafficEntry& entry, float center_x, float center_y) {
    ui.paint.label(center_x - ui.px(5), center_y, is_sent(entry) ? "↑" : "↓",
                   ui.style(type_size::control, text::Face::bold), tone_of(ui, entry));
}

std::string spoken(const Ui& ui, const mcp::TrafficEntry& entry) {
    std::string words = ui.string(is_sent(entry) ? Str::sent : Str::received) + ' ' + traffic_title(entry);
    if (!entry.id.empty()) words += " #" + entry.id;
    if (is_bad(entry)) words += ", " + ui.string(Str::failed);
    if (entry.status > 0) words += ", " + fill(ui.str(Str::status_of), std::to_string(entry.status));
    words += ", " + size_text(entry.size);
    if (entry.duration_ms > 0) words += ", " + duration_text(entry.duration_ms);
    return words;
}

// At the right: status, size, how long, when. What there is no room for stays away, the least telling first.
void draw_numbers(Ui& ui, const mcp::TrafficEntry& entry, Rect& rest) {
    const auto style = ui.style(type_size::caption);
    const auto put = [&](const std::string& words, ImU32 color) {
        const float width = ui.paint.label_width(words, style) + ui.px(8);
        if (words.empty() || rest.width - width < ui.px(90)) return;
        const Rect r = cut_right(rest, width);
        ui.paint.label(r.x + ui.px(8), r.center_y(), words, style, color);
    };
    put(age(ui, entry.at), ui.colors->faint);
    put(entry.duration_ms > 0 ? duration_text(entry.duration_ms) : std::string(), ui.colors->muted);
    put(size_text(entry.size), ui.colors->muted);
    put(entry.status > 0 ? std::to_string(entry.status) : std::string(),
        entry.status >= 400 ? ui.colors->error : ui.colors->muted);
}

void draw_line(Ui& ui, const TrafficRow& row, const Rect& r, bool& toggled) {
    const mcp::TrafficEntry& entry = row.entry;
    const NodeId id = ui.id("line");
    Node node{.id = id, .role = Role::button, .rect = r, .name = spoken(ui, entry)};
    node.expanded = row.view ? TriState::on : TriState::off;
    ui.semantics.add(std::move(node));
    toggled = ui.semantics.take_click(id);
    if (ui.hovered(r) || row.view) ui.paint.fill(r, row.view ? ui.colors->raised : ui.colors->hover, ui.px(6));
    focus_ring(ui, id, r, ui.px(6));
    if (!ui.paint.visible(r)) return;
    Rect rest = inset(r, ui.px(row_pad), 0);
    draw_direction(ui, entry, rest.x + ui.px(5), r.center_y());
    cut_left(rest, ui.px(18));
    draw_numbers(ui, entry, rest);
    const auto bold = ui.style(type_size::small, text::Face::bold);
    const ImU32 color = is_bad(entry) ? ui.colors->error : ui.colors->text;
    cut_left(rest,
             ui.paint.label(rest.x, r.center_y(), text::make_visible(traffic_title(entry)), bold, color, rest.width) +
                 ui.px(7));
    if (!entry.id.empty() && rest.width > ui.px(20))
        ui.paint.label(rest.x, r.center_y(), "#" + text::make_visible(entry.id), ui.style(type_size::caption),
                       ui.colors->faint, rest.width);
}

std::string facts_of(const Ui& ui, const mcp::TrafficEntry& entry) {
    std::string facts = time_text(entry.at, ui.state->utc_offset);
    if (entry.status > 0) facts += " · " + fill(ui.str(Str::status_of), std::to_string(entry.status));
    if (!entry.url.empty()) facts += '\n' + entry.http_method + (entry.http_method.empty() ? "" : " ") + entry.url;
    return facts;
}

std::string header_lines(const mcp::TrafficEntry& entry) {
    std::string lines;
    for (const auto& [name, value] : entry.headers) lines += (lines.empty() ? "" : "\n") + name + ": " + value;
    return lines;
}

float draw_body(Ui& ui, const mcp::TrafficEntry& entry, TrafficView& view, float x, float y, float width) {
    if (entry.body.empty()) return 0;
    if (!std::exchange(view.read, true))
        if (auto parsed = base::parse_json(entry.body)) view.json.emplace(std::move(*parsed));
    label(ui, x, y + ui.px(9), ui.str(Str::body), ui.style(type_size::caption), ui.colors->faint, width);
    float height = ui.px(18);
    if (view.json)
        height += json_tree(ui, "json", *view.json, x, y + height, width, view.tree);
    else
        height += view.body.draw(ui, "body", entry.body, x, y + height, width,
                                 {.css_size = type_size::caption, .face = text::Face::mono});
    if (entry.size > entry.body.size()) {
        const auto kilobytes = [](std::size_t bytes) { return std::to_string((bytes + 512) / 1024); };
        const std::string note = fill(ui.str(Str::body_cut), kilobytes(entry.body.size()), kilobytes(entry.size));
        height += ui.px(4) + view.cut.draw(ui, "cut", note, x, y + height + ui.px(4), width,
                                           {.css_size = type_size::caption, .color = ui.colors->warn});
    }
    return height + ui.px(row_part_gap);
}

float draw_actions(Ui& ui, const TrafficRow& row, float x, float y) {
    const float height = ui.small_control_height();
    const auto place = [&](Str word) {
        const Rect r{x, y, button_width(ui, ui.str(word)), height};
        x += r.width + ui.px(6);
        return r;
    };
    const ButtonLook look{.kind = ButtonKind::ghost};
    if (is_sent(row.entry) && button(ui, "curl", place(Str::copy_as_curl), ui.str(Str::copy_as_curl), look))
        ui.want(model::CopyAsCurl{row.server_id, row.entry.number});
    if (!row.entry.body.empty() && button(ui, "copy", place(Str::copy_body), ui.str(Str::copy_body), look))
        ui.want(model::CopyText{row.entry.body});
    return height;
}

float draw_details(Ui& ui, const TrafficRow& row, float x, float y, float width) {
    const mcp::TrafficEntry& entry = row.entry;
    TrafficView& view = *row.view;
    float at = y + ui.px(row_part_gap);
    at += draw_actions(ui, row, x, at) + ui.px(row_part_gap);
    at += view.facts.draw(ui, "facts", facts_of(ui, entry), x, at, width,
                          {.css_size = type_size::caption, .color = ui.colors->muted});
    at += ui.px(row_part_gap);
    if (!entry.headers.empty()) {
        label(ui, x, at + ui.px(9), ui.str(Str::headers), ui.style(type_size::caption), ui.colors->faint, width);
        at += ui.px(18);
        at += view.headers.draw(ui, "headers", header_lines(entry), x, at, width,
                                {.css_size = type_size::caption, .face = text::Face::mono, .color = ui.colors->muted});
        at += ui.px(row_part_gap);
    }
    return at + draw_body(ui, entry, view, x, at, width) - y;
}

}  // namespace

float draw_traffic_row(Ui& ui, const TrafficRow& row, float x, float y, float width, bool& toggled) {
    Node item{.id = ui.id("item"), .role = Role::list_item, .rect = {x, y, width, 0}};
    item.position = row.position;
    item.set_size = row.count;
    NodeScope node(ui, std::move(item));
    const Rect line{x, y, width, ui.press_height(traffic_row_height)};
    draw_line(ui, row, line, toggled);
    float height = line.height;
    if (row.view) height += draw_details(ui, row, x + ui.px(row_pad), line.bottom(), width - 2 * ui.px(row_pad));
    ui.paint.horizontal_line(x, y + height - ui.px(1), width, ui.colors->line);
    node.node().rect.height = height;
    return height;
}

std::string size_text(std::size_t bytes) {
    char text[32];
    const double size = static_cast<double>(bytes);
    if (bytes < 1024)
        std::snprintf(text, sizeof text, "%d B", static_cast<int>(bytes));
    else if (bytes < 1024 * 1024)
        std::snprintf(text, sizeof text, "%.1f KB", size / 1024);
    else
        std::snprintf(text, sizeof text, "%.1f MB", size / (1024 * 1024));
    return text;
}

std::string time_text(std::chrono::milliseconds at, std::chrono::minutes utc_offset) {
    using namespace std::chrono;
    at += utc_offset;
    const auto day = floor<days>(at);
    const year_month_day date{sys_days{day}};
    const auto within = static_cast<int>((at - day).count());
    const int offset = std::abs(static_cast<int>(utc_offset.count()));
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u %02d:%02d:%02d.%03d %c%02d:%02d", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), within / 3'600'000,
                  within / 60'000 % 60, within / 1000 % 60, within % 1000, utc_offset.count() < 0 ? '-' : '+',
                  offset / 60, offset % 60);
    return text;
}

std::string traffic_title(const mcp::TrafficEntry& entry) {
    if (!entry.method.empty()) return entry.method;
    if (!entry.http_method.empty()) return entry.http_method;
    return entry.url;
}

}  // namespace ui
