#include "ui/sign_in_form.hpp"

#include <utility>

#include "ui/widgets/button.hpp"
#include "ui/widgets/card.hpp"

namespace ui {

namespace {

using Kind = base::FormField::Kind;
using Resource = model::SignInSettings::ResourceIndicator;

// The fields in their order; the value of the resource indicator is asked for only where it counts.
enum Field : std::size_t { client_id, client_secret, initial_token, scope, extra, pkce, dpop, indicator, resource };

std::string lines_of(const std::vector<std::pair<std::string, std::string>>& parameters) {
    std::string lines;
    for (const auto& [name, value] : parameters) lines += name + "=" + value + "\n";
    return lines;
}

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

std::vector<std::pair<std::string, std::string>> parameters_of(std::string_view lines) {
    std::vector<std::pair<std::string, std::string>> parameters;
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(line.size() + 1, lines.size()));
        const auto equals = std::min(line.find('='), line.size());
        std::string name = trimmed(line.substr(0, equals));
        if (!name.empty())
            parameters.emplace_back(std::move(name), trimmed(line.substr(std::min(equals + 1, line.size()))));
    }
    return parameters;
}

}  // namespace

void SignInForm::add(Kind kind, const char* name, std::string title, std::string value, std::string description) {
    base::FormField& field = form_.fields.emplace_back();
    field.kind = kind;
    field.name = name;
    field.title = std::move(title);
    field.description = std::move(description);
    FieldState& state = form_.parts.emplace_back();
    state.text.set(std::move(value));
    state.several_lines = kind == Kind::multiline;
}

void SignInForm::add_switch(const char* name, std::string title, bool on, std::string description) {
    add(Kind::boolean, name, std::move(title), {}, std::move(description));
    form_.fields.back().required = true;  // on or off, never "not set"
    form_.parts.back().flag = on ? TriState::on : TriState::off;
}

void SignInForm::begin(const Ui& ui, const model::SignInSettings& settings, bool wants_secret) {
    begun_ = settings;
    wants_secret_ = wants_secret;
    entered_anew_ = false;
    form_ = {.fields = {}, .parts = {}, .problem = {}, .marks_required = false};
    const auto word = [&](Str which) { return ui.string(which); };
    add(Kind::text, "client id", word(Str::client_id), settings.client_id);
    add(Kind::text, "client secret", word(Str::client_secret), wants_secret ? "" : settings.client_secret,
        word(Str::secret_warning));
    add(Kind::text, "initial token", word(Str::initial_access_token), settings.initial_access_token);
    form_.fields[client_secret].format = form_.fields[initial_token].format = "password";
    add(Kind::text, "scopes", word(Str::scopes), settings.scope);
    add(Kind::multiline, "extra", word(Str::extra_parameters), lines_of(settings.extra_parameters),
        word(Str::extra_parameters_hint));
    add_switch("pkce", word(Str::allow_without_pkce), settings.allow_without_pkce, word(Str::pkce_warning));
    add_switch("dpop", word(Str::use_dpop), settings.dpop, {});
    add(Kind::choice, "indicator", word(Str::resource_indicator), {});
    base::FormField& choice = form_.fields.back();
    choice.required = true;
    for (const Str each : {Str::automatic, Str::value, Str::off}) choice.choices.push_back({{}, word(each)});
    form_.parts.back().chosen = static_cast<int>(settings.resource_indicator);
    if (settings.resource_indicator == Resource::value)
        add(Kind::text, "resource", word(Str::resource), settings.resource);
}

model::SignInSettings SignInForm::settings() const {
    model::SignInSettings settings = begun_;
    if (form_.parts.empty()) return settings;
    settings.client_id = trimmed(typed(client_id));
    if (entered_anew_ || enters_anew()) settings.given_issuer.clear();
    std::string secret = trimmed(typed(client_secret));
    const bool secret_kept = wants_secret_ ? secret.empty() : secret == begun_.client_secret;
    if (!secret_kept) {
        settings.client_secret = std::move(secret);
        settings.given_token_endpoint.clear();
    }
    settings.initial_access_token = trimmed(typed(initial_token));
    settings.scope = trimmed(typed(scope));
    settings.extra_parameters = parameters_of(typed(extra));
    settings.allow_without_pkce = form_.parts[pkce].flag == TriState::on;
    settings.dpop = form_.parts[dpop].flag == TriState::on;
    settings.resource_indicator = static_cast<Resource>(form_.parts[indicator].chosen);
    if (form_.parts.size() > resource) settings.resource = trimmed(typed(resource));
    return settings;
}

bool SignInForm::enters_anew() const {
    const std::string secret = trimmed(typed(client_secret));
    const bool secret_kept = secret == begun_.client_secret || (wants_secret_ && secret.empty());
    return !secret_kept || trimmed(typed(client_id)) != begun_.client_id ||
           trimmed(typed(initial_token)) != begun_.initial_access_token;
}

float SignInForm::draw(Ui& ui, const Rect& at) {
    FormEvents events;
    float y = at.y + draw_fields(ui, base::Json(), form_, {at.x, at.y, at.width, {menu_, popup_}}, events);
    entered_anew_ |= enters_anew();
    const bool asks_resource = form_.parts[indicator].chosen == static_cast<int>(Resource::value);
    if (asks_resource != (form_.parts.size() > resource)) {
        const bool still_wants = wants_secret_ && typed(client_secret).empty();
        const bool anew = entered_anew_;
        begin(ui, settings(), still_wants);
        entered_anew_ = anew;
        ui.want_frame_in(0);
    }
    y += ui.px(12);
    label(ui, at.x, y + ui.px(9), ui.str(Str::redirect_address), ui.style(type_size::small), ui.colors->muted,
          at.width);
    y += ui.px(20);
    y += paragraph(ui, ui.state->callback_address, {at.x, y, at.width, 0}, ui.colors->text) + ui.px(8);
    ButtonRow row(ui, at.x, y, at.width);
    if (row.button("copy redirect", Str::copy_redirect_address)) ui.want(model::CopyText{ui.state->callback_address});
    return row.bottom() - at.y;
}

}  // namespace ui
