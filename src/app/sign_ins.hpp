// The sign-ins of all servers, and what they share: the vault, the nonces, who this deployment says it is.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/sign_in.hpp"
#include "base/one_shot.hpp"
#include "base/url.hpp"
#include "oauth/vault.hpp"

namespace app {

class SignIns {
public:
    struct Events {
        // Its tokens are others now: what is connected begins anew.
        std::function<void(const std::string& server_id)> account_changed;
        std::function<void(const std::string& server_id)> signed_out;
        std::function<void(const std::string& server_id)> settings_changed;
        // What this page goes on with after a full-page sign-in: told as it leaves, and given back when it is back.
        std::function<std::string(const std::string& server_id)> errand;
        std::function<void(const std::string& server_id)> came_back;
        std::function<void(const std::string& server_id, const std::string& errand)> take_up;
        // How it ended, which may be long after. False: somebody else signed in than who was when the page left.
        std::function<void(const std::string& server_id, const base::Result<bool>&)> resumed;
    };

    SignIns(Context& context, Events events);

    // Made when it is asked for first; stays as long as the page, since a task may still be in it.
    SignIn& of(const model::Server& server);

    // At the start, with the servers in the state: takes the answer of a full-page sign-in, when this page came back from
    // one, and begins to bring it to its end; and shows who is signed in.
    base::Task<void> start();

    // ---- what a person asks for
    void open_window(const std::string& server_id, bool in_this_page);
    void cancel(const std::string& server_id);
    void again(const std::string& server_id, bool another_account);
    void use_account(const std::string& server_id, const std::string& key);
    void refresh(const std::string& server_id);
    void sign_out(const std::string& server_id, const std::string& account_key);
    void forget_client(const std::string& server_id);
    void forget_server(const model::Server& server);  // it leaves the list: all its accounts sign out

private:
    // ---- after ports::Deferred::ready()
    base::Task<void> come_back(std::string answer);
    base::Task<void> resume(SignIn& sign_in, oauth::PendingAuthorization pending, std::string answer);
    base::Task<void> begin_again(std::string server_id, bool another_account);

    // ---- at any time
    void on_vault_change(const std::string& server_url);
    base::Task<void> follow(SignIn& sign_in);
    base::Task<void> sign_out_all(SignIn& sign_in);
    // Runs beside the connections; the panel is busy meanwhile.
    void run(const std::string& server_id, std::function<base::Task<void>(SignIn&)> work,
             std::function<void(const std::string&)> then);
    base::Task<void> running(std::string server_id, std::function<base::Task<void>(SignIn&)> work,
                             std::function<void(const std::string&)> then);
    base::Task<void> sign_in_again(std::string server_id, bool another_account);
    base::Task<void> show_all();
    // Once; who comes meanwhile waits for the same answer. Where the network failed, the next sign-in asks again.
    base::Task<void> read_config();
    base::Task<void> fetch_config(std::string url);
    void take_config(const std::string& text);

    Context& context_;
    Events events_;
    oauth::Nonces nonces_;
    oauth::Deployment deployment_;
    bool config_read_ = false;
    std::vector<base::OneShotSender<bool>> config_waiting_;
    base::Json config_;
    base::Result<base::Url> folder_;  // of this page
    oauth::Vault vault_;
    oauth::Surroundings around_;
    std::map<std::string, std::unique_ptr<SignIn>> sign_ins_;
};

}  // namespace app
