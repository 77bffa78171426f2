#include "oauth/sign_in_window.hpp"

#include <utility>

#include "base/base64.hpp"
#include "base/json_object.hpp"
#include "base/url.hpp"
#include "oauth/authorization_response.hpp"
#include "oauth/stopwatch.hpp"

namespace oauth {

namespace {

constexpr const char* channel_name = "parley.sign_in";  // web/sign_in.js and web/callback.js
constexpr std::chrono::milliseconds look_every{500};
constexpr int most_looks = 40;

std::string host_of(const std::string& url) {
    const auto parsed = base::Url::parse(url);
    return parsed ? parsed->host_and_port() : url;
}

}  // namespace

SignInWindow::SignInWindow(Surroundings around)
    : around_(around),
      id_(base::base64url_encode(around_.random.bytes(12))),
      answer_(base::one_shot<std::string>(around_.loop)),
      channel_(around_.channels.join(channel_name, [this](const std::string& message) { on_message(message); })) {}

SignInWindow::~SignInWindow() {
    if (!place_ || place_->kind != Place::Kind::window || answered_) return;
    channel_->post(base::JsonObject().text("close", id_).dump());
    around_.window.close_sign_in(id_);
}

void SignInWindow::expects(const PendingAuthorization& pending, std::string url) {
    state_ = pending.state;
    url_ = std::move(url);
}

// Whoever else is on the channel may say anything: an answer counts only with the state of this sign-in.
void SignInWindow::on_message(const std::string& message) {
    const auto read = base::parse_json(message);
    if (!read) return;
    const std::string* waiting = base::string_member(*read, "waiting");
    if (waiting && *waiting == id_) {
        if (url_.empty())
            channel_->post(base::JsonObject().text("wait", id_).dump());
        else
            channel_->post(base::JsonObject().text("go", url_).text("window", id_).dump());
    }
    const std::string* answer = base::string_member(*read, "answer");
    if (!answer || state_.empty() || state_of(*answer) != state_) return;
    answered_ = true;
    channel_->post(base::JsonObject().text("taken", state_).dump());
    answer_.first.send(*answer);
    heard_.send(true);
}

base::Task<void> SignInWindow::answered() {
    auto heard = base::one_shot<bool>(around_.loop);
    heard_ = heard.first;
    if (!answered_) co_await heard.second;
}

base::Task<base::Result<std::string>> SignInWindow::go(Telling& tell, const PendingAuthorization& pending,
                                                       std::string url) {
    Stopwatch step(around_.clock, tell, Step::Name::sign_in);
    step.note(host_of(url));
    expects(pending, std::move(url));
    if (place_->kind == Place::Kind::this_page)
        around_.window.leave_to(url_);
    else if (!place_->is_sent && !around_.window.send_sign_in(id_, url_))
        channel_->post(base::JsonObject().text("go", url_).text("window", id_).dump());
    std::string query = co_await answer_.second;
    step.done(host_of(url_));
    co_return query;
}

base::Task<base::Result<Grant>> granted_elsewhere(Surroundings around, std::string server_url,
                                                  std::optional<Grant> before) {
    for (int look = 0; look < most_looks; ++look) {
        auto grant = co_await base::or_return(co_await around.vault.stored_grant(server_url));
        if (grant && is_other_sign_in(*grant, before)) co_return std::move(*grant);
        co_await around.clock.sleep(look_every);
    }
    co_return base::fail(
        {.kind = base::ErrorKind::foreign_answer,
         .remedy = base::Remedy::sign_in,
         .message = "The sign-in went on in another tab and did not end there. Please sign in again."});
}

}  // namespace oauth
