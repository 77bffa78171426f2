#include "ui/panel_states.hpp"

#include <string>

#include "ui/widgets/button.hpp"

namespace ui {

namespace {

constexpr float inner = 12;

}  // namespace

void draw_sentence(Ui& ui, const Rect& r, std::string_view sentence) {
    // Made anew in every frame that shows it: such a panel has nothing else to do.
    WrappedText text;
    text.draw(ui, "sentence", sentence, r.x, r.y + ui.px(size::panel_pad), r.width,
              {.css_size = type_size::control, .color = ui.colors->muted});
}

void draw_waiting(Ui& ui, const Rect& r, const model::Server& server) {
    const bool connecting = server.state == model::ConnectionState::connecting;
    const float y = r.y + ui.px(size::panel_pad + 10);
    spinner(ui, r.x + ui.px(8), y, 6, ui.colors->accent);
    label(ui, r.x + ui.px(24), y, ui.str(connecting ? Str::connecting : Str::loading), ui.style(type_size::control),
          ui.colors->muted, r.width - ui.px(24));
}

void draw_failure(Ui& ui, Rect& rest, const model::Server& server, WrappedText& kept) {
    cut_top(rest, ui.px(size::panel_pad));
    const std::string words = server.error ? sentence(*server.error, ui.locale) : ui.string(Str::failed);
    const IdScope scope(ui, "failure");
    NodeScope node(ui, {.id = ui.id("alert"), .role = Role::alert, .rect = {rest.x, rest.y, rest.width, 0}});
    Painter::Backdrop backdrop(ui.paint);
    const float x = rest.x + ui.px(inner), width = rest.width - 2 * ui.px(inner);
    float y = rest.y + ui.px(inner);
    y += kept.draw(ui, "sentence", words, x, y, width, {.css_size = type_size::control}) + ui.px(8);
    const std::string_view word = ui.str(Str::retry);
    const Rect again{x, y, button_width(ui, word), ui.control_height()};
    if (button(ui, "retry", again, word)) ui.want(model::ConnectServer{server.id});
    const Rect card{rest.x, rest.y, rest.width, again.bottom() + ui.px(inner) - rest.y};
    node.node().rect = card;
    backdrop.finish([&] {
        ui.paint.fill(card, ui.colors->error_bg, ui.px(radius::card));
        ui.paint.border(card, ui.colors->error, ui.px(radius::card));
    });
    cut_top(rest, card.height);
}

}  // namespace ui
