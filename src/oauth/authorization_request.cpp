#include "oauth/authorization_request.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/json_object.hpp"
#include "oauth/form.hpp"

namespace oauth {

namespace {

using base::ErrorKind;
using base::Json;
using std::chrono::milliseconds;

void unite(std::vector<std::string>& scopes, const std::vector<std::string>& more) {
    for (const std::string& scope : more)
        if (!lists(scopes, scope)) scopes.push_back(scope);
}

std::string joined(const std::vector<std::string>& words) {
    std::string scope;
    for (const std::string& word : words) scope += (scope.empty() ? "" : " ") + word;
    return scope;
}

void set(Form& form, const std::string& name, const std::string& value) {
    std::erase_if(form, [&](const auto& parameter) { return parameter.first == name; });
    if (!value.empty()) form.emplace_back(name, value);
}

const std::string* find(const Form& form, std::string_view name) {
    for (const auto& [known, value] : form)
        if (known == name) return &value;
    return nullptr;
}

bool has_word(const Form& form, const char* name, std::string_view word) {
    const std::string* value = find(form, name);
    return value && lists(words_of(*value), word);
}

// OpenID Connect Core §11: a provider leaves offline_access out where the person was not asked. Entra ID does not need it, and
// asks for an administrator's consent then, where an administrator has long given it.
void ask_for_consent(Form& form, std::string_view endpoint) {
    if (!has_word(form, "scope", "offline_access") || endpoint.starts_with("https://login.microsoftonline.com/"))
        return;
    if (has_word(form, "prompt", "consent") || has_word(form, "prompt", "none")) return;
    const std::string* prompt = find(form, "prompt");
    set(form, "prompt", prompt ? *prompt + " consent" : std::string("consent"));
}

// The endpoint's own query stays (RFC 6749 §3.1), but for names of ours: none may come twice.
std::string without_our_names(std::string_view query, const Form& form) {
    std::string kept;
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view piece = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        const Form read = form_decode(piece);
        if (!read.empty() && !find(form, read.front().first)) kept += std::string(piece) + '&';
    }
    return kept;
}

}  // namespace

std::vector<std::string> words_of(std::string_view scope) {
    std::vector<std::string> words;
    while (!scope.empty()) {
        const std::size_t end = std::min(scope.find(' '), scope.size());
        if (end > 0) words.emplace_back(scope.substr(0, end));
        scope.remove_prefix(std::min(end + 1, scope.size()));
    }
    return words;
}

std::string united(std::string_view scope, std::string_view more) {
    std::vector<std::string> words = words_of(scope);
    unite(words, words_of(more));
    return joined(words);
}

bool covers(std::string_view granted, std::string_view wanted) {
    const std::vector<std::string> all = words_of(granted);
    const std::vector<std::string> words = words_of(wanted);
    return std::all_of(words.begin(), words.end(), [&](const std::string& word) { return lists(all, word); });
}

SignInSettings with_extras_in_place(SignInSettings settings) {
    for (const auto& [name, value] : settings.extra_parameters) {
        if (name == "scope") settings.scope = value;
        if (name != "resource") continue;
        using Indicator = SignInSettings::ResourceIndicator;
        settings.resource_indicator = value.empty() ? Indicator::off : Indicator::value;
        settings.resource = value;
    }
    std::erase_if(settings.extra_parameters,
                  [](const auto& extra) { return extra.first == "scope" || extra.first == "resource"; });
    return settings;
}

std::string choose_scope(const SignInSettings& settings, const Refusal& refusal, const ProtectedResource& resource,
                         const ServerMetadata& server, const std::string& already) {
    std::vector<std::string> scopes = words_of(already);
    if (!settings.scope.empty())
        unite(scopes, words_of(settings.scope));
    else if (refusal.scope.empty())
        unite(scopes, resource.scopes_supported);
    // MCP, Scope Selection Strategy: what the challenge names is needed for the request at hand, whatever was set.
    if (settings.scope.empty() || refusal.error == "insufficient_scope") unite(scopes, words_of(refusal.scope));
    // Alone it would mean: nothing but that, where no scope means the server's usual ones.
    if (!scopes.empty() && lists(server.scopes_supported, "offline_access")) unite(scopes, {"offline_access"});
    return joined(scopes);
}

std::string choose_resource(const SignInSettings& settings, const ProtectedResource& resource,
                            const base::Url& server) {
    using enum SignInSettings::ResourceIndicator;
    if (settings.resource_indicator == off) return {};
    if (settings.resource_indicator == value) return settings.resource;
    return resource.resource.empty() ? canonical_resource(server) : resource.resource;
}

