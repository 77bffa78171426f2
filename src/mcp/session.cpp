#include "mcp/session.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "mcp/errors.hpp"
#include "mcp/tools.hpp"

namespace mcp {

namespace {

using namespace std::chrono_literals;
using jsonrpc::Response;

constexpr auto linger_limit = 2'000ms;  // for the end of a stream after its answer
constexpr auto goodbye_limit = 3'000ms;
constexpr double person_check_ms = 1'000;
constexpr int aside_cap = 16;  // a server that asks faster than it takes answers gets none

base::Task<void> send_later(ports::Clock* clock, std::chrono::milliseconds delay, base::OneShotSender<int> sender) {
    co_await clock->sleep(delay);
    sender.send(0);
}

base::Task<void> say_goodbye(Transport* transport, base::OneShotSender<int> sender) {
    co_await transport->end_session();
    sender.send(0);
}

// 2025-11-25 progress: the token is the request's id, which is unique among those that run.
base::Json with_progress_token(base::Json params, std::int64_t token) {
    if (!params.is_object()) params = base::Json::object();
    base::Json meta = base::Json::object();
    if (const base::Json* given = base::object_member(params, "_meta")) meta = *given;
    meta["progressToken"] = token;
    params["_meta"] = std::move(meta);
    return params;
}

}  // namespace

struct Session::Pending {
    enum class End { none, answered, failed, timed_out };

    std::string method;
    RequestOptions options;
    Sender sender;
    bool is_request = true;
    End end = End::none;
    bool sent = false;  // the transport is done with it
    base::TaskScope::Id send_task = 0;
    base::TaskScope::Id watch_task = 0;
    double begun_ms = 0;
    double last_sign_ms = 0;
    std::optional<double> person_since_ms = {};  // a person signs in: no limit runs
    std::optional<Progress> progress = {};
    bool progress_posted = false;

