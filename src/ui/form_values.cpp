#include "ui/form_values.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/json_pointer.hpp"
#include "base/json_schema.hpp"

namespace ui {

namespace {

using base::FormField;
using base::Json;
using Kind = FormField::Kind;

constexpr std::size_t most_lines_said = 6;

void show(const FormField& field, const Json* value, FieldState& state, std::uint64_t& last_serial);

// Json converts from everything, so the compilers are told which constructor is meant.
std::optional<Json> some(Json value) { return std::optional<Json>(std::in_place, std::move(value)); }

// Reads what is typed, and notes what does not read.
class Reader {
public:
    explicit Reader(const Json& root) : root_(root) {}

    std::unordered_map<const FieldState*, std::string> problems;

    Json object(const std::vector<FormField>& fields, const std::vector<FieldState>& states) {
        Json made = Json::object();
        for (std::size_t i = 0; i < fields.size() && i < states.size(); ++i)
            if (auto value = read(fields[i], states[i])) made[fields[i].name] = std::move(*value);
        return made;
    }

private:
    std::optional<Json> read(const FormField& field, const FieldState& state) {
        switch (field.kind) {
            case Kind::boolean:
                if (state.flag == TriState::none) return std::nullopt;
                return some(state.flag == TriState::on);
            case Kind::choice:
                if (state.chosen < 0 || state.chosen >= static_cast<int>(field.choices.size())) return std::nullopt;
                return some(field.choices[static_cast<std::size_t>(state.chosen)].value);
            case Kind::list: return list(field, state);
            case Kind::group: return group(field, state);
            case Kind::text:
            case Kind::multiline:
            case Kind::number:
            case Kind::integer:
            case Kind::json: break;
        }
        return typed(field, state);
    }

    std::optional<Json> typed(const FormField& field, const FieldState& state) {
        if (state.text.text.empty()) return std::nullopt;
        auto value = field.kind == Kind::json ? base::parse_json(state.text.text)
                                              : base::coerce(field.schema, root_, state.text.text);
        if (value) return some(std::move(*value));
        problems[&state] = value.error().message;
        return std::nullopt;
    }

    std::optional<Json> group(const FormField& field, const FieldState& state) {
        Json made = object(field.children, state.parts);
        if (!field.required && (made.empty() || made == state.untouched)) return std::nullopt;
        return some(std::move(made));
    }

    std::optional<Json> list(const FormField& field, const FieldState& state) {
        if (state.parts.empty() && !field.required) return std::nullopt;
        Json made = Json::array();
        for (const FieldState& item : state.parts) made.push_back(read(field.children[0], item).value_or(Json()));
        return some(std::move(made));
    }

