#include "platform/web/mirror.hpp"

#include <emscripten/emscripten.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "platform/web/canvas.hpp"
#include "platform/web/hash.hpp"

extern "C" {
// From now on calls parley_mirror_….
void parley_mirror_start();
void parley_mirror_update(const void* records, int count, int modal_layer, float scale);
// False: there is no such element, or it is below a modal dialog.
bool parley_mirror_focus(std::uint32_t id);
void parley_mirror_announce(const char* text, std::size_t size, bool urgent);
}

namespace platform::web {

namespace {

Mirror* the_mirror = nullptr;

enum Flag : std::uint32_t {
    flag_disabled = 1,
    flag_required = 2,
    flag_invalid = 4,
    flag_busy = 8,
    flag_read_only = 16,
    flag_modal = 32,
    flag_tabbable = 64,    // then two bits each: checked, expanded, selected
    flag_combobox = 8192,  // then three bits: the keyboard
    flag_undoable = 131072,
};

std::uint32_t flags_of(const ui::Node& node) {
    std::uint32_t flags = 0;
    if (node.disabled) flags |= flag_disabled;
    if (node.required) flags |= flag_required;
    if (node.invalid) flags |= flag_invalid;
    if (node.busy) flags |= flag_busy;
    if (node.read_only) flags |= flag_read_only;
    if (node.modal) flags |= flag_modal;
    if (node.tabbable) flags |= flag_tabbable;
    flags |= static_cast<std::uint32_t>(node.checked) << 7;
    flags |= static_cast<std::uint32_t>(node.expanded) << 9;
    flags |= static_cast<std::uint32_t>(node.selected) << 11;
    if (node.role == ui::Role::combobox) flags |= flag_combobox;
    flags |= static_cast<std::uint32_t>(node.keyboard) << 14;
    if (node.undoable) flags |= flag_undoable;
    return flags;
}

}  // namespace

Mirror::Mirror(ui::Semantics& semantics, Canvas& canvas) : semantics_(semantics), canvas_(canvas) {
    the_mirror = this;
    parley_mirror_start();
}

Mirror::~Mirror() { the_mirror = nullptr; }

void Mirror::flush() {
    build_records();
    std::uint64_t hash = hash_begin;
    for (const Record& record : records_) {
        const std::uint32_t words[] = {record.hash_low, record.hash_high, static_cast<std::uint32_t>(record.parent)};
        hash = hash_bytes(hash, words, sizeof words);
        hash = hash_bytes(hash, &record.scroll_y, sizeof record.scroll_y);
    }
    const float scale = canvas_.environment().scale;
    hash = hash_bytes(hash, &scale, sizeof scale) | 1;  // never 0
    if (hash != shown_) parley_mirror_update(records_.data(), static_cast<int>(records_.size()), modal_layer_, scale);
    shown_ = hash;

    move_focus();
    for (const auto& announcement : semantics_.take_announcements())
        parley_mirror_announce(announcement.text.data(), announcement.text.size(), announcement.urgent);
}

void Mirror::build_records() {
    const auto& nodes = semantics_.nodes();
    records_.clear();
    modal_layer_ = 0;
    std::vector<int> open;  // by depth: the node that is open there
    for (const ui::Node& node : nodes) {
        open.resize(static_cast<std::size_t>(std::clamp(node.depth, 0, static_cast<int>(open.size()))));
        if (node.modal && node.role == ui::Role::dialog) modal_layer_ = std::max(modal_layer_, node.layer);

        Record record = make_record(node);
        // A popup is inside of what opened it, but lies in its own layer.
        if (!open.empty() && nodes[static_cast<std::size_t>(open.back())].layer == node.layer) {
            const ui::Node& parent = nodes[static_cast<std::size_t>(open.back())];
            record.parent = open.back();
            record.x = std::round(node.rect.x - parent.rect.x);
            // Children of what scrolls stand still in its content: scrolling changes none of them.
            const float scrolled = parent.scrolls ? parent.scroll_y : 0;
            record.y = std::round(node.rect.y - parent.rect.y + scrolled);
        }
        const std::uint64_t hash = hash_record(record);
        record.hash_low = static_cast<std::uint32_t>(hash);
        record.hash_high = static_cast<std::uint32_t>(hash >> 32);
        open.push_back(static_cast<int>(records_.size()));
        records_.push_back(record);
    }
}

Mirror::Record Mirror::make_record(const ui::Node& node) {
    // A field with a list of completions is the same element as without: it must not lose the focus when the list opens.
    const auto role = node.role == ui::Role::combobox ? ui::Role::textbox : node.role;
    return {
        .id = node.id,
        .kind = static_cast<std::uint32_t>(role) | (node.multiline ? 256u : 0) | (node.password ? 512u : 0) |
                (node.scrolls ? 1024u : 0),
        .hash_low = 0,
        .hash_high = 0,
        .parent = -1 - node.layer,
        .x = std::round(node.rect.x),
        .y = std::round(node.rect.y),
        .width = std::round(node.rect.width),
        .height = std::round(node.rect.height),
        .flags = flags_of(node),
        .keys = node.keys,
        .content_height = std::round(node.content_height),
        .scroll_y = std::round(node.scroll_y),
        .progress = node.role == ui::Role::progressbar ? node.progress : -1,
        .level = node.level,
        .position = node.position,
        .set_size = node.set_size,
        .active_descendant = node.active_descendant,
        .selection_begin = node.selection_begin,
        .selection_end = node.selection_end,
        .name = node.name.data(),
        .description = node.description.data(),
        .value = node.value.data(),
        .placeholder = node.placeholder.data(),
        .name_size = static_cast<std::uint32_t>(node.name.size()),
        .description_size = static_cast<std::uint32_t>(node.description.size()),
        .value_size = static_cast<std::uint32_t>(node.value.size()),
        .placeholder_size = static_cast<std::uint32_t>(node.placeholder.size()),
    };
}

std::uint64_t Mirror::hash_record(const Record& record) {
    Record plain = record;
    plain.parent = 0;  // where it is, is compared by itself
    plain.scroll_y = 0;
    plain.name = plain.description = plain.value = plain.placeholder = nullptr;
    std::uint64_t hash = hash_bytes(hash_begin, &plain, sizeof plain);
    hash = hash_bytes(hash, record.name, record.name_size);
    hash = hash_bytes(hash, record.description, record.description_size);
    hash = hash_bytes(hash, record.value, record.value_size);
    return hash_bytes(hash, record.placeholder, record.placeholder_size);
}

void Mirror::move_focus() {
    if (const ui::NodeId wanted = semantics_.take_wanted_focus()) {
        wanted_focus_ = wanted;
        focus_attempts_ = 3;
    }
    if (wanted_focus_ == 0) return;
    if (parley_mirror_focus(wanted_focus_)) {
        wanted_focus_ = 0;
    } else if (--focus_attempts_ == 0) {
        wanted_focus_ = 0;
    } else {
        canvas_.request_frame(1);  // what was asked for may be shown by the next one
    }
}

void Mirror::on_click(ui::NodeId id) {
    semantics_.on_click(id);
    canvas_.run_now();
}

void Mirror::on_focus(ui::NodeId id, bool visible) {
    semantics_.on_focus(id, visible);
    canvas_.request_frame();
}

void Mirror::on_blur(ui::NodeId id) {
    semantics_.on_blur(id);
    canvas_.request_frame();
}

void Mirror::on_key(const ui::KeyPress& press) {
    semantics_.on_key(press);
    canvas_.run_now();
}

void Mirror::on_edit(ui::NodeId id, ui::TextEdit edit) {
    semantics_.on_edit(id, std::move(edit));
    shown_ = 0;  // whoever refuses the edit must see the old text put back
    canvas_.request_frame();
}

void Mirror::before_scroll() { canvas_.take_presses(); }

void Mirror::on_scroll(ui::NodeId id, float scroll_y) {
    semantics_.on_scroll(id, scroll_y);
    shown_ = 0;
    canvas_.request_frame();
}

std::string Mirror::copied_text() {
    canvas_.run_now();  // the click that selected it may still wait for its frame
    return semantics_.copied_text ? semantics_.copied_text() : std::string();
}

}  // namespace platform::web