    void finish(End how, base::Result<Response> answer) {
        if (end != End::none) return;  // the first answer counts
        end = how;
        sender.send(std::move(answer));
    }
};

// In the frame of whoever waits: when it goes, so does the request.
class Session::Guard {
public:
    Guard(Self self, Key key) : self_(std::move(self)), key_(key) {}
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
    ~Guard() { self_->leave(key_); }

private:
    Self self_;
    Key key_;
};

Session::Session(Ports ports, std::unique_ptr<Transport> transport)
    : ports_(ports),
      transport_(std::move(transport)),
      wire_(&wire::newest_stateless()),
      scope_(std::make_unique<base::TaskScope>(ports.loop, [this](std::string bug) {
          fail_all({.message = "Something went wrong in this page.", .detail = std::move(bug)});
      })) {
    transport_->on_message = [this](jsonrpc::Message message) { on_message(std::move(message)); };
    transport_->on_person = [this](const base::Json& message, bool waits) { on_person(message, waits); };
}

Session::~Session() = default;

void Session::use(const wire::Wire& wire) {
    wire_ = &wire;
    transport_->use(wire);
}

base::TaskScope::Id Session::spawn(base::Task<void> task) { return scope_ ? scope_->spawn(std::move(task)) : 0; }

void Session::cancel(base::TaskScope::Id task) {
    if (scope_) scope_->cancel(task);
}

void Session::fail_all(const base::Error& error) {
    for (auto& [key, pending] : pending_) pending.finish(Pending::End::failed, base::fail(error));
    for (const auto& sender : std::exchange(waiting_for_renewal_, {})) sender.send(base::fail(error));
}

void Session::stop() {
    if (!scope_) return;
    const auto self = shared_from_this();
    auto scope = std::move(scope_);  // what ends now finds us stopped
    fail_all(client_closed());
    scope.reset();
    // Tasks that were cancelled in this very turn are destroyed at the next one, and have a plain pointer to us.
    ports_.loop.post([self] {});
}

base::Task<void> Session::close(Self self) {
    if (self->stopped()) co_return;
    self->fail_all(client_closed());
    self->scope_->cancel_all();
    auto done = base::one_shot<int>(self->ports_.loop);
    self->spawn(say_goodbye(self->transport_.get(), done.first));
    self->spawn(send_later(&self->ports_.clock, goodbye_limit, done.first));
    co_await done.second;
    self->stop();
}

Session::Key Session::add(const std::string& method, const RequestOptions& options, Sender sender, bool is_request) {
    const Key key = ++last_key_;
    Pending pending;
    pending.method = method;
    pending.options = options;
    pending.sender = std::move(sender);
    pending.is_request = is_request;
    pending.begun_ms = pending.last_sign_ms = now_ms();
    pending_.emplace(key, std::move(pending));
    return key;
}

void Session::drive(Key key, Outgoing outgoing) {
    Pending& pending = pending_.at(key);
    pending.send_task = spawn(send_one(this, key, std::move(outgoing)));
    const bool limited = pending.options.quiet > 0ms || pending.options.longest > 0ms;
    if (limited) pending.watch_task = spawn(watch(this, key));
}

base::Task<base::Result<Response>> Session::exchange(Self self, std::string method, base::Json params,
                                                     RequestOptions options) {
    if (self->stopped()) co_return base::fail(client_closed());
    auto answer = base::one_shot<base::Result<Response>>(self->ports_.loop);
    const Key key = self->add(method, options, answer.first, true);
    Guard guard(self, key);
    if (options.events.on_progress) params = with_progress_token(std::move(params), key);
    params = self->wire_->complete_params(std::move(params));

    Outgoing outgoing;
    outgoing.headers = self->wire_->mirror_headers(method, params);
    outgoing.headers.insert(outgoing.headers.end(), options.headers.begin(), options.headers.end());
    outgoing.message = jsonrpc::make_request(jsonrpc::Id(key), method, std::move(params));
    self->drive(key, std::move(outgoing));
    base::Result<Response> result = co_await answer.second;
    co_return std::move(result);
}

base::Task<base::Result<Session::Answer>> Session::request(Self self, std::string method, base::Json params,
                                                           RequestOptions options) {
    for (bool may_renew = true;; may_renew = false) {
        const unsigned generation = self->generation_;
        if (std::exchange(self->lost_, false)) {
            auto begun = co_await renewed(self, generation);
            if (!begun) co_return base::fail(std::move(begun.error()));
        }
        auto response = co_await exchange(self, method, params, options);
        if (response) {
            if (response->error) co_return base::fail(rpc_error(*response->error));
            auto type = self->wire_->result_type(*response->result);
            if (!type) co_return base::fail(std::move(type.error()));
            co_return Answer{std::move(*response->result), *type};
        }
        const bool lost = response.error().kind == base::ErrorKind::session_lost;
        if (!lost || !may_renew || !self->renew) co_return base::fail(std::move(response.error()));
        auto begun = co_await renewed(self, generation);
        if (!begun) co_return base::fail(std::move(begun.error()));
        options.events.on_person = nullptr;  // it may have begun
    }
}

base::Task<void> Session::notify(Self self, std::string method, base::Json params) {
    if (self->stopped()) co_return;
    auto taken = base::one_shot<base::Result<Response>>(self->ports_.loop);
    const Key key = self->add(method, RequestOptions(), taken.first, false);
    Guard guard(self, key);
    Outgoing outgoing;
    outgoing.headers = self->wire_->mirror_headers(method, params);
    outgoing.message = jsonrpc::make_notification(method, std::move(params));
    self->drive(key, std::move(outgoing));
    co_await taken.second;
}

base::Task<void> Session::send_one(Session* self, Key key, Outgoing outgoing) {
    auto sent = co_await self->transport_->send(std::move(outgoing));
    self->on_sent(key, std::move(sent));
}

// Fails the request when its time is over; each progress notification gives it `quiet` anew, until `longest`.
base::Task<void> Session::watch(Session* self, Key key) {
    for (;;) {
        const auto found = self->pending_.find(key);
        if (found == self->pending_.end()) co_return;
        Pending& pending = found->second;
        double due = std::numeric_limits<double>::infinity();
        const auto& options = pending.options;
        if (options.quiet > 0ms) due = pending.last_sign_ms + static_cast<double>(options.quiet.count());
        if (options.longest > 0ms) due = std::min(due, pending.begun_ms + static_cast<double>(options.longest.count()));
        double left = due - self->now_ms();
        if (pending.person_since_ms) left = std::max(left, person_check_ms);
        if (left <= 0) {
            pending.finish(Pending::End::timed_out, base::fail(request_timed_out(pending.method)));
            co_return;
        }
        co_await self->ports_.clock.sleep(std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(left))));
    }
}

