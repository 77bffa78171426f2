// What lives while one server is connected or being connected: its client, its tasks, its traffic.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "app/context.hpp"
#include "base/task_scope.hpp"
#include "mcp/client.hpp"
#include "mcp/token_source.hpp"
#include "mcp/traffic.hpp"

namespace app {

// The bytes of bodies that are kept of one server's traffic.
inline constexpr std::size_t traffic_bytes_cap = std::size_t{8} << 20;

class Connection final : public mcp::TrafficSink {
public:
    // `tokens` and `http` outlive it and its client. `on_bug` gets what a task of it threw.
    Connection(Context& context, std::string server_id, mcp::TokenSource& tokens, ports::Http& http,
               std::uint64_t& traffic_numbers, std::function<void(std::string)> on_bug);

    const std::string& server_id() const { return server_id_; }
    mcp::Ports mcp_ports();

    // Keeps it in the server's log, the oldest leaving when there are too many or too much of them.
    void on_traffic(mcp::TrafficEntry entry) override;

    // The order matters: tasks go before the client they use.
    std::unique_ptr<mcp::Client> client;  // null while connecting
    base::TaskScope scope;
    double connected_at_ms = 0;  // monotonic
    bool tools_loading = false;
    bool tools_changed_meanwhile = false;
    bool in_doubt = false;  // a ping is under way

private:
    Context& context_;
    std::string server_id_;
    std::uint64_t& traffic_numbers_;
    mcp::TokenSource& tokens_;
    ports::Http& http_;
};

// What a bug in a task looks like to the person.
base::Error bug_error(std::string text);

}  // namespace app
