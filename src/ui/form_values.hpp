// What a person has filled into a form so far, and the arguments that it makes. Nothing here draws.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/schema_form.hpp"
#include "ui/form_problems.hpp"
#include "ui/ui.hpp"
#include "ui/widgets/text_field.hpp"
#include "ui/widgets/wrapped_text.hpp"

namespace ui {

// One field of a form. It goes with the base::FormField it was made from; `parts` go with its children, or are the items of
// a list.
struct FieldState {
    TextBuffer text;                 // text, multiline, number, integer, json
    bool several_lines = false;      // a text that has line breaks is not squeezed into one line
    TriState flag = TriState::none;  // boolean; none: not set
    int chosen = -1;                 // choice: index in FormField::choices; -1: not set
    std::vector<FieldState> parts;
    base::Json untouched;      // optional group: what it began with; left out as long as it is that
    std::uint64_t serial = 0;  // list item: who it is, wherever it stands
    std::string problem;       // a sentence for the person; empty: none

    // Of the last frame that drew it.
    NodeId id = 0;
    Rect rect;
    WrappedText description_text, problem_text;
};

struct FormState {
    std::vector<base::FormField> fields;
    std::vector<FieldState> parts;
    std::string problem;         // of the arguments as a whole
    bool marks_required = true;  // with a star, where not every field is
    std::uint64_t last_serial = 0;
};

// A field with its default. `root` is the schema that the form was made from, here and below.
FieldState begin_field(const base::FormField& field, const base::Json& root, std::uint64_t& last_serial);
std::vector<FieldState> begin_fields(const std::vector<base::FormField>& fields, const base::Json& root,
                                     std::uint64_t& last_serial);

// An item more, at the end of a list.
void add_item(const base::FormField& list, const base::Json& root, FieldState& state, std::uint64_t& last_serial);

// Puts `arguments` into the fields. False when the form cannot show all of it; then some of it is not in the fields.
bool show_arguments(const std::vector<base::FormField>& fields, const base::Json& root, const base::Json& arguments,
                    std::vector<FieldState>& states, std::uint64_t& last_serial);

// The arguments as they are filled in; what is empty is left out, and so is what does not read.
base::Json arguments_of(const std::vector<base::FormField>& fields, const base::Json& root,
                        const std::vector<FieldState>& states);

// The same, checked against the schema: problems are put where they belong. std::nullopt when there is one.
std::optional<base::Json> checked_arguments(const base::Json& root, FormState& form, Locale locale);

// The first field with a problem, in the order of the form; null when there is none.
const FieldState* first_problem(const std::vector<FieldState>& states);

// Problems of arguments that were written as JSON, one a line, each with the member it is about.
std::string problems_as_text(const base::Json& root, const base::Json& arguments, Locale locale);

}  // namespace ui
