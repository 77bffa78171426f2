// The settings of one server's sign-in, as a form that opens.
#pragma once

#include "model/sign_in.hpp"
#include "ui/tool_form_fields.hpp"
#include "ui/ui.hpp"

namespace ui {

// Its fields are in the part of the page's code that comes later (tools/split.mjs): not while AppState::code_comes.
class SignInForm {
public:
    // Shows these settings; what was typed before is gone. `wants_secret`: an empty field for it, and what is kept stays where nothing
    // is typed.
    void begin(const Ui& ui, const model::SignInSettings& settings, bool wants_secret = false);
    // As they are filled in.
    model::SignInSettings settings() const;

    // All fields and the redirect address; the height.
    float draw(Ui& ui, const Rect& at);
    NodeId field_to_fill() const { return form_.parts[wants_secret_ ? 1 : 0].id; }

private:
    void add(base::FormField::Kind kind, const char* name, std::string title, std::string value,
             std::string description = {});
    void add_switch(const char* name, std::string title, bool on, std::string description);
    bool enters_anew() const;
    const std::string& typed(std::size_t field) const { return form_.parts[field].text.text; }

    model::SignInSettings begun_;
    bool wants_secret_ = false;
    bool entered_anew_ = false;  // also when it came out as it was: the person says that it is for whoever asks now
    FormState form_;
    MenuState menu_;  // of the choice, where it has no room for its parts side by side
    ScrollState popup_;
};

}  // namespace ui
