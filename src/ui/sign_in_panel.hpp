// Who is signed in at a server, with what rights and until when; and the ways out.
#pragma once

#include <string>

#include "model/app_state.hpp"
#include "ui/sign_in_form.hpp"
#include "ui/ui.hpp"
#include "ui/widgets/json_tree.hpp"
#include "ui/widgets/scroll_area.hpp"
#include "ui/widgets/wrapped_text.hpp"

namespace ui {

class SignInPanel {
public:
    void draw(Ui& ui, const Rect& r, const model::Server& server);

private:
    void draw_access(Ui& ui, Rect& rest, const model::Server& server);
    float draw_actions(Ui& ui, const Rect& at, const model::Server& server);
    void draw_accounts(Ui& ui, Rect& rest, const model::Server& server);
    void draw_claims(Ui& ui, Rect& rest, const model::SignIn& sign_in);
    void draw_settings(Ui& ui, Rect& rest, const model::Server& server);
    void draw_log(Ui& ui, Rect& rest, const model::SignIn& sign_in);

    std::string server_id_;
    ScrollState scroll_;
    bool asks_to_forget_ = false;
    bool settings_open_ = false;
    bool wanted_secret_ = false;
    SignInForm form_;
    JsonTreeState tree_;
    WrappedText problem_, log_;
};

}  // namespace ui
