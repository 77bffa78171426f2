// The screen that connects a server: its address, and the steps of connecting.
#pragma once

#include <string>

#include "ui/sign_in_form.hpp"
#include "ui/ui.hpp"
#include "ui/widgets/scroll_area.hpp"
#include "ui/widgets/text_field.hpp"

namespace ui {

class AddServer {
public:
    void draw(Ui& ui, const Rect& r);
    void opened() { wants_focus_ = true; }

private:
    float draw_form(Ui& ui, const Rect& at);
    float draw_chips(Ui& ui, const Rect& at);
    std::string client_source(const Ui& ui) const;
    float draw_advanced(Ui& ui, const model::Server* server, const Rect& at, float content_y);
    void open_advanced(Ui& ui, bool open);
    float draw_timeline(Ui& ui, const model::Server& server, const Rect& at);

    TextBuffer address_;
    std::string last_given_;  // what the state filled in last
    unsigned round_ = 0;      // of the state, for which the form is
    ScrollState scroll_;
    bool wants_focus_ = false;
    SignInForm advanced_;
    bool advanced_open_ = false;
    bool client_was_needed_ = false;
    bool had_findings_ = false;
};

// A card for an error, with its sentence, its detail and the buttons that help. The height.
struct ErrorCard {
    const base::Error* error = nullptr;
    std::string title;
};
enum class ErrorChoice { none, retry, copy_redirect_address };
float error_card(Ui& ui, std::string_view key, const ErrorCard& card, const Rect& at, bool with_retry,
                 ErrorChoice& choice);

}  // namespace ui
