// The middle of the page: header, then the chat with its composer, or another screen.
#pragma once

#include <string>

#include "ui/add_server.hpp"
#include "ui/chat_log.hpp"
#include "ui/composer.hpp"
#include "ui/settings.hpp"
#include "ui/ui.hpp"

namespace ui {

class ChatScreen {
public:
    explicit ChatScreen(ImageSource& images) : log_(images) {}

    // `menu_pressed`: the sidebar is a drawer and was asked for. The link that was pressed in a message, or empty.
    std::string draw(Ui& ui, const Rect& r, bool has_menu, bool& menu_pressed);
    void focus_composer() { composer_.focus(); }
    // As the log's.
    bool look_ahead(Ui& ui) { return log_.look_ahead(ui); }
    bool wants_look_ahead() const { return log_.wants_look_ahead(); }

private:
    void draw_header(Ui& ui, const Rect& r, bool has_menu, bool& menu_pressed);
    void draw_empty(Ui& ui, const Rect& r, bool loading);

    ChatLog log_;
    Composer composer_;
    AddServer add_server_;
    Settings settings_;
    model::Screen last_screen_ = model::Screen::settings;
    std::string last_conversation_;
};

}  // namespace ui
