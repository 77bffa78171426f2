#include "ui/tool_form.hpp"

#include <utility>

#include "ui/widgets/button.hpp"

namespace ui {

namespace {

// The object that is typed; empty text is an empty object. Else the sentence that says why it is none.
base::Result<base::Json> read_object(const std::string& text, Locale locale) {
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) return base::Json::object();
    auto value = base::parse_json(text);
    if (!value)
        return base::fail(base::ErrorKind::invalid_arguments,
                          fill(text_of(Str::not_json, locale), value.error().message));
    if (!value->is_object())
        return base::fail(base::ErrorKind::invalid_arguments, std::string(text_of(Str::must_be_object, locale)));
    return value;
}

}  // namespace

void ToolForm::begin(const base::Json& schema) {
    schema_ = schema;
    unknown_dialect_ = base::unknown_dialect(schema_);
    as_json_ = as_json_ || unknown_dialect_;
    form_.fields = unknown_dialect_ ? std::vector<base::FormField>() : base::form_of(schema_);
    form_.parts = begin_fields(form_.fields, schema_, form_.last_serial);
    form_.problem.clear();
}

void ToolForm::follow(const mcp::Tool& tool) {
    if (tool.input_schema == schema_) return;
    const base::Json kept = arguments();
    const bool was_json = as_json_;
    begin(tool.input_schema);
    if (was_json || kept.empty()) return;
    if (!as_json_ && show_arguments(form_.fields, schema_, kept, form_.parts, form_.last_serial)) return;
    json_.set(base::dump_json_pretty(kept));
    as_json_ = true;
}

base::Json ToolForm::arguments() const {
    if (!as_json_) return arguments_of(form_.fields, schema_, form_.parts);
    auto typed = read_object(json_.text, Locale::english);
    return typed ? std::move(*typed) : base::Json::object();
}

void ToolForm::switch_editor(const Ui& ui) {
    json_problem_.clear();
    if (!as_json_) {
        json_.set(base::dump_json_pretty(arguments()));
        as_json_ = true;
        return;
    }
    const auto typed = read_object(json_.text, ui.locale);
    if (!typed) {
        json_problem_ = typed.error().message;
    } else if (unknown_dialect_ || !show_arguments(form_.fields, schema_, *typed, form_.parts, form_.last_serial)) {
        json_problem_ = ui.string(Str::form_cannot_show);
    } else {
        form_.problem.clear();
        as_json_ = false;
    }
}

float ToolForm::draw(Ui& ui, const FormPlace& place, FormEvents& events) {
    const IdScope scope(ui, "form");
    if (!as_json_) {
        if (!form_.fields.empty()) return draw_fields(ui, schema_, form_, place, events);
        const float line = ui.px(20);
        label(ui, place.x, place.y + line / 2, ui.str(Str::no_arguments), ui.style(type_size::small), ui.colors->faint,
              place.width);
        return line;
    }
    float y = place.y;
    const std::string dialect = unknown_dialect_ ? sentence(*unknown_dialect_, ui.locale) : std::string();
    if (unknown_dialect_)
        y += dialect_text_.draw(ui, "dialect", dialect, place.x, y, place.width,
                                {.css_size = type_size::caption, .color = ui.colors->warn}) +
             ui.px(4);
    FieldLook look{.name = ui.str(Str::arguments_as_json), .placeholder = "{ }", .description = json_problem_};
    look.multiline = true;
    look.min_lines = 4;
    look.max_lines = 16;
    look.mono = true;
    look.css_size = type_size::small;
    look.invalid = !json_problem_.empty();
    const auto outcome = text_field(ui, "json", place.x, y, place.width, json_, look);
    json_id_ = outcome.id;
    json_rect_ = outcome.rect;
    if (outcome.changed) {
        events.changed = true;
        json_problem_.clear();
    }
    if (json_problem_.empty()) return outcome.rect.bottom() - place.y;
    const float gap = ui.px(4);
    return outcome.rect.bottom() - place.y + gap +
           json_problem_text_.draw(ui, "problem", json_problem_, place.x, outcome.rect.bottom() + gap, place.width,
                                   {.css_size = type_size::caption, .color = ui.colors->error});
}

std::optional<base::Json> ToolForm::take_arguments(Ui& ui, std::optional<Rect>& reveal) {
    return as_json_ ? take_json(ui, reveal) : take_form(ui, reveal);
}

void ToolForm::say_problem(Ui& ui, const std::string& problem, NodeId id, const Rect& r, std::optional<Rect>& reveal) {
    ui.semantics.announce(problem, true);
    if (id) ui.semantics.focus(id);
    if (id) reveal = r;
    ui.want_frame_in(0);
}

std::optional<base::Json> ToolForm::take_form(Ui& ui, std::optional<Rect>& reveal) {
    auto arguments = checked_arguments(schema_, form_, ui.locale);
    if (arguments) return arguments;
    if (const FieldState* wrong = first_problem(form_.parts))
        say_problem(ui, wrong->problem, wrong->id, wrong->rect, reveal);
    else
        say_problem(ui, form_.problem, 0, {}, reveal);
    return std::nullopt;
}

bool ToolForm::refuses_json(Ui& ui, std::optional<Rect>& reveal) {
    if (!as_json_) return false;
    const auto typed = read_object(json_.text, ui.locale);
    if (typed) return false;
    json_problem_ = typed.error().message;
    say_problem(ui, json_problem_, json_id_, json_rect_, reveal);
    return true;
}

std::optional<base::Json> ToolForm::take_json(Ui& ui, std::optional<Rect>& reveal) {
    auto typed = read_object(json_.text, ui.locale);
    json_problem_ = typed ? problems_as_text(schema_, *typed, ui.locale) : typed.error().message;
    if (json_problem_.empty()) return std::optional<base::Json>(std::in_place, std::move(*typed));
    say_problem(ui, json_problem_, json_id_, json_rect_, reveal);
    return std::nullopt;
}

}  // namespace ui
