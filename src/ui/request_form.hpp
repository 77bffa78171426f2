// A JSON-RPC request written by hand; its answer is read in the traffic.
#pragma once

#include <string>

#include "model/app_state.hpp"
#include "ui/ui.hpp"
#include "ui/widgets/text_field.hpp"
#include "ui/widgets/wrapped_text.hpp"

namespace ui {

class RequestForm {
public:
    bool is_shown() const { return shown_; }
    void show(Ui& ui);

    // Draws at the top of `rest` and cuts itself off it.
    void draw(Ui& ui, Rect& rest, const model::Server& server);

private:
    void send(Ui& ui, const model::Server& server);

    bool shown_ = false;
    bool wants_focus_ = false;
    TextBuffer method_, params_;
    std::string method_problem_, params_problem_;
    NodeId method_id_ = 0, params_id_ = 0;
    WrappedText method_text_, params_text_;
};

}  // namespace ui
