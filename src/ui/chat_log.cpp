#include "ui/chat_log.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/utf8.hpp"
#include "ui/run_card.hpp"
#include "ui/widgets/button.hpp"

namespace ui {

namespace {

constexpr float entry_gap = 16, margin_x = 20, margin_x_narrow = 14, top_room = 24, bottom_room = 16, end_tolerance = 2;
constexpr std::size_t views_kept = 400;
// What is laid out beyond the view: heights of it where the scrolling goes and where it came from, and never more entries.
constexpr float views_ahead = 2, views_behind = 1;
constexpr std::size_t near_entries = 60;

float gap_px(const Ui& ui) { return ui.px(entry_gap); }

}  // namespace

// Where the entry begins in what is scrolled; the index after the last: where that ends. Counted from the place asked for last.
float ChatLog::top_of(std::size_t index) const {
    while (place_.index < index) place_.heights_before += slots_[place_.index++].height;
    while (place_.index > index) place_.heights_before -= slots_[--place_.index].height;
    return room_above_ - lift_ + place_.heights_before;
}

// The entry that the top of the view is in.
std::size_t ChatLog::first_visible() const {
    std::size_t index = std::min(place_.index, slots_.size() - 1);
    while (index > 0 && top_of(index) > scroll_.y) --index;
    while (index + 1 < slots_.size() && top_of(index + 1) <= scroll_.y) ++index;
    return index;
}

void ChatLog::set_height(std::size_t index, float height) {
    const float more = height - slots_[index].height;
    slots_[index].height = height;
    slots_[index].measured = true;
    heights_ += more;
    if (index < place_.index) place_.heights_before += more;
}

// Another chat, another width, or new entries: what is remembered is brought up to date.
void ChatLog::follow(Ui& ui, const chat::Conversation& conversation, float width) {
    if (conversation.id != conversation_id_) {
        conversation_id_ = conversation.id;
        slots_.clear();
        views_.clear();
        place_ = {};
        heights_ = 0;
        selection_.clear();
        scroll_ = {};
        lift_ = last_y_ = 0;
        first_seen_ = end_seen_ = 0;
        going_down_ = false;
        last_id_ = 0;
        running_.clear();
        go_to_end();
    }
    if (width != width_ || ui.input.scale != scale_) {
        for (Slot& slot : slots_) slot.measured = false;
        for (auto& [id, view] : views_) view.version = 0, view.width = -1;
        width_ = width;
        scale_ = ui.input.scale;
    }
    if (!matches(conversation)) resize(ui, conversation, width);
    // What the person sends is always shown.
    if (!conversation.entries.empty() && conversation.entries.back().id != last_id_) {
        go_to_end();
        selection_.dragging = false;
    }
}

// Whether the slots are of these entries: of all their number, of those near the view each.
bool ChatLog::matches(const chat::Conversation& conversation) const {
    const auto& entries = conversation.entries;
    if (slots_.size() != entries.size() || entries.empty() || slots_.back().id != entries.back().id) return false;
    const std::size_t begin = first_seen_ - std::min(first_seen_, near_entries);
    const std::size_t end = std::min(end_seen_ + near_entries, slots_.size());
    for (std::size_t i = begin; i < end; ++i)
        if (slots_[i].id != entries[i].id || slots_[i].version != entries[i].version) return false;
    return slots_.back().version == entries.back().version;
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
    place_ = {};
    heights_ = 0;
    for (const Slot& slot : slots_) heights_ += slot.height;
    first_seen_ = std::min(first_seen_, slots_.size());
    end_seen_ = std::min(end_seen_, slots_.size());
}

float ChatLog::draw_one(Ui& ui, const chat::Conversation& conversation, std::size_t index, float y,
                        EntryEvents& events) {
    EntryPlace place{.x = column_x_, .y = y, .width = width_};
    place.position = static_cast<int>(index) + 1;
    place.count = static_cast<int>(conversation.entries.size());
    const chat::Entry& entry = conversation.entries[index];
    const float height =
        std::ceil(draw_entry(ui, entry, views_[entry.id], place, selection_, images_, events)) + gap_px(ui);
    set_height(index, height);
    return height;
}

void ChatLog::measure(Ui& ui, const chat::Conversation& conversation, std::size_t index) {
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
        if (!slots_[i].measured) measure(ui, conversation, i);
        filled += slots_[i].height;
    }
}

