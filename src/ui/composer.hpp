// Where a person writes: a field that grows to eight lines, completion of commands, and the send button.
#pragma once

#include <string>
#include <vector>

#include "chat/slash_command.hpp"
#include "ui/ui.hpp"
#include "ui/widgets/text_field.hpp"

namespace ui {

class Composer {
public:
    // Draws at the bottom of `r`; the height it took.
    float draw(Ui& ui, const Rect& r);
    void focus() { wants_focus_ = true; }

private:
    void follow_draft(Ui& ui);
    void complete(Ui& ui, const FieldOutcome& field, const Rect& box);
    void draw_completions(Ui& ui, const Rect& box);
    void accept(Ui& ui, const chat::Completion& completion);
    void draw_buttons(Ui& ui, Rect row);
    void send(Ui& ui);
    const chat::Completion* completion_to_take() const;

    TextBuffer text_;
    std::string conversation_id_;
    std::string last_draft_;  // as the state last had it: a difference means somebody else wrote it
    std::vector<chat::Completion> completions_;
    int active_ = 0;
    std::string dismissed_for_;  // Escape closed the list for this text
    ScrollState list_;
    bool wants_focus_ = false;
};

}  // namespace ui
