#include "ui/settings.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "text/layout.hpp"
#include "ui/widgets/button.hpp"
#include "ui/widgets/text_view.hpp"

namespace ui {

namespace {

template <class Value>
struct Choice {
    Value value;
    Str word;
};

// A row of buttons of which one is on. The chosen value, when another was pressed.
template <class Value, std::size_t count>
bool choose(Ui& ui, Str name, const std::array<Choice<Value>, count>& choices, Value& value, const Rect& at) {
    const IdScope scope(ui, ui.str(name));
    label(ui, at.x, at.y + ui.px(9), ui.str(name), ui.style(type_size::small), ui.colors->muted, at.width);
    const NodeScope group(ui, {.id = ui.id("group"), .role = Role::group, .rect = at, .name = ui.string(name)});
    float x = at.x;
    bool changed = false;
    for (std::size_t i = 0; i < count; ++i) {
        const auto word = ui.str(choices[i].word);
        const Rect r{x, at.y + ui.px(24), button_width(ui, word), ui.control_height()};
        x += r.width + ui.px(8);
        const bool chosen = choices[i].value == value;
        const ButtonLook look{.kind = chosen ? ButtonKind::primary : ButtonKind::ghost,
                              .checked = chosen ? TriState::on : TriState::off};
        if (button(ui, word, r, word, look) && !chosen) {
            value = choices[i].value;
            changed = true;
        }
    }
    return changed;
}

constexpr std::array<Choice<model::Theme>, 3> themes{{{model::Theme::system, Str::theme_system},
                                                      {model::Theme::dark, Str::theme_dark},
                                                      {model::Theme::light, Str::theme_light}}};
// Languages are named in themselves, so that everybody finds their own.
constexpr std::array<Choice<model::Language>, 3> languages{{{model::Language::system, Str::language_system},
                                                            {model::Language::english, Str::english},
                                                            {model::Language::korean, Str::korean}}};

}  // namespace

void Settings::draw(Ui& ui, const Rect& r) {
    const IdScope scope(ui, "settings");
    ScrollArea area(ui, "screen", r, scroll_, ui.str(Str::settings));
    const float side = ui.px(ui.narrow() ? 16 : 20);
    const float width = std::min(r.width - 2 * side, ui.px(620));
    const float x = std::round(r.x + (r.width - width) / 2);
    const float group = ui.px(24) + ui.control_height();
    float y = area.content_y() + ui.px(24);
    heading(ui, x, y + ui.px(17), ui.str(Str::settings), ui.style(type_size::heading, text::Face::bold), 2, width);
    y += ui.px(48);
    model::Theme theme = ui.state->settings.theme;
    if (choose(ui, Str::theme, themes, theme, {x, y, width, group})) ui.want(model::SetTheme{theme});
    y += group + ui.px(20);
    model::Language language = ui.state->settings.language;
    if (choose(ui, Str::language, languages, language, {x, y, width, group})) ui.want(model::SetLanguage{language});
    y += group + ui.px(28);

    text::PlainParams params;
    params.style = ui.style(type_size::control);
    params.width_px = width;
    params.line_height_px = std::round(ui.em(type_size::control * 1.55f));
    const text::Layout note = text::lay_out_plain(ui.str(Str::privacy_note), params, ui.paint.shaper());
    text_view(ui, note, x, y, 0, nullptr, {.text = ui.colors->muted});
    y += note.height + ui.px(24);
    const auto word = ui.str(Str::close);
    if (button(ui, "close", {x, y, button_width(ui, word), ui.control_height()}, word)) ui.want(model::CloseScreen{});
    y += ui.control_height();
    area.finish(y - area.content_y() + ui.px(24));
}

}  // namespace ui
