#include "ui/add_server.hpp"

#include <algorithm>
#include <cmath>

#include "text/layout.hpp"
#include "text/visible.hpp"
#include "ui/run_card.hpp"
#include "ui/widgets/button.hpp"
#include "ui/widgets/text_view.hpp"

namespace ui {

namespace {

constexpr float column_width = 620, gap = 16, step_height = 50;

Str step_name(model::ConnectStep::Name name) {
    switch (name) {
        case model::ConnectStep::Name::reach: return Str::step_reach;
        case model::ConnectStep::Name::discover: return Str::step_discover;
        case model::ConnectStep::Name::initialize: return Str::step_initialize;
        case model::ConnectStep::Name::list_tools: break;
        default: break;
    }
    return Str::step_list_tools;
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

void draw_step(Ui& ui, const model::ConnectStep& step, const Rect& r) {
    step_mark(ui, step.state, r.x + ui.px(10), r.y + ui.px(12));
    float right = r.right();
    if (step.duration_ms > 0) {
        const auto took = duration_text(step.duration_ms);
        const auto small = ui.style(type_size::caption);
        const float width = ui.paint.label_width(took, small);
        right -= width;
        ui.paint.label(right, r.y + ui.px(11), took, small, ui.colors->faint);
        right -= ui.px(10);
    }
    const float x = r.x + ui.px(30);
    const bool waits = step.state == model::ConnectStep::State::waiting;
    label(ui, x, r.y + ui.px(11), ui.str(step_name(step.name)), ui.style(type_size::control),
          waits ? ui.colors->muted : ui.colors->text, right - x);
    label(ui, x, r.y + ui.px(31), text::make_visible(step.detail), ui.style(type_size::chip), ui.colors->muted,
          right - x);
}

struct Card {
    Ui& ui;
    Rect r;
    ImU32 edge, head;
    float head_height;
    void draw_under(Painter::Backdrop& backdrop) const {
        backdrop.finish([this] {
            const float corner = ui.px(radius::card);
            ui.paint.fill(r, ui.colors->surface, corner);
            if (head) ui.paint.fill({r.x, r.y, r.width, head_height}, head, corner, ImDrawFlags_RoundCornersTop);
            ui.paint.horizontal_line(r.x, r.y + head_height, r.width, ui.colors->line);
            ui.paint.border(r, edge, corner);
        });
    }
};

float paragraph(Ui& ui, std::string_view words, const Rect& at, ImU32 color, float css_size = type_size::control) {
    text::PlainParams params;
    params.style = ui.style(css_size);
    params.width_px = at.width;
    params.line_height_px = std::round(ui.em(css_size * 1.55f));
    const text::Layout layout = text::lay_out_plain(words, params, ui.paint.shaper());
    text_view(ui, layout, at.x, at.y, 0, nullptr, {.text = color});
    return layout.height;
}

}  // namespace

std::string cors_header_lines(const std::string& page_origin) {
    return "Access-Control-Allow-Origin: " + page_origin +
           "\nAccess-Control-Allow-Methods: GET, POST, DELETE, OPTIONS"
           "\nAccess-Control-Allow-Headers: authorization, content-type, accept, mcp-protocol-version, mcp-session-id, "
           "mcp-method, mcp-name, last-event-id"
           "\nAccess-Control-Expose-Headers: mcp-session-id, www-authenticate\n";
}

float error_card(Ui& ui, std::string_view key, const ErrorCard& card, const Rect& at, bool with_retry,
                 ErrorChoice& choice) {
    const IdScope scope(ui, key);
    const float pad = ui.px(12), head_height = ui.px(40);
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
    float x = at.x + pad;
    y += ui.px(10);
    const float height = ui.control_height();
    const bool is_cors =
        card.error->kind == base::ErrorKind::blocked_by_cors || card.error->remedy == base::Remedy::copy_headers;
    const auto next = [&](Str word) {
        const Rect r{x, y, button_width(ui, ui.str(word)), height};
        x += r.width + ui.px(8);
        return r;
    };
    if (is_cors && button(ui, "headers", next(Str::copy_headers), ui.str(Str::copy_headers)))
        choice = ErrorChoice::copy_headers;
    if (with_retry && button(ui, "retry", next(Str::try_again), ui.str(Str::try_again), {.kind = ButtonKind::ghost}))
        choice = ErrorChoice::retry;
    y += is_cors || with_retry ? height + pad : 0;
    const Rect r{at.x, at.y, at.width, y - at.y};
    alert.node().rect = r;
    Card{ui, r, ui.colors->error, ui.colors->error_bg, head_height}.draw_under(backdrop);
    return r.height;
}

float AddServer::draw_timeline(Ui& ui, const model::Server& server, const Rect& at) {
    const IdScope scope(ui, "timeline");
    const float pad = ui.px(12), head_height = ui.px(40);
    const bool running = server.state == model::ConnectionState::connecting;
    NodeScope region(ui, {.id = ui.id("region"), .role = Role::region, .rect = at, .name = ui.string(Str::connecting)});
    region.node().busy = running;
    Painter::Backdrop backdrop(ui.paint);
    Rect head = inset({at.x, at.y, at.width, head_height}, pad, 0);
    const auto done = std::count_if(server.steps.begin(), server.steps.end(),
                                    [](const auto& step) { return step.state == model::ConnectStep::State::done; });
    if (running) {
        const auto word = ui.str(Str::cancel);
        if (button(ui, "cancel", middle(cut_right(head, button_width(ui, word)), ui.px(size::small_control)), word,
                   {.kind = ButtonKind::ghost}))
            ui.want(model::CancelConnect{server.id});
        cut_right(head, ui.px(10));
    }
    const auto count = fill(ui.str(Str::steps_of), std::to_string(done), std::to_string(server.steps.size()));
    const auto muted = ui.style(type_size::control);
    const float count_width = ui.paint.label_width(count, muted);
    ui.paint.label(cut_right(head, count_width).x, head.center_y(), count, muted, ui.colors->muted);
    heading(ui, head.x, head.center_y(), server.name, ui.style(type_size::control, text::Face::bold), 3,
            head.width - ui.px(10));

    float y = at.y + head_height + pad;
    for (std::size_t i = 0; i < server.steps.size(); ++i, y += ui.px(step_height)) {
        const IdScope step(ui, "step", i);
        draw_step(ui, server.steps[i], {at.x + pad, y, at.width - 2 * pad, ui.px(step_height)});
    }
    const Rect r{at.x, at.y, at.width, y - at.y};
    region.node().rect = r;
    Card{ui, r, ui.colors->line, 0, head_height}.draw_under(backdrop);
    return r.height;
}

float AddServer::draw_form(Ui& ui, const Rect& at) {
    float y = at.y;
    heading(ui, at.x, y + ui.px(17), ui.str(Str::connect_heading), ui.style(type_size::heading, text::Face::bold), 2,
            at.width);
    y += ui.px(38);
    y += paragraph(ui, ui.str(Str::connect_explain), {at.x, y, at.width, 0}, ui.colors->muted) + ui.px(gap);
    ui.paint.label(at.x, y + ui.px(8), ui.str(Str::server_address), ui.style(type_size::small), ui.colors->muted,
                   at.width);
    y += ui.px(22);

    const auto word = ui.str(Str::connect);
    const float connect_width = button_width(ui, word);
    FieldLook look{.name = ui.str(Str::server_address), .placeholder = ui.str(Str::address_placeholder)};
    look.keys = key_enter | key_escape;
    look.invalid = ui.state->add_server_error.has_value();
    const auto field = text_field(ui, "address", at.x, y, at.width - connect_width - ui.px(8), address_, look);
    if (wants_focus_) {
        ui.semantics.focus(field.id);
        wants_focus_ = false;
    }
    const Rect press{field.rect.right() + ui.px(8), y, connect_width, field.rect.height};
    const bool blank = address_.text.find_first_not_of(" \t") == std::string::npos;
    const bool pressed = button(ui, "connect", press, word, {.kind = ButtonKind::primary, .disabled = blank});
    if ((pressed || field.entered) && !blank) ui.want(model::AddServer{address_.text});
    if (ui.semantics.take_key(field.id, Key::escape)) ui.want(model::CloseScreen{});
    y += field.rect.height + ui.px(gap);
    chip(ui, at.x, y + ui.px(13), ui.str(Str::found_by_itself), at.width);
    return y + ui.px(26) - at.y;
}

void AddServer::draw(Ui& ui, const Rect& r) {
    const IdScope scope(ui, "add_server");
    if (ui.state->add_server_address != last_given_) {
        last_given_ = ui.state->add_server_address;
        address_.set(last_given_);
    }
    ScrollArea area(ui, "screen", r, scroll_, ui.str(Str::add_server));
    const float side = ui.px(ui.narrow() ? 16 : 20);
    const float width = std::min(r.width - 2 * side, ui.px(column_width));
    const float x = std::round(r.x + (r.width - width) / 2);
    float y = area.content_y() + ui.px(24);
    y += draw_form(ui, {x, y, width, 0}) + ui.px(gap);

    ErrorChoice choice = ErrorChoice::none;
    if (ui.state->add_server_error)
        y += error_card(ui, "refused", {&*ui.state->add_server_error, ui.string(Str::failed)}, {x, y, width, 0}, false,
                        choice) +
             ui.px(gap);
    const model::Server* server = model::find_server(*ui.state, ui.state->connecting_server);
    if (server && !server->steps.empty()) y += draw_timeline(ui, *server, {x, y, width, 0}) + ui.px(gap);
    if (server && server->error && server->state == model::ConnectionState::failed)
        y += error_card(ui, "failed", {&*server->error, server->name}, {x, y, width, 0}, true, choice) + ui.px(gap);
    if (choice == ErrorChoice::retry) ui.want(model::ConnectServer{server->id});
    if (choice == ErrorChoice::copy_headers) ui.want(model::CopyText{cors_header_lines(ui.state->page_origin)});
    area.finish(y - area.content_y() + ui.px(24));
}

}  // namespace ui
