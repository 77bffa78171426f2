#include "ui/tool_form_fields.hpp"

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"
#include "text/visible.hpp"
#include "ui/widgets/button.hpp"

namespace ui {

namespace {

using base::FormField;
using Kind = FormField::Kind;

constexpr float label_height = 20, field_gap = 12, note_gap = 4, indent = 12, switch_width = 34, switch_height = 20;
constexpr std::size_t most_segments = 4;

class FieldDrawer {
public:
    FieldDrawer(Ui& ui, const base::Json& root, FormState& form, Popups popups, FormEvents& events)
        : ui_(ui), root_(root), form_(form), popups_(popups), events_(events) {}

    float fields(const std::vector<FormField>& fields, std::vector<FieldState>& states, float x, float y, float width) {
        float at = y;
        for (std::size_t i = 0; i < fields.size() && i < states.size(); ++i) {
            if (at > y) at += ui_.px(field_gap);
            const IdScope scope(ui_, fields[i].name);
            at += field(fields[i], states[i], fields[i].title, x, at, width);
        }
        return at - y;
    }

private:
    // `name` is what the field is called; a list's items have none of their own.
    float field(const FormField& field, FieldState& state, const std::string& name, float x, float y, float width) {
        if (!state.problem.empty())
            said_ = state.problem;
        else
            said_ = text::make_visible(description_of(field));
        float at = y;
        if (field.kind == Kind::boolean) {
            at += boolean(field, state, name, x, at, width);
        } else {
            at += title(field, name, x, at, width, field.kind == Kind::group || field.kind == Kind::list);
            at += body(field, state, name, x, at, width);
        }
        return at + notes(field, state, x, at, width) - y;
    }

    std::string description_of(const FormField& field) const {
        if (field.pattern.empty()) return field.description;
        constexpr std::size_t longest = 300;
        const std::string pattern = fill(ui_.str(Str::pattern_is), base::utf8_prefix(field.pattern, longest));
        return field.description.empty() ? pattern : field.description + "\n" + pattern;
    }

    float body(const FormField& field, FieldState& state, const std::string& name, float x, float y, float width) {
        switch (field.kind) {
            case Kind::choice: return choice(field, state, name, x, y, width);
            case Kind::list: return list(field, state, name, x, y, width);
            case Kind::group: return group(field, state, name, x, y, width);
            case Kind::boolean:
            case Kind::text:
            case Kind::multiline:
            case Kind::number:
            case Kind::integer:
            case Kind::json: break;
        }
        return typed(field, state, name, x, y, width);
    }

    float title(const FormField& field, const std::string& name, float x, float y, float width, bool strong) {
        const auto style = ui_.style(type_size::small, strong ? text::Face::bold : text::Face::regular);
        const float center = y + ui_.px(label_height) / 2 - ui_.px(1), star = ui_.px(12);
        const float used = ui_.paint.label(x, center, text::make_visible(name), style,
                                           strong ? ui_.colors->text : ui_.colors->muted, width - star);
        if (form_.marks_required && field.required && field.kind != Kind::group)
            ui_.paint.label(x + used + ui_.px(4), center, "*", style, ui_.colors->error);
        return ui_.px(label_height);
    }

    float notes(const FormField& field, FieldState& state, float x, float y, float width) {
        float at = y;
        const auto note = [&](WrappedText& kept, std::string_view key, const std::string& words, ImU32 color) {
            if (words.empty()) return;
            at += ui_.px(note_gap);
            at += kept.draw(ui_, key, words, x, at, width, {.css_size = type_size::caption, .color = color});
        };
        note(state.problem_text, "problem", state.problem, ui_.colors->error);
        note(state.description_text, "description", description_of(field), ui_.colors->faint);
        return at - y;
    }

    void remember(FieldState& state, NodeId id, const Rect& r) {
        state.id = id;
        state.rect = r;
    }

    void change(FieldState& state) {
        events_.changed = true;
        state.problem.clear();
        ui_.want_frame_in(0);
    }

