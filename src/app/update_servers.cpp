#include "app/update.hpp"

#include <algorithm>

namespace app {

void Update::on(const model::OpenAddServer& asked) {
    state_.screen = model::Screen::add_server;
    state_.add_server_address = asked.address;
    const auto& offered = state_.offered_server;
    const bool there = std::any_of(state_.servers.begin(), state_.servers.end(),
                                   [&](const model::Server& server) { return server.url == offered; });
    if (asked.address.empty() && !there) state_.add_server_address = offered;
    state_.add_server_error.reset();
    state_.add_server_findings.clear();
    state_.connecting_server.clear();
}

void Update::on(const model::CloseScreen&) { state_.screen = model::Screen::chat; }

void Update::on(const model::AddServer& asked) { servers_.add(asked.typed_address, asked.sign_in); }
void Update::on(const model::ConnectServer& asked) { servers_.connect(asked.server_id); }
void Update::on(const model::DisconnectServer& asked) { servers_.disconnect(asked.server_id); }
void Update::on(const model::CancelConnect& asked) { servers_.cancel_connect(asked.server_id); }
void Update::on(const model::RemoveServer& asked) { servers_.remove(asked.server_id); }

void Update::on(const model::SelectServer& asked) {
    if (model::find_server(state_, asked.server_id)) state_.selected_server = asked.server_id;
}

void Update::on(const model::OpenSignIn& asked) { sign_ins_.open_window(asked.server_id, asked.in_this_page); }
void Update::on(const model::CancelSignIn& asked) { sign_ins_.cancel(asked.server_id); }
void Update::on(const model::SignInAgain& asked) { sign_ins_.again(asked.server_id, asked.another_account); }
void Update::on(const model::UseAccount& asked) { sign_ins_.use_account(asked.server_id, asked.account_key); }
void Update::on(const model::RefreshToken& asked) { sign_ins_.refresh(asked.server_id); }
void Update::on(const model::SignOut& asked) { sign_ins_.sign_out(asked.server_id, asked.account_key); }
void Update::on(const model::ForgetClient& asked) { sign_ins_.forget_client(asked.server_id); }
void Update::on(const model::SetSignInSettings& asked) { servers_.set_sign_in(asked.server_id, asked.settings); }

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
