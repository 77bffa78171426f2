#include "app/sign_ins.hpp"

#include <utility>

#include "base/url.hpp"
#include "oauth/authorize.hpp"

namespace app {

namespace {

constexpr std::size_t config_cap = std::size_t{256} << 10;

}  // namespace

SignIns::SignIns(Context& context, Events events)
    : context_(context),
      events_(std::move(events)),
      vault_(context.page, context.ports.store, context.ports.channels,
             [this](const std::string& server_url) { on_vault_change(server_url); }),
      around_{context.ports.loop,
              context.ports.http,
              context.ports.clock,
              context.ports.random,
              context.ports.crypto,
              context.ports.keys,
              context.ports.locks,
              context.ports.channels,
              context.ports.window,
              vault_,
              nonces_,
              deployment_} {
    auto& description = deployment_.description;
    description.client_name = "Parley";
    description.software_id = "parley";
    description.redirect_uri = context.ports.window.callback_address();
    context.state.callback_address = description.redirect_uri;
    folder_ = base::Url::parse(description.redirect_uri);
    if (!folder_) return;
    folder_->path.erase(folder_->path.rfind('/') + 1);
    if (!folder_->is_loopback()) description.client_uri = folder_->to_string();
}

SignIn& SignIns::of(const model::Server& server) {
    auto& kept = sign_ins_[server.id];
    if (!kept)
        kept = std::make_unique<SignIn>(
            context_, around_, server.id, server.url,
            SignIn::Events{[this, id = server.id] { events_.settings_changed(id); },
                           [this, id = server.id](bool signed_in) {
                               if (signed_in)
                                   events_.account_changed(id);
                               else
                                   events_.signed_out(id);
                           },
                           [this](const std::string& server_url) { on_vault_change(server_url); },
                           [this] { return read_config(); },
                           [this, url = server.url] { return oauth::find_machine_credentials(config_, url); },
                           [this, id = server.id] { return events_.errand(id); }});
    return *kept;
}

base::Task<void> SignIns::read_config() {
    if (config_read_ || !folder_) co_return;
    auto over = base::one_shot<bool>(context_.ports.loop);
    config_waiting_.push_back(over.first);
    if (config_waiting_.size() == 1) context_.page.spawn(fetch_config(folder_->to_string() + "config.json"));
    co_await over.second;
}

// CONTRACTS 5. A deployment without the file is a good one.
base::Task<void> SignIns::fetch_config(std::string url) {
    ports::HttpRequest request;
    request.url = std::move(url);
    request.max_body_bytes = config_cap;
    const auto answer = co_await ports::fetch(context_.ports.http, std::move(request));
    config_read_ = answer.has_value();
    if (answer && answer->head.status == 200) take_config(answer->body);
    for (const auto& waiting : std::exchange(config_waiting_, {})) waiting.send(true);
}

void SignIns::take_config(const std::string& text) {
    auto config = base::parse_json(text);
    // Some hosts send a page for every address.
    if (!config && text.starts_with('{'))
        context_.notices.report({.kind = base::ErrorKind::wrong_config,
                                 .message = "The config.json of this page is not JSON: nothing of it is used.",
                                 .subject = "{…}"});
    if (!config || !config->is_object()) return;
    config_ = std::move(*config);
    for (auto& problem : oauth::read_deployment(config_, *folder_, deployment_))
        context_.notices.report(std::move(problem));
    context_.state.callback_address = deployment_.description.redirect_uri;
    context_.state.offered_server = deployment_.mcp_server_url;
}

base::Task<void> SignIns::start() {
    context_.page.spawn(show_all());
    const std::string answer = context_.ports.window.sign_in_answer();
    if (answer.empty()) co_return;
    auto code = co_await context_.ports.deferred.ready();
    if (!code) co_return context_.notices.report(std::move(code.error()));
    co_await come_back(answer);
}

base::Task<void> SignIns::come_back(std::string answer) {
    auto pending = co_await oauth::take_answered(around_, answer);
    // Only now: a page that was loaded anew before it had all its code finds it again.
    context_.ports.window.forget_sign_in_answer();
    if (!pending) co_return context_.notices.report(std::move(pending.error()));
    const auto* server = model::find_server(context_.state, pending->server_id);
    if (!server) co_return;  // removed meanwhile: nobody wants its tokens
    events_.came_back(server->id);
    SignIn& sign_in = of(*server);
    sign_in.recall(*pending);
    // Who signed in another way meanwhile went on from there: nothing more is done by itself.
    const auto grant = (co_await vault_.grant(pending->server_url)).value_or(std::nullopt);
    const std::string errand = sign_in.unpack_errand(*pending);
    const bool still_there = model::find_server(context_.state, pending->server_id);
    if (still_there && (!grant || grant->signed_in_at < pending->began)) events_.take_up(pending->server_id, errand);
    context_.page.spawn(resume(sign_in, std::move(*pending), answer));
}

base::Task<void> SignIns::resume(SignIn& sign_in, oauth::PendingAuthorization pending, std::string answer) {
    const std::string id = pending.server_id;
    const auto result = co_await sign_in.resume(std::move(pending), std::move(answer));
    events_.resumed(id, result);
}

base::Task<void> SignIns::show_all() {
    const auto code = co_await context_.ports.deferred.ready();
    if (!code) co_return;  // who connects says so
    context_.page.spawn(read_config());
    for (const auto& key : co_await vault_.sweep(context_.ports.clock.wall())) co_await context_.ports.keys.erase(key);
    std::vector<std::string> ids;
    ids.reserve(context_.state.servers.size());
    for (const auto& server : context_.state.servers) ids.push_back(server.id);
    for (const auto& id : ids)
        if (const auto* server = model::find_server(context_.state, id)) co_await of(*server).show();
}

void SignIns::on_vault_change(const std::string& server_url) {
    for (const auto& server : context_.state.servers)
        if (server.url == server_url) context_.page.spawn(follow(of(server)));
}

base::Task<void> SignIns::follow(SignIn& sign_in) {
    const auto code = co_await context_.ports.deferred.ready();
    if (code) co_await sign_in.follow();
}

base::Task<void> SignIns::sign_out_all(SignIn& sign_in) {
    const auto code = co_await context_.ports.deferred.ready();
    if (code) co_await sign_in.sign_out_all();
}

void SignIns::forget_server(const model::Server& server) { context_.page.spawn(sign_out_all(of(server))); }

void SignIns::open_window(const std::string& server_id, bool in_this_page) {
    if (const auto* server = model::find_server(context_.state, server_id)) of(*server).open_window(in_this_page);
}

void SignIns::cancel(const std::string& server_id) {
    if (const auto* server = model::find_server(context_.state, server_id)) of(*server).cancel();
}

base::Task<void> SignIns::running(std::string server_id, std::function<base::Task<void>(SignIn&)> work,
                                  std::function<void(const std::string&)> then) {
    auto code = co_await context_.ports.deferred.ready();
    if (!code) co_return context_.notices.report(std::move(code.error()));
    auto* server = model::find_server(context_.state, server_id);
    if (!server || std::exchange(server->sign_in.busy, true)) co_return;
    co_await work(of(*server));
    server = model::find_server(context_.state, server_id);
    if (!server) co_return;
    server->sign_in.busy = false;
    if (then) then(server_id);
}

void SignIns::run(const std::string& server_id, std::function<base::Task<void>(SignIn&)> work,
                  std::function<void(const std::string&)> then) {
    context_.page.spawn(running(server_id, std::move(work), std::move(then)));
}

base::Task<void> SignIns::sign_in_again(std::string server_id, bool another_account) {
    auto code = co_await context_.ports.deferred.ready();
    if (!code) co_return context_.notices.report(std::move(code.error()));
    co_await begin_again(std::move(server_id), another_account);
}

base::Task<void> SignIns::begin_again(std::string server_id, bool another_account) {
    const auto* server = model::find_server(context_.state, server_id);
    if (!server) co_return;
    auto done = co_await of(*server).again(another_account);
    if (!done) co_return context_.notices.report(std::move(done.error()));
    events_.account_changed(server_id);
}

void SignIns::again(const std::string& server_id, bool another_account) {
    context_.page.spawn(sign_in_again(server_id, another_account));
}

void SignIns::use_account(const std::string& server_id, const std::string& key) {
    run(
        server_id, [key](SignIn& sign_in) { return sign_in.use_account(key); },
        [this](const std::string& id) {
            events_.account_changed(id);
            if (const auto* server = model::find_server(context_.state, id)) context_.page.spawn(of(*server).show());
        });
}

void SignIns::refresh(const std::string& server_id) {
    run(server_id, [](SignIn& sign_in) { return sign_in.refresh(); }, {});
}

void SignIns::sign_out(const std::string& server_id, const std::string& account_key) {
    if (!account_key.empty())
        return run(server_id, [account_key](SignIn& sign_in) { return sign_in.sign_out_other(account_key); }, {});
    // The connection first: nothing of it goes on while the provider is asked to take the tokens back.
    run(server_id,
        [this, server_id](SignIn& sign_in) {
            events_.signed_out(server_id);
            return sign_in.sign_out();
        },
        {});
}

void SignIns::forget_client(const std::string& server_id) {
    run(server_id, [](SignIn& sign_in) { return sign_in.forget_client(); }, events_.signed_out);
}

}  // namespace app