// Toward the top the lift goes down in proportion, so that both tops are reached at once.
void ChatLog::follow_scrolling() {
    if (scroll_.y == last_y_ || at_end_) return;
    going_down_ = scroll_.y > last_y_;
    if (!going_down_) lift_ = std::round(lift_ * scroll_.y / last_y_);
}

// What comes into view from above gets its true height upward: what was seen stays where it is. The first entry in view; it
// was laid out.
std::size_t ChatLog::settle_above(Ui& ui, const chat::Conversation& conversation) {
    const std::size_t first = first_visible();
    const std::size_t seen = std::min(first_seen_, slots_.size() - 1);
    // After a jump nothing of what was seen is near.
    const bool near = first < seen && top_of(seen) < scroll_.y + 3 * scroll_.view_height;
    std::size_t index = near ? seen : first + 1;
    for (float edge = top_of(index); index > 0 && edge > scroll_.y;) {
        Slot& slot = slots_[--index];
        const float before = slot.height;
        if (!slot.measured || views_[slot.id].result.awaits_picture) measure(ui, conversation, index);
        lift_ += slot.height - before;
        edge -= slot.height;
    }
    lift_ = scroll_.y > 0 ? std::max(lift_, -scroll_.y) : 0;  // nothing is above the first
    return first_visible();
}

bool ChatLog::laid_out(std::size_t index) const {
    const auto view = views_.find(slots_[index].id);
    return slots_[index].measured && view != views_.end() && view->second.version == slots_[index].version;
}

// The entry to lay out next, nearest first and first where the scrolling goes; the number of entries: there is none.
std::size_t ChatLog::next_ahead() const {
    for (const bool down : {going_down_, !going_down_}) {
        float room = scroll_.view_height * (down == going_down_ ? views_ahead : views_behind);
        std::size_t at = down ? end_seen_ : first_seen_;
        for (std::size_t i = 0; i < near_entries && room > 0 && (down ? at < slots_.size() : at > 0); ++i) {
            const std::size_t index = down ? at++ : --at;
            if (!laid_out(index)) return index;
            room -= slots_[index].height;
        }
    }
    return slots_.size();
}

bool ChatLog::look_ahead(Ui& ui) {
    const std::size_t index = next_ahead();
    const chat::Conversation* conversation = model::find_conversation(*ui.state, conversation_id_);
    if (!conversation || index >= std::min(slots_.size(), conversation->entries.size())) return false;
    const Slot before = slots_[index];
    const chat::Entry& entry = conversation->entries[index];
    if (entry.id != before.id || entry.version != before.version) return false;  // the next frame sees to it
    const IdScope scope(ui, inside_);
    measure(ui, *conversation, index);
    if (index < first_seen_) lift_ += slots_[index].height - before.height;
    return true;
}

