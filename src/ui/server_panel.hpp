// What is known of a server, and the way to remove it.
#pragma once

#include <string>

#include "model/app_state.hpp"
#include "ui/ui.hpp"
#include "ui/widgets/scroll_area.hpp"
#include "ui/widgets/wrapped_text.hpp"

namespace ui {

class ServerPanel {
public:
    // A link in the instructions that was pressed is put into `pressed_link`.
    void draw(Ui& ui, const Rect& r, const model::Server& server, std::string& pressed_link);

private:
    float draw_facts(Ui& ui, const Rect& r, const model::Server& server);
    float draw_actions(Ui& ui, const Rect& r, const model::Server& server);

    std::string server_id_;
    ScrollState scroll_;
    WrappedText problem_, instructions_;
};

}  // namespace ui
