// What other tabs do at the same server: this one follows.
#include <utility>

#include "app/sign_in.hpp"
#include "oauth/authorization_request.hpp"

namespace app {

// While this tab waits for a person, they signed in in another one.
base::Task<void> SignIn::end_if_signed_in_elsewhere() {
    if (!awaited_) co_return;
    const auto now = co_await in_use();
    if (!awaited_ || !now || awaited_->another_account || !oauth::is_other_sign_in(*now, awaited_->before)) co_return;
    const oauth::Refusal& refusal = awaited_->refusal;
    // For more scope: only where it is there.
    const bool has_all = !refusal.scope.empty() && oauth::covers(now->tokens.scope, refusal.scope);
    if (refusal.error == "insufficient_scope" && !has_all) co_return;
    log("signed in in another tab");
    scope_.cancel_all();
    finish_as(ends_the_session(*now));
}

base::Task<void> SignIn::follow() {
    const auto before = shown_;
    co_await show();
    co_await end_if_signed_in_elsewhere();
    const auto* of = server();
    const bool connected = of && of->state == model::ConnectionState::connected;
    const bool back = shown_ && std::exchange(signed_out_elsewhere_, false);
    if (connected && before && shown_ != before) {
        signed_out_elsewhere_ = !shown_;
        events_.account_changed(shown_.has_value());
    } else if (back) {
        events_.account_changed(true);
    }
}

}  // namespace app