// Called by web/bridge/mirror.js.
extern "C" {

using platform::web::the_mirror;

EMSCRIPTEN_KEEPALIVE void parley_mirror_clicked(std::uint32_t id) {
    if (the_mirror) the_mirror->on_click(id);
}

EMSCRIPTEN_KEEPALIVE void parley_mirror_focused(std::uint32_t id, bool visible) {
    if (the_mirror) the_mirror->on_focus(id, visible);
}

EMSCRIPTEN_KEEPALIVE void parley_mirror_blurred(std::uint32_t id) {
    if (the_mirror) the_mirror->on_blur(id);
}

EMSCRIPTEN_KEEPALIVE void parley_mirror_key(std::uint32_t id, int key, std::uint32_t character, bool shift,
                                            bool control, bool alt) {
    if (the_mirror) the_mirror->on_key({id, static_cast<ui::Key>(key), character, shift, control, alt});
}

EMSCRIPTEN_KEEPALIVE void parley_mirror_edited(std::uint32_t id, const char* text, std::uint32_t selection_begin,
                                               std::uint32_t selection_end, std::uint32_t composing_begin,
                                               std::uint32_t composing_end, bool backward) {
    if (!the_mirror) return;
    the_mirror->on_edit(id, {text, selection_begin, selection_end, composing_begin, composing_end, backward});
}

// Before parley_mirror_scrolled, while what stands on the page still stands there as the mouse met it.
EMSCRIPTEN_KEEPALIVE void parley_mirror_scrolls() {
    if (the_mirror) the_mirror->before_scroll();
}

EMSCRIPTEN_KEEPALIVE void parley_mirror_scrolled(std::uint32_t id, float scroll_y) {
    if (the_mirror) the_mirror->on_scroll(id, scroll_y);
}

// The text is the caller's to free; null: nothing is selected.
EMSCRIPTEN_KEEPALIVE char* parley_mirror_copied() {
    const std::string text = the_mirror ? the_mirror->copied_text() : std::string();
    return text.empty() ? nullptr : strdup(text.c_str());
}
}
