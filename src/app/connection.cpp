#include "app/connection.hpp"

#include <utility>

namespace app {

base::Error bug_error(std::string text) {
    return {base::ErrorKind::internal, base::Remedy::retry, "Something went wrong inside this page.", std::move(text)};
}

Connection::Connection(Context& context, std::string server_id, mcp::TokenSource& tokens, ports::Http& http,
                       std::uint64_t& traffic_numbers, std::function<void(std::string)> on_bug)
    : scope(context.ports.loop, std::move(on_bug)),
      context_(context),
      server_id_(std::move(server_id)),
      traffic_numbers_(traffic_numbers),
      tokens_(tokens),
      http_(http) {}

mcp::Ports Connection::mcp_ports() {
    const auto& ports = context_.ports;
    return {ports.loop, http_, ports.clock, ports.random, tokens_, *this};
}

void Connection::on_traffic(mcp::TrafficEntry entry) {
    auto* server = model::find_server(context_.state, server_id_);
    if (!server) return;
    entry.number = ++traffic_numbers_;
    entry.at = context_.ports.clock.wall();
    server->traffic.push_back(std::move(entry));
    std::size_t bytes = 0;
    for (const auto& kept : server->traffic) bytes += kept.body.size();
    while (server->traffic.size() > 1 && (server->traffic.size() > model::traffic_cap || bytes > traffic_bytes_cap)) {
        bytes -= server->traffic.front().body.size();
        server->traffic.pop_front();
    }
    ++server->traffic_version;
}

}  // namespace app
