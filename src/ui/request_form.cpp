#include "ui/request_form.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/json.hpp"
#include "ui/widgets/button.hpp"
#include "ui/widgets/card.hpp"

namespace ui {

namespace {

constexpr float field_caption_height = 20, request_gap = 10;

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

}  // namespace

void RequestForm::show(Ui& ui) {
    shown_ = wants_focus_ = true;
    ui.want_frame_in(0);
}

void RequestForm::draw(Ui& ui, Rect& rest, const model::Server& server) {
    const IdScope scope(ui, "request");
    NodeScope node(ui, {.id = ui.id("form"), .role = Role::group, .rect = rest, .name = ui.string(Str::send_request)});
    const float x = rest.x + ui.px(card_pad), width = rest.width - 2 * ui.px(card_pad);
    float y = rest.y + ui.px(card_pad);
    const auto field = [&](std::string_view key, Str name, TextBuffer& text, FieldLook look, const std::string& problem,
                           WrappedText& said) {
        ui.paint.label(x, y + ui.px(9), ui.str(name), ui.style(type_size::small), ui.colors->muted, width);
        look.name = ui.str(name);
        look.description = problem;
        look.invalid = !problem.empty();
        look.mono = true;
        look.css_size = type_size::small;
        const auto outcome = text_field(ui, key, x, y + ui.px(field_caption_height), width, text, look);
        y = outcome.rect.bottom() + ui.px(4);
        y += said.draw(ui, key, problem, x, y, width, {.css_size = type_size::caption, .color = ui.colors->error});
        y += ui.px(request_gap - 4);
        return outcome;
    };
    const float close_width = ui.small_control_height(), close_height = ui.press_height(24);
    const Rect close{rest.right() - ui.px(6) - close_width, rest.y + ui.px(6), close_width, close_height};
    y += close_height - ui.px(24);  // the field stays below it
    const auto method =
        field("method", Str::method, method_, {.name = {}, .placeholder = "tools/list", .keys = key_enter},
              method_problem_, method_text_);
    const auto params = field("params", Str::params_as_json, params_,
                              {.name = {}, .placeholder = "{ }", .multiline = true, .max_lines = 12, .min_lines = 3},
                              params_problem_, params_text_);
    if (method.changed) method_problem_.clear();
    if (params.changed) params_problem_.clear();
    method_id_ = method.id;
    params_id_ = params.id;
    if (std::exchange(wants_focus_, false)) ui.semantics.focus(method.id);
    const std::string_view word = ui.str(Str::send);
    const bool connected = server.state == model::ConnectionState::connected;
    const Rect button_rect{x, y, button_width(ui, word), ui.control_height()};
    const ButtonLook look{.kind = ButtonKind::primary,
                          .disabled = !connected,
                          .description = connected ? std::string_view() : ui.str(Str::connect_first)};
    if (button(ui, "send", button_rect, word, look) || (method.entered && connected)) send(ui, server);
    if (icon_button(ui, "close", close, Icon::cross, ui.str(Str::close), {.kind = ButtonKind::bare})) {
        shown_ = false;
        ui.want_frame_in(0);
    }
    const Rect card{rest.x, rest.y, rest.width, button_rect.bottom() + ui.px(card_pad) - rest.y};
    node.node().rect = card;
    ui.paint.border(card, ui.colors->line, ui.px(radius::card));
    cut_top(rest, card.height + ui.px(card_pad));
}

void RequestForm::send(Ui& ui, const model::Server& server) {
    const auto refuse = [&](std::string& problem, std::string words, NodeId id) {
        problem = std::move(words);
        ui.semantics.announce(problem, true);
        ui.semantics.focus(id);
        ui.want_frame_in(0);
    };
    if (is_blank(method_.text)) return refuse(method_problem_, ui.string(Str::needs_value), method_id_);
    base::Json params = base::Json::object();
    if (!is_blank(params_.text)) {
        auto typed = base::parse_json(params_.text);
        if (!typed) return refuse(params_problem_, fill(ui.str(Str::not_json), typed.error().message), params_id_);
        params = std::move(*typed);
    }
    if (!params.is_object()) return refuse(params_problem_, ui.string(Str::params_must_be_object), params_id_);
    ui.want(model::SendRequest{server.id, method_.text, std::move(params)});
}

}  // namespace ui
