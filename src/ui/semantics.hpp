// The screen as a tree of roles and names, and the way input comes back.
//
// Every widget adds its node while it draws. After the frame the platform mirrors the tree as real elements laid over
// the canvas: screen readers, the Tab key, find-by-role and touch scrolling work on those. What happens there (a click, a
// scroll, text typed) comes back as events by node id and is read by the widget in the next frame. The mirror is the
// only source of clicks, scrolling, focus and text; the mouse position is for hover and for dragging a selection.
// In native tests the same events are put in by hand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ui/rect.hpp"

namespace ui {

using NodeId = std::uint32_t;  // ImGui's id of the widget; 0 is nobody

enum class Role {
    group,
    region,
    navigation,
    main,
    complementary,
    dialog,
    alert,
    status,  // containers; `region`… need a name
    scroll,  // a plain container that scrolls
    log,
    article,
    list,
    list_item,
    table,
    row,
    cell,
    column_header,
    tree,
    tree_item,
    tab_list,
    tab,
    tab_panel,
    listbox,
    option,
    menu,
    menu_item,
    button,
    link,
    checkbox,
    switch_button,
    radio,
    textbox,
    combobox,
    heading,
    text,
    image,
    progressbar,
    separator,
};

enum class TriState : std::uint8_t { none, off, on };  // none: the attribute is not there
enum class Keyboard : std::uint8_t { text, message, address, decimal, whole_number };  // what a screen's offers

// Keys that a node wants for itself: the mirror forwards them and stops the browser's own action.
enum KeyMask : std::uint32_t {
    key_enter = 1,  // without Shift, and never while composing
    key_escape = 2,
    key_up = 4,
    key_down = 8,
    key_left = 16,
    key_right = 32,
    key_tab = 64,  // only while a completion list is open
    key_home = 128,
    key_end = 256,
    key_page_up = 512,
    key_page_down = 1024,
    key_delete = 2048,
};

struct Node {
    NodeId id = 0;
    Role role = Role::text;
    Rect rect = {};
    std::string name = {};         // aria-label; for `text` and `heading` the text itself
    std::string description = {};  // aria-description
    std::string value = {};        // textbox: the text; progressbar: aria-valuetext; combobox: the shown choice
    TriState checked = TriState::none;
    TriState expanded = TriState::none;
    TriState selected = TriState::none;  // tab, option, row
    bool disabled = false;
    bool required = false, invalid = false;
    bool undoable = false;  // textbox: undo goes from `value` back to what was typed before
    bool busy = false;
    bool read_only = false;
    bool multiline = false;              // textbox
    bool modal = false;                  // dialog
    bool password = false;               // textbox
    Keyboard keyboard = Keyboard::text;  // textbox
    bool tabbable = true;                // false: focusable by program only (roving focus)
    int level = 0;                       // heading, tree_item
    int position = 0, set_size = 0;      // of a virtual list: aria-posinset, aria-setsize
    float progress = -1;                 // progressbar, 0…1; negative: unknown
    std::uint32_t keys = 0;              // KeyMask
    bool scrolls = false;                // the mirror scrolls it natively; `scroll`, `log`, `listbox` …
    float content_height = 0;            // of what scrolls: device pixels
    float scroll_y = 0;                  // of what scrolls: where the content stands now, device pixels
    NodeId active_descendant = 0;        // combobox and listbox
    std::string placeholder = {};
    std::uint32_t selection_begin = 0, selection_end = 0;  // textbox: UTF-8 byte offsets in `value`
    int depth = 0;                                         // set by Semantics: its containers above
    int layer = 0;                                         // set by Semantics: 0 the page, above it popups and dialogs
};

enum class Key { enter, escape, up, down, left, right, tab, home, end, page_up, page_down, del, character };

struct KeyPress {
    NodeId node = 0;  // focused node; 0: none
    Key key = Key::enter;
    char32_t character = 0;                            // for shortcuts: lower case
    bool shift = false, control = false, alt = false;  // control: Ctrl, or Command on a Mac
};

// The textarea's state after something was typed, pasted, undone, composed or selected there.
struct TextEdit {
    std::string text;
    std::uint32_t selection_begin = 0, selection_end = 0;  // UTF-8 bytes
    std::uint32_t composing_begin = 0, composing_end = 0;  // equal: nobody composes
    bool backward = false;                                 // the caret is at selection_begin
};

class Semantics {
public:
    // ---- for widgets, while a frame is built
    void begin_frame();
    // A container; close() it. The index is for amend(), where something is known only after its contents.
    std::size_t open(Node node);
    void close();
    std::size_t add(Node node);  // a leaf
    Node& amend(std::size_t index);
    void push_layer();  // popups and dialogs: what follows lies above the rest
    void pop_layer();

    bool take_click(NodeId id);  // true once for each click
    std::optional<KeyPress> take_key(NodeId id, Key key);
    std::optional<KeyPress> take_shortcut(char32_t character,
                                          bool shift = false);  // with Control, wherever the focus is
    std::optional<TextEdit> take_edit(NodeId id);
    std::optional<float> take_scroll(NodeId id);  // the person scrolled it there, device pixels
    bool focused(NodeId id) const { return id != 0 && focused_ == id; }
    bool focus_visible(NodeId id) const { return focused(id) && focus_visible_; }
    NodeId focused_node() const { return focused_; }
    // While measuring, widgets run without being seen: nothing is recorded and no event is taken.
    void mute(bool muted) { muted_ = muted; }
    void focus(NodeId id) { wanted_focus_ = id; }               // at the end of this frame
    void announce(std::string_view text, bool urgent = false);  // to the live region

    // What Ctrl+C copies when no text field has the focus; set anew by the frame that has a selection.
    std::function<std::string()> copied_text;

    // ---- for the platform and for tests
    const std::vector<Node>& nodes() const { return nodes_; }
    const Node* find(NodeId id) const;
    void on_click(NodeId id) { clicks_.push_back(id); }
    void on_key(KeyPress key) { keys_.push_back(key); }
    void on_edit(NodeId id, TextEdit edit) { edits_[id] = std::move(edit); }
    void on_scroll(NodeId id, float scroll_y) { scrolls_[id] = scroll_y; }
    void on_focus(NodeId id, bool visible);
    void on_blur(NodeId id);
    NodeId take_wanted_focus();
    struct Announcement {
        std::string text;
        bool urgent = false;
    };
    std::vector<Announcement> take_announcements();
    // Events that no widget took are forgotten after the frame that could have.
    void end_frame();

private:
    std::vector<Node> nodes_;
    static constexpr std::size_t no_index = static_cast<std::size_t>(-1);
    Node discarded_;
    bool muted_ = false;
    int depth_ = 0;
    int layer_ = 0;
    std::vector<NodeId> clicks_;
    std::vector<KeyPress> keys_;
    std::unordered_map<NodeId, TextEdit> edits_;
    std::unordered_map<NodeId, float> scrolls_;
    NodeId focused_ = 0;
    bool focus_visible_ = false;
    NodeId wanted_focus_ = 0;
    std::vector<Announcement> announcements_;
};

}  // namespace ui