base::Task<void> Session::linger(Session* self, base::TaskScope::Id task) {
    co_await self->ports_.clock.sleep(linger_limit);
    self->cancel(task);
}

base::Task<void> Session::deliver_aside(Session* self, base::Json message) {
    Outgoing outgoing;
    outgoing.message = std::move(message);
    auto sent = co_await self->transport_->send(std::move(outgoing));
    --self->aside_;
}

// A message of ours that nobody waits for.
void Session::send_aside(base::Json message) {
    if (stopped() || aside_ >= aside_cap) return;
    ++aside_;
    spawn(deliver_aside(this, std::move(message)));
}

void Session::leave(Key key) {
    const auto found = pending_.find(key);
    if (found == pending_.end()) return;
    const Pending pending = std::move(found->second);
    pending_.erase(found);
    if (stopped()) return;
    cancel(pending.watch_task);
    if (pending.end == Pending::End::answered) {
        if (!pending.sent) spawn(linger(this, pending.send_task));
        return;
    }
    cancel(pending.send_task);  // ends its stream: with 2026-07-28, that is the cancellation
    const bool given_up = pending.end != Pending::End::failed && pending.is_request && pending.options.cancellable;
    if (!given_up || !wire_->has_sessions()) return;
    base::Json params = base::Json::object();
    params["requestId"] = key;
    params["reason"] = pending.end == Pending::End::timed_out ? "No answer in time" : "Cancelled by the user";
    send_aside(jsonrpc::make_notification("notifications/cancelled", std::move(params)));
}

void Session::on_sent(Key key, base::Result<void> sent) {
    const auto found = pending_.find(key);
    if (found == pending_.end()) return;
    Pending& pending = found->second;
    pending.sent = true;
    if (!sent) return pending.finish(Pending::End::failed, base::fail(std::move(sent.error())));
    if (!pending.is_request) pending.finish(Pending::End::answered, Response());
}

base::Task<void> Session::run_renewal(Session* self) {
    self->transport_->forget_session();
    auto begun = co_await self->renew(self->shared_from_this());
    if (begun) ++self->generation_;
    self->lost_ = !begun;
    for (const auto& sender : std::exchange(self->waiting_for_renewal_, {})) sender.send(begun);
    if (begun) co_return;
    self->ports_.loop.post([weak = self->weak_from_this(), error = begun.error()] {
        const auto session = weak.lock();
        if (session && !session->stopped() && session->on_lost) session->on_lost(error);
    });
}

// 2025-11-25 transports, Session Management 4: a new initialize, once for all requests that found the session gone.
base::Task<base::Result<void>> Session::renewed(Self self, unsigned generation) {
    if (self->stopped()) co_return base::fail(client_closed());
    if (self->generation_ != generation) co_return base::Result<void>();
    auto begun = base::one_shot<base::Result<void>>(self->ports_.loop);
    self->waiting_for_renewal_.push_back(begun.first);
    if (self->waiting_for_renewal_.size() == 1) self->spawn(run_renewal(self.get()));
    base::Result<void> result = co_await begun.second;
    co_return result;
}

