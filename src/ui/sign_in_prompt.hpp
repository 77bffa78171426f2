// What a sign-in that goes on wants from the person: a click, or patience.
#pragma once

#include "model/app_state.hpp"
#include "ui/ui.hpp"

namespace ui {

// Whether the person is what this server waits for.
bool waits_for_person(const model::Server& server);

// A sentence and the button; the height. Nothing while nobody is waited for.
float sign_in_prompt(Ui& ui, const model::Server& server, const Rect& at, bool with_cancel);

// For the first of the servers that waits, above the composer; cut off the bottom of `rest`.
void sign_in_banner(Ui& ui, Rect& rest);

}  // namespace ui
