#include "ui/sign_in_prompt.hpp"

#include <algorithm>
#include <cmath>

#include "text/visible.hpp"
#include "ui/widgets/card.hpp"

namespace ui {

namespace {

using Wait = model::SignIn::Wait;

// Inside of the banner; the y where it ends.
float draw_waiting(Ui& ui, const model::Server& server, const Rect& inner) {
    ui.paint.circle(inner.x + ui.px(5), inner.y + ui.px(10), ui.em(4), ui.colors->warn);
    label(ui, inner.x + ui.px(18), inner.y + ui.px(10), text::make_visible(server.name),
          ui.style(type_size::control, text::Face::bold), ui.colors->text, inner.width - ui.px(18));
    const float y = inner.y + ui.px(24);
    return y + sign_in_prompt(ui, server, {inner.x, y, inner.width, 0}, true);
}

}  // namespace

bool waits_for_person(const model::Server& server) {
    return server.sign_in.wait != Wait::nobody ||
           (server.error && server.error->kind == base::ErrorKind::sign_in_needed);
}

float sign_in_prompt(Ui& ui, const model::Server& server, const Rect& at, bool with_cancel) {
    const model::SignIn& sign_in = server.sign_in;
    if (sign_in.wait == Wait::nobody) return 0;
    const IdScope scope(ui, "sign in");
    const bool clicked = sign_in.wait == Wait::window, blocked = sign_in.wait == Wait::click && sign_in.window_blocked;
    const bool consent = sign_in.wait == Wait::consent;
    const Str why = consent   ? Str::page_credentials_warning
                    : clicked ? Str::window_is_open
                    : blocked ? Str::window_blocked
                              : Str::click_is_needed;
    float y = at.y;
    y += paragraph(ui, ui.str(why), {at.x, y, at.width, 0}, ui.colors->muted) + ui.px(8);
    ButtonRow row(ui, at.x, y, at.width);
    const Str word = consent   ? Str::use_page_credentials
                     : clicked ? Str::open_it_again
                     : blocked ? Str::sign_in_here
                               : Str::sign_in;
    if (row.button("open", word, {.kind = clicked ? ButtonKind::normal : ButtonKind::primary}))
        ui.want(model::OpenSignIn{server.id, blocked});
    // Who wants no window need not have one blocked first.
    const bool has_choice = sign_in.wait == Wait::click && !blocked && !sign_in.one_page;
    if (has_choice && row.button("here", Str::sign_in_here, {.kind = ButtonKind::ghost}))
        ui.want(model::OpenSignIn{server.id, true});
    if (with_cancel && row.button("cancel", Str::cancel, {.kind = ButtonKind::ghost}))
        ui.want(model::CancelSignIn{server.id});
    return row.bottom() - at.y;
}

void sign_in_banner(Ui& ui, Rect& rest) {
    const auto& servers = ui.state->servers;
    const auto found = std::find_if(servers.begin(), servers.end(),
                                    [](const model::Server& server) { return server.sign_in.wait != Wait::nobody; });
    if (found == servers.end()) return;
    const IdScope scope(ui, "banner");
    const float pad = ui.px(card_pad), side = ui.px(ui.narrow() ? 12 : 20);
    const float width = std::min(rest.width - 2 * side, ui.px(size::max_text_width));
    // It stands on what is below, so it is measured first.
    ui.paint.begin_measuring();
    ui.semantics.mute(true);
    const float height = draw_waiting(ui, *found, {0, 0, width - 2 * pad, 0}) + 2 * pad;
    ui.semantics.mute(false);
    ui.paint.end_measuring();
    Rect r = cut_bottom(rest, height + ui.px(8));
    r = {std::round(r.x + (r.width - width) / 2), r.y, width, height};
    const NodeScope alert(ui, {.id = ui.id("alert"), .role = Role::alert, .rect = r, .name = {}});
    ui.paint.fill(r, ui.colors->surface, ui.px(radius::card));
    ui.paint.border(r, ui.colors->warn, ui.px(radius::card));
    draw_waiting(ui, *found, inset(r, pad));
}

}  // namespace ui