    const Json& root_;
};

void show_text(const FormField& field, const Json* value, FieldState& state) {
    std::string shown;
    if (value && value->is_string() && field.kind != Kind::json)
        shown = value->get_ref<const std::string&>();
    else if (value && field.kind == Kind::json)
        shown = base::dump_json_pretty(*value);
    else if (value && !value->is_null())
        shown = base::dump_json(*value);
    state.several_lines =
        field.kind == Kind::multiline || field.kind == Kind::json || shown.find_first_of("\r\n") != std::string::npos;
    state.text.set(std::move(shown));
}

void show_list(const FormField& field, const Json* value, FieldState& state, std::uint64_t& last_serial) {
    state.parts.clear();
    if (!value || !value->is_array() || field.children.empty()) return;
    for (const Json& item : *value) {
        state.parts.emplace_back().serial = ++last_serial;
        show(field.children[0], &item, state.parts.back(), last_serial);
    }
}

void show_group(const FormField& field, const Json* value, FieldState& state, std::uint64_t& last_serial) {
    state.parts.resize(field.children.size());
    for (std::size_t i = 0; i < field.children.size(); ++i)
        show(field.children[i], value ? base::member(*value, field.children[i].name) : nullptr, state.parts[i],
             last_serial);
}

void show(const FormField& field, const Json* value, FieldState& state, std::uint64_t& last_serial) {
    state.problem.clear();
    state.untouched = nullptr;
    switch (field.kind) {
        case Kind::boolean:
            state.flag = !value || !value->is_boolean() ? TriState::none
                         : value->get<bool>()           ? TriState::on
                                                        : TriState::off;
            return;
        case Kind::choice: {
            const auto is_it = [&](const base::FormChoice& choice) {
                return value && base::same_value(choice.value, *value);
            };
            const auto found = std::find_if(field.choices.begin(), field.choices.end(), is_it);
            state.chosen = found == field.choices.end() ? -1 : static_cast<int>(found - field.choices.begin());
            return;
        }
        case Kind::list: return show_list(field, value, state, last_serial);
        case Kind::group: return show_group(field, value, state, last_serial);
        case Kind::text:
        case Kind::multiline:
        case Kind::number:
        case Kind::integer:
        case Kind::json: break;
    }
    show_text(field, value, state);
}

// Whether all of `part` is in `whole`, which may say more.
bool holds(const Json& whole, const Json& part) {
    if (part.is_object() && whole.is_object()) {
        for (auto it = part.begin(); it != part.end(); ++it) {
            const Json* found = base::member(whole, it.key());
            if (!found || !holds(*found, *it)) return false;
        }
        return true;
    }
    if (part.is_array() && whole.is_array())
        return part.size() == whole.size() && std::equal(part.begin(), part.end(), whole.begin(),
                                                         [](const Json& a, const Json& b) { return holds(b, a); });
    return base::same_value(whole, part);
}

// Only these are left.
void note_problems(std::vector<FieldState>& states,
                   const std::unordered_map<const FieldState*, std::string>& problems) {
    for (FieldState& state : states) {
        const auto found = problems.find(&state);
        state.problem = found == problems.end() ? std::string() : found->second;
        note_problems(state.parts, problems);
    }
}

// The state that `pointer` leads to, or the last one on the way; null for the arguments as a whole.
FieldState* place_of(const std::string& pointer, FormState& form) {
    const std::vector<FormField>* fields = &form.fields;
    std::vector<FieldState>* states = &form.parts;
    const FormField* list = nullptr;
    FieldState* found = nullptr;
    for (const std::string& step : base::pointer_steps(pointer)) {
        std::size_t i = 0;
        if (list) {
            while (i < states->size() && std::to_string(i) != step) ++i;
        } else {
            while (i < fields->size() && (*fields)[i].name != step) ++i;
        }
        if (i >= states->size()) break;
        found = &(*states)[i];
        const FormField& field = list ? list->children[0] : (*fields)[i];
        list = field.kind == Kind::list && !field.children.empty() ? &field : nullptr;
        fields = &field.children;
        states = &found->parts;
    }
    return found;
}

}  // namespace

FieldState begin_field(const FormField& field, const Json& root, std::uint64_t& last_serial) {
    FieldState state;
    const Json* value = field.default_value.is_null() ? nullptr : &field.default_value;
    show(field, value, state, last_serial);
    // A switch that has to be on or off is off; so it looks.
    if (field.kind == Kind::boolean && field.required && state.flag == TriState::none) state.flag = TriState::off;
    if (field.kind != Kind::group) return state;
    state.parts = begin_fields(field.children, root, last_serial);
    for (std::size_t i = 0; value && i < field.children.size(); ++i)
        if (const Json* part = base::member(*value, field.children[i].name))
            show(field.children[i], part, state.parts[i], last_serial);
    if (!field.required) state.untouched = arguments_of(field.children, root, state.parts);
    return state;
}

std::vector<FieldState> begin_fields(const std::vector<FormField>& fields, const Json& root,
                                     std::uint64_t& last_serial) {
    std::vector<FieldState> states;
    states.reserve(fields.size());
    for (const FormField& field : fields) states.push_back(begin_field(field, root, last_serial));
    return states;
}

void add_item(const FormField& list, const Json& root, FieldState& state, std::uint64_t& last_serial) {
    state.parts.push_back(begin_field(list.children[0], root, last_serial));
    state.parts.back().serial = ++last_serial;
}

bool show_arguments(const std::vector<FormField>& fields, const Json& root, const Json& arguments,
                    std::vector<FieldState>& states, std::uint64_t& last_serial) {
    states.resize(fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i)
        show(fields[i], base::member(arguments, fields[i].name), states[i], last_serial);
    return holds(arguments_of(fields, root, states), arguments);
}

Json arguments_of(const std::vector<FormField>& fields, const Json& root, const std::vector<FieldState>& states) {
    return Reader(root).object(fields, states);
}

std::optional<Json> checked_arguments(const Json& root, FormState& form, Locale locale) {
    Reader reader(root);
    Json made = reader.object(form.fields, form.parts);
    bool good = reader.problems.empty();
    note_problems(form.parts, reader.problems);
    form.problem.clear();
    for (const base::SchemaProblem& problem : base::validate(root, made)) {
        FieldState* place = place_of(problem.pointer, form);
        std::string& said = place ? place->problem : form.problem;
        if (said.empty()) said = sentence(problem, locale);
        good = false;
    }
    if (!good) return std::nullopt;
    return some(std::move(made));
}

const FieldState* first_problem(const std::vector<FieldState>& states) {
    for (const FieldState& state : states) {
        if (!state.problem.empty()) return &state;
        if (const FieldState* inner = first_problem(state.parts)) return inner;
    }
    return nullptr;
}

std::string problems_as_text(const Json& root, const Json& arguments, Locale locale) {
    std::string text;
    std::size_t said = 0;
    for (const base::SchemaProblem& problem : base::validate(root, arguments)) {
        if (said++ == most_lines_said) break;
        if (!text.empty()) text += '\n';
        std::string place;
        for (const std::string& step : base::pointer_steps(problem.pointer)) place += place.empty() ? step : "." + step;
        if (!place.empty()) text += place + ": ";
        text += sentence(problem, locale);
    }
    return text;
}

}  // namespace ui
