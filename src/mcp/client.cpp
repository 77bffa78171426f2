#include "mcp/client.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "base/server_text.hpp"
#include "base/url.hpp"
#include "mcp/connect.hpp"
#include "mcp/errors.hpp"
#include "mcp/input_required.hpp"
#include "mcp/server_info.hpp"
#include "mcp/session.hpp"
#include "mcp/streamable_http.hpp"
#include "mcp/tools.hpp"
#include "mcp/wire/v2026_07_28.hpp"

namespace mcp {

namespace {

using namespace std::chrono_literals;
using base::Error;
using base::ErrorKind;
using base::Json;
using OnSkipped = std::function<void(std::string, std::string)>;

// A tool may work long; a person can cancel it. Progress gives it the first time anew.
constexpr auto tool_quiet = 300'000ms;
constexpr auto tool_longest = 3'600'000ms;
constexpr auto change_pause = 200ms;  // changes of the tool list in a burst are told once
constexpr int listen_failure_cap = 6;
constexpr std::size_t skipped_told_cap = 100;  // of one listing

// What the client and its background tasks share; it stays until the last of them is gone.
struct Core {
    Session::Self session;
    ServerInfo info = {};
    Client* client = nullptr;  // null once it is destroyed
    base::TaskScope::Id listening = 0;
    bool change_noted = false;
    bool missed_changes = false;  // nobody listened for a while
};
using SharedCore = std::shared_ptr<Core>;

Error too_many_tools() {
    return {.kind = ErrorKind::too_large,
            .message = "The server's list of tools does not end.",
            .detail = "over " + std::to_string(tool_page_cap) + " pages or " + std::to_string(tool_cap) + " tools",
            .clause = "MCP server/utilities/pagination"};
}

// mrtr, Basic Workflow: the request again, with a new id and what the server asked for.
base::Task<base::Result<Json>> ask(Session::Self session, std::string method, Json params, RequestOptions options) {
    for (int round = 0; round < input_round_cap; ++round) {
        auto answer = co_await Session::request(session, method, params, options);
        if (!answer) co_return base::fail(std::move(answer.error()));
        if (answer->type == wire::ResultType::complete) co_return std::move(answer->result);
        if (!may_require_input(method))
            co_return base::fail(ErrorKind::malformed, "The server asks for input where it must not.", method);
        auto retry = answer_input(std::move(params), answer->result);
        if (!retry) co_return base::fail(std::move(retry.error()));
        params = std::move(*retry);
        options.events.on_person = nullptr;  // it has begun
    }
    co_return base::fail(ErrorKind::too_large, "The server asks for input again and again.", method);
}

// Adds the page's tools that may be offered.
void add_page(ToolPage page, const wire::Wire& wire, std::set<std::string>& names, const OnSkipped& on_skipped,
              std::vector<Tool>& tools) {
    for (Tool& tool : page.tools) {
        std::optional<std::string> reason = wire.refuses(tool);
        if (!reason && !names.insert(tool.name).second) reason = "another tool has the same name";
        if (reason)
            page.skipped.push_back({base::printable(tool.name, 128), std::move(*reason)});
        else
            tools.push_back(std::move(tool));
    }
    for (SkippedTool& skipped : page.skipped) on_skipped(std::move(skipped.name), std::move(skipped.reason));
}

base::Task<base::Result<std::vector<Tool>>> list_all(Session::Self session, OnSkipped tell_skipped) {
    std::vector<Tool> tools;
    std::set<std::string> names;
    Json params;
    std::size_t told = 0;
    const OnSkipped on_skipped = [&told, &tell_skipped](std::string name, std::string reason) {
        if (tell_skipped && ++told <= skipped_told_cap) tell_skipped(std::move(name), std::move(reason));
    };
    for (std::size_t pages = 0; pages < tool_page_cap; ++pages) {
        auto answer = co_await Session::request(session, "tools/list", params, RequestOptions());
        if (!answer) co_return base::fail(std::move(answer.error()));
        auto page = read_tool_page(answer->result);
        if (!page) co_return base::fail(std::move(page.error()));
        // pagination, Implementation Guidelines: any cursor goes on, an empty text too.
        const std::optional<std::string> next = std::move(page->next_cursor);
        add_page(std::move(*page), session->wire(), names, on_skipped, tools);
        if (tools.size() > tool_cap) break;
        if (!next) co_return std::move(tools);
        params = Json::object();
        params["cursor"] = *next;
    }
    co_return base::fail(too_many_tools());
}

base::Task<base::Result<Json>> call_once(Session::Self session, const Tool* tool, const Json* arguments,
                                         CallEvents events) {
    RequestOptions options;
    options.quiet = tool_quiet;
    options.longest = tool_longest;
    options.events = std::move(events);
    if (!options.events.on_progress) options.events.on_progress = [](Progress) {};
    auto headers = session->wire().argument_headers(*tool, *arguments);
    if (!headers) co_return base::fail(std::move(headers.error()));
    options.headers = std::move(*headers);
    Json params = Json::object();
    params["name"] = tool->name;
    params["arguments"] = arguments->is_object() ? *arguments : Json::object();
    auto result = co_await ask(session, "tools/call", std::move(params), std::move(options));
    co_return result;
}

base::Task<base::Result<ToolResult>> call(Session::Self session, Tool tool, Json arguments, CallEvents events) {
    auto result = co_await call_once(session, &tool, &arguments, events);
    const bool mismatch = !result && result.error().kind == ErrorKind::rpc_error &&
                          result.error().code == wire::header_mismatch && !session->wire().has_sessions();
    if (mismatch) {
        // streamable-http, Client Behavior: the tool's schema may have changed since we read it.
        auto tools = co_await list_all(session, {});
        if (!tools) co_return base::fail(std::move(result.error()));
        const auto now = std::find_if(tools->begin(), tools->end(), [&](const Tool& t) { return t.name == tool.name; });
        const bool changed = now != tools->end() && now->input_schema != tool.input_schema;
        if (!changed) co_return base::fail(std::move(result.error()));
        result = co_await call_once(session, &*now, &arguments, events);
    }
    if (!result) co_return base::fail(std::move(result.error()));
    auto read = read_tool_result(*result);
    co_return read;
}

base::Task<base::Result<Json>> ask_anything(Session::Self session, std::string method, Json params) {
    RequestOptions options;
    options.quiet = tool_quiet;
    options.longest = tool_longest;
    auto result = co_await ask(std::move(session), std::move(method), std::move(params), std::move(options));
    co_return result;
}

base::Task<base::Result<void>> check_alive(Session::Self session) {
    // 2026-07-28 has no ping; discover is what every server answers.
    const bool has_ping = session->wire().has_sessions();
    auto answer = co_await Session::request(session, has_ping ? "ping" : "server/discover", Json(), RequestOptions());
    if (!answer) co_return base::fail(std::move(answer.error()));
    co_return base::Result<void>();
}

void tell_change(const SharedCore& core) {
    if (!core->client) return;
    const auto tell = core->client->on_tools_changed;  // a copy: it may destroy the client
    if (tell) tell();
}

base::Task<void> tell_change_soon(SharedCore core) {
    co_await core->session->ports().clock.sleep(change_pause);
    core->change_noted = false;
    core->session->ports().loop.post([core] { tell_change(core); });
}

void note_change(const SharedCore& core) {
    if (std::exchange(core->change_noted, true)) return;
    core->session->spawn(tell_change_soon(core));
}

base::Task<void> listen_with_session(Transport* transport) {
    // That the server offers no such stream, or ends it for good, is no error: requests tell how things are.
    auto ended = co_await transport->listen();
    (void)ended;
}

// subscriptions, Opening a Stream: a request whose answer is the end of the stream.
base::Task<void> subscribe(SharedCore core) {
    RequestOptions options;
    options.quiet = options.longest = 0ms;
    for (int failures = 0; failures < listen_failure_cap; ++failures) {
        const double begun = core->session->ports().clock.monotonic().count();
        auto response =
            co_await Session::exchange(core->session, "subscriptions/listen", wire::make_listen_params(), options);
        if (response && response->error) co_return;
        const bool goes_on =
            response || base::may_pass(response.error()) || response.error().kind == ErrorKind::too_large;
        if (!goes_on) co_return;
        if (core->session->ports().clock.monotonic().count() - begun > 60'000) failures = 0;
        core->missed_changes = true;
        co_await core->session->ports().clock.sleep(1'000ms * (1 << failures));
    }
}

void start_listening(const SharedCore& core) {
    core->session->cancel(core->listening);
    core->listening = 0;
    if (core->session->wire().has_sessions())
        core->listening = core->session->spawn(listen_with_session(&core->session->transport()));
    else if (announces_tool_changes(core->info))
        core->listening = core->session->spawn(subscribe(core));
}

base::Task<base::Result<void>> begin_anew(SharedCore core) {
    auto info = co_await initialize(core->session, core->info.revision);
    if (!info) co_return base::fail(session_was_lost(info.error().message));
    start_listening(core);
    note_change(core);  // a new session may be of a new server
    co_return base::Result<void>();
}

class ClientImpl final : public Client {
public:
    explicit ClientImpl(SharedCore core) : core_(std::move(core)) { core_->client = this; }
    ~ClientImpl() override {
        core_->client = nullptr;
        core_->session->stop();
        core_->session->ports().loop.post([core = core_] {});  // for tasks that end at the next turn
    }

    const ServerInfo& info() const override { return core_->info; }
    base::Task<base::Result<std::vector<Tool>>> list_tools() override {
        return core_->info.has_tools ? list_all(core_->session, on_tool_skipped) : no_tools();
    }
    base::Task<base::Result<ToolResult>> call_tool(Tool tool, Json arguments, CallEvents events) override {
        return call(core_->session, std::move(tool), std::move(arguments), std::move(events));
    }
    base::Task<base::Result<Json>> request(std::string method, Json params) override {
        return ask_anything(core_->session, std::move(method), std::move(params));
    }
    base::Task<base::Result<void>> ping() override { return check_alive(core_->session); }
    void network_is_back() override {
        start_listening(core_);
        note_change(core_);
    }
    base::Task<void> close() override { return Session::close(core_->session); }

private:
    // tools, Capabilities: a server without the capability is not asked.
    static base::Task<base::Result<std::vector<Tool>>> no_tools() { co_return std::vector<Tool>(); }

    SharedCore core_;
};

// The session's callbacks come from the loop, and not after the client is gone.
void attach(const SharedCore& core) {
    const std::weak_ptr<Core> weak = core;
    core->session->renew = [weak](Session::Self) { return begin_anew(weak.lock()); };
    core->session->on_notification = [weak](const jsonrpc::Notification& notification) {
        const auto core = weak.lock();
        if (!core) return;
        const bool listens_again = notification.method == "notifications/subscriptions/acknowledged" &&
                                   std::exchange(core->missed_changes, false);
        if (listens_again || notification.method == "notifications/tools/list_changed") note_change(core);
    };
    core->session->on_lost = [weak](Error error) {
        const auto core = weak.lock();
        if (!core || !core->client) return;
        const auto tell = core->client->on_lost;
        if (tell) tell(std::move(error));
    };
}

base::Result<base::Url> check_address(const std::string& text) {
    auto url = base::Url::parse(text);
    if (!url) return url;
    if (!base::is_safe_to_fetch(*url) || (url->scheme != "https" && url->scheme != "http"))
        return base::fail({.kind = ErrorKind::invalid_address,
                           .remedy = base::Remedy::fix_address,
                           .message = "Only https: addresses are asked, or http: ones on this machine.",
                           .detail = url->origin(),
                           .subject = url->host});
    url->fragment.clear();
    return url;
}

}  // namespace

base::Task<base::Result<std::unique_ptr<Client>>> Client::connect(Ports ports, Target target) {
    auto url = check_address(target.url);
    if (!url) co_return base::fail(std::move(url.error()));

    auto steps = std::make_shared<Steps>(ports, "POST " + url->path, target.on_step);
    auto transport = std::make_unique<StreamableHttp>(ports, url->to_string());
    transport->on_reached = [steps](int status) { steps->reached(status); };

    auto core = std::make_shared<Core>();
    core->session = std::make_shared<Session>(ports, std::move(transport));
    // From here on it ends what was begun, however this task ends.
    auto client = std::make_unique<ClientImpl>(core);

    auto info = co_await negotiate(core->session, target.known_revision, steps.get());
    // So that the last step is told before we return.
    auto told = base::one_shot<int>(ports.loop);
    ports.loop.post([sender = told.first] { sender.send(0); });
    co_await told.second;
    if (!info) co_return base::fail(std::move(info.error()));
    core->info = std::move(*info);
    attach(core);
    start_listening(core);
    co_return std::unique_ptr<Client>(std::move(client));
}

}  // namespace mcp
