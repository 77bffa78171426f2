#include "ui/panel_states.hpp"

#include <string>

#include "ui/finding_card.hpp"
#include "ui/widgets/card.hpp"

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
    const bool elsewhere = !server.findings.empty() && ui.state->inspector_tab != model::InspectorTab::sign_in;
    for (const auto& finding : server.findings)
        if (elsewhere)
            y += paragraph(ui, words_of(finding.cause, ui.locale).title, {x, y, width, 0}, ui.colors->text) + ui.px(8);
    ButtonRow row(ui, x, y, width);
    if (elsewhere && row.button("remedy", Str::show_remedy, {.kind = ButtonKind::primary}))
        ui.want(model::ShowInspector{model::InspectorTab::sign_in});
    if (row.button("retry", Str::retry)) ui.want(model::ConnectServer{server.id});
    const Rect card{rest.x, rest.y, rest.width, row.bottom() + ui.px(inner) - rest.y};
    node.node().rect = card;
    backdrop.finish([&] {
        ui.paint.fill(card, ui.colors->error_bg, ui.px(radius::card));
        ui.paint.border(card, ui.colors->error, ui.px(radius::card));
    });
    cut_top(rest, card.height);
}

}  // namespace ui
