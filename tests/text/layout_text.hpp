#pragma once

#include "base/utf8.hpp"
#include "text/layout.hpp"

#include <string>

// The lines of a layout as they are drawn, one a row, from left to right: what a person would read.
inline std::string lines_of(const text::Layout& layout) {
    std::string out;
    for (const text::Line& line : layout.lines) {
        for (std::uint32_t run = line.first_run; run < line.last_run; ++run) out += layout.glyphs_of(layout.runs[run]);
        out += '\n';
    }
    return out;
}

// What is wrong with a layout's tables, or nothing: every layout must pass, whatever it was made from.
inline std::string fault_of(const text::Layout& layout) {
    if (!base::is_valid_utf8(layout.plain) || !base::is_valid_utf8(layout.glyphs)) return "text is not UTF-8";
    std::uint32_t run = 0;
    std::uint32_t begin = 0;
    for (const text::Line& line : layout.lines) {
        if (line.begin < begin || line.end < line.begin || line.end > layout.plain.size()) return "line out of order";
        if (line.caret_end < line.begin || line.caret_end > line.end) return "caret beyond its line";
        if (line.first_run != run || line.last_run < run) return "runs out of order";
        if (line.last_stop < line.first_stop || line.last_stop >= layout.stops.size()) return "stops out of range";
        if (layout.stops[line.last_stop].offset != line.end) return "last stop is not the end";
        for (std::uint32_t i = line.first_stop; i < line.last_stop; ++i) {
            const text::Stop& stop = layout.stops[i];
            if (stop.offset >= layout.stops[i + 1].offset && line.last_stop > line.first_stop)
                return "stops out of order";
            const bool adjoins = stop.x + stop.width == layout.stops[i + 1].x;
            if (!line.reordered && !adjoins) return "stops with gaps";
        }
        if (line.top + line.height > layout.height + 0.5F) return "line below the layout";
        begin = line.begin;
        run = line.last_run;
    }
    if (run != layout.runs.size()) return "runs without a line";
    for (const text::Run& each : layout.runs) {
        if (each.begin >= each.end || each.end > layout.plain.size()) return "run out of range";
        if (each.glyphs_size == 0) return "empty run";
        if (each.link >= static_cast<int>(layout.links.size())) return "link out of range";
    }
    return {};
}
