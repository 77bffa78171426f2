#include "ui/chat_log.hpp"

#include <algorithm>
#include <cmath>

#include "ui/widgets/button.hpp"

namespace ui {

namespace {

constexpr float gap = 16, margin_x = 20, margin_x_narrow = 14, top_room = 24, bottom_room = 16, end_tolerance = 24;
constexpr std::size_t views_kept = 400;

float gap_px(const Ui& ui) { return ui.px(gap); }

}  // namespace

float ChatLog::top_of(std::size_t index) const {
    float top = 0;
    for (std::size_t i = 0; i < index; ++i) top += slots_[i].height;
    return top;
}

// The entry that the top of the view is in; `top` becomes where it begins.
std::size_t ChatLog::first_visible(float& top) const {
    top = 0;
    std::size_t index = 0;
    while (index + 1 < slots_.size() && top + slots_[index].height <= scroll_.y) top += slots_[index++].height;
    return index;
}

// Another chat, another width, or new entries: what is remembered is brought up to date.
void ChatLog::follow(Ui& ui, const chat::Conversation& conversation, float width) {
    if (conversation.id != conversation_id_) {
        conversation_id_ = conversation.id;
        slots_.clear();
        views_.clear();
        selection_.clear();
        scroll_ = {};
        at_end_ = true;
        last_id_ = 0;
    }
    if (width != width_ || ui.input.scale != scale_) {
        for (Slot& slot : slots_) slot.measured = false;
        for (auto& [id, view] : views_) view.version = 0, view.width = -1;
        width_ = width;
        scale_ = ui.input.scale;
    }
    resize(ui, conversation, width);
    // What the person sends is always shown.
    if (!conversation.entries.empty() && conversation.entries.back().id != last_id_) {
        at_end_ = true;
        selection_.dragging = false;
    }
}

void ChatLog::resize(const Ui& ui, const chat::Conversation& conversation, float width) {
    const auto& entries = conversation.entries;
    std::size_t same = 0;
    while (same < slots_.size() && same < entries.size() && slots_[same].id == entries[same].id) {
        if (slots_[same].version != entries[same].version) {
            slots_[same].version = entries[same].version;
            slots_[same].measured = false;
        }
        ++same;
    }
    // From the first difference on (an entry was added or deleted) known heights are looked up again.
    std::unordered_map<chat::EntryId, Slot> known;
    for (std::size_t i = same; i < slots_.size(); ++i) known.emplace(slots_[i].id, slots_[i]);
    slots_.resize(same);
    slots_.reserve(entries.size());
    for (std::size_t i = same; i < entries.size(); ++i) {
        const auto it = known.find(entries[i].id);
        if (it != known.end() && it->second.version == entries[i].version)
            slots_.push_back(it->second);
        else
            slots_.push_back(
                {entries[i].id, entries[i].version, estimated_height(ui, entries[i], width) + gap_px(ui), false});
    }
}

float ChatLog::draw_one(Ui& ui, const chat::Conversation& conversation, std::size_t index, float y,
                        EntryEvents& events) {
    EntryPlace place{.x = column_x_, .y = y, .width = width_};
    place.position = static_cast<int>(index) + 1;
    place.count = static_cast<int>(conversation.entries.size());
    const chat::Entry& entry = conversation.entries[index];
    const float height =
        std::ceil(draw_entry(ui, entry, views_[entry.id], place, selection_, images_, events)) + gap_px(ui);
    slots_[index].height = height;
    slots_[index].measured = true;
    return height;
}

void ChatLog::measure(Ui& ui, const chat::Conversation& conversation, std::size_t index) {
    if (slots_[index].measured) return;
    EntryEvents nothing;
    ui.paint.begin_measuring();
    ui.semantics.mute(true);
    draw_one(ui, conversation, index, 0, nothing);
    ui.semantics.mute(false);
    ui.paint.end_measuring();
}

// The last entries get their true heights before the end is shown, so that nothing jumps.
void ChatLog::settle_at_end(Ui& ui, const chat::Conversation& conversation, float view_height) {
    float filled = 0;
    for (std::size_t i = slots_.size(); i-- > 0 && filled < view_height;) {
        measure(ui, conversation, i);
        filled += slots_[i].height;
    }
}

std::string ChatLog::draw(Ui& ui, const Rect& r, const chat::Conversation& conversation) {
    const IdScope scope(ui, conversation.id);
    const float side = ui.px(ui.narrow() ? margin_x_narrow : margin_x);
    const float width = std::min(r.width - 2 * side, ui.px(size::max_text_width));
    column_x_ = std::round(r.x + (r.width - width) / 2);
    follow(ui, conversation, width);

    const float room_above = ui.px(top_room), room_below = ui.px(bottom_room);
    const auto total = [&] { return top_of(slots_.size()) + room_above + room_below; };
    const NodeId log_id = ui.id("log");
    if (at_end_) {
        settle_at_end(ui, conversation, r.height);
        scroll_.content_height = total();
        scroll_.view_height = r.height;
        scroll_.y = scroll_.furthest();
    } else {
        scroll_.content_height = std::max(scroll_.content_height, total());
    }
    ScrollArea area(ui, "log", r, scroll_, ui.str(Str::chat_label), Role::log);
    (void)log_id;

    // Entries above the view that were only estimated push what is seen neither up nor down.
    float top = 0;
    std::size_t index = slots_.empty() ? 0 : first_visible(top);
    if (index < slots_.size() && !slots_[index].measured) {
        const float before = slots_[index].height;
        measure(ui, conversation, index);
        if (top < scroll_.y - room_above) scroll_.y += slots_[index].height - before;
    }

    EntryEvents events;
    float y = area.rect().y - scroll_.y + room_above + top;
    for (; index < slots_.size() && y < r.bottom(); ++index)
        y += draw_one(ui, conversation, index, std::round(y), events);
    // Its new end is followed in this very frame only when nobody scrolled away.
    const float content = total();
    at_end_ = scroll_.y >= content - r.height - ui.px(end_tolerance);
    if (at_end_ && content - r.height > scroll_.y) ui.want_frame_in(0);
    area.finish(content);

    if (!ui.mouse_down()) selection_.dragging = false;
    if (selection_.dragging) scroll_along(ui, r);
    if (ui.semantics.take_shortcut(U'a') && !slots_.empty()) {
        selection_.anchor = {slots_.front().id * blocks_per_entry, 0};
        selection_.head = {(slots_.back().id + 1) * blocks_per_entry - 1, UINT32_MAX};
        selection_.active = true;
        ui.want_frame_in(0);
    }
    if (ui.mouse_pressed() && ui.hovered(r) && !selection_.dragging) selection_.clear();
    draw_to_end_button(ui, r);
    offer_copy(ui, conversation);
    announce(ui, conversation);
    forget_old(ui.input.seconds);
    return events.pressed_link;
}

// A selection that is dragged beyond the edge takes the text along.
void ChatLog::scroll_along(Ui& ui, const Rect& r) {
    const float beyond = ui.mouse_y() < r.y ? ui.mouse_y() - r.y : std::max(0.f, ui.mouse_y() - r.bottom());
    if (beyond == 0) return;
    scroll_.y = std::clamp(scroll_.y + std::clamp(beyond, -ui.px(24), ui.px(24)), 0.f, scroll_.furthest());
    at_end_ = false;
    ui.want_frame_in(0.016);
}

void ChatLog::draw_to_end_button(Ui& ui, const Rect& r) {
    if (at_end_ || slots_.empty()) return;
    const float d = ui.px(32);
    const Rect button_rect{r.center_x() - d / 2, r.bottom() - d - ui.px(10), d, d};
    ui.paint.fill(button_rect, ui.colors->raised, d / 2);
    ui.paint.border(button_rect, ui.colors->line, d / 2);
    if (icon_button(ui, "end", button_rect, Icon::chevron_down, ui.str(Str::to_newest), {.kind = ButtonKind::bare})) {
        at_end_ = true;
        ui.want_frame_in(0);
    }
}

void ChatLog::offer_copy(Ui& ui, const chat::Conversation& conversation) {
    if (selection_.empty()) return;
    ui.semantics.copied_text = [this, state = ui.state, id = conversation.id, locale = ui.locale] {
        std::string text;
        const chat::Conversation* selected = model::find_conversation(*state, id);
        if (!selected) return text;
        for (const chat::Entry& entry : selected->entries) {
            if (entry.id < selection_.first().block / blocks_per_entry ||
                entry.id > selection_.last().block / blocks_per_entry)
                continue;
            for (const EntryText& part : texts_of(entry, views_[entry.id], locale)) {
                const auto range = selection_.within(part.block, static_cast<std::uint32_t>(part.plain.size()));
                if (range.begin == range.end) continue;
                if (!text.empty()) text += "\n\n";
                text += part.plain.substr(range.begin, range.end - range.begin);
            }
        }
        return text;
    };
}

void ChatLog::announce(Ui& ui, const chat::Conversation& conversation) {
    if (conversation.entries.empty()) return;
    const chat::Entry& last = conversation.entries.back();
    if (last.id == last_id_ && last.version == last_version_) return;
    const bool first_look = last_id_ == 0;
    const bool new_entry = last.id != last_id_;
    last_id_ = last.id;
    last_version_ = last.version;
    if (first_look) return;
    if (const auto* message = std::get_if<chat::Message>(&last.content)) {
        if (new_entry && message->author != chat::Author::user) ui.semantics.announce(message->text.substr(0, 500));
        return;
    }
    const auto& run = std::get<chat::ToolRun>(last.content);
    if (run.state == chat::RunState::done)
        ui.semantics.announce(run.tool_name + ", " + ui.string(run.result.is_error ? Str::run_failed : Str::run_done));
    if (run.state == chat::RunState::failed)
        ui.semantics.announce(run.tool_name + ", " + ui.string(Str::run_failed), true);
}

// Layouts of entries that were not seen lately go; what the person opened in them stays.
void ChatLog::forget_old(double now) {
    if (views_.size() <= views_kept) return;
    for (auto& [id, view] : views_) {
        if (now - view.last_seen < 2 || view.version == 0) continue;
        const bool chosen = view.toggled;
        view = {};
        view.toggled = chosen;
    }
    if (views_.size() > 8 * views_kept)
        std::erase_if(views_, [&](const auto& kept) { return kept.second.version == 0 && !kept.second.toggled; });
}

}  // namespace ui
