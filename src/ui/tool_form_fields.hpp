// The fields of a form on the canvas.
#pragma once

#include "ui/form_values.hpp"
#include "ui/ui.hpp"
#include "ui/widgets/select.hpp"

namespace ui {

// What drawing a form brings about.
struct FormEvents {
    bool entered = false;  // Enter was pressed in a field of one line
    bool changed = false;  // a value was
};

struct FormPlace {
    float x = 0, y = 0, width = 0;
    Popups popups;
};

// Draws all fields below one another; the height.
float draw_fields(Ui& ui, const base::Json& root, FormState& form, const FormPlace& place, FormEvents& events);

}  // namespace ui
