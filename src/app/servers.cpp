// What a person does with servers. How a connection lives is in servers_connect.cpp.
#include "app/servers.hpp"

#include <algorithm>
#include <utility>

#include "app/diagnose.hpp"
#include "app/sentences.hpp"
#include "base/url.hpp"
#include "mcp/curl.hpp"

namespace app {

namespace {

using base::ErrorKind;
using base::Remedy;
using model::ConnectionState;

// Before any request: what is typed is an address, and one that may be asked.
base::Result<base::Url> checked_address(const std::string& typed) {
    auto url = base::parse_typed_address(typed);
    if (!url) {
        base::Error error = std::move(url.error());
        error.remedy = Remedy::fix_address;
        return base::fail(std::move(error));
    }
    url->fragment.clear();  // never sent, and no part of a server's identity
    if ((url->scheme == "https" || url->scheme == "http") && base::is_safe_to_fetch(*url)) return url;
    base::Error error{ErrorKind::invalid_address, Remedy::fix_address,
                      "Only https: addresses are opened, and http: on this computer."};
    error.subject = url->host;
    return base::fail(std::move(error));
}

}  // namespace

Servers::Servers(Context& context, SignIns& sign_ins, Connect connect, Events events)
    : context_(context), sign_ins_(sign_ins), connect_(std::move(connect)), events_(std::move(events)) {}

void Servers::add(const std::string& typed_address, std::optional<model::SignInSettings> sign_in) {
    auto& state = context_.state;
    state.screen = model::Screen::add_server;
    state.add_server_address = typed_address;
    state.add_server_error.reset();
    state.add_server_findings.clear();
    const auto url = checked_address(typed_address);
    if (!url) {
        state.connecting_server.clear();
        state.add_server_error = url.error();
        context_.page.spawn(diagnose_address(context_, typed_address));
        return;
    }
    const std::string address = url->to_string();
    const auto known = std::find_if(state.servers.begin(), state.servers.end(),
                                    [&](const model::Server& server) { return server.url == address; });
    std::string id;
    if (known == state.servers.end()) {
        drop_abandoned({});
        ServerRecord record;
        record.id = ports::uuid_v4(context_.ports.random);
        record.url = address;
        record.name = url->host_and_port();
        record.order = last_order_ + 1;
        id = append(std::move(record)).id;
        save(*model::find_server(state, id));
    } else {
        id = known->id;
        drop_abandoned(id);
    }
    if (sign_in) set_sign_in(id, std::move(*sign_in));
    state.selected_server = id;
    state.inspector_tab = model::InspectorTab::tools;
    if (connected(id)) {
        state.screen = model::Screen::chat;
        return begin_form_anew();
    }
    state.connecting_server = id;
    connect(id);
}

void Servers::begin_form_anew() {
    auto& state = context_.state;
    state.connecting_server.clear();
    state.add_server_error.reset();
    state.add_server_findings.clear();
    state.add_server_address.clear();
    ++state.add_server_round;
}

// A person who corrects an address does not want the wrong ones kept: a server that never answered makes room.
void Servers::drop_abandoned(const std::string& keep_id) {
    auto& state = context_.state;
    const std::string id = std::exchange(state.connecting_server, {});
    const auto* server = model::find_server(state, id);
    if (!server || id == keep_id || !server->revision.empty()) return;
    close(id, {ErrorKind::disconnected});
    std::erase_if(state.servers, [&](const model::Server& other) { return other.id == id; });
    facts_.erase(id);
    context_.saver.put(server_erasure(id));
}

model::Server& Servers::append(ServerRecord record) {
    last_order_ = std::max(last_order_, record.order);
    Facts facts;
    facts.order = record.order;
    facts.paused = record.paused;
    facts_.insert_or_assign(record.id, facts);
    model::Server server;
    server.id = std::move(record.id);
    server.url = std::move(record.url);
    server.name = std::move(record.name);
    server.revision = std::move(record.revision);
    server.sign_in_settings = std::move(record.sign_in);
    auto& servers = context_.state.servers;
    const auto place = std::find_if(servers.begin(), servers.end(),
                                    [&](const model::Server& other) { return facts_[other.id].order > facts.order; });
    return *servers.insert(place, std::move(server));
}

void Servers::save(const model::Server& server) {
    const Facts& facts = facts_[server.id];
    context_.saver.put(server_write(
        {server.id, server.url, server.name, server.revision, facts.order, facts.paused, server.sign_in_settings}));
}

void Servers::save_settings(const std::string& id) {
    if (const auto* server = model::find_server(context_.state, id)) save(*server);
}

// What is given by hand is one issuer's, and a secret one token endpoint's: of what is entered anew both have to be learned anew. So
// has the endpoint of a secret that was asked for again and is here again.
void Servers::set_sign_in(const std::string& id, model::SignInSettings settings) {
    auto* server = model::find_server(context_.state, id);
    if (!server) return;
    const auto& kept = server->sign_in_settings;
    const bool same_client = settings.client_id == kept.client_id;
    const bool given_again = server->sign_in.wants_secret && settings.given_token_endpoint.empty();
    const bool same_secret = same_client && settings.client_secret == kept.client_secret && !given_again;
    const bool entered_anew = !same_client || settings.client_secret != kept.client_secret ||
                              settings.initial_access_token != kept.initial_access_token ||
                              settings.given_issuer.empty();
    settings.given_issuer = entered_anew ? std::string() : kept.given_issuer;
    settings.given_token_endpoint = same_secret ? kept.given_token_endpoint : std::string();
    if (!same_secret) server->sign_in.wants_secret = false;
    server->sign_in_settings = std::move(settings);
    save(*server);
}

// What the person sees is what they left.
void Servers::came_back(const std::string& id) {
    using Name = model::ConnectStep::Name;
    auto& state = context_.state;
    auto* server = model::find_server(state, id);
    if (!server) return;
    facts_[id].paused = false;
    server->state = model::ConnectionState::connecting;
    for (const auto done : {Name::find_resource, Name::find_server, Name::get_client, Name::sign_in})
        model::tell_step(server->steps, {done, model::ConnectStep::State::done, {}, 0}, state.now);
    model::tell_step(server->steps, {Name::exchange, model::ConnectStep::State::running, {}, 0}, state.now);
    state.selected_server = id;
    if (!server->revision.empty()) return;
    state.screen = model::Screen::add_server;
    state.connecting_server = id;
    state.add_server_address = server->url;
}

void Servers::resumed(const std::string& id, const base::Result<bool>& signed_in) {
    auto* server = model::find_server(context_.state, id);
    if (signed_in && !*signed_in) events_.gone(id, {ErrorKind::connected_anew});
    if (!server || facts_[id].paused || connections_.contains(id)) return;  // the person did something else meanwhile
    if (!signed_in) {
        context_.page.spawn(fail_sign_in(id, signed_in.error()));
        return;
    }
    // The steps of the sign-in stay where those of the connection come.
    const auto before = server->steps;
    open(id);
    for (const auto& step : before)
        if (step.state == model::ConnectStep::State::done) model::tell_step(server->steps, step, context_.state.now);
}

base::Task<void> Servers::fail_sign_in(std::string id, base::Error error) {
    error = co_await explain(id, std::move(error));
    const auto* server = model::find_server(context_.state, id);
    if (!server || facts_[id].paused || connections_.contains(id)) co_return;
    // Of a server that never answered, the page for adding one tells.
    if (!server->revision.empty()) {
        context_.state.inspector_tab = model::InspectorTab::sign_in;
        context_.state.settings.inspector_open = true;
    }
    fail(id, std::move(error));
}

void Servers::reconnect(const std::string& id) {
    if (!model::find_server(context_.state, id)) return;
    close(id, {ErrorKind::connected_anew});
    connect(id);
}

void Servers::show(std::vector<ServerRecord> records) {
    for (auto& record : records)
        if (!model::find_server(context_.state, record.id)) append(std::move(record));
}

void Servers::connect(const std::string& id) {
    auto* server = model::find_server(context_.state, id);
    if (!server || connections_.contains(id)) return;
    Facts& facts = facts_[id];
    facts.attempts = 0;
    if (std::exchange(facts.paused, false)) save(*server);
    open(id);
}

void Servers::disconnect(const std::string& id) {
    auto* server = model::find_server(context_.state, id);
    if (!server) return;
    close(id, {ErrorKind::disconnected});
    Facts& facts = facts_[id];
    context_.page.cancel(std::exchange(facts.retry, 0));
    facts.paused = true;
    server->state = ConnectionState::paused;
    server->error.reset();
    save(*server);
}

void Servers::cancel_connect(const std::string& id) {
    auto& state = context_.state;
    auto* server = model::find_server(state, id);
    if (!server) return;
    server->findings = examine_cancelled(context_, *server, sign_ins_.of(*server).witness());
    if (state.connecting_server == id) {
        state.connecting_server.clear();
        state.add_server_findings = server->findings;
        if (state.add_server_address.empty()) state.add_server_address = server->url;
    }
    disconnect(id);
}

void Servers::remove(const std::string& id) {
    auto& state = context_.state;
    const auto* server = model::find_server(state, id);
    if (!server) return;
    const bool was_wanted = !facts_[id].paused;
    close(id, {ErrorKind::disconnected});
    context_.page.cancel(std::exchange(facts_[id].retry, 0));
    const ServerRecord record{server->id,
                              server->url,
                              server->name,
                              server->revision,
                              facts_[id].order,
                              !was_wanted,
                              server->sign_in_settings};
    sign_ins_.forget_server(*server);  // an undo brings the server back, not its tokens
    std::erase_if(state.servers, [&](const model::Server& other) { return other.id == id; });
    facts_.erase(id);
    if (state.connecting_server == id) state.connecting_server.clear();
    if (state.selected_server == id) state.selected_server = state.servers.empty() ? "" : state.servers.front().id;
    context_.saver.put(server_erasure(id));
    context_.notices.offer_undo(say(Sentence::server_removed, state), [this, record] {
        if (model::find_server(context_.state, record.id)) return;
        const auto& restored = append(record);
        save(restored);
        context_.state.selected_server = record.id;
        if (!record.paused) connect(record.id);
    });
}

void Servers::copy_as_curl(const std::string& id, std::uint64_t number) {
    const auto* server = model::find_server(context_.state, id);
    if (!server) return;
    const mcp::TrafficEntry* wanted = nullptr;
    for (const auto& entry : server->traffic)
        if (entry.number == number) wanted = &entry;
    if (!wanted) return;
    // Of an answer, the request it belongs to.
    if (wanted->direction == mcp::Direction::received)
        for (const auto& entry : server->traffic)
            if (entry.number < number && entry.direction == mcp::Direction::sent && entry.id == wanted->id &&
                entry.url == wanted->url)
                wanted = &entry;
    if (const std::string command = mcp::as_curl(*wanted); !command.empty()) context_.copy(command);
}

void Servers::end_all() {
    for (auto& [id, connection] : connections_) connection->scope.cancel_all();
}

}  // namespace app
