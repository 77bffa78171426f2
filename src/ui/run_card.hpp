// The card of a tool's run: what was called with what, how it goes, what came back.
#pragma once

#include "ui/entry_view.hpp"

namespace ui {

float draw_run_card(Ui& ui, const chat::Entry& entry, const chat::ToolRun& run, EntryView& view,
                    const EntryPlace& place, TextSelection& selection, ImageSource& images, EntryEvents& events);

bool is_active(const chat::ToolRun& run);  // it has not ended
Str state_word(const chat::ToolRun& run);

// Why a run has ended without a result; null where it has one, and where the person ended it.
const base::Error* shown_error(const chat::ToolRun& run);

// What is said above the result, or instead of one: the error, or how the result breaks the tool's output schema.
std::string words_about(const chat::ToolRun& run, Locale locale);

// "84 ms", "1.2 s", "2:05"
std::string duration_text(double milliseconds);

// "0:07" at the right end of `r`: how long it goes on since `began`, wall clock. Where it is seen, the next second asks for a
// frame. The width it took.
float draw_elapsed(Ui& ui, const Rect& r, std::chrono::milliseconds began, const text::Style& style);

// The arguments in one line: `content: “tag the release”, count: 3`
std::string arguments_summary(const base::Json& arguments);

}  // namespace ui
