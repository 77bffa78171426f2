// A page that leaves for the provider itself, where no window opens: what it leaves behind, and how it goes on when it is back.
#include <chrono>
#include <utility>

#include "app/sign_in.hpp"
#include "base/json_object.hpp"
#include "base/url.hpp"

namespace app {

using base::ErrorKind;
using Wait = model::SignIn::Wait;

// What it is, and whose: it is not done as somebody else.
std::string SignIn::pack_errand() {
    left_at_ = around_.clock.wall();
    wait_for(Wait::window);  // should it not leave after all, the person can give up
    const std::string errand = events_.errand();
    if (errand.empty()) return {};
    base::JsonObject packed;
    packed.text("errand", errand);
    if (sent_as_) packed.text("issuer", sent_as_->issuer).text("account", sent_as_->account);
    return packed.dump();
}

base::Task<void> SignIn::stays() {
    if (!left_at_) co_return;
    auto stays = base::one_shot<bool>(around_.loop);
    staying_.push_back(stays.first);
    co_await stays.second;
}

void SignIn::recall(const oauth::PendingAuthorization& pending) {
    for (const auto& step : pending.steps) {
        log_at(pending.began, step.detail);
        tell(step);
    }
    const std::string& endpoint = pending.server.authorization_endpoint;
    const auto provider = base::Url::parse(endpoint);
    doctor::Exchange sent{"GET", endpoint.substr(0, endpoint.find_first_of("?#")), {}};
    sent.status = 200;
    witness_.note(std::move(sent));  // where the person was
    const std::chrono::duration<double, std::milli> away = around_.clock.wall() - pending.began;
    tell({oauth::Step::Name::sign_in, oauth::Step::State::done, provider ? provider->host_and_port() : std::string(),
          away.count()});
    if (auto* of = server())
        of->sign_in.client_source = static_cast<model::SignIn::ClientSource>(pending.client.source);
}

std::string SignIn::unpack_errand(const oauth::PendingAuthorization& pending) {
    const auto packed = base::parse_json(pending.errand);
    if (!packed) return {};
    if (const auto* issuer = base::string_member(*packed, "issuer"))
        sent_as_ = oauth::GrantKey{url_, *issuer, {}, base::string_or_empty(*packed, "account")};
    return base::string_or_empty(*packed, "errand");
}

base::Task<base::Result<bool>> SignIn::resume(oauth::PendingAuthorization pending, std::string query) {
    const auto before = co_await in_use();
    auto grant = co_await oauth::resume_sign_in(around_, telling(), std::move(pending), std::move(query));
    if (!grant) {
        grant.error().part = base::Error::Part::sign_in;
        log("sign-in ended: " + grant.error().message);
        co_return base::fail(std::move(grant.error()));
    }
    bind_settings(*grant);
    show_known(*grant);
    const bool other = is_somebody_else(*grant);
    context_.page.spawn(settle(before, std::move(*grant), false));
    co_return !other;
}

}  // namespace app
