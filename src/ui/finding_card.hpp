// What the Doctor found: the cause, how sure that is, what was seen, what to do, and the lines to copy.
#pragma once

#include "doctor/finding.hpp"
#include "ui/ui.hpp"

namespace ui {

// Its code is in the page's second file: it may be drawn when there is a finding, and not before.
class FindingCard {
public:
    // The height.
    static float draw(Ui& ui, std::string_view key, const doctor::Finding& finding, const Rect& at);
};

// All of them, cut off the top of `rest`, each with `gap` CSS pixels below.
void draw_findings(Ui& ui, Rect& rest, const std::vector<doctor::Finding>& findings, float gap);

struct FindingWords {
    std::string_view title, remedy;  // `{}` in the remedy is the finding's subject
};
FindingWords words_of(doctor::Cause cause, Locale locale);

}  // namespace ui
