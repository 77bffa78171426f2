// The window in which the person signs in, or this page itself; and the way its answer comes back. The window is ours only
// until it is told where to go: after that nothing of it can be relied on (`closed`, `opener`; QUIRKS: Stripe's COOP), so the
// answer comes from the callback page, by channel.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/one_shot.hpp"
#include "oauth/authorize.hpp"

namespace oauth {

class SignInWindow {
public:
    explicit SignInWindow(Surroundings around);
    ~SignInWindow();  // closes it, unless an answer came
    SignInWindow(const SignInWindow&) = delete;
    SignInWindow& operator=(const SignInWindow&) = delete;

    const std::string& id() const { return id_; }  // as ports::Window::open_sign_in is told

    // Before the window opens at `url`: its answer may come while it still opens.
    void expects(const PendingAuthorization& pending, std::string url);
    void opened(Place place) { place_ = place; }
    bool is_open() const { return place_.has_value(); }
    Place::Kind place() const { return place_->kind; }

    // An answer is here.
    base::Task<void> answered();
    // The only human wait: the query that the provider sent the person back with. In this page it never ends.
    base::Task<base::Result<std::string>> go(Telling& tell, const PendingAuthorization& pending, std::string url);

private:
    void on_message(const std::string& message);

    Surroundings around_;
    std::string id_;
    std::optional<Place> place_;
    bool answered_ = false;
    base::OneShotSender<bool> heard_;  // of answered()
    std::string state_;
    std::string url_;
    std::pair<base::OneShotSender<std::string>, base::OneShotReceiver<std::string>> answer_;
    std::unique_ptr<ports::Channel> channel_;
};

// The answer of a sign-in of ours was taken by another tab: its grant, which is not the one of `before`, is waited for.
base::Task<base::Result<Grant>> granted_elsewhere(Surroundings around, std::string server_url,
                                                  std::optional<Grant> before);

}  // namespace oauth
