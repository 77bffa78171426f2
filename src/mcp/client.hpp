// A connection to one MCP server, whatever revision and transport it speaks.
//
//     Target target{.url = url};  // named: g++ 12 goes wrong with a braced temporary in a co_await expression
//     auto client = co_await or_return(co_await Client::connect(ports, std::move(target)));
//     auto tools  = co_await or_return(co_await client->list_tools());
//     auto result = co_await client->call_tool(tool, arguments, events);
//
// Destroying a task cancels what it does (`notifications/cancelled`, or the end of its stream, as the revision says).
// Callbacks come from the loop, so they may destroy the client. What is called while a message is under way may not:
// TrafficSink, TokenSource.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/loop.hpp"
#include "base/task.hpp"
#include "mcp/token_source.hpp"
#include "mcp/tool.hpp"
#include "mcp/traffic.hpp"
#include "ports/clock.hpp"
#include "ports/http.hpp"
#include "ports/random.hpp"

namespace mcp {

struct Ports {
    base::Loop& loop;
    ports::Http& http;
    ports::Clock& clock;
    ports::Random& random;
    TokenSource& tokens;
    TrafficSink& traffic;
};

struct ServerInfo {
    std::string name, title, version, instructions;
    std::string revision;  // "2026-07-28"
    bool has_tools = false, has_resources = false, has_prompts = false;
    base::Json capabilities;
};

// One line of the connecting timeline.
struct ConnectStep {
    enum class Name { reach, discover, initialize, list_tools };
    enum class State { running, done, failed };
    Name name;
    State state;
    std::string detail;  // "POST /mcp → 200, revision 2026-07-28"
    double duration_ms = 0;
    std::optional<base::Error> error = {};  // when failed
};

struct Target {
    std::string url;
    std::string known_revision = {};  // what it spoke last time: tried first; empty: find out
    std::function<void(ConnectStep)> on_step = {};
};

// What is told of a call while it goes on.
struct CallEvents {
    std::function<void(Progress)> on_progress = {};
    // True: the server asks who it is, and nothing of the call has been done; a person may have to sign in. False: it is asked once
    // more, or is over.
    std::function<void(bool)> on_person = {};
};

class Client {
public:
    virtual ~Client() = default;

    // Finds the revision out, or checks the known one. `ports` outlive the client.
    static base::Task<base::Result<std::unique_ptr<Client>>> connect(Ports ports, Target target);

    virtual const ServerInfo& info() const = 0;

    // All pages; capped.
    virtual base::Task<base::Result<std::vector<Tool>>> list_tools() = 0;

    // `arguments` is an object. A tool's own failure is a ToolResult with is_error, not an Error.
    virtual base::Task<base::Result<ToolResult>> call_tool(Tool tool, base::Json arguments, CallEvents events) = 0;

    virtual base::Task<base::Result<void>> ping() = 0;

    // The network was away: listens anew for changes, and takes the tools for changed.
    virtual void network_is_back() = 0;

    // Any request by hand, with the session, headers and `_meta` of the others; the answer's `result` as it came.
    virtual base::Task<base::Result<base::Json>> request(std::string method, base::Json params) = 0;

    // Says good-bye (DELETE of the session where there is one) and ends every stream.
    virtual base::Task<void> close() = 0;

    std::function<void()> on_tools_changed;    // notifications/tools/list_changed
    std::function<void(base::Error)> on_lost;  // the session is gone and did not come back by itself
    // list_tools left out a definition that must not or cannot be used: its name and why.
    std::function<void(std::string name, std::string reason)> on_tool_skipped;
};

}  // namespace mcp