    static std::string range_of(const FormField& field) {
        const auto text = [](double number) { return base::dump_json(base::Json(number)); };
        const auto whole = [&](double number) {
            std::string shown = text(number);
            if (shown.ends_with(".0")) shown.resize(shown.size() - 2);
            return shown;
        };
        if (field.minimum && field.maximum) return whole(*field.minimum) + " – " + whole(*field.maximum);
        if (field.minimum) return "≥ " + whole(*field.minimum);
        if (field.maximum) return "≤ " + whole(*field.maximum);
        return field.format;
    }

    // Keys for numbers only where none is negative: those of some phones have no minus.
    static Keyboard keyboard_of(const FormField& field) {
        if (!field.minimum || *field.minimum < 0) return Keyboard::text;
        if (field.kind == Kind::integer) return Keyboard::whole_number;
        return field.kind == Kind::number ? Keyboard::decimal : Keyboard::text;
    }

    float typed(const FormField& field, FieldState& state, const std::string& name, float x, float y, float width) {
        const bool json = field.kind == Kind::json, several = state.several_lines;
        const bool password = field.format == "password";
        const std::string hint = json ? "JSON" : password ? "" : range_of(field);
        FieldLook look{.name = name, .placeholder = hint, .description = said_};
        look.multiline = several;
        look.min_lines = several ? 3 : 1;
        look.max_lines = several ? 10 : 1;
        look.mono = json;
        look.invalid = !state.problem.empty();
        look.required = field.required;
        look.password = password && !several;
        look.keyboard = keyboard_of(field);
        look.keys = several ? 0u : static_cast<std::uint32_t>(key_enter);
        if (json) look.css_size = type_size::small;
        const auto outcome = text_field(ui_, "field", x, y, width, state.text, look);
        remember(state, outcome.id, outcome.rect);
        if (outcome.changed) change(state);
        if (outcome.entered) events_.entered = true;
        return outcome.rect.height;
    }

    // Not set → on → off → not set, where it may be not set; else on and off.
    float boolean(const FormField& field, FieldState& state, const std::string& name, float x, float y, float width) {
        const Rect row{x, y, width, ui_.control_height()};
        const NodeId id = ui_.id("field");
        const std::string_view word = ui_.str(state.flag == TriState::none ? Str::not_set
                                              : state.flag == TriState::on ? Str::yes
                                                                           : Str::no);
        Node node{.id = id, .role = Role::switch_button, .rect = row, .name = name};
        node.description = said_.empty() ? std::string(word) : std::string(word) + ". " + said_;
        node.checked = state.flag == TriState::on ? TriState::on : TriState::off;
        node.invalid = !state.problem.empty();
        node.required = field.required;
        ui_.semantics.add(std::move(node));
        remember(state, id, row);
        draw_switch(row, state.flag, id);
        const float text_x = x + ui_.px(switch_width + 10);
        const auto style = ui_.style(type_size::small);
        const float word_width = ui_.paint.label_width(word, style);
        const float used = ui_.paint.label(text_x, row.center_y(), text::make_visible(name), style, ui_.colors->muted,
                                           row.right() - text_x - word_width - ui_.px(20));
        if (form_.marks_required && field.required)
            ui_.paint.label(text_x + used + ui_.px(4), row.center_y(), "*", style, ui_.colors->error);
        ui_.paint.label(row.right() - word_width, row.center_y(), word, style, ui_.colors->faint);
        if (ui_.semantics.take_click(id)) {
            const TriState after_off = field.required ? TriState::on : TriState::none;
            state.flag = state.flag == TriState::none ? TriState::on
                         : state.flag == TriState::on ? TriState::off
                                                      : after_off;
            change(state);
        }
        return row.height;
    }

    void draw_switch(const Rect& row, TriState flag, NodeId id) {
        const Rect track{row.x, row.center_y() - ui_.px(switch_height) / 2, ui_.px(switch_width),
                         ui_.px(switch_height)};
        const bool on = flag == TriState::on;
        ui_.paint.fill(track, on ? ui_.colors->accent : ui_.colors->raised, track.height / 2);
        if (!on) ui_.paint.border(track, ui_.colors->faint, track.height / 2);
        const float travel = track.width - track.height;
        const float at = on ? travel : flag == TriState::none ? travel / 2 : 0;
        const float radius = track.height / 2 - ui_.px(flag == TriState::none ? 6 : 4);
        ui_.paint.circle(track.x + track.height / 2 + at, track.center_y(), radius,
                         on ? ui_.colors->on_accent : ui_.colors->muted);
        focus_ring(ui_, id, track, track.height / 2);
    }

