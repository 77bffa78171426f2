// What a panel of the inspector shows when it has nothing to list.
#pragma once

#include <string_view>

#include "model/app_state.hpp"
#include "ui/ui.hpp"
#include "ui/widgets/wrapped_text.hpp"

namespace ui {

// A muted sentence at the top of `r`.
void draw_sentence(Ui& ui, const Rect& r, std::string_view sentence);

// The server is being connected to, or its tools are read.
void draw_waiting(Ui& ui, const Rect& r, const model::Server& server);

// Why the connection failed, with a button to try again, and a way to what the Doctor found of it, which the Sign-in tab has; cut off
// the top of `rest`.
void draw_failure(Ui& ui, Rect& rest, const model::Server& server, WrappedText& kept);

}  // namespace ui
