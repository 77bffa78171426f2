// The life of a connection: its steps, its loss, its way back, its tools.
#include <algorithm>
#include <chrono>
#include <utility>

#include <nlohmann/json.hpp>

#include "app/diagnose.hpp"
#include "app/servers.hpp"

namespace app {

namespace {

using base::ErrorKind;
using base::Remedy;
using model::ConnectionState;
using model::ConnectStep;
using std::chrono::milliseconds;

constexpr int most_attempts = 8;
constexpr milliseconds first_delay{1'000};
constexpr milliseconds longest_delay{60'000};
constexpr double good_after_ms = 30'000;  // a connection that lived so long begins its attempts anew

// Failures that time may heal; the others stay until a person does something. Who signed in in vain is told why, not asked again.
bool is_worth_another_try(const base::Error& error) {
    if (error.part == base::Error::Part::sign_in) return false;
    return base::may_pass(error) || error.kind == ErrorKind::session_lost;
}

Remedy way_out(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::unreachable:
        case ErrorKind::offline:
        case ErrorKind::timed_out:
        case ErrorKind::stream_cut:
        case ErrorKind::session_lost:
        case ErrorKind::rate_limited:
        case ErrorKind::internal:
        case ErrorKind::rpc_error: return Remedy::retry;
        case ErrorKind::blocked_by_cors: return Remedy::copy_headers;
        case ErrorKind::not_an_mcp_server:
        case ErrorKind::http_status:
        case ErrorKind::malformed:
        case ErrorKind::mixed_content:
        case ErrorKind::redirected_away:
        case ErrorKind::invalid_address:
        case ErrorKind::unsupported_version: return Remedy::fix_address;
        default: return Remedy::none;
    }
}

ConnectStep::Name shown(mcp::ConnectStep::Name name) {
    switch (name) {
        case mcp::ConnectStep::Name::reach: return ConnectStep::Name::reach;
        case mcp::ConnectStep::Name::discover: return ConnectStep::Name::discover;
        case mcp::ConnectStep::Name::initialize: return ConnectStep::Name::initialize;
        case mcp::ConnectStep::Name::list_tools: return ConnectStep::Name::list_tools;
    }
    return ConnectStep::Name::reach;
}

ConnectStep::State shown(mcp::ConnectStep::State state) {
    switch (state) {
        case mcp::ConnectStep::State::running: return ConnectStep::State::running;
        case mcp::ConnectStep::State::done: return ConnectStep::State::done;
        case mcp::ConnectStep::State::failed: return ConnectStep::State::failed;
    }
    return ConnectStep::State::running;
}

// Takes the connection apart at its own pace: what it was doing is cancelled already, the client says good-bye.
base::Task<void> farewell(std::unique_ptr<Connection> connection) {
    if (connection->client) co_await connection->client->close();
}

std::string tools_found(std::size_t count) { return std::to_string(count) + (count == 1 ? " tool" : " tools"); }

}  // namespace

Connection* Servers::connected(const std::string& id) {
    const auto found = connections_.find(id);
    if (found == connections_.end() || !found->second->client) return nullptr;
    const auto* server = model::find_server(context_.state, id);
    return server && server->state == ConnectionState::connected ? found->second.get() : nullptr;
}

// A task that was cancelled may still run once, when its turn was already due.
bool Servers::current(const Connection& connection) const {
    const auto found = connections_.find(connection.server_id());
    return found != connections_.end() && found->second.get() == &connection;
}

void Servers::open(const std::string& id) {
    auto* server = model::find_server(context_.state, id);
    if (!server || connections_.contains(id)) return;
    context_.page.cancel(std::exchange(facts_[id].retry, 0));
    ++facts_[id].opened;
    server->state = ConnectionState::connecting;
    server->error.reset();
    server->findings.clear();
    sign_ins_.of(*server).witness().forget();
    server->steps = {{ConnectStep::Name::reach, ConnectStep::State::waiting, {}, 0},
                     {ConnectStep::Name::discover, ConnectStep::State::waiting, {}, 0},
                     {ConnectStep::Name::list_tools, ConnectStep::State::waiting, {}, 0}};
    // Nobody knows what a bug left behind: the connection ends with it, and a person can connect again.
    auto on_bug = [this, id](std::string text) {
        context_.notices.report(bug_error(text));
        if (connections_.contains(id)) fail(id, bug_error(std::move(text)));
    };
    auto connection = std::make_unique<Connection>(context_, id, sign_ins_.of(*server), sign_ins_.of(*server).witness(),
                                                   traffic_numbers_, std::move(on_bug));
    connection->scope.spawn(establish(*connection, server->url, server->revision));
    connections_.emplace(id, std::move(connection));
}

void Servers::close(const std::string& id, const base::Error& why) {
    events_.gone(id, why);
    const auto found = connections_.find(id);
    if (found == connections_.end()) return;
    auto connection = std::move(found->second);
    connections_.erase(found);
    // From here on nothing of it reaches the state.
    if (connection->client) {
        connection->client->on_tools_changed = nullptr;
        connection->client->on_lost = nullptr;
        connection->client->on_tool_skipped = nullptr;
    }
    connection->scope.cancel_all();
    context_.page.spawn(farewell(std::move(connection)));
}

base::Task<void> Servers::establish(Connection& connection, std::string url, std::string revision) {
    const std::string id = connection.server_id();
    auto code = co_await context_.ports.deferred.ready();
    if (!code) {
        if (current(connection)) fail(id, std::move(code.error()));
        co_return;
    }
    co_await connect(connection, std::move(url), std::move(revision));
}

base::Task<void> Servers::connect(Connection& connection, std::string url, std::string revision) {
    const std::string id = connection.server_id();
    mcp::Target target;
    target.url = std::move(url);
    target.known_revision = std::move(revision);
    target.on_step = [this, id, opened = facts_[id].opened](mcp::ConnectStep step) {
        if (const auto facts = facts_.find(id); facts != facts_.end() && facts->second.opened == opened)
            on_step(id, step);
    };
    auto client = co_await connect_(connection.mcp_ports(), std::move(target));
    if (!client) {
        auto error = co_await explain(id, std::move(client.error()));
        if (current(connection)) fail(id, std::move(error));
        co_return;
    }
    connection.client = std::move(*client);
    if (!current(connection)) co_return;
    greet(connection);

    std::vector<mcp::Tool> tools;
    if (connection.client->info().has_tools) {
        const double began = context_.ports.clock.monotonic().count();
        on_step(id, {mcp::ConnectStep::Name::list_tools, mcp::ConnectStep::State::running, "tools/list", 0});
        auto listed = co_await connection.client->list_tools();
        const double took = context_.ports.clock.monotonic().count() - began;
        if (!listed) {
            on_step(id, {mcp::ConnectStep::Name::list_tools, mcp::ConnectStep::State::failed, "tools/list", took,
                         listed.error()});
            auto error = co_await explain(id, std::move(listed.error()));
            if (current(connection)) fail(id, std::move(error));
            co_return;
        }
        tools = std::move(*listed);
        on_step(id, {mcp::ConnectStep::Name::list_tools, mcp::ConnectStep::State::done,
                     "tools/list → " + tools_found(tools.size()), took});
    }
    if (current(connection)) succeed(connection, std::move(tools));
}

// What the server says of itself; and what it may say later.
void Servers::greet(Connection& connection) {
    auto* server = model::find_server(context_.state, connection.server_id());
    if (!server) return;
    const auto& info = connection.client->info();
    if (!info.title.empty())
        server->name = info.title;
    else if (!info.name.empty())
        server->name = info.name;
    server->revision = info.revision;
    server->version = info.version;
    server->instructions = info.instructions;
    connection.client->on_tools_changed = [this, &connection] { load_tools(connection); };
    connection.client->on_tool_skipped = [this, id = connection.server_id()](std::string name, std::string reason) {
        if (auto* of = model::find_server(context_.state, id))
            of->skipped_tools.push_back({std::move(name), std::move(reason)});
    };
    server->skipped_tools.clear();
    // A task of its own: what follows takes the client apart.
    connection.client->on_lost = [this, &connection](base::Error error) {
        connection.scope.spawn(handle_loss(connection, std::move(error)));
    };
}

// The last steps may be told after the attempt has failed: then nothing goes on any more.
void Servers::on_step(const std::string& id, const mcp::ConnectStep& step) {
    auto* server = model::find_server(context_.state, id);
    if (!server || server->state == ConnectionState::paused) return;
    auto how = shown(step.state);
    if (server->state == ConnectionState::failed && how == ConnectStep::State::running)
        how = ConnectStep::State::failed;
    model::tell_held_step(*server, {shown(step.name), how, step.detail, step.duration_ms, step.error},
                          context_.ports.clock.wall());
}

void Servers::succeed(Connection& connection, std::vector<mcp::Tool> tools) {
    auto& state = context_.state;
    auto* server = model::find_server(state, connection.server_id());
    if (!server) return;
    server->state = ConnectionState::connected;
    server->error.reset();
    server->tools = std::move(tools);
    ++server->tools_version;
    connection.scope.spawn(sign_ins_.of(*server).refresh_when_due());
    connection.connected_at_ms = context_.ports.clock.monotonic().count();
    save(*server);
    events_.connected(server->id);
    if (state.connecting_server != server->id) return;
    begin_form_anew();
    if (state.screen != model::Screen::add_server) return;
    state.screen = model::Screen::chat;
    state.settings.inspector_open = true;
}

void Servers::fail(const std::string& id, base::Error error) {
    auto* server = model::find_server(context_.state, id);
    if (!server) return;
    for (auto& step : server->steps)
        if (step.state == ConnectStep::State::running) step.state = ConnectStep::State::failed;
    const bool comes_back = is_worth_another_try(error) && !server->revision.empty();
    server->state = ConnectionState::failed;
    server->tools_loading = false;
    server->error = error;
    close(id, error);
    if (comes_back) retry_later(id);
}

// The browser says only that a request failed; this finds out what it can, and what can be done.
base::Task<base::Error> Servers::explain(std::string id, base::Error error) {
    const auto* server = model::find_server(context_.state, id);
    if (!server) co_return error;
    base::Error better = co_await diagnose(context_, id, sign_ins_.of(*server).witness(), std::move(error));
    if (better.remedy == Remedy::none) better.remedy = way_out(better.kind);
    co_return better;
}

base::Task<void> Servers::handle_loss(Connection& connection, base::Error error) {
    if (!current(connection)) co_return;
    // NOLINTNEXTLINE(performance-unnecessary-copy-initialization): fail() may end the connection that owns the id
    const std::string id = connection.server_id();
    const double lived = context_.ports.clock.monotonic().count() - connection.connected_at_ms;
    if (lived > good_after_ms) facts_[id].attempts = 0;
    if (!context_.ports.window.online()) error.kind = ErrorKind::offline;
    if (error.remedy == Remedy::none) error.remedy = way_out(error.kind);
    fail(id, std::move(error));
}

void Servers::retry_later(const std::string& id) {
    Facts& facts = facts_[id];
    if (facts.paused || facts.attempts >= most_attempts || !context_.ports.window.online()) return;
    context_.page.cancel(facts.retry);
    facts.retry = context_.page.spawn(retry_after(id, backoff(facts.attempts++)));
}

base::Task<void> Servers::retry_after(std::string id, milliseconds delay) {
    co_await context_.ports.clock.sleep(delay);
    facts_[id].retry = 0;
    open(id);
}

// Doubles, and half of it is chance: the tabs of many people do not come back at the same moment.
milliseconds Servers::backoff(int attempts) {
    const milliseconds full = std::min(longest_delay, first_delay * (1 << std::min(attempts, 10)));
    const std::string dice = context_.ports.random.bytes(1);
    const int chance = dice.empty() ? 128 : static_cast<unsigned char>(dice[0]);
    return full / 2 + full / 2 * chance / 255;
}

void Servers::connect_known() {
    std::vector<std::string> wanted;
    for (const auto& server : context_.state.servers)
        if (!facts_[server.id].paused && server.state == ConnectionState::paused) wanted.push_back(server.id);
    for (const auto& id : wanted) open(id);
}

void Servers::on_online() {
    std::vector<std::string> waiting;
    for (const auto& server : context_.state.servers)
        if (server.state == ConnectionState::failed && server.error && is_worth_another_try(*server.error) &&
            !facts_[server.id].paused)
            waiting.push_back(server.id);
    for (const auto& id : waiting) {
        facts_[id].attempts = 0;
        open(id);
    }
    for (const auto& server : context_.state.servers)
        if (auto* connection = connected(server.id)) connection->client->network_is_back();
}

void Servers::doubt(const std::string& id) {
    auto* connection = connected(id);
    if (!connection || std::exchange(connection->in_doubt, true)) return;
    connection->scope.spawn(check(*connection));
}

base::Task<void> Servers::check(Connection& connection) {
    const auto alive = co_await connection.client->ping();
    connection.in_doubt = false;
    if (!alive && is_worth_another_try(alive.error())) co_await handle_loss(connection, alive.error());
}

void Servers::on_offline() {
    for (auto& [id, facts] : facts_) context_.page.cancel(std::exchange(facts.retry, 0));
}

base::Task<void> Servers::reload(std::string id) {
    auto& state = context_.state;
    const auto record = co_await context_.ports.store.read(server_collection, id);
    if (!record) co_return;
    if (!*record) {
        close(id, {ErrorKind::server_removed});
        if (const auto facts = facts_.find(id); facts != facts_.end()) context_.page.cancel(facts->second.retry);
        facts_.erase(id);
        std::erase_if(state.servers, [&](const model::Server& server) { return server.id == id; });
        if (state.selected_server == id) state.selected_server = state.servers.empty() ? "" : state.servers.front().id;
        if (state.connecting_server == id) state.connecting_server.clear();
        co_return;
    }
    auto server = read_server(**record);
    if (!server || server->id != id) co_return;
    if (auto* known = model::find_server(state, id)) {
        known->sign_in_settings = server->sign_in;  // one client and one issuer for all tabs
        // Whether it is connected here is this tab's own business.
        if (!connections_.contains(id)) known->name = server->name;
        co_return;
    }
    append(std::move(*server));
}

}  // namespace app
