// Streamable HTTP, of all revisions: each message is a POST; answers come as JSON or as an event stream.
// Source: MCP 2026-07-28 basic/transports/streamable-http; 2025-11-25 basic/transports (sessions, GET, resumption).
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/sse_parser.hpp"
#include "mcp/errors.hpp"
#include "mcp/traffic_log.hpp"
#include "mcp/transport.hpp"

namespace mcp {

class StreamableHttp final : public Transport {
public:
    // `url` is absolute and safe to fetch. What `ports` names outlives the transport.
    StreamableHttp(Ports ports, std::string url);

    void use(const wire::Wire& wire) override { wire_ = &wire; }
    void settle() override { phase_ = Phase::connected; }
    base::Task<base::Result<void>> send(Outgoing outgoing) override;
    base::Task<base::Result<void>> listen() override;
    void forget_session() override { session_id_.clear(); }
    base::Task<void> end_session() override;

    // After redirects of the first request, within the origin.
    const std::string& url() const { return url_; }
    // Called with the status of the first answer of all.
    std::function<void(int)> on_reached;

private:
    // An exchange whose head has come.
    struct Opened {
        std::unique_ptr<ports::HttpExchange> exchange;
        ports::HttpHead head;
        ExchangeFacts facts;
        ports::Headers secrets;  // what authorized it
    };
    // What is asked for with a message, and whether it has been seen.
    struct Awaited {
        std::optional<jsonrpc::Id> id;  // of a request
        std::string method;
        bool opens_session = false;  // initialize
        bool answered = false;
    };
    // Where an event stream stands, over all connections that carry it.
    struct Cursor {
        std::string last_event_id;
        std::optional<std::chrono::milliseconds> retry;
        bool progressed = false;  // something came on the last connection
        int fruitless = 0;        // connections in a row on which nothing came
    };

    // `message` lives until the task ends; null for GET and DELETE.
    base::Task<base::Result<Opened>> open(ports::HttpRequest request, std::string rpc_method,
                                          const base::Json* message);
    base::Task<base::Result<Opened>> open_get(std::string last_event_id, std::size_t max_body_bytes);
    base::Result<void> reach(const ports::HttpHead& head);
    ports::Headers session_headers(bool opens_session) const;
    base::Result<void> take_session_id(const ports::HttpHead& head);

    base::Task<base::Result<void>> read_success(Opened opened, Awaited awaited);
    base::Task<base::Result<void>> read_refusal(Opened opened, Awaited awaited);
    base::Task<base::Result<void>> read_body(Opened opened, Awaited awaited);
    base::Task<base::Result<void>> read_stream(Opened opened, Awaited awaited);
    base::Task<base::Result<Opened>> resume(Cursor& cursor);
    base::Task<base::Result<void>> read_events(Opened& opened, Cursor& cursor, Awaited* awaited);
    base::Error refusal_error(const Opened& opened, const Awaited& awaited, std::string_view body);

    // Reads `text` as one message or a batch, logs and delivers each. `awaited` is null on a standing stream.
    base::Result<void> deliver(const ExchangeFacts& facts, std::string_view text, Awaited* awaited);
    void deliver_message(const ExchangeFacts& facts, jsonrpc::Message message, std::string_view text, Awaited* awaited);

    Ports ports_;
    TrafficLog log_;
    std::string url_;
    const wire::Wire* wire_;
    Phase phase_ = Phase::connecting;
    bool reached_ = false;
    std::string session_id_;
};

}  // namespace mcp