std::string make_authorization_url(const PendingAuthorization& pending, const std::string& code_challenge,
                                   const std::string& dpop_jkt, const SignInSettings& settings) {
    Form ours = {{"response_type", "code"},
                 {"client_id", pending.client.client_id},
                 {"redirect_uri", pending.redirect_uri},
                 {"state", pending.state}};
    set(ours, "code_challenge", code_challenge);
    set(ours, "code_challenge_method", code_challenge.empty() ? "" : "S256");
    set(ours, "dpop_jkt", dpop_jkt);

    Form others;
    set(others, "scope", pending.scope);
    set(others, "resource", pending.resource);
    for (const auto& [name, value] : settings.extra_parameters) {
        const bool is_ours = find(ours, name) || name.starts_with("code_challenge") || name == "dpop_jkt";
        if (!is_ours) set(others, name, value);
    }
    std::string_view endpoint = pending.server.authorization_endpoint;
    endpoint = endpoint.substr(0, endpoint.find('#'));
    ask_for_consent(others, endpoint);
    ours.insert(ours.end(), others.begin(), others.end());

    const std::size_t mark = std::min(endpoint.find('?'), endpoint.size());
    const std::string_view query = endpoint.substr(std::min(mark + 1, endpoint.size()));
    return std::string(endpoint.substr(0, mark)) + '?' + without_our_names(query, ours) + form_encode(ours);
}

namespace {

Json steps_json(const std::vector<Step>& steps) {
    Json list = Json::array();
    for (const Step& step : steps)
        list.push_back(base::JsonObject()
                           .integer("name", static_cast<int>(step.name))
                           .text("detail", step.detail)
                           .integer("ms", std::llround(step.duration_ms))
                           .take());
    return list;
}

std::vector<Step> read_steps(const Json& record) {
    std::vector<Step> steps;
    const Json* list = base::array_member(record, "steps");
    for (const Json& each : list ? *list : Json::array()) {
        const auto name = base::integer_member(each, "name").value_or(-1);
        if (name < 0 || name > static_cast<int>(Step::Name::exchange)) continue;
        steps.push_back({static_cast<Step::Name>(name), Step::State::done, base::string_or_empty(each, "detail"),
                         static_cast<double>(base::integer_member(each, "ms").value_or(0))});
    }
    return steps;
}

}  // namespace

Json to_json(const PendingAuthorization& pending) {
    return base::JsonObject()
        .integer("v", 1)
        .text("state", pending.state)
        .text("code_verifier", pending.code_verifier)
        .text("server_url", pending.server_url)
        .text("server_id", pending.server_id)
        .json("server", to_json(pending.server))
        .json("client", to_json(pending.client))
        .text("redirect_uri", pending.redirect_uri)
        .text("resource", pending.resource)
        .text("scope", pending.scope)
        .text("resource_metadata", pending.resource_metadata)
        .flag("another_account", pending.another_account)
        .flag("dpop", pending.dpop)
        .text("dpop_key", pending.dpop_key)
        .integer("began", pending.began.count())
        .json("steps", steps_json(pending.steps))
        .text("errand", pending.errand)
        .take();
}

base::Result<PendingAuthorization> read_pending_authorization(const Json& record) {
    if (base::integer_member(record, "v") != 1)
        return base::fail(ErrorKind::unsupported_version, "A newer version of this page wrote this record.");
    const Json* server_record = base::object_member(record, "server");
    const Json* client_record = base::object_member(record, "client");
    PendingAuthorization pending;
    pending.state = base::string_or_empty(record, "state");
    pending.server_url = base::string_or_empty(record, "server_url");
    if (!server_record || !client_record || pending.state.empty() || pending.server_url.empty())
        return base::fail(ErrorKind::wrong_type, "A stored sign-in does not read.");
    auto server = read_kept_server_metadata(*server_record);
    if (!server) return base::fail(std::move(server.error()));
    auto client = read_client(*client_record);
    if (!client) return base::fail(std::move(client.error()));
    pending.server = std::move(*server);
    pending.client = std::move(*client);
    pending.code_verifier = base::string_or_empty(record, "code_verifier");
    pending.server_id = base::string_or_empty(record, "server_id");
    pending.redirect_uri = base::string_or_empty(record, "redirect_uri");
    pending.resource = base::string_or_empty(record, "resource");
    pending.scope = base::string_or_empty(record, "scope");
    pending.resource_metadata = base::string_or_empty(record, "resource_metadata");
    pending.another_account = base::bool_member(record, "another_account").value_or(false);
    pending.dpop = base::bool_member(record, "dpop").value_or(false);
    pending.dpop_key = base::string_or_empty(record, "dpop_key");
    pending.began = milliseconds(base::integer_member(record, "began").value_or(0));
    pending.steps = read_steps(record);
    pending.errand = base::string_or_empty(record, "errand");
    return pending;
}

}  // namespace oauth
