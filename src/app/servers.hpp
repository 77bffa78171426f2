// The servers of the list and their connections: adding, connecting, losing, coming back.
//
// A server in the state `connecting` or `connected` has a Connection; every task about it runs in that connection's scope,
// so that letting go of the connection ends them all.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/connection.hpp"
#include "app/context.hpp"
#include "app/server_store.hpp"
#include "app/sign_ins.hpp"

namespace app {

class Servers {
public:
    struct Events {
        // Its tasks are about to end. The error is what its runs ended by; kind cancelled when a person did it.
        std::function<void(const std::string& server_id, const base::Error&)> gone;
        std::function<void(const std::string& server_id)> connected;
    };

    Servers(Context& context, SignIns& sign_ins, Connect connect, Events events);

    // ---- what a person asks for
    void add(const std::string& typed_address, std::optional<model::SignInSettings> sign_in);
    void set_sign_in(const std::string& id, model::SignInSettings settings);
    void connect(const std::string& id);
    void disconnect(const std::string& id);
    void cancel_connect(const std::string& id);
    void remove(const std::string& id);
    void refresh_tools(const std::string& id);
    void copy_as_curl(const std::string& id, std::uint64_t number);
    void send_request(const std::string& id, std::string method, base::Json params);

    // ---- what happens by itself
    void show(std::vector<ServerRecord> records);  // at the start; nothing connects
    void connect_known();                          // those that were connected when the page was closed
    void on_online();                              // the browser has a network again
    void on_offline();
    void doubt(const std::string& id);        // a call found nobody there: is the server?
    base::Task<void> reload(std::string id);  // another tab changed the record
    void reconnect(const std::string& id);    // its tokens are others now
    void came_back(const std::string& id);  // its sign-in by this very page, which had left: it connects when that ends
    void resumed(const std::string& id, const base::Result<bool>& signed_in);  // false: as somebody else
    void save_settings(const std::string& id);
    void end_all();  // before the page goes

    // Null when it is not connected.
    Connection* connected(const std::string& id);

private:
    // What is known of a server and not shown.
    struct Facts {
        std::int64_t order = 0;
        bool paused = false;
        int opened = 0;                 // attempts since the start of the page: tells whose step it is
        int attempts = 0;               // to come back, since the connection was last good
        base::TaskScope::Id retry = 0;  // waits for the next attempt
    };

    model::Server& append(ServerRecord record);
    void save(const model::Server& server);
    void open(const std::string& id);
    void close(const std::string& id, const base::Error& why);
    void begin_form_anew();
    void drop_abandoned(const std::string& keep_id);
    bool current(const Connection& connection) const;

    base::Task<void> establish(Connection& connection, std::string url, std::string revision);
    base::Task<void> connect(Connection& connection, std::string url, std::string revision);
    void greet(Connection& connection);
    void on_step(const std::string& id, const mcp::ConnectStep& step);
    void fail(const std::string& id, base::Error error);
    void succeed(Connection& connection, std::vector<mcp::Tool> tools);
    base::Task<base::Error> explain(std::string id, base::Error error);
    base::Task<void> fail_sign_in(std::string id, base::Error error);
    base::Task<void> handle_loss(Connection& connection, base::Error error);
    base::Task<void> check(Connection& connection);

    void retry_later(const std::string& id);
    base::Task<void> retry_after(std::string id, std::chrono::milliseconds delay);
    std::chrono::milliseconds backoff(int attempts);

    void load_tools(Connection& connection);
    base::Task<void> list_tools(Connection& connection);
    base::Task<void> request_by_hand(Connection& connection, std::string method, base::Json params);

    Context& context_;
    SignIns& sign_ins_;
    Connect connect_;
    Events events_;
    std::map<std::string, std::unique_ptr<Connection>> connections_;
    std::map<std::string, Facts> facts_;
    std::int64_t last_order_ = 0;
    std::uint64_t traffic_numbers_ = 0;
};

}  // namespace app