    float choice(const FormField& field, FieldState& state, const std::string& name, float x, float y, float width) {
        const Rect r{x, y, width, ui_.control_height()};
        float wanted = 0;
        for (const base::FormChoice& one : field.choices) {
            if (field.choices.size() > most_segments) break;
            wanted += button_width(ui_, one.title);
        }
        if (wanted > 0 && wanted <= width)
            segments(field, state, name, {x, y, wanted, r.height});
        else
            list_of_choices(field, state, name, r);
        return r.height;
    }

    void list_of_choices(const FormField& field, FieldState& state, const std::string& name, const Rect& r) {
        std::vector<std::string> options;
        options.reserve(field.choices.size() + 1);
        for (const base::FormChoice& one : field.choices) options.push_back(text::make_visible(one.title));
        if (!field.required) options.push_back(ui_.string(Str::not_set));
        const bool is_set = state.chosen >= 0 && state.chosen < static_cast<int>(field.choices.size());
        const std::string shown = is_set ? options[static_cast<std::size_t>(state.chosen)] : ui_.string(Str::not_set);
        SelectLook look{.name = name,
                        .shown = shown,
                        .is_set = is_set,
                        .invalid = !state.problem.empty(),
                        .required = field.required,
                        .description = said_};
        remember(state, ui_.id("field"), r);
        select(ui_, popups_, "field", r, look, options, state.chosen,
               [&state, count = static_cast<int>(field.choices.size())](Ui&, int index) {
                   state.chosen = index < count ? index : -1;
                   state.problem.clear();
               });
    }

    // A few short choices side by side. The chosen one pressed again is not set, where that is allowed.
    void segments(const FormField& field, FieldState& state, const std::string& name, const Rect& r) {
        Node group{.id = ui_.id("choices"), .role = Role::group, .rect = r, .name = name};
        group.description = said_;
        group.invalid = !state.problem.empty();
        const NodeScope scope(ui_, std::move(group));
        ui_.paint.fill(r, ui_.colors->bg, ui_.px(radius::control));
        ui_.paint.border(r, state.problem.empty() ? ui_.colors->line : ui_.colors->error, ui_.px(radius::control));
        float x = r.x;
        const int count = static_cast<int>(field.choices.size());
        for (int i = 0; i < count; ++i) {
            const std::string shown = text::make_visible(field.choices[static_cast<std::size_t>(i)].title);
            const Rect part{x, r.y, button_width(ui_, shown), r.height};
            x += part.width;
            segment(field, state, part, shown, i, count);
        }
    }

    void segment(const FormField& field, FieldState& state, const Rect& r, const std::string& shown, int index,
                 int count) {
        const NodeId id = ui_.id("choice", static_cast<std::uint64_t>(index));
        const bool chosen = state.chosen == index;
        if (chosen)
            ui_.paint.fill(inset(r, ui_.px(2)), ui_.colors->accent_bg, ui_.px(6));
        else if (ui_.hovered(r))
            ui_.paint.fill(inset(r, ui_.px(2)), ui_.colors->hover, ui_.px(6));
        focus_ring(ui_, id, r, ui_.px(radius::control));
        const auto style = ui_.style(type_size::control, chosen ? text::Face::bold : text::Face::regular);
        const float width = std::min(ui_.paint.label_width(shown, style), r.width);
        ui_.paint.label(r.center_x() - width / 2, r.center_y(), shown, style, ui_.colors->text, r.width);
        Node node{.id = id, .role = Role::radio, .rect = r, .name = shown};
        node.checked = chosen ? TriState::on : TriState::off;
        const bool in_turn = chosen || (state.chosen < 0 && index == 0);
        node.tabbable = in_turn;
        node.position = index + 1;
        node.set_size = count;
        node.keys = key_left | key_right;
        ui_.semantics.add(std::move(node));
        if (in_turn) remember(state, id, r);
        int now = state.chosen;
        if (ui_.semantics.take_click(id)) now = chosen && !field.required ? -1 : index;
        if (ui_.semantics.take_key(id, Key::right)) now = (index + 1) % count;
        if (ui_.semantics.take_key(id, Key::left)) now = (index + count - 1) % count;
        if (now == state.chosen) return;
        state.chosen = now;
        if (now >= 0) ui_.semantics.focus(ui_.id("choice", static_cast<std::uint64_t>(now)));
        change(state);
    }

