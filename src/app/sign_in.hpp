// The sign-in of one server: its tokens for every request, and the one place that knows what 401 and 403 ask for.
// Lives as long as the server is in the list, over all its connections.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/context.hpp"
#include "base/one_shot.hpp"
#include "base/task_scope.hpp"
#include "doctor/witness.hpp"
#include "mcp/token_source.hpp"
#include "oauth/authorize.hpp"
#include "oauth/machine_credentials.hpp"

namespace app {

class SignIn final : public mcp::TokenSource {
public:
    struct Events {
        std::function<void()> settings_changed;
        // In another tab somebody else signed in, or the one who was signed out: what is connected is theirs no more.
        std::function<void(bool signed_in)> account_changed;
        // Somebody who was signed in at another server is so no more.
        std::function<void(const std::string& server_url)> signed_out_there;
        std::function<base::Task<void>()> read_config;  // before the deployment says who it is
        // What the config has for signing in without a person.
        std::function<base::Result<std::optional<oauth::MachineCredentials>>()> machine_credentials;
        std::function<std::string()> errand;  // what this page goes on with, once it has left and is back
    };

    // `around` and the context outlive it.
    SignIn(Context& context, oauth::Surroundings around, std::string server_id, std::string server_url, Events events);

    // ---- for the transport
    base::Task<base::Result<ports::Headers>> authorize(std::string method, std::string url) override;
    base::Task<base::Result<bool>> on_refused(mcp::Refused refused) override;
    void on_answer(const std::string& url, const ports::Headers& headers) override;

    // ---- what a person asks for
    void open_window(bool in_this_page);  // the click that was waited for, whatever for
    void cancel();                        // who waits gets an error of kind cancelled
    // A sign-in without a refusal: by the panel's button.
    base::Task<base::Result<void>> again(bool another_account);
    base::Task<void> use_account(std::string key);
    base::Task<void> refresh();
    base::Task<void> sign_out();
    base::Task<void> sign_out_other(std::string key);  // an account that is not in use
    base::Task<void> sign_out_all();                   // every account
    base::Task<void> forget_client();

    // ---- what happens by itself
    // What was told before the page left for the provider, and how long it was away.
    void recall(const oauth::PendingAuthorization& pending);
    // The errand it left with.
    std::string unpack_errand(const oauth::PendingAuthorization& pending);
    // The end of a full-page sign-in whose answer was taken. False: somebody else signed in than who was when the page left.
    base::Task<base::Result<bool>> resume(oauth::PendingAuthorization pending, std::string query);
    base::Task<void> show();              // the panel follows what is kept
    base::Task<void> refresh_when_due();  // for as long as the server is connected
    base::Task<void> follow();            // another tab signed in or out, or chose another account

    oauth::Telling telling();
    doctor::Witness& witness() { return witness_; }

private:
    using Choice = base::Result<oauth::Place>;
    // A sign-in whose answer has not come: what another tab's may take the place of.
    struct Awaited {
        std::optional<oauth::Grant> before;
        oauth::Refusal refusal;
        bool another_account = false;
        bool is_in(const std::optional<oauth::Grant>& now) const;
    };

    // The flow is one for all who wait for it, and ends when nobody does any more.
    base::Task<base::Result<bool>> sign_in(oauth::Refusal refusal, std::string already, bool another_account);
    base::Task<void> flow(oauth::SignInTarget target);
    void finish(const base::Result<bool>& result);
    bool explained_elsewhere() const;
    base::Task<base::Error> explain(base::Error error);
    base::Task<base::Result<oauth::Grant>> get_grant(const oauth::SignInTarget& target);
    base::Task<base::Result<oauth::Grant>> sign_in_by_window(const oauth::SignInTarget& target);
    base::Task<base::Result<oauth::Grant>> sign_in_by_machine(const oauth::SignInTarget& target,
                                                              oauth::MachineCredentials credentials);
    base::Task<Choice> ask_for_place(std::string id, std::string url);
    base::Task<Choice> ask_for_consent();
    void give_consent();
    base::Task<Choice> wait_for_click(model::SignIn::Wait wait);
    base::Task<base::Result<std::optional<oauth::Grant>>> fresh_grant(std::string refused);
    base::Task<base::Result<std::optional<oauth::Grant>>> refreshed(std::string refused);
    base::Task<void> refresh_for_all(std::string refused);
    base::Task<void> refresh_unasked();
    base::Task<void> settle(std::optional<oauth::Grant> before, oauth::Grant now, bool other);
    void show_known(const oauth::Grant& grant);
    base::Task<void> retire_replaced(std::optional<oauth::Grant> before, oauth::Grant now);
    base::Task<std::optional<oauth::Grant>> in_use();
    base::Task<base::Result<bool>> step_up(oauth::Refusal refusal, std::string refused_token);
    base::Task<void> forget(oauth::Grant grant);
    base::Task<void> sign_out_grants(std::vector<oauth::Grant> grants);
    void forget_given(const std::string& client_id);
    void bind_settings(const oauth::Grant& grant);
    std::string pack_errand();
    base::Task<void> stays();
    base::Task<void> end_if_signed_in_elsewhere();
    bool is_somebody_else(const oauth::Grant& grant) const;
    bool ends_the_session(const oauth::Grant& grant) const;
    void finish_as(bool other);
    void tell(const oauth::Step& step);
    void log(const std::string& text);
    void log_at(std::chrono::milliseconds when, const std::string& text);
    void wait_for(model::SignIn::Wait wait);
    model::Server* server() const;

    Context& context_;
    doctor::Witness witness_;  // of the sign-in's requests and the connection's
    oauth::Surroundings around_;
    std::string id_;
    std::string url_;
    std::string window_id_;           // of the sign-in under way
    std::string provider_url_;        // where its window is to open; empty: not known yet
    bool registered_before_ = false;  // its client is an earlier sign-in's
    // Wall clock: when this page began to leave for the provider. What is sent from then on could be sent again by who comes back.
    std::optional<std::chrono::milliseconds> left_at_;
    unsigned shows_ = 0;                          // how often show() began
    std::optional<oauth::Grant> asked_for_more_;  // by a step-up that did not name the scope: it is tried once
    std::optional<oauth::GrantKey> shown_;        // who was signed in at the latest show()
    std::optional<oauth::GrantKey> sent_as_;      // whose token went out last
    oauth::Refusal challenge_;                    // the server's last one, or what the grant kept of it
    std::vector<base::OneShotSender<base::Result<bool>>> waiting_;
    std::vector<base::OneShotSender<base::Result<std::optional<oauth::Grant>>>> refreshing_;
    std::vector<base::OneShotSender<bool>> staying_;  // requests, until the page has left or does not leave
    std::optional<base::OneShotSender<Choice>> click_;
    std::optional<Awaited> awaited_;
    bool signed_out_elsewhere_ = false;  // which ended the connection, and nobody asked for one since
    Events events_;
    // Last: their tasks use the rest. A refresh has its own: whoever asked for it may be let go, but the provider has spent the old
    // token by then.
    base::TaskScope refresh_scope_;
    base::TaskScope scope_;
};

}  // namespace app
