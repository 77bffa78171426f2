#include "text/line_filler.hpp"

#include "base/utf8.hpp"

#include <algorithm>
#include <cmath>

namespace text {

namespace {

constexpr char32_t ellipsis = 0x2026;

bool is_drawn(const Item& item) { return !item.hangs() && item.item_kind() != ItemKind::newline; }

float tab_advance(float x, float tab_width) { return tab_width > 0 ? tab_width - std::fmod(x, tab_width) : 0; }

}  // namespace

float LineFiller::fill(const Shaped& shaped, const Column& column) {
    const std::span<Item> items = shaper_.items(shaped);
    const auto count = static_cast<std::uint32_t>(items.size());
    const float width = column.right - column.left;
    Column here = column;
    int lines = 0;
    for (std::uint32_t first = 0; first < count;) {
        const Cut cut = find_cut(items, first, width, shaped.tab_width);
        ++lines;
        const bool last_allowed = column.max_lines > 0 && lines == column.max_lines;
        if (last_allowed && (cut.next < count || shaped.cut)) {
            emit_shortened(shaped, first, here);
            return here.top + here.line_height;
        }
        emit(shaped, cut, here);
        here.top += here.line_height;
        first = cut.next;
        if (last_allowed) {
            return here.top;
        }
    }
    if (count == 0 || shaped.ends_with_newline) {
        emit_empty(shaped.end, here);
        here.top += here.line_height;
    }
    return here.top;
}

// Walks each item at most twice: once past the end of its line, once on the next.
LineFiller::Cut LineFiller::find_cut(std::span<Item> items, std::uint32_t first, float width, float tab_width) const {
    const auto count = static_cast<std::uint32_t>(items.size());
    std::uint32_t next = count;
    std::uint32_t opportunity = first;
    bool soft = false;
    float x = 0;
    for (std::uint32_t i = first; i < count; ++i) {
        Item& item = items[i];
        if (i > first && item.break_before() == Break::mandatory) {
            next = i;
            break;
        }
        if (i > first && item.break_before() == Break::allowed) {
            opportunity = i;
        }
        if (item.item_kind() == ItemKind::tab) {
            item.advance = tab_advance(x, tab_width);
        }
        if (x + item.advance > width && is_drawn(item) && item.advance > 0 && i > first) {
            next = opportunity > first ? opportunity : i;
            soft = true;
            break;
        }
        x += item.advance;
    }
    std::uint32_t visible = next;
    while (visible > first && !is_drawn(items[visible - 1])) {
        --visible;
    }
    return {first, visible, next, soft};
}

LineFiller::Cut LineFiller::find_shortened(std::span<const Item> items, std::uint32_t first, float width) const {
    const auto count = static_cast<std::uint32_t>(items.size());
    std::uint32_t visible = first;
    float x = 0;
    while (visible < count && items[visible].item_kind() != ItemKind::newline) {
        x += items[visible].advance;
        if (x > width) {
            break;
        }
        ++visible;
    }
    while (visible > first && !is_drawn(items[visible - 1])) {
        --visible;
    }
    return {first, visible, visible, true};
}

float LineFiller::width_of(std::span<const Item> items) const {
    float width = 0;
    for (const Item& item : items) {
        width += item.advance;
    }
    return width;
}

float LineFiller::baseline_of(const Shaped& shaped, const Column& column) const {
    const Look& base = shaper_.look(shaped.base);
    return std::round(column.top + (column.line_height - base.line_height) / 2 + base.ascent);
}

Line& LineFiller::open_line(const Column& column, std::uint32_t begin) {
    Line line{};
    line.left = column.left;
    line.right = column.right;
    line.top = column.top;
    line.height = column.line_height;
    line.begin = begin;
    line.first_stop = static_cast<std::uint32_t>(out_.stops.size());
    line.first_run = static_cast<std::uint32_t>(out_.runs.size());
    out_.lines.push_back(line);
    return out_.lines.back();
}

void LineFiller::close_line(std::uint32_t end, std::uint32_t caret_end, float x) {
    Line& line = out_.lines.back();
    line.end = end;
    line.caret_end = caret_end;
    line.last_stop = static_cast<std::uint32_t>(out_.stops.size());
    line.last_run = static_cast<std::uint32_t>(out_.runs.size());
    out_.stops.push_back({end, x, 0});
}

void LineFiller::emit_empty(std::uint32_t offset, const Column& column) {
    open_line(column, offset);
    close_line(offset, offset, column.left);
}

void LineFiller::fill_mark(std::uint32_t begin, std::uint32_t end, const Column& column) {
    open_line(column, begin);
    out_.stops.push_back({begin, column.left, column.right - column.left});
    close_line(end, end, column.right);
}

// Returns the right edge of what is drawn.
float LineFiller::emit(const Shaped& shaped, const Cut& cut, const Column& column) {
    const std::span<const Item> items = shaper_.items(shaped);
    const std::span<const Item> drawn = items.subspan(cut.first, cut.visible - cut.first);
    const std::span<const Item> hanging = items.subspan(cut.visible, cut.next - cut.visible);
    const float width = width_of(drawn);
    const Align natural = shaped.rtl_base ? Align::right : Align::left;
    const Align align = column.align == Align::natural ? natural : column.align;
    const float room = std::isfinite(column.right) ? std::max(0.F, column.right - column.left - width) : 0;
    const float indent = align == Align::right ? room : align == Align::center ? std::floor(room / 2) : 0;
    const float begin_x = column.left + indent;
    const auto offset_of = [&](std::uint32_t i) { return i < items.size() ? items[i].begin : shaped.end; };

    open_line(column, offset_of(cut.first)).reordered = shaped.has_rtl;
    const float end_x = place(shaped, drawn, offset_of(cut.visible), begin_x, baseline_of(shaped, column));
    float x = shaped.rtl_base ? begin_x : end_x;
    for (const Item& item : hanging) {
        const float advance = shaped.rtl_base ? 0 : item.advance;
        out_.stops.push_back({item.begin, x, advance});
        x += advance;
    }
    std::uint32_t caret_end = offset_of(cut.next);
    if (!hanging.empty() && (cut.soft || hanging.back().item_kind() == ItemKind::newline)) {
        caret_end = hanging.back().begin;
    }
    close_line(offset_of(cut.next), caret_end, x);
    out_.width = std::max(out_.width, end_x);
    return end_x;
}

void LineFiller::emit_shortened(const Shaped& shaped, std::uint32_t first, const Column& column) {
    const std::span<const Item> items = shaper_.items(shaped);
    const Look& base = shaper_.look(shaped.base);
    const float dots = shaper_.advance_of(ellipsis, base.style);
    const Cut cut = find_shortened(items, first, column.right - column.left - dots);
    const float x = emit(shaped, cut, column);
    const std::uint32_t begin = out_.lines.back().end;
    Item item{};
    item.begin = begin;
    item.look = shaped.base;
    item.glyph = ellipsis;
    draw(item, ellipsis, shaped.end, x, baseline_of(shaped, column));
    out_.runs.back().width = dots;
    run_open_ = false;
    // The dots stand for everything that is left.
    Line& line = out_.lines.back();
    line.end = static_cast<std::uint32_t>(out_.plain.size());
    line.last_run = static_cast<std::uint32_t>(out_.runs.size());
    line.last_stop = static_cast<std::uint32_t>(out_.stops.size());
    out_.stops.back() = {begin, x, dots};
    out_.stops.push_back({line.end, x + dots, 0});
    line.caret_end = line.end;
    out_.width = std::max(out_.width, x + dots);
    out_.shortened = true;
}

void LineFiller::order_visually(const Shaped& shaped, std::span<const Item> items) {
    directions_.clear();
    for (const Item& item : items) {
        const char32_t code_point = base::decode_utf8(shaper_.plain(), item.begin).code_point;
        directions_.push_back(direction_of(kind_of(code_point)));
    }
    resolve_levels(directions_, shaped.rtl_base ? Direction::right : Direction::left, levels_);
    visual_order(levels_, order_);
}

// Gives the items, which end at byte `end`, their stops and runs from x on. Returns the right edge.
float LineFiller::place(const Shaped& shaped, std::span<const Item> items, std::uint32_t end, float x, float baseline) {
    const bool reorder = shaped.has_rtl;
    if (reorder) {
        order_visually(shaped, items);
    }
    const std::size_t first_stop = out_.stops.size();
    out_.stops.resize(first_stop + items.size());
    for (std::size_t place = 0; place < items.size(); ++place) {
        const std::size_t i = reorder ? order_[place] : place;
        const Item& item = items[i];
        const bool from_right = reorder && levels_[i] == 1;
        const std::uint32_t item_end = i + 1 < items.size() ? items[i + 1].begin : end;
        out_.stops[first_stop + i] = {item.begin, from_right ? x + item.advance : x,
                                      from_right ? -item.advance : item.advance};
        const bool has_glyph = item.glyph != 0;
        if (has_glyph) {
            draw(item, from_right ? mirrored(item.glyph) : char32_t{item.glyph}, item_end, x, baseline);
        } else if (item.item_kind() == ItemKind::tab) {
            end_run();
        }
        x += item.advance;
        if (run_open_ && has_glyph) {
            out_.runs.back().width = x - out_.runs.back().x;
        }
    }
    end_run();
    return x;
}

void LineFiller::draw(const Item& item, char32_t glyph, std::uint32_t end, float x, float baseline) {
    if (run_open_ && run_look_ != item.look) {
        end_run();
    }
    if (!run_open_) {
        const Look& look = shaper_.look(item.look);
        Run run{};
        run.x = x;
        run.y = std::round(baseline - look.ascent);
        run.height = look.line_height;
        run.style = look.style;
        run.glyphs_begin = static_cast<std::uint32_t>(out_.glyphs.size());
        run.begin = item.begin;
        run.end = end;
        run.link = look.link;
        run.ink = look.ink;
        run.strike = look.strike;
        run.code = look.code;
        run.image = look.image;
        out_.runs.push_back(run);
        run_open_ = true;
        run_look_ = item.look;
    }
    Run& run = out_.runs.back();
    base::append_utf8(out_.glyphs, glyph);
    run.glyphs_size = static_cast<std::uint32_t>(out_.glyphs.size()) - run.glyphs_begin;
    run.begin = std::min(run.begin, item.begin);
    run.end = std::max(run.end, end);
}

void LineFiller::end_run() {
    if (!run_open_) {
        return;
    }
    run_open_ = false;
    const Run& run = out_.runs.back();
    if (!shaper_.look(run_look_).inline_code) {
        return;
    }
    const float pad = std::round(3 * scale_);
    out_.boxes.push_back({BoxKind::inline_code, 0, {run.x - pad, run.y, run.width + 2 * pad, run.height}});
}

ContentWidths LineFiller::measure(const Shaped& shaped) {
    ContentWidths widths;
    float piece = 0;
    float line = 0;
    float blanks = 0;  // after the line's text: they count only when more follows
    for (const Item& item : shaper_.items(shaped)) {
        if (item.break_before() != Break::none) {
            piece = 0;
        }
        if (item.break_before() == Break::mandatory) {
            line = blanks = 0;
        }
        if (!is_drawn(item)) {
            blanks += item.item_kind() == ItemKind::tab ? shaped.tab_width : item.advance;
            continue;
        }
        line += blanks + item.advance;
        blanks = 0;
        piece += item.advance;
        widths.least = std::max(widths.least, piece);
        widths.most = std::max(widths.most, line);
    }
    return widths;
}

}  // namespace text
