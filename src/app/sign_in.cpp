#include "app/sign_in.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "app/connection.hpp"
#include "app/diagnose.hpp"
#include "oauth/machine_sign_in.hpp"

namespace app {

namespace {

using base::ErrorKind;
using model::ConnectStep;
using Wait = model::SignIn::Wait;

ConnectStep::Name shown(oauth::Step::Name name) {
    switch (name) {
        case oauth::Step::Name::find_resource: return ConnectStep::Name::find_resource;
        case oauth::Step::Name::find_server: return ConnectStep::Name::find_server;
        case oauth::Step::Name::get_client: return ConnectStep::Name::get_client;
        case oauth::Step::Name::sign_in: return ConnectStep::Name::sign_in;
        case oauth::Step::Name::exchange: break;
    }
    return ConnectStep::Name::exchange;
}

ConnectStep::State shown(oauth::Step::State state) {
    switch (state) {
        case oauth::Step::State::running: return ConnectStep::State::running;
        case oauth::Step::State::done: return ConnectStep::State::done;
        case oauth::Step::State::failed: break;
    }
    return ConnectStep::State::failed;
}

oauth::SignInSettings wire_settings(const model::SignInSettings& settings) {
    oauth::SignInSettings out;
    out.client_id = settings.client_id;
    out.client_secret = settings.client_secret;
    out.given_issuer = settings.given_issuer;
    out.given_token_endpoint = settings.given_token_endpoint;
    out.scope = settings.scope;
    out.resource_indicator = static_cast<oauth::SignInSettings::ResourceIndicator>(settings.resource_indicator);
    out.resource = settings.resource;
    out.extra_parameters = settings.extra_parameters;
    out.initial_access_token = settings.initial_access_token;
    out.allow_without_pkce = settings.allow_without_pkce;
    out.dpop = settings.dpop;
    return out;
}

}  // namespace

SignIn::SignIn(Context& context, oauth::Surroundings around, std::string server_id, std::string server_url,
               Events events)
    : context_(context),
      witness_(around.http),
      around_(oauth::with_http(around, witness_)),
      id_(std::move(server_id)),
      url_(std::move(server_url)),
      events_(std::move(events)),
      refresh_scope_(around_.loop,
                     [this](const std::string& bug) {
                         for (const auto& asked : std::exchange(refreshing_, {}))
                             asked.send(base::fail(bug_error(bug)));
                     }),
      scope_(around_.loop, [this](const std::string& bug) { finish(base::fail(bug_error(bug))); }) {}

model::Server* SignIn::server() const { return model::find_server(context_.state, id_); }

oauth::Telling SignIn::telling() {
    return {[this](const oauth::Step& step) { tell(step); }, [this](const std::string& text) { log(text); },
            [this](const oauth::Client& client, bool registered_before) {
                registered_before_ |= registered_before;
                if (auto* of = server())
                    of->sign_in.client_source = static_cast<model::SignIn::ClientSource>(client.source);
            }};
}

void SignIn::log(const std::string& text) { log_at(context_.ports.clock.wall(), text); }

void SignIn::log_at(std::chrono::milliseconds when, const std::string& text) {
    auto* of = server();
    if (!of || text.empty()) return;
    auto& lines = of->sign_in.log;
    lines.push_back({when, text});
    if (lines.size() > model::sign_in_log_cap) lines.pop_front();
}

void SignIn::tell(const oauth::Step& step) {
    if (step.name == oauth::Step::Name::exchange) awaited_.reset();
    auto* of = server();
    if (!of) return;
    const auto name = shown(step.name);
    model::tell_step(of->steps, {name, shown(step.state), step.detail, step.duration_ms, step.error},
                     context_.ports.clock.wall());
}

void SignIn::wait_for(Wait wait) {
    if (auto* of = server()) of->sign_in.wait = wait;
}

base::Task<base::Result<bool>> SignIn::sign_in(oauth::Refusal refusal, std::string already, bool another_account) {
    const auto* of = server();
    if (!of) co_return false;
    const bool first = waiting_.empty();
    auto over = base::one_shot<base::Result<bool>>(around_.loop);
    waiting_.push_back(over.first);
    over.second.on_cancel([this] {
        const auto wanted = [](const auto& sender) { return sender.wanted(); };
        if (std::none_of(waiting_.begin(), waiting_.end(), wanted)) cancel();
    });
    if (first) {
        oauth::SignInTarget target;
        target.server_id = id_;
        target.server_url = url_;
        target.settings = wire_settings(of->sign_in_settings);
        target.refusal = std::move(refusal);
        target.already = std::move(already);
        target.another_account = another_account;
        target.errand = [this] { return pack_errand(); };
        model::hold_steps(*server(), around_.clock.wall());
        scope_.spawn(flow(std::move(target)));
    }
    base::Result<bool> result = co_await over.second;
    co_return result;
}

base::Task<base::Result<oauth::Grant>> SignIn::sign_in_by_window(const oauth::SignInTarget& target) {
    const oauth::AskForPlace ask = [this](std::string id, std::string url) {
        return ask_for_place(std::move(id), std::move(url));
    };
    return oauth::sign_in(around_, telling(), target, ask);
}

base::Task<base::Result<oauth::Grant>> SignIn::sign_in_by_machine(const oauth::SignInTarget& target,
                                                                  oauth::MachineCredentials credentials) {
    return oauth::machine_sign_in(around_, telling(), target, std::move(credentials));
}

// By a person in a window; or, where the config has credentials for this server, without.
base::Task<base::Result<oauth::Grant>> SignIn::get_grant(const oauth::SignInTarget& target) {
    auto machine = co_await base::or_return(events_.machine_credentials());
    if (!machine) {
        const auto awaited = awaited_;
        auto grant = co_await sign_in_by_window(target);
        // The provider has forgotten who we are, and so have we now: once more, as somebody new.
        const bool forgotten = !grant && grant.error().kind == ErrorKind::invalid_client && registered_before_;
        if (forgotten) {
            awaited_ = awaited;
            grant = co_await sign_in_by_window(target);
        }
        co_return grant;
    }
    co_await base::or_return(co_await ask_for_consent());
    auto grant = co_await sign_in_by_machine(target, std::move(*machine));
    co_return grant;
}

base::Task<void> SignIn::flow(oauth::SignInTarget target) {
    const auto before = co_await in_use();
    const Awaited awaited{before, target.refusal, target.another_account};
    awaited_ = awaited;
    co_await events_.read_config();
    if (!explained_elsewhere()) {
        server()->findings.clear();
        witness_.forget();
    }
    auto grant = co_await get_grant(target);
    if (!grant) {
        grant.error().part = base::Error::Part::sign_in;
        // Another tab may have been faster.
        const auto now = co_await in_use();
        const bool elsewhere = awaited.is_in(now);
        if (!elsewhere) log("sign-in ended: " + grant.error().message);
        auto* of = server();
        if (of && grant.error().kind == ErrorKind::token_endpoint_changed)
            of->sign_in.wants_secret = !of->sign_in_settings.page_credentials;
        if (elsewhere) co_return finish_as(ends_the_session(*now));
        auto error = co_await explain(std::move(grant.error()));
        co_return finish(base::fail(std::move(error)));
    }
    bind_settings(*grant);
    const bool other = !target.another_account && ends_the_session(*grant);
    show_known(*grant);
    // Whoever waits goes on first; what they do first is to connect anew where the account is another.
    finish_as(other);
    context_.page.spawn(settle(before, std::move(*grant), other));
}

// What the next request does not wait for.
base::Task<void> SignIn::settle(std::optional<oauth::Grant> before, oauth::Grant now, bool other) {
    co_await show();
    if (other) events_.account_changed(true);
    co_await retire_replaced(std::move(before), std::move(now));
}

bool SignIn::is_somebody_else(const oauth::Grant& grant) const {
    return sent_as_ && (sent_as_->account != grant.key.account || sent_as_->issuer != grant.key.issuer);
}

// What somebody asked for is not done as somebody else, nor in the session of the one before. Before a server is connected nothing
// went on that is anybody's.
bool SignIn::ends_the_session(const oauth::Grant& grant) const {
    const auto* of = server();
    return of && of->state == model::ConnectionState::connected && is_somebody_else(grant);
}

void SignIn::finish_as(bool other) {
    finish(other ? base::Result<bool>(base::fail(base::Error{ErrorKind::connected_anew})) : base::Result<bool>(true));
}

// What a person or the deployment gave is for the issuer that it was first used with (MCP, Authorization Server Binding), and a
// secret for its token endpoint.
void SignIn::bind_settings(const oauth::Grant& grant) {
    auto* of = server();
    if (!of) return;
    auto& settings = of->sign_in_settings;
    const auto before = settings;
    const bool given = !settings.client_id.empty() || !settings.initial_access_token.empty();
    if ((given || settings.page_credentials) && settings.given_issuer.empty()) settings.given_issuer = grant.key.issuer;
    const bool is_used =
        settings.page_credentials || (grant.client.client_id == settings.client_id && !settings.client_secret.empty());
    if (is_used && settings.given_token_endpoint.empty()) settings.given_token_endpoint = grant.server.token_endpoint;
    if (settings != before) events_.settings_changed();
}

void SignIn::finish(const base::Result<bool>& result) {
    click_.reset();
    awaited_.reset();
    registered_before_ = false;
    left_at_.reset();
    for (const auto& held : std::exchange(staying_, {})) held.send(true);
    wait_for(Wait::nobody);
    if (auto* of = server()) model::release_steps(*of, around_.clock.wall());
    for (const auto& waiting : std::exchange(waiting_, {})) waiting.send(result);
}

// Who connects has it explained with the rest.
bool SignIn::explained_elsewhere() const {
    const auto* of = server();
    return !of || of->state == model::ConnectionState::connecting;
}

base::Task<base::Error> SignIn::explain(base::Error error) {
    if (explained_elsewhere()) co_return error;
    error = co_await diagnose(context_, id_, witness_, std::move(error));
    const auto* of = server();
    if (!of || of->findings.empty()) co_return error;
    context_.state.inspector_tab = model::InspectorTab::sign_in;
    context_.state.settings.inspector_open = true;
    co_return error;
}

void SignIn::cancel() {
    scope_.cancel_all();
    if (!waiting_.empty() && !explained_elsewhere()) {
        auto findings = examine_cancelled(context_, *server(), witness_);
        if (!findings.empty()) server()->findings = std::move(findings);
    }
    finish(base::fail(ErrorKind::cancelled, "The sign-in was cancelled."));
}

// The click that just happened, where the browser still counts it; else the person is asked for one.
base::Task<SignIn::Choice> SignIn::ask_for_place(std::string id, std::string url) {
    window_id_ = std::move(id);
    provider_url_ = std::move(url);
    auto& window = context_.ports.window;
    if (auto* of = server()) {
        of->sign_in.window_blocked = false;
        of->sign_in.one_page = window.shows_one_page();
    }
    if (window.may_open_window() && window.shows_one_page()) co_return oauth::Place{oauth::Place::Kind::this_page};
    if (window.may_open_window() && window.open_sign_in(window_id_, provider_url_)) {
        wait_for(Wait::window);
        co_return oauth::Place{oauth::Place::Kind::window, !provider_url_.empty()};
    }
    auto choice = co_await wait_for_click(Wait::click);
    co_return choice;
}

base::Task<SignIn::Choice> SignIn::ask_for_consent() {
    if (const auto* of = server(); of && of->sign_in_settings.page_credentials) co_return Choice();
    auto choice = co_await wait_for_click(Wait::consent);
    co_return choice;
}

base::Task<SignIn::Choice> SignIn::wait_for_click(Wait wait) {
    auto click = base::one_shot<Choice>(around_.loop);
    click_ = click.first;
    wait_for(wait);
    Choice choice = co_await click.second;
    click_.reset();
    co_return choice;
}

void SignIn::give_consent() {
    auto* of = server();
    if (!of || !click_) return;
    of->sign_in_settings.page_credentials = true;
    events_.settings_changed();
    wait_for(Wait::nobody);
    click_->send(oauth::Place());
}

void SignIn::open_window(bool in_this_page) {
    if (const auto* of = server(); of && of->sign_in.wait == Wait::consent) return give_consent();
    if (!click_ && !in_this_page) return context_.ports.window.show_sign_in(window_id_);
    if (!click_) return;
    oauth::Place place;
    if (in_this_page || context_.ports.window.shows_one_page()) {
        place.kind = oauth::Place::Kind::this_page;
    } else {
        if (!context_.ports.window.open_sign_in(window_id_, provider_url_)) {
            if (auto* of = server()) of->sign_in.window_blocked = true;
            return;
        }
        place.is_sent = !provider_url_.empty();
    }
    wait_for(Wait::window);
    click_->send(place);
}

base::Task<base::Result<void>> SignIn::again(bool another_account) {
    oauth::Refusal refusal = challenge_;
    auto done = co_await sign_in(std::move(refusal), std::string(), another_account);
    if (!done) co_return base::fail(std::move(done.error()));
    co_return base::Result<void>();
}

}  // namespace app
