// What other tabs do at the same server: this one follows.
#include <utility>

#include "app/sign_in.hpp"
#include "oauth/authorization_request.hpp"

namespace app {

// Whether that sign-in, made in another tab, brought what this one waits for.
bool SignIn::Awaited::is_in(const std::optional<oauth::Grant>& now) const {
    if (!now || another_account || !oauth::is_other_sign_in(*now, before)) return false;
    if (refusal.error != "insufficient_scope") return true;
    return !refusal.scope.empty() && oauth::covers(now->tokens.scope, refusal.scope);
}

// While this tab waits for a person, they signed in in another one.
base::Task<void> SignIn::end_if_signed_in_elsewhere() {
    if (!awaited_) co_return;
    const auto now = co_await in_use();
    if (!awaited_ || !awaited_->is_in(now)) co_return;
    log("signed in in another tab");
    scope_.cancel_all();
    finish_as(ends_the_session(*now));
}

base::Task<void> SignIn::follow() {
    co_await show();
    co_await end_if_signed_in_elsewhere();
    const auto now = co_await in_use();
    const bool back = now && std::exchange(signed_out_elsewhere_, false);
    const auto* of = server();
    const bool connected = of && of->state == model::ConnectionState::connected;
    // What is connected is theirs as whom its requests went out, whatever the panel has shown since.
    const bool is_theirs = !sent_as_ || (now && !is_somebody_else(*now));
    if (connected && !is_theirs) {
        signed_out_elsewhere_ = !now;
        events_.account_changed(now.has_value());
    } else if (back) {
        events_.account_changed(true);
    }
}

}  // namespace app
