// Short sentences at the foot of the page, and the question before an address opens.
#pragma once

#include <string>

#include "ui/ui.hpp"

namespace ui {

void draw_notices(Ui& ui);

// Shows where a link goes before it goes there. `url` is emptied when the person has chosen.
void draw_link_question(Ui& ui, std::string& url);

}  // namespace ui
