#include "app/update.hpp"

namespace app {

void Update::on(const model::OpenAddServer& asked) {
    state_.screen = model::Screen::add_server;
    state_.add_server_address = asked.address;
    state_.add_server_error.reset();
    state_.connecting_server.clear();
}

void Update::on(const model::CloseScreen&) { state_.screen = model::Screen::chat; }

void Update::on(const model::AddServer& asked) { servers_.add(asked.typed_address); }
void Update::on(const model::ConnectServer& asked) { servers_.connect(asked.server_id); }
void Update::on(const model::DisconnectServer& asked) { servers_.disconnect(asked.server_id); }
void Update::on(const model::CancelConnect& asked) { servers_.cancel_connect(asked.server_id); }
void Update::on(const model::RemoveServer& asked) { servers_.remove(asked.server_id); }

void Update::on(const model::SelectServer& asked) {
    if (model::find_server(state_, asked.server_id)) state_.selected_server = asked.server_id;
}

void Update::on(const model::RefreshTools& asked) { servers_.refresh_tools(asked.server_id); }

void Update::on(const model::ClearTraffic& asked) {
    auto* server = model::find_server(state_, asked.server_id);
    if (!server) return;
    server->traffic.clear();
    ++server->traffic_version;
}

void Update::on(const model::CopyAsCurl& asked) { servers_.copy_as_curl(asked.server_id, asked.number); }

void Update::on(const model::SendRequest& asked) { servers_.send_request(asked.server_id, asked.method, asked.params); }

}  // namespace app
