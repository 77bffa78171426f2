// What goes on over a connection that stands: its tools, and requests by hand.
#include <utility>

#include "app/servers.hpp"

namespace app {

void Servers::refresh_tools(const std::string& id) {
    if (auto* connection = connected(id)) load_tools(*connection);
}

void Servers::load_tools(Connection& connection) {
    if (connection.tools_loading) {
        connection.tools_changed_meanwhile = true;
        return;
    }
    auto* server = model::find_server(context_.state, connection.server_id());
    if (!server || server->state != model::ConnectionState::connected) return;
    connection.tools_loading = server->tools_loading = true;
    server->skipped_tools.clear();
    connection.scope.spawn(list_tools(connection));
}

base::Task<void> Servers::list_tools(Connection& connection) {
    auto tools = co_await connection.client->list_tools();
    if (!current(connection)) co_return;
    connection.tools_loading = false;
    auto* server = model::find_server(context_.state, connection.server_id());
    if (!server) co_return;
    server->tools_loading = false;
    if (tools) {
        server->tools = std::move(*tools);
        ++server->tools_version;
    } else {
        context_.notices.report(std::move(tools.error()));
    }
    if (std::exchange(connection.tools_changed_meanwhile, false)) load_tools(connection);
}

void Servers::send_request(const std::string& id, std::string method, base::Json params) {
    if (auto* connection = connected(id))
        connection->scope.spawn(request_by_hand(*connection, std::move(method), std::move(params)));
}

// Its answer, an error too, is read in the traffic.
base::Task<void> Servers::request_by_hand(Connection& connection, std::string method, base::Json params) {
    const auto answer = co_await connection.client->request(std::move(method), std::move(params));
    if (!answer && answer.error().kind != base::ErrorKind::rpc_error) context_.notices.report(answer.error());
}

}  // namespace app
