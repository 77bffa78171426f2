// The tree of ui::Semantics as real elements laid over the canvas, unseen: what screen readers read, the Tab key walks,
// fingers scroll, keyboards type into, and tests find by role and name. What happens there goes back as events.
//
// Only elements and attributes that changed are touched; a frame that changed nothing costs a hash of the nodes.
// Texts become text nodes, attributes and values, never markup.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ui/semantics.hpp"

namespace platform::web {

class Canvas;

class Mirror {
public:
    // Both outlive it; there is one mirror a page.
    Mirror(ui::Semantics& semantics, Canvas& canvas);
    Mirror(const Mirror&) = delete;
    Mirror& operator=(const Mirror&) = delete;
    ~Mirror();

    // At the end of every frame, drawn or not: elements, then the focus that was asked for, then announcements.
    void flush();

    // ---- the browser calls
    void on_click(ui::NodeId id);
    void on_focus(ui::NodeId id, bool visible);
    void on_blur(ui::NodeId id);
    void on_key(const ui::KeyPress& press);
    void on_edit(ui::NodeId id, ui::TextEdit edit);
    void before_scroll();
    void on_scroll(ui::NodeId id, float scroll_y);
    std::string copied_text();

private:
    // One node for the browser. The layout is known to web/bridge/mirror.js; texts live in the nodes.
    struct Record {
        std::uint32_t id, kind;             // kind: role, 256 multiline, 512 password, 1024 scrolls
        std::uint32_t hash_low, hash_high;  // of all but `scroll_y`
        std::int32_t parent;                // index of the record it is inside of; -1 - layer: the layer itself
        float x, y, width, height;          // device pixels, from the parent's corner, or its content's when it scrolls
        std::uint32_t flags, keys;
        float content_height, scroll_y, progress;
        std::int32_t level, position, set_size;
        std::uint32_t active_descendant, selection_begin, selection_end;
        const char *name, *description, *value, *placeholder;
        std::uint32_t name_size, description_size, value_size, placeholder_size;
    };

    void build_records();
    static Record make_record(const ui::Node& node);
    static std::uint64_t hash_record(const Record& record);
    void move_focus();

    ui::Semantics& semantics_;
    Canvas& canvas_;
    std::vector<Record> records_;
    int modal_layer_ = 0;      // 0: none is modal
    std::uint64_t shown_ = 0;  // hash of what the elements are; 0: must be compared in any case
    ui::NodeId wanted_focus_ = 0;
    int focus_attempts_ = 0;
};

}  // namespace platform::web