std::string ChatLog::draw(Ui& ui, const Rect& r, const chat::Conversation& conversation) {
    const IdScope scope(ui, conversation.id);
    const float side = ui.px(ui.narrow() ? margin_x_narrow : margin_x);
    const float width = std::min(r.width - 2 * side, ui.px(size::max_text_width));
    column_x_ = std::round(r.x + (r.width - width) / 2);
    follow(ui, conversation, width);

    room_above_ = ui.px(top_room);
    room_below_ = ui.px(bottom_room);
    if (at_end_) {
        settle_at_end(ui, conversation, r.height);
        scroll_.content_height = content_height();
        scroll_.view_height = r.height;
        // Only an end that moved is followed: a slow finger leaves it pixel by pixel, and would be brought back each time.
        if (std::exchange(followed_end_, scroll_.furthest()) != scroll_.furthest()) scroll_.y = scroll_.furthest();
    } else {
        scroll_.content_height = std::max(scroll_.content_height, content_height());
    }
    const float y_before = scroll_.y;
    ScrollArea area(ui, "log", r, scroll_, ui.str(Str::chat_label), Role::log);
    const bool scrolled = scroll_.y != y_before;
    inside_ = ui.id("");

    EntryEvents events;
    if (!slots_.empty()) {
        follow_scrolling();
        std::size_t index = first_seen_ = settle_above(ui, conversation);
        float y = area.content_y() + top_of(index);
        for (; index < slots_.size() && y < r.bottom(); ++index)
            y += draw_one(ui, conversation, index, std::round(y), events);
        end_seen_ = index;
    }
    const float content = content_height();
    const float below = content - r.height - scroll_.y;
    if (scrolled || below <= 0) at_end_ = below <= ui.px(end_tolerance);
    if (at_end_ && std::max(0.f, content - r.height) != followed_end_) ui.want_frame_in(0);
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
    last_y_ = scroll_.y;
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
    const float d = ui.press_height(32);
    const Rect button_rect{r.center_x() - d / 2, r.bottom() - d - ui.px(10), d, d};
    ui.paint.fill(button_rect, ui.colors->raised, d / 2);
    ui.paint.border(button_rect, ui.colors->line, d / 2);
    if (icon_button(ui, "end", button_rect, Icon::chevron_down, ui.str(Str::to_newest), {.kind = ButtonKind::bare})) {
        go_to_end();
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

// What ended of that which went on, and what is new. Of a chat that was just opened: what came since the last look at any.
void ChatLog::announce(Ui& ui, const chat::Conversation& conversation) {
    const auto& entries = conversation.entries;
    if (entries.empty()) return;
    const auto say = [&](const chat::ToolRun& run) {
        ui.semantics.announce(run.tool_name + ", " + ui.string(state_word(run)), run.state == chat::RunState::failed);
    };
    std::erase_if(running_, [&](chat::EntryId id) {
        const auto it = std::lower_bound(entries.begin(), entries.end(), id,
                                         [](const chat::Entry& entry, chat::EntryId of) { return entry.id < of; });
        const auto* run = it == entries.end() || it->id != id ? nullptr : std::get_if<chat::ToolRun>(&it->content);
        if (run && is_active(*run)) return false;
        if (run) say(*run);
        return true;
    });
    const auto told = std::exchange(last_look_, ui.state->now);
    const bool first_look = last_id_ == 0;
    std::size_t next = entries.size();
    while (next > 0 && entries[next - 1].id > last_id_) --next;
    for (; next < entries.size(); ++next) {
        const chat::Entry& entry = entries[next];
        const bool news = !first_look || entry.at >= told;
        const auto* message = std::get_if<chat::Message>(&entry.content);
        const auto* run = std::get_if<chat::ToolRun>(&entry.content);
        if (run && is_active(*run))
            running_.push_back(entry.id);
        else if (run && news)
            say(*run);
        else if (message && news && message->author != chat::Author::user)
            ui.semantics.announce(std::string(base::utf8_prefix(message->text, 500)));
    }
    last_id_ = entries.back().id;
}

// Layouts of entries that were not seen lately go; what the person opened in them stays.
void ChatLog::forget_old(double now) {
    if (views_.size() <= views_kept || slots_.empty()) return;
    const chat::EntryId nearest_above = slots_[first_seen_ - std::min(first_seen_, near_entries)].id;
    const chat::EntryId nearest_below = slots_[std::min(end_seen_ + near_entries, slots_.size()) - 1].id;
    for (auto& [id, view] : views_) {
        if (now - view.last_seen < 2 || view.version == 0) continue;
        if (id >= nearest_above && id <= nearest_below) continue;
        const bool toggled = view.toggled, shows_arguments = view.shows_arguments;
        view = {};
        view.toggled = toggled;
        view.shows_arguments = shows_arguments;
    }
    if (views_.size() > 8 * views_kept)
        std::erase_if(views_, [](const auto& kept) {
            const EntryView& view = kept.second;
            return view.version == 0 && !view.toggled && !view.shows_arguments;
        });
}

}  // namespace ui
