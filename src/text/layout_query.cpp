#include "text/layout_query.hpp"

#include "base/utf8.hpp"
#include "text/clusters.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace text {

namespace {

std::span<const Stop> stops_of(const Layout& layout, const Line& line) {
    return std::span(layout.stops).subspan(line.first_stop, line.last_stop + 1 - line.first_stop);
}

float distance(float value, float low, float high) {
    if (value < low) {
        return low - value;
    }
    return value > high ? value - high : 0;
}

// The line a point belongs to: the nearest by height, among those side by side the nearest by x.
const Line& nearest_line(const Layout& layout, float x, float y, bool asked_again = false) {
    const IndexRange around = visible_lines(layout, y, y);
    const auto count = static_cast<std::uint32_t>(layout.lines.size());
    // When no line is at this height, its neighbours are the ones just outside the range.
    const std::uint32_t first = around.first > 0 ? around.first - 1 : 0;
    const std::uint32_t last = std::min(count, std::max(around.last, around.first) + 1);
    const Line* best = nullptr;
    float best_y = 0;
    float best_x = 0;
    for (std::uint32_t i = first; i < last; ++i) {
        const Line& line = layout.lines[i];
        const float dy = distance(y, line.top, line.top + line.height);
        const float dx = distance(x, line.left, line.right);
        if (best == nullptr || dy < best_y || (dy == best_y && dx < best_x)) {
            best = &line;
            best_y = dy;
            best_x = dx;
        }
    }
    // Between two lines: ask again at the nearer one's height, where its neighbours answer, too.
    if (best_y > 0 && !asked_again) {
        return nearest_line(layout, x, best->top + best->height / 2, true);
    }
    return *best;
}

std::uint32_t nearest_in_order(std::span<const Stop> stops, float x) {
    const auto after =
        std::upper_bound(stops.begin(), stops.end(), x, [](float value, const Stop& stop) { return value < stop.x; });
    if (after == stops.begin()) {
        return stops.front().offset;
    }
    if (after == stops.end()) {
        return stops.back().offset;
    }
    const Stop& before = *std::prev(after);
    return x - before.x <= after->x - x ? before.offset : after->offset;
}

std::uint32_t nearest_out_of_order(std::span<const Stop> stops, float x) {
    const Stop* best = &stops.front();
    std::uint32_t offset = best->offset;
    float least = std::numeric_limits<float>::max();
    for (std::size_t i = 0; i < stops.size(); ++i) {
        const float before = std::fabs(x - stops[i].x);
        if (before < least) {
            least = before;
            offset = stops[i].offset;
        }
        const float after = std::fabs(x - stops[i].x - stops[i].width);
        if (i + 1 < stops.size() && after < least) {
            least = after;
            offset = stops[i + 1].offset;
        }
    }
    return offset;
}

std::uint32_t offset_on_line(const Layout& layout, const Line& line, float x) {
    const std::span<const Stop> stops = stops_of(layout, line);
    const std::uint32_t offset = line.reordered ? nearest_out_of_order(stops, x) : nearest_in_order(stops, x);
    return std::min(offset, line.caret_end);
}

// The stop that holds the offset: the last one that begins at or before it.
std::size_t stop_of(std::span<const Stop> stops, std::uint32_t offset) {
    const auto after = std::upper_bound(stops.begin(), stops.end(), offset,
                                        [](std::uint32_t value, const Stop& stop) { return value < stop.offset; });
    return after == stops.begin() ? 0 : static_cast<std::size_t>(after - stops.begin()) - 1;
}

float x_on_line(const Layout& layout, const Line& line, std::uint32_t offset) {
    const std::span<const Stop> stops = stops_of(layout, line);
    const std::size_t i = stop_of(stops, offset);
    const Stop& stop = stops[i];
    if (offset <= stop.offset || i + 1 >= stops.size()) {
        return stop.x;
    }
    // Inside a word that was shaped as one: its letters share its width evenly.
    const std::uint32_t size = stops[i + 1].offset - stop.offset;
    return stop.x + std::round(stop.width * static_cast<float>(offset - stop.offset) / static_cast<float>(size));
}

// Joins what touches, so that a selected line is one rectangle.
void add_rect(std::vector<Rect>& rects, std::size_t first_of_line, const Line& line, float from, float to) {
    const float left = std::min(from, to);
    const float right = std::max(from, to);
    if (right <= left) {
        return;
    }
    if (rects.size() > first_of_line) {
        Rect& last = rects.back();
        if (left <= last.x + last.width && right >= last.x) {
            const float end = std::max(right, last.x + last.width);
            last.x = std::min(left, last.x);
            last.width = end - last.x;
            return;
        }
    }
    rects.push_back({left, line.top, right - left, line.height});
}

void select_on_line(const Layout& layout, const Line& line, std::uint32_t begin, std::uint32_t end,
                    std::vector<Rect>& rects) {
    const std::size_t first_of_line = rects.size();
    const std::uint32_t from = std::max(begin, line.begin);
    const std::uint32_t to = std::min(end, line.end);
    const std::span<const Stop> stops = stops_of(layout, line);
    if (line.reordered) {
        for (std::size_t i = stop_of(stops, from); i + 1 < stops.size() && stops[i].offset < to; ++i) {
            add_rect(rects, first_of_line, line, stops[i].x, stops[i].x + stops[i].width);
        }
    } else {
        add_rect(rects, first_of_line, line, x_on_line(layout, line, from), x_on_line(layout, line, to));
    }
    // A selected newline shows as a narrow strip, else selected empty lines could not be seen.
    if (rects.size() == first_of_line && end > line.caret_end && begin <= line.caret_end) {
        const float x = stops.back().x;
        add_rect(rects, first_of_line, line, x, x + std::round(line.height / 4));
    }
}

}  // namespace

