#include "ui/add_server.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "text/visible.hpp"
#include "ui/finding_card.hpp"
#include "ui/run_card.hpp"
#include "ui/sign_in_prompt.hpp"
#include "ui/widgets/button.hpp"
#include "ui/widgets/card.hpp"

namespace ui {

namespace {

constexpr float column_width = 620, form_gap = 16, step_height = 50;

Str step_name(model::ConnectStep::Name name) {
    switch (name) {
        case model::ConnectStep::Name::reach: return Str::step_reach;
        case model::ConnectStep::Name::find_resource: return Str::step_find_resource;
        case model::ConnectStep::Name::find_server: return Str::step_find_server;
        case model::ConnectStep::Name::get_client: return Str::step_get_client;
        case model::ConnectStep::Name::sign_in: return Str::sign_in;
        case model::ConnectStep::Name::exchange: return Str::step_exchange;
        case model::ConnectStep::Name::discover: return Str::step_discover;
        case model::ConnectStep::Name::initialize: return Str::step_initialize;
        case model::ConnectStep::Name::list_tools: return Str::step_list_tools;
        case model::ConnectStep::Name::diagnose: break;
    }
    return Str::step_diagnose;
}

void step_mark(Ui& ui, model::ConnectStep::State state, float x, float y) {
    const Palette& c = *ui.colors;
    const float r = ui.em(10);
    switch (state) {
        case model::ConnectStep::State::waiting: return ui.paint.circle(x, y, r, c.raised);
        case model::ConnectStep::State::running:
            ui.paint.circle(x, y, r, c.accent_bg);
            return spinner(ui, x, y, 6, c.accent);
        case model::ConnectStep::State::done:
            ui.paint.circle(x, y, r, c.ok_bg);
            return ui.paint.icon(Icon::check, x, y, ui.px(11), c.ok);
        case model::ConnectStep::State::failed:
            ui.paint.circle(x, y, r, c.error_bg);
            return ui.paint.icon(Icon::cross, x, y, ui.px(11), c.error);
    }
}

// What it is called, and the line below.
struct StepWords {
    std::string name, detail;
};

// Where the client of a server comes from, as far as that is known.
model::SignIn::ClientSource source_of(const model::Server& server) {
    using Source = model::SignIn::ClientSource;
    return server.sign_in_settings.client_id.empty() ? server.sign_in.client_source : Source::given;
}

StepWords words_of(const Ui& ui, const model::Server& server, const model::ConnectStep& step) {
    using Source = model::SignIn::ClientSource;
    StepWords words{ui.string(step_name(step.name)), text::make_visible(step.detail)};
    const Source source = source_of(server);
    const bool registers = source == Source::registered || source == Source::unknown;
    if (step.name == model::ConnectStep::Name::get_client && registers) words.name = ui.string(Str::step_register);
    // Its detail is where: that belongs into the name.
    if (step.name == model::ConnectStep::Name::sign_in && !step.detail.empty())
        words.name = fill(ui.str(Str::step_sign_in), std::exchange(words.detail, {}));
    if (step.error) words.detail = text::make_visible(sentence(*step.error, ui.locale));
    return words;
}

// The line in which the page is: the one that runs, else the first that waits.
std::size_t current_step(const std::vector<model::ConnectStep>& steps) {
    using State = model::ConnectStep::State;
    const auto in = [&](State state) {
        return std::find_if(steps.begin(), steps.end(), [&](const auto& step) { return step.state == state; });
    };
    const auto running = in(State::running);
    return static_cast<std::size_t>((running != steps.end() ? running : in(State::waiting)) - steps.begin());
}

// What it tells takes as many lines as it needs. Returns the height of all.
float draw_step(Ui& ui, const model::ConnectStep& step, const StepWords& words, const Rect& r) {
    step_mark(ui, step.state, r.x + ui.px(10), r.y + ui.px(12));
    float right = r.right();
    const auto small = ui.style(type_size::caption);
    std::string took;
    if (step.state == model::ConnectStep::State::running) {
        right -= draw_elapsed(ui, {r.x, r.y, r.width, ui.px(22)}, step.began, small) + ui.px(10);
    } else if (step.duration_ms > 0) {
        took = duration_text(step.duration_ms);
        right -= ui.paint.label_width(took, small) + ui.px(10);
    }
    const float x = r.x + ui.px(30);
    const bool waits = step.state == model::ConnectStep::State::waiting;
    label(ui, x, r.y + ui.px(11), words.name, ui.style(type_size::control), waits ? ui.colors->muted : ui.colors->text,
          right - x);
    if (!took.empty()) label(ui, right + ui.px(10), r.y + ui.px(11), took, small, ui.colors->faint);
    if (words.detail.empty()) return r.height;
    const float line = ui.paint.shaper().line_height(ui.style(type_size::chip));
    const float top = ui.px(31) - line / 2;
    const float told = paragraph(ui, words.detail, {x, r.y + top, r.right() - x, 0}, ui.colors->muted, type_size::chip);
    return std::max(r.height, top + told + ui.px(9));
}

// A client id that a person got elsewhere is the way that is left.
bool wants_client_id(const base::Error& error) {
    return error.kind == base::ErrorKind::client_id_needed || error.kind == base::ErrorKind::registration_refused;
}

}  // namespace

float error_card(Ui& ui, std::string_view key, const ErrorCard& card, const Rect& at, bool with_retry,
                 ErrorChoice& choice) {
    const IdScope scope(ui, key);
    const float pad = ui.px(card_pad), head_height = ui.press_height(card_head);
    const std::string words = text::make_visible(sentence(*card.error, ui.locale));
    NodeScope alert(
        ui, {.id = ui.id("alert"), .role = Role::alert, .rect = {at.x, at.y, at.width, head_height}, .name = {}});
    Painter::Backdrop backdrop(ui.paint);
    ui.paint.icon(Icon::cross, at.x + ui.px(18), at.y + head_height / 2, ui.px(11), ui.colors->error);
    label(ui, at.x + ui.px(32), at.y + head_height / 2, card.title, ui.style(type_size::control, text::Face::bold),
          ui.colors->text, at.width - ui.px(44));
    float y = at.y + head_height + pad;
    y += paragraph(ui, words, {at.x + pad, y, at.width - 2 * pad, 0}, ui.colors->muted);
    if (!card.error->detail.empty()) {
        y += ui.px(6);
        y += paragraph(ui, text::make_visible(card.error->detail.substr(0, 400)),
                       {at.x + pad, y, at.width - 2 * pad, 0}, ui.colors->faint, type_size::caption);
    }
    y += ui.px(10);
    const bool needs_client = wants_client_id(*card.error);
    ButtonRow row(ui, at.x + pad, y, at.width - 2 * pad);
    if (needs_client && row.button("redirect", Str::copy_redirect_address)) choice = ErrorChoice::copy_redirect_address;
    if (with_retry && row.button("retry", Str::try_again, {.kind = ButtonKind::ghost})) choice = ErrorChoice::retry;
    if (needs_client || with_retry) y = row.bottom() + pad;
    const Rect r{at.x, at.y, at.width, y - at.y};
    alert.node().rect = r;
    draw_card(ui, backdrop, r, ui.colors->error, ui.colors->error_bg);
    return r.height;
}

float AddServer::draw_timeline(Ui& ui, const model::Server& server, const Rect& at) {
    const bool running = server.state == model::ConnectionState::connecting;
    Card card(ui, ui.str(Str::connecting), at);
    card.node().busy = running;
    const auto done = std::count_if(server.steps.begin(), server.steps.end(),
                                    [](const auto& step) { return step.state == model::ConnectStep::State::done; });
    if (running) {
        const auto word = ui.str(Str::cancel);
        if (button(ui, "cancel", middle(cut_right(card.head, button_width(ui, word)), ui.small_control_height()), word,
                   {.kind = ButtonKind::ghost}))
            ui.want(model::CancelConnect{server.id});
        cut_right(card.head, ui.px(10));
    }
    const auto count = fill(ui.str(Str::steps_of), std::to_string(done), std::to_string(server.steps.size()));
    const auto muted = ui.style(type_size::control);
    const float count_width = ui.paint.label_width(count, muted);
    label(ui, cut_right(card.head, count_width).x, card.head.center_y(), count, muted, ui.colors->muted);
    cut_right(card.head, ui.px(10));
    card.title(server.name);

    float y = card.inner.y;
    bool prompted = false;
    const auto prompt = [&](float above) {
        if (server.sign_in.wait == model::SignIn::Wait::nobody || std::exchange(prompted, true)) return;
        y -= above;
        const float in = ui.px(30),
                    height = sign_in_prompt(ui, server, {card.inner.x + in, y, card.inner.width - in, 0}, false);
        if (height > 0) y += height + ui.px(form_gap);
    };
    const std::size_t current = current_step(server.steps);
    std::string unfinished;  // the last step so far that is not done
    for (std::size_t i = 0; i < server.steps.size(); ++i) {
        StepWords words = words_of(ui, server, server.steps[i]);
        if (server.steps[i].state == model::ConnectStep::State::waiting && !unfinished.empty())
            words.detail = fill(ui.str(Str::waits_for), unfinished);
        if (server.steps[i].state != model::ConnectStep::State::done) unfinished = words.name;
        {
            const IdScope step(ui, "step", i);
            y += draw_step(ui, server.steps[i], words, {card.inner.x, y, card.inner.width, ui.px(step_height)});
        }
        // The same one at whatever step, so that who has gone to its button stays there. In the place of the line below the name, where there is none.
        if (i == current) prompt(words.detail.empty() ? ui.px(28) : 0);
    }
    prompt(0);
    return card.finish(y - ui.px(card_pad));
}

float AddServer::draw_form(Ui& ui, const Rect& at) {
    float y = at.y;
    heading(ui, at.x, y + ui.px(17), ui.str(Str::connect_heading), ui.style(type_size::heading, text::Face::bold), 2,
            at.width);
    y += ui.px(38);
    y += paragraph(ui, ui.str(Str::connect_explain), {at.x, y, at.width, 0}, ui.colors->muted) + ui.px(form_gap);
    ui.paint.label(at.x, y + ui.px(8), ui.str(Str::server_address), ui.style(type_size::small), ui.colors->muted,
                   at.width);
    y += ui.px(22);

    const auto word = ui.str(Str::connect);
    const float connect_width = button_width(ui, word);
    FieldLook look{.name = ui.str(Str::server_address), .placeholder = ui.str(Str::address_placeholder)};
    look.keys = key_enter | key_escape;
    look.keyboard = Keyboard::address;
    look.invalid = ui.state->add_server_error.has_value();
    const auto field = text_field(ui, "address", at.x, y, at.width - connect_width - ui.px(8), address_, look);
    if (wants_focus_) {
        ui.semantics.focus(field.id);
        wants_focus_ = false;
    }
    const Rect press{field.rect.right() + ui.px(8), y, connect_width, field.rect.height};
    const bool blank = address_.text.find_first_not_of(" \t") == std::string::npos;
    const bool pressed = button(ui, "connect", press, word, {.kind = ButtonKind::primary, .disabled = blank});
    if ((pressed || field.entered) && !blank) {
        model::AddServer add{address_.text};
        if (advanced_open_) add.sign_in = advanced_.settings();
        ui.want(std::move(add));
    }
    if (ui.semantics.take_key(field.id, Key::escape)) ui.want(model::CloseScreen{});
    y += field.rect.height + ui.px(form_gap);
    return y + draw_chips(ui, {at.x, y, at.width, 0}) - at.y;
}

float AddServer::draw_chips(Ui& ui, const Rect& at) {
    const auto word = ui.str(Str::advanced);
    const float height = ui.control_height();
    Rect free{at.x, at.y, 0, height};
    const auto place = [&](float width) {
        if (free.x > at.x && free.x + width > at.x + at.width) free = {at.x, free.y + height + ui.px(4), 0, height};
        const Rect taken{free.x, free.y, width, height};
        free.x += width + ui.px(8);
        return taken;
    };
    for (const std::string& words :
         {ui.string(Str::found_by_itself), ui.string(Str::client) + ": " + client_source(ui)}) {
        const Rect taken = place(chip_width(ui, words));
        chip(ui, taken.x, taken.center_y(), words, at.width);
    }
    const Rect fold = place(button_width(ui, word));
    if (button(ui, "advanced", fold, word,
               {.kind = ButtonKind::ghost, .expanded = advanced_open_ ? TriState::on : TriState::off}))
        open_advanced(ui, !advanced_open_);
    return fold.bottom() - at.y;
}

std::string AddServer::client_source(const Ui& ui) const {
    using Source = model::SignIn::ClientSource;
    const model::Server* server = model::find_server(*ui.state, ui.state->connecting_server);
    const bool is_typed = advanced_open_ && !advanced_.settings().client_id.empty();
    switch (is_typed ? Source::given : server ? source_of(*server) : Source::unknown) {
        case Source::given: {
            const bool by_hand = is_typed || !server->sign_in_settings.client_id.empty();
            return ui.string(by_hand ? Str::given_by_hand : Str::given_by_page);
        }
        case Source::metadata_document: return ui.string(Str::metadata_document);
        case Source::registered: return ui.string(Str::registered_by_itself);
        case Source::unknown: break;
    }
    return ui.string(Str::by_itself);
}

void AddServer::open_advanced(Ui& ui, bool open) {
    advanced_open_ = open;
    ui.want_frame_in(0);
    if (!open) return;
    const model::Server* server = model::find_server(*ui.state, ui.state->connecting_server);
    if (server)
        advanced_.begin(ui, server->sign_in_settings, server->sign_in.wants_secret);
    else
        advanced_.begin(ui, {});
}

// What few need: how this page signs in at the server. It opens by itself when a client id or its secret is what is missing.
float AddServer::draw_advanced(Ui& ui, const model::Server* server, const Rect& at, float content_y) {
    const bool needed = server && server->error && (wants_client_id(*server->error) || server->sign_in.wants_secret);
    const bool now_needed = !std::exchange(client_was_needed_, needed) && needed;
    if (now_needed && (!advanced_open_ || server->sign_in.wants_secret)) open_advanced(ui, true);
    if (!advanced_open_) return 0;
    if (ui.state->code_comes) {
        spinner(ui, at.x + ui.px(14), at.y + ui.px(14), 7, ui.colors->muted);
        return ui.px(28) + ui.px(form_gap);
    }
    const float height = advanced_.draw(ui, at);
    if (now_needed) {
        ui.semantics.focus(advanced_.field_to_fill());
        const float top = at.y - content_y;
        reveal(scroll_, top, top + ui.px(80), ui.px(form_gap));
    }
    return height + ui.px(form_gap);
}

void AddServer::draw(Ui& ui, const Rect& r) {
    const IdScope scope(ui, "add_server");
    const model::Server* server = model::find_server(*ui.state, ui.state->connecting_server);
    const bool anew = std::exchange(round_, ui.state->add_server_round) != ui.state->add_server_round;
    if (anew || ui.state->add_server_address != last_given_) {
        last_given_ = ui.state->add_server_address;
        // What was entered for one server is not the next one's.
        if (anew || (address_.text != last_given_ && !(server && server->url == last_given_))) open_advanced(ui, false);
        address_.set(last_given_);
    }
    ScrollArea area(ui, "screen", r, scroll_, ui.str(Str::add_server));
    const float side = ui.px(ui.narrow() ? 16 : 20);
    const float width = std::min(r.width - 2 * side, ui.px(column_width));
    const float x = std::round(r.x + (r.width - width) / 2);
    float y = area.content_y() + ui.px(24);
    y += draw_form(ui, {x, y, width, 0}) + ui.px(form_gap);

    ErrorChoice choice = ErrorChoice::none;
    if (ui.state->add_server_error)
        y += error_card(ui, "refused", {&*ui.state->add_server_error, ui.string(Str::failed)}, {x, y, width, 0}, false,
                        choice) +
             ui.px(form_gap);
    if (server && !server->steps.empty()) y += draw_timeline(ui, *server, {x, y, width, 0}) + ui.px(form_gap);
    const float above = y;
    if (server && server->error && server->state == model::ConnectionState::failed)
        y +=
            error_card(ui, "failed", {&*server->error, server->name}, {x, y, width, 0}, true, choice) + ui.px(form_gap);
    Rect found{x, y, width, 0};
    const auto& findings = server ? server->findings : ui.state->add_server_findings;
    draw_findings(ui, found, findings, form_gap);
    y = found.y;
    // It would be below what is seen: the steps of a sign-in are many.
    if (!std::exchange(had_findings_, !findings.empty()) && had_findings_)
        reveal(scroll_, above - area.content_y(), y - area.content_y(), ui.px(form_gap));
    y += draw_advanced(ui, server, {x, y, width, 0}, area.content_y());
    if (choice == ErrorChoice::retry && advanced_open_)
        ui.want(model::AddServer{server->url, advanced_.settings()});
    else if (choice == ErrorChoice::retry)
        ui.want(model::ConnectServer{server->id});
    if (choice == ErrorChoice::copy_redirect_address) ui.want(model::CopyText{ui.state->callback_address});
    area.finish(y - area.content_y() + ui.px(24));
}

}  // namespace ui
