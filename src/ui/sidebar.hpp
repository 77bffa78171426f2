// The left column: chats, the search over them, servers, settings.
#pragma once

#include <string>

#include "ui/ui.hpp"
#include "ui/widgets/overlay.hpp"
#include "ui/widgets/scroll_area.hpp"
#include "ui/widgets/text_field.hpp"

namespace ui {

class Sidebar {
public:
    void draw(Ui& ui, const Rect& r, MenuState& menu);
    void focus_search(Ui& ui);

private:
    void draw_brand(Ui& ui, Rect& rest);
    void draw_search(Ui& ui, Rect& rest);
    struct Foot {
        Rect caption, list, add, settings;
    };
    Foot cut_foot(Ui& ui, Rect& rest) const;
    void draw_foot(Ui& ui, const Foot& foot);
    void draw_servers(Ui& ui, const Foot& foot);
    bool matches(const Ui& ui, const chat::Conversation& conversation) const;
    bool searching(const Ui& ui) const;
    void draw_search_progress(Ui& ui, Rect& r);
    void draw_conversations(Ui& ui, const Rect& r, MenuState& menu);
    void draw_conversation(Ui& ui, const Rect& row, const chat::Conversation& conversation, MenuState& menu);
    void draw_rename(Ui& ui, const Rect& row, const chat::Conversation& conversation);

    TextBuffer search_;
    bool wants_search_ = false;
    bool opens_first_ = false;  // Enter was pressed in the search
    bool was_searching_ = false;
    std::string renaming_;  // id of the conversation whose title is being edited
    TextBuffer title_;
    bool wants_title_ = false;
    ScrollState conversations_;
    ScrollState servers_;
};

// "now", "2m", "3h", "Thu", "12d"
std::string age(const Ui& ui, std::chrono::milliseconds at);

ImU32 state_color(const Ui& ui, const model::Server& server);

}  // namespace ui