IndexRange visible_lines(const Layout& layout, float top, float bottom) {
    const auto& lines = layout.lines;
    const auto first =
        std::partition_point(lines.begin(), lines.end(), [&](const Line& line) { return line.reach_bottom <= top; });
    const auto last =
        std::partition_point(first, lines.end(), [&](const Line& line) { return line.reach_top <= bottom; });
    return {static_cast<std::uint32_t>(first - lines.begin()), static_cast<std::uint32_t>(last - lines.begin())};
}

IndexRange visible_runs(const Layout& layout, float top, float bottom) {
    const IndexRange lines = visible_lines(layout, top, bottom);
    if (lines.first == lines.last) {
        return {};
    }
    return {layout.lines[lines.first].first_run, layout.lines[lines.last - 1].last_run};
}

std::uint32_t hit_test(const Layout& layout, float x, float y) {
    return layout.lines.empty() ? 0 : offset_on_line(layout, nearest_line(layout, x, y), x);
}

std::uint32_t line_of(const Layout& layout, std::uint32_t offset) {
    const auto after = std::upper_bound(layout.lines.begin(), layout.lines.end(), offset,
                                        [](std::uint32_t value, const Line& line) { return value < line.begin; });
    return after == layout.lines.begin() ? 0 : static_cast<std::uint32_t>(after - layout.lines.begin()) - 1;
}

Caret caret_at(const Layout& layout, std::uint32_t offset) {
    if (layout.lines.empty()) {
        return {};
    }
    const Line& line = layout.lines[line_of(layout, offset)];
    return {x_on_line(layout, line, offset), line.top, line.height};
}

std::uint32_t move_vertically(const Layout& layout, std::uint32_t offset, int lines, float goal_x) {
    if (layout.lines.empty() || lines == 0) {
        return offset;
    }
    const Line& from = layout.lines[line_of(layout, offset)];
    const float half = from.height / 2;
    const auto count = static_cast<std::int64_t>(layout.lines.size());
    const std::int64_t step = lines > 0 ? 1 : -1;
    // The next line in this direction that is not beside this one (cells of a row are).
    for (std::int64_t i = line_of(layout, offset) + step; i >= 0 && i < count; i += step) {
        const Line& line = layout.lines[static_cast<std::size_t>(i)];
        const bool beyond = step > 0 ? line.top > from.top + half : line.top + line.height < from.top + half;
        if (!beyond) {
            continue;
        }
        const std::uint32_t next = hit_test(layout, goal_x, line.top + line.height / 2);
        return lines == step ? next : move_vertically(layout, next, lines - static_cast<int>(step), goal_x);
    }
    return offset;
}

std::uint32_t line_begin(const Layout& layout, std::uint32_t offset) {
    return layout.lines.empty() ? 0 : layout.lines[line_of(layout, offset)].begin;
}

std::uint32_t line_end(const Layout& layout, std::uint32_t offset) {
    return layout.lines.empty() ? 0 : layout.lines[line_of(layout, offset)].caret_end;
}

std::vector<Rect> selection_rects(const Layout& layout, std::uint32_t begin, std::uint32_t end, float top,
                                  float bottom) {
    std::vector<Rect> rects;
    if (begin >= end) {
        return rects;
    }
    const IndexRange visible = visible_lines(layout, top, bottom);
    const std::uint32_t first = std::max(visible.first, line_of(layout, begin));
    for (std::uint32_t i = first; i < visible.last && layout.lines[i].begin < end; ++i) {
        if (layout.lines[i].end < begin) {
            continue;
        }
        select_on_line(layout, layout.lines[i], begin, end, rects);
    }
    return rects;
}

int run_at(const Layout& layout, float x, float y) {
    const IndexRange lines = visible_lines(layout, y, y);
    for (std::uint32_t i = lines.first; i < lines.last; ++i) {
        const Line& line = layout.lines[i];
        if (y < line.top || y >= line.top + line.height) {
            continue;
        }
        for (std::uint32_t run = line.first_run; run < line.last_run; ++run) {
            const Run& candidate = layout.runs[run];
            if (x >= candidate.x && x < candidate.x + candidate.width) {
                return static_cast<int>(run);
            }
        }
    }
    return -1;
}

int link_at(const Layout& layout, float x, float y) {
    const int run = run_at(layout, x, y);
    return run < 0 ? -1 : layout.runs[static_cast<std::size_t>(run)].link;
}

}  // namespace text