// The limits are those of the server; the time that a person takes to sign in is added to them.
void Session::on_person(const base::Json& message, bool waits) {
    const auto key = base::integer_member(message, "id");
    const auto found = key ? pending_.find(*key) : pending_.end();
    if (found == pending_.end()) return;
    Pending& pending = found->second;
    if (!waits && pending.person_since_ms) {
        const double waited = now_ms() - *pending.person_since_ms;
        pending.begun_ms += waited;
        pending.last_sign_ms += waited;
    }
    pending.person_since_ms = waits ? std::optional<double>(now_ms()) : std::nullopt;
    if (!pending.options.events.on_person) return;
    ports_.loop.post([weak = weak_from_this(), key = *key, waits] {
        if (const auto self = weak.lock()) self->report_person(key, waits);
    });
}

void Session::report_person(Key key, bool waits) {
    const auto found = pending_.find(key);
    if (found == pending_.end() || stopped()) return;
    const auto tell = found->second.options.events.on_person;  // a copy: it may end the request
    tell(waits);
}

void Session::on_message(jsonrpc::Message message) {
    if (auto* response = std::get_if<Response>(&message)) return on_response(std::move(*response));
    if (const auto* request = std::get_if<jsonrpc::Request>(&message)) return on_server_request(*request);
    on_server_notification(std::move(std::get<jsonrpc::Notification>(message)));
}

// What answers nothing that waits (an unknown id, a second answer, one that was given up) is ignored: cancellation,
// Behavior Requirements.
void Session::on_response(Response response) {
    const auto* key = response.id ? std::get_if<Key>(&*response.id) : nullptr;
    const auto found = key ? pending_.find(*key) : pending_.end();
    if (found == pending_.end() || !found->second.is_request) return;
    found->second.finish(Pending::End::answered, std::move(response));
}

// 2025-11-25 ping: answered promptly. All else needs a capability that we do not declare. With 2026-07-28 servers ask
// nothing, and clients send no responses (basic/patterns).
void Session::on_server_request(const jsonrpc::Request& request) {
    if (!wire_->has_sessions()) return;
    base::Json answer = request.method == "ping"
                            ? jsonrpc::make_result(request.id, base::Json::object())
                            : jsonrpc::make_error(request.id, jsonrpc::method_not_found, "Method not found");
    send_aside(std::move(answer));
}

void Session::on_server_notification(jsonrpc::Notification notification) {
    if (notification.method == "notifications/progress") return on_progress(notification.params);
    if (notification.method == "notifications/message") return;  // logging: the traffic log has it
    ports_.loop.post([weak = weak_from_this(), notification = std::move(notification)] {
        const auto self = weak.lock();
        if (self && !self->stopped() && self->on_notification) self->on_notification(notification);
    });
}

void Session::on_progress(const base::Json& params) {
    const auto token = base::integer_member(params, "progressToken");
    const auto found = token ? pending_.find(*token) : pending_.end();
    auto progress = read_progress(params);
    if (found == pending_.end() || !progress) return;
    Pending& pending = found->second;
    pending.last_sign_ms = now_ms();
    if (!pending.options.events.on_progress) return;
    // However many come between two drains, the last one is told.
    pending.progress = std::move(*progress);
    if (std::exchange(pending.progress_posted, true)) return;
    ports_.loop.post([weak = weak_from_this(), key = *token] {
        if (const auto self = weak.lock()) self->report_progress(key);
    });
}

void Session::report_progress(Key key) {
    const auto found = pending_.find(key);
    if (found == pending_.end() || stopped()) return;
    found->second.progress_posted = false;
    const auto tell = found->second.options.events.on_progress;  // a copy: it may end the request
    const Progress progress = *found->second.progress;
    tell(progress);
}

}  // namespace mcp
