// Requests and their answers over one transport: ids, timeouts, progress, cancellation, requests of the server.
// Source: MCP basic/index "Messages"; 2025-11-25 basic/utilities: cancellation, progress, ping; 2026-07-28 basic/patterns.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/one_shot.hpp"
#include "base/task_scope.hpp"
#include "mcp/client.hpp"
#include "mcp/jsonrpc.hpp"
#include "mcp/transport.hpp"
#include "mcp/wire/wire.hpp"

namespace mcp {

struct RequestOptions {
    std::chrono::milliseconds quiet{30'000};     // without an answer or a progress notification; 0 = for ever
    std::chrono::milliseconds longest{120'000};  // in all; 0 = for ever
    CallEvents events = {};                      // called from the loop; asks for progress where that is told
    ports::Headers headers = {};                 // beside those of the revision
    bool cancellable = true;                     // `initialize` is not (2025-11-25 cancellation, Behavior 2)
};

// Owned by the client and by the requests that run; all coroutines hold it. After stop() every request fails.
class Session : public std::enable_shared_from_this<Session> {
public:
    Session(Ports ports, std::unique_ptr<Transport> transport);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    using Self = std::shared_ptr<Session>;

    // The answer, result or error. Errors: what the transport says; timed_out; cancelled after stop().
    static base::Task<base::Result<jsonrpc::Response>> exchange(Self self, std::string method, base::Json params,
                                                                RequestOptions options);
    struct Answer {
        base::Json result;
        wire::ResultType type = wire::ResultType::complete;
    };
    // The same, with an error response as an Error (rpc_error), a lost session begun anew once, and the result's type.
    static base::Task<base::Result<Answer>> request(Self self, std::string method, base::Json params,
                                                    RequestOptions options);
    // Waits until the server has taken it, or refused; that it does not take it is no error.
    static base::Task<void> notify(Self self, std::string method, base::Json params);

    // Ends everything at once. Never called from a task of the session (its callbacks come from the loop).
    void stop();
    bool stopped() const { return !scope_; }
    // Ends every stream, then the session at the server (within a limit of time), then everything.
    static base::Task<void> close(Self self);

    void use(const wire::Wire& wire);
    const wire::Wire& wire() const { return *wire_; }
    Transport& transport() { return *transport_; }
    const Ports& ports() const { return ports_; }

    // Background work of the client; ends with stop(). After it, nothing is spawned.
    base::TaskScope::Id spawn(base::Task<void> task);
    void cancel(base::TaskScope::Id task);

    // Set by the client. `renew` begins the session anew; the other two are called from the loop.
    std::function<base::Task<base::Result<void>>(Self)> renew;
    std::function<void(const jsonrpc::Notification&)> on_notification;
    std::function<void(base::Error)> on_lost;

private:
    using Sender = base::OneShotSender<base::Result<jsonrpc::Response>>;
    using Key = std::int64_t;  // the JSON-RPC id of a request; a notification has one too, which does not go out
    struct Pending;
    class Guard;

    Key add(const std::string& method, const RequestOptions& options, Sender sender, bool is_request);
    void drive(Key key, Outgoing outgoing);
    static base::Task<void> send_one(Session* self, Key key, Outgoing outgoing);
    static base::Task<void> watch(Session* self, Key key);
    static base::Task<void> linger(Session* self, base::TaskScope::Id task);
    static base::Task<void> deliver_aside(Session* self, base::Json message);
    static base::Task<void> run_renewal(Session* self);
    static base::Task<base::Result<void>> renewed(Self self, unsigned generation);

    void on_sent(Key key, base::Result<void> sent);
    void on_message(jsonrpc::Message message);
    void on_person(const base::Json& message, bool waits);
    void on_response(jsonrpc::Response response);
    void on_server_request(const jsonrpc::Request& request);
    void on_server_notification(jsonrpc::Notification notification);
    void on_progress(const base::Json& params);
    void report_progress(Key key);
    void report_person(Key key, bool waits);
    void send_aside(base::Json message);
    void leave(Key key);
    void fail_all(const base::Error& error);
    double now_ms() const { return ports_.clock.monotonic().count(); }

    Ports ports_;
    std::unique_ptr<Transport> transport_;
    const wire::Wire* wire_;
    std::map<Key, Pending> pending_;  // until whoever waits has gone
    Key last_key_ = 0;
    int aside_ = 0;            // messages on their way that nobody waits for
    unsigned generation_ = 0;  // how often the session was begun anew
    bool lost_ = false;        // and it could not be: the next request tries again
    std::vector<base::OneShotSender<base::Result<void>>> waiting_for_renewal_;
    std::unique_ptr<base::TaskScope> scope_;  // last: its tasks use the rest
};

}  // namespace mcp