    float list(const FormField& field, FieldState& state, const std::string& name, float x, float y, float width) {
        NodeScope scope(ui_, {.id = ui_.id("list"), .role = Role::group, .rect = {x, y, width, 0}, .name = name});
        float at = y;
        std::size_t removed = state.parts.size();
        const float button_size = ui_.small_control_height();
        for (std::size_t i = 0; i < state.parts.size(); ++i) {
            const IdScope item(ui_, "item", state.parts[i].serial);
            const auto number = std::to_string(i + 1);
            const Rect cross{x + width - button_size, at, button_size, ui_.press_height(label_height)};
            if (icon_button(ui_, "remove", cross, Icon::cross, fill(ui_.str(Str::remove_item), number),
                            {.kind = ButtonKind::bare}))
                removed = i;
            at = cross.bottom() - ui_.px(label_height);  // the label's line
            at += this->field(field.children[0], state.parts[i], name + " " + number, x, at,
                              item_width(field, width, button_size));
            at += ui_.px(field_gap / 2);
        }
        if (removed < state.parts.size()) {
            state.parts.erase(state.parts.begin() + static_cast<std::ptrdiff_t>(removed));
            change(state);
        }
        at += add_button(field, state, x, at);
        scope.node().rect.height = at - y;
        return at - y;
    }

    // A switch has its word at the right, where the cross is.
    float item_width(const FormField& list, float width, float button_size) const {
        return list.children[0].kind == Kind::boolean ? width - button_size - ui_.px(4) : width;
    }

    float add_button(const FormField& field, FieldState& state, float x, float y) {
        const Rect r{x, y, ui_.px(120), ui_.control_height()};
        remember(state, ui_.id("add"), r);
        if (field.max_length && static_cast<double>(state.parts.size()) >= *field.max_length) return 0;
        if (text_button(ui_, "add", r, Icon::plus, ui_.str(Str::add_item), ui_.colors->accent)) {
            add_item(field, root_, state, form_.last_serial);
            change(state);
        }
        return r.height;
    }

    float group(const FormField& field, FieldState& state, const std::string& name, float x, float y, float width) {
        NodeScope scope(ui_, {.id = ui_.id("group"), .role = Role::group, .rect = {x, y, width, 0}, .name = name});
        const float in = ui_.px(indent);
        const float height = fields(field.children, state.parts, x + in, y, width - in);
        scope.node().rect.height = height;
        ui_.paint.vertical_line(x + ui_.px(2), y, height, ui_.colors->line);
        if (!state.parts.empty()) remember(state, state.parts.front().id, state.parts.front().rect);
        return height;
    }

    Ui& ui_;
    const base::Json& root_;
    FormState& form_;
    Popups popups_;
    FormEvents& events_;
    std::string said_;  // of the field that is drawn: its problem, else its description
};

}  // namespace

float draw_fields(Ui& ui, const base::Json& root, FormState& form, const FormPlace& place, FormEvents& events) {
    const IdScope scope(ui, "fields");
    FieldDrawer drawer(ui, root, form, place.popups, events);
    float height = drawer.fields(form.fields, form.parts, place.x, place.y, place.width);
    if (form.problem.empty()) return height;
    height += ui.px(field_gap);
    label(ui, place.x, place.y + height + ui.px(9), form.problem, ui.style(type_size::caption), ui.colors->error,
          place.width);
    return height + ui.px(18);
}

}  // namespace ui
