#include "ui/sign_in_panel.hpp"

#include <algorithm>
#include <cstdio>

#include "text/visible.hpp"
#include "ui/finding_card.hpp"
#include "ui/panel_states.hpp"
#include "ui/sign_in_prompt.hpp"
#include "ui/widgets/card.hpp"

namespace ui {

namespace {

constexpr float account_gap = 12;

struct Validity {
    std::string words;
    Tone tone;
};

Validity validity_of(Ui& ui, const model::SignIn& sign_in) {
    using namespace std::chrono;
    if (sign_in.expires_at.count() == 0) return {ui.string(Str::expiry_unknown), Tone::neutral};
    const auto left = sign_in.expires_at - ui.state->now;
    if (left <= milliseconds(0)) return {ui.string(Str::expired), Tone::warn};
    ui.want_frame_in(30);
    const auto whole = ceil<minutes>(left);
    if (whole <= hours(2)) return {fill(ui.str(Str::valid_minutes), std::to_string(whole.count())), Tone::ok};
    return {fill(ui.str(Str::valid_hours), std::to_string(floor<hours>(left).count())), Tone::ok};
}

// What the page itself came with is not the person's to forget.
bool is_pages_own(const model::Server& server) {
    return server.sign_in.client_source == model::SignIn::ClientSource::given &&
           server.sign_in.client_id != server.sign_in_settings.client_id;
}

std::string client_of(const Ui& ui, const model::Server& server) {
    const model::SignIn& sign_in = server.sign_in;
    using Source = model::SignIn::ClientSource;
    const bool is_long = sign_in.client_id.size() > 12 && sign_in.client_source != Source::metadata_document;
    const Str source = sign_in.client_source == Source::registered          ? Str::registered_here
                       : sign_in.client_source == Source::metadata_document ? Str::metadata_document
                       : is_pages_own(server)                               ? Str::given_by_page
                                                                            : Str::given_by_hand;
    return (is_long ? sign_in.client_id.substr(0, 8) + "…" : sign_in.client_id) + ", " + ui.string(source);
}

// What forgetting the client does, by where it came from.
Str forgetting_of(const model::SignIn& sign_in) {
    using Source = model::SignIn::ClientSource;
    if (sign_in.client_source == Source::metadata_document) return Str::forget_document;
    if (sign_in.client_source == Source::given) return Str::forget_given;
    return sign_in.gives_back ? Str::forget_explain : Str::forget_here;
}

// Whom forgetting the client signs out, where that is more than who is seen to be signed in. A registration is for all servers of
// its provider.
std::string signed_out_by_forgetting(const Ui& ui, const model::Server& here) {
    const model::SignIn& sign_in = here.sign_in;
    const bool everywhere = sign_in.client_source == model::SignIn::ClientSource::registered;
    std::size_t count = 0;
    std::string names;
    for (const auto& server : ui.state->servers) {
        if (!everywhere && &server != &here) continue;
        for (const auto& account : server.sign_in.accounts) {
            if (account.issuer != sign_in.issuer || account.client_id != sign_in.client_id) continue;
            const std::string& name = account.name.empty() ? account.subject : account.name;
            names += (count++ == 0 ? " " : ", ") + (name.empty() ? ui.string(Str::account) : text::make_visible(name)) +
                     " (" + text::make_visible(server.name) + ")";
        }
    }
    if (count < 2 && (count == 0 || sign_in.signed_in)) return {};
    return fill(ui.str(Str::forget_accounts), std::to_string(count)) + names;
}

std::string lines_of(const model::SignIn& sign_in, std::chrono::minutes utc_offset) {
    std::string lines;
    for (const auto& line : sign_in.log) {
        const auto seconds = std::chrono::floor<std::chrono::seconds>(line.at + utc_offset).count();
        const int of_day = static_cast<int>(seconds % 86'400);
        char time[16];
        std::snprintf(time, sizeof time, "%02d:%02d:%02d ", of_day / 3600, of_day / 60 % 60, of_day % 60);
        if (!lines.empty()) lines += '\n';
        lines += time + line.text;
    }
    return lines;
}

}  // namespace

void SignInPanel::draw(Ui& ui, const Rect& r, const model::Server& server) {
    if (server_id_ != server.id) {
        server_id_ = server.id;
        scroll_ = {};
        asks_to_forget_ = settings_open_ = wanted_secret_ = false;
    }
    const IdScope scope(ui, server.id);
    ScrollArea area(ui, "scroll", r, scroll_, ui.str(Str::tab_sign_in));
    Rect rest{r.x + ui.px(size::panel_pad), area.content_y(), r.width - 2 * ui.px(size::panel_pad), r.height};
    if (server.state == model::ConnectionState::failed) draw_failure(ui, rest, server, problem_);
    cut_top(rest, ui.px(size::panel_pad));
    draw_findings(ui, rest, server.findings, account_gap);
    draw_access(ui, rest, server);
    draw_accounts(ui, rest, server);
    draw_claims(ui, rest, server.sign_in);
    draw_log(ui, rest, server.sign_in);
    draw_settings(ui, rest, server);
    area.finish(rest.y - area.content_y());
}

void SignInPanel::draw_access(Ui& ui, Rect& rest, const model::Server& server) {
    const model::SignIn& sign_in = server.sign_in;
    Card card(ui, ui.str(Str::access), rest);
    card.node().busy = sign_in.busy;
    if (sign_in.signed_in) {
        const Validity validity = validity_of(ui, sign_in);
        const Rect place = cut_right(card.head, pill_width(ui, validity.words));
        pill(ui, place.x, place.center_y(), validity.words, validity.tone);
    }
    card.title(ui.str(Str::access));
    float y = card.inner.y;
    if (sign_in.signed_in) {
        Facts facts(ui, Str::access, {card.inner.x, y - ui.px(6), card.inner.width, 0});
        facts.row(Str::issuer, sign_in.issuer);
        facts.row(Str::client, client_of(ui, server));
        facts.row(Str::account, sign_in.account);
        facts.row(Str::scopes, sign_in.scope);
        facts.row(Str::token_for, sign_in.resource);
        facts.row(Str::token_kind, sign_in.dpop ? "DPoP" : "Bearer");
        facts.row(Str::refresh_token, ui.str(sign_in.has_refresh_token ? Str::yes : Str::no));
        facts.row(Str::kept, ui.str(Str::kept_encrypted));
        y = facts.bottom() + ui.px(account_gap);
    } else if (sign_in.wait == model::SignIn::Wait::nobody) {
        y += paragraph(ui, ui.str(Str::not_signed_in), {card.inner.x, y, card.inner.width, 0}, ui.colors->muted) +
             ui.px(10);
    }
    card.inner.y = y;
    y += draw_actions(ui, card.inner, server);
    cut_top(rest, card.finish(y) + ui.px(account_gap));
}

float SignInPanel::draw_actions(Ui& ui, const Rect& at, const model::Server& server) {
    const model::SignIn& sign_in = server.sign_in;
    if (sign_in.wait != model::SignIn::Wait::nobody) return sign_in_prompt(ui, server, at, true);
    float y = at.y;
    const bool may_forget = !is_pages_own(server) && !sign_in.client_id.empty();
    asks_to_forget_ &= may_forget;
    if (asks_to_forget_) {
        y += paragraph(ui, ui.str(forgetting_of(sign_in)), {at.x, y, at.width, 0}, ui.colors->text) + ui.px(10);
        if (const std::string who = signed_out_by_forgetting(ui, server); !who.empty())
            y += paragraph(ui, who, {at.x, y, at.width, 0}, ui.colors->text) + ui.px(10);
    }
    ButtonRow row(ui, at.x, y, at.width);
    const auto pressed = [&](std::string_view key, Str word, ButtonKind kind = ButtonKind::normal) {
        return row.button(key, word, {.kind = kind, .disabled = sign_in.busy});
    };
    const auto offer_to_forget = [&] {
        if (!may_forget || !pressed("ask to forget", Str::forget_client, ButtonKind::danger)) return;
        asks_to_forget_ = true;
        // Not the button that forgets: who presses twice has not read.
        ui.semantics.focus(ui.id("keep"));
        ui.want_frame_in(0);
    };
    if (asks_to_forget_) {
        const bool forgets = pressed("forget", Str::forget_client, ButtonKind::danger);
        if (forgets) ui.want(model::ForgetClient{server.id});
        if (row.button("keep", Str::cancel) || forgets) {
            asks_to_forget_ = false;
            ui.want_frame_in(0);
        }
    } else if (!sign_in.signed_in) {
        if (pressed("sign in", Str::sign_in, ButtonKind::primary)) ui.want(model::SignInAgain{server.id});
        // The page's own credentials are allowed still, to the issuer that they were used with.
        if (server.sign_in_settings.page_credentials && pressed("sign out", Str::sign_out))
            ui.want(model::SignOut{server.id});
        offer_to_forget();
    } else {
        const bool can_refresh = sign_in.has_refresh_token && !sign_in.busy;
        if (row.button("refresh", Str::refresh_now, {.disabled = !can_refresh}))
            ui.want(model::RefreshToken{server.id});
        if (pressed("sign out", Str::sign_out)) ui.want(model::SignOut{server.id});
        offer_to_forget();
        if (pressed("another", Str::sign_in_as_another)) ui.want(model::SignInAgain{server.id, true});
    }
    return row.bottom() - at.y;
}

void SignInPanel::draw_accounts(Ui& ui, Rect& rest, const model::Server& server) {
    const auto& accounts = server.sign_in.accounts;
    if (accounts.size() < 2) return;
    Card card(ui, ui.str(Str::accounts), rest);
    card.title(ui.str(Str::accounts));
    Rect row{card.inner.x, card.inner.y, card.inner.width, ui.control_height()};
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        const auto& account = accounts[i];
        const IdScope scope(ui, "account", i);
        const std::string name = text::make_visible(account.name.empty() ? account.subject : account.name);
        const std::string_view called = name.empty() ? ui.str(Str::account) : name;
        Rect use = row;
        if (!account.in_use) {
            const Rect out = cut_right(use, row.height);
            cut_right(use, ui.px(6));
            if (icon_button(ui, "out", out, Icon::cross, fill(ui.str(Str::sign_out_account), called),
                            {.kind = ButtonKind::bare, .disabled = server.sign_in.busy}))
                ui.want(model::SignOut{server.id, account.key});
        }
        const ButtonLook look{.kind = account.in_use ? ButtonKind::primary : ButtonKind::ghost,
                              .disabled = server.sign_in.busy,
                              .checked = account.in_use ? TriState::on : TriState::off};
        if (button(ui, "use", use, called, look) && !account.in_use) ui.want(model::UseAccount{server.id, account.key});
        row.y += row.height + ui.px(6);
    }
    cut_top(rest, card.finish(row.y - ui.px(6)) + ui.px(account_gap));
}

void SignInPanel::draw_claims(Ui& ui, Rect& rest, const model::SignIn& sign_in) {
    const auto claims = sign_in.claims.empty() ? std::nullopt : std::optional(base::parse_json(sign_in.claims));
    if (!claims || !*claims) return;
    Card card(ui, ui.str(Str::token_claims), rest);
    card.title(ui.str(Str::token_claims));
    float y = card.inner.y;
    y += paragraph(ui, ui.str(Str::claims_note), {card.inner.x, y, card.inner.width, 0}, ui.colors->faint,
                   type_size::caption);
    y += json_tree(ui, "claims", **claims, card.inner.x, y + ui.px(4), card.inner.width, tree_) + ui.px(4);
    cut_top(rest, card.finish(y) + ui.px(account_gap));
}

void SignInPanel::draw_log(Ui& ui, Rect& rest, const model::SignIn& sign_in) {
    if (sign_in.log.empty()) return;
    const std::string lines = lines_of(sign_in, ui.state->utc_offset);
    Card card(ui, ui.str(Str::sign_in_log), rest);
    const auto word = ui.str(Str::copy);
    const Rect copy = middle(cut_right(card.head, button_width(ui, word)), ui.small_control_height());
    if (button(ui, "copy", copy, word, {.kind = ButtonKind::bare, .description = ui.str(Str::sign_in_log)}))
        ui.want(model::CopyText{lines});
    card.title(ui.str(Str::sign_in_log));
    const float bottom = card.inner.y + log_.draw(ui, "log", lines, card.inner.x, card.inner.y, card.inner.width,
                                                  {.css_size = type_size::caption, .face = text::Face::mono});
    cut_top(rest, card.finish(bottom) + ui.px(account_gap));
}

void SignInPanel::draw_settings(Ui& ui, Rect& rest, const model::Server& server) {
    if (wanted_secret_ != server.sign_in.wants_secret) {
        wanted_secret_ = server.sign_in.wants_secret;
        settings_open_ |= wanted_secret_;
        if (settings_open_) form_.begin(ui, server.sign_in_settings, wanted_secret_);
    }
    const auto word = ui.str(Str::sign_in_settings);
    const Rect fold{rest.x, rest.y, button_width(ui, word), ui.control_height()};
    if (button(ui, "fold", fold, word,
               {.kind = ButtonKind::ghost, .expanded = settings_open_ ? TriState::on : TriState::off})) {
        settings_open_ = !settings_open_;
        if (settings_open_) form_.begin(ui, server.sign_in_settings, wanted_secret_);
        ui.want_frame_in(0);
    }
    cut_top(rest, fold.height + ui.px(account_gap));
    if (!settings_open_) return;
    cut_top(rest, form_.draw(ui, rest) + ui.px(account_gap));
    ButtonRow row(ui, rest.x, rest.y, rest.width);
    model::SignInSettings typed = form_.settings();
    if (row.button("save", Str::save,
                   {.kind = ButtonKind::primary, .disabled = typed == server.sign_in_settings || server.sign_in.busy}))
        ui.want(model::SetSignInSettings{server.id, std::move(typed)});
    cut_top(rest, row.bottom() - rest.y + ui.px(size::panel_pad));
}

}  // namespace ui
