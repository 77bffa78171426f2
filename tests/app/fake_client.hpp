// MCP servers without a protocol: what connect() finds, which tools there are and what they answer is set by the test.
//
//     FakeServers servers(loop);
//     servers.at("https://a.example/mcp").tools = {tool("add")};
//     app::Update update(ports, state, servers.connect());
//     ...
//     servers.at("https://a.example/mcp").calls[0].answer(result);
#pragma once

#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/one_shot.hpp"
#include "base/turn.hpp"
#include "mcp/client.hpp"

namespace app_test {

struct FakeCall {
    std::string tool_name;
    base::Json arguments;
    mcp::CallEvents events;
    base::OneShotSender<base::Result<mcp::ToolResult>> sender;
    std::shared_ptr<bool> cancelled = std::make_shared<bool>(false);

    void answer(mcp::ToolResult result) const { sender.send(std::move(result)); }
    void fail(base::Error error) const { sender.send(base::fail(std::move(error))); }
};

class FakeClient;

struct FakeServer {
    mcp::ServerInfo info{"fake", "", "1.0", "", "2026-07-28", true, false, false, {}};
    std::vector<mcp::Tool> tools;
    std::optional<base::Error> connect_error;
    std::optional<base::Error> list_error;
    std::optional<base::Error> ping_error;
    std::vector<mcp::ConnectStep> steps = {
        {mcp::ConnectStep::Name::reach, mcp::ConnectStep::State::done, "POST /mcp → 200", 5},
        {mcp::ConnectStep::Name::discover, mcp::ConnectStep::State::done, "2026-07-28", 5}};
    bool holds_connect = false;  // connect() waits
    void let_connect() {
        holds_connect = false;
        for (const auto& held : std::exchange(held_connects, {})) held.send(0);
    }
    std::vector<base::OneShotSender<int>> held_connects;

    int connects = 0;  // begun
    int cancelled_connects = 0;
    int listings = 0;
    int pings = 0;
    int networks_back = 0;
    int closes = 0;  // said good-bye
    std::vector<std::string> known_revisions;
    std::vector<std::string> requests;  // methods, by hand
    std::deque<FakeCall> calls;
    FakeClient* client = nullptr;  // the one that is connected
    mcp::TrafficSink* traffic = nullptr;
};

class FakeClient final : public mcp::Client {
public:
    FakeClient(base::Loop& loop, FakeServer& server) : loop_(loop), server_(server) { server_.client = this; }
    ~FakeClient() override {
        if (server_.client == this) server_.client = nullptr;
    }

    const mcp::ServerInfo& info() const override { return server_.info; }

    base::Task<base::Result<std::vector<mcp::Tool>>> list_tools() override {
        ++server_.listings;
        co_await base::turn(loop_);
        if (server_.list_error) co_return base::fail(*server_.list_error);
        co_return server_.tools;
    }

    base::Task<base::Result<mcp::ToolResult>> call_tool(mcp::Tool tool, base::Json arguments,
                                                        mcp::CallEvents events) override {
        auto answer = base::one_shot<base::Result<mcp::ToolResult>>(loop_);
        FakeCall call;
        call.tool_name = tool.name;
        call.arguments = std::move(arguments);
        call.events = std::move(events);
        call.sender = answer.first;
        answer.second.on_cancel([cancelled = call.cancelled] { *cancelled = true; });
        server_.calls.push_back(std::move(call));
        co_return co_await answer.second;
    }

    base::Task<base::Result<void>> ping() override {
        ++server_.pings;
        co_await base::turn(loop_);
        if (server_.ping_error) co_return base::fail(*server_.ping_error);
        co_return base::Result<void>();
    }

    void network_is_back() override { ++server_.networks_back; }

    base::Task<base::Result<base::Json>> request(std::string method, base::Json) override {
        server_.requests.push_back(std::move(method));
        co_return base::Json(base::Json::object());
    }

    base::Task<void> close() override {
        co_await base::turn(loop_);
        ++server_.closes;
    }

private:
    base::Loop& loop_;
    FakeServer& server_;
};

class FakeServers {
public:
    explicit FakeServers(base::Loop& loop) : loop_(loop) {}

    FakeServer& at(const std::string& url) { return servers_[url]; }

    // With mcp::Client::connect's signature. An address that at() never named is unreachable.
    auto connect() {
        return [this](mcp::Ports ports, mcp::Target target) { return establish(ports, std::move(target)); };
    }

private:
    base::Task<base::Result<std::unique_ptr<mcp::Client>>> establish(mcp::Ports ports, mcp::Target target) {
        const auto found = servers_.find(target.url);
        co_await base::turn(loop_);
        if (found == servers_.end()) co_return base::fail(base::ErrorKind::unreachable, "The browser gave no reason.");
        FakeServer& server = found->second;
        ++server.connects;
        server.known_revisions.push_back(target.known_revision);
        server.traffic = &ports.traffic;
        if (server.holds_connect) {
            auto never = base::one_shot<int>(loop_);
            server.held_connects.push_back(never.first);
            never.second.on_cancel([&server] { ++server.cancelled_connects; });
            co_await never.second;
        }
        // From the loop, as the real one tells them.
        for (const auto& step : server.steps) ports.loop.post([on_step = target.on_step, step] { on_step(step); });
        if (server.connect_error) co_return base::fail(*server.connect_error);
        std::unique_ptr<mcp::Client> client = std::make_unique<FakeClient>(loop_, server);
        co_return client;
    }

    base::Loop& loop_;
    std::map<std::string, FakeServer> servers_;
};

}  // namespace app_test
