// What comes back: bodies, event streams and their resumption, refusals.
#include <algorithm>
#include <limits>

#include "mcp/streamable_http.hpp"

namespace mcp {

namespace {

using namespace std::chrono_literals;
using base::Error;
using base::ErrorKind;

constexpr std::size_t answer_cap = 32u * 1024u * 1024u;
constexpr std::size_t refusal_cap = 1024u * 1024u;
constexpr int fruitless_cap = 6;          // connections in a row that brought nothing
constexpr auto shortest_pause = 100ms;    // whatever the server's `retry` says
constexpr auto usual_pause = 1'000ms;     // without `retry`
constexpr auto longest_pause = 60'000ms;  // of the backoff; a longer `retry` is kept to

bool is_success(int status) { return status >= 200 && status < 300; }

bool is_event_stream(const ports::HttpHead& head) { return media_type(head.headers) == "text/event-stream"; }

// By its type; or by its looks, where the type is missing or a plain text.
bool may_be_json(const ports::HttpHead& head, std::string_view body) {
    const std::string type = media_type(head.headers);
    if (type == "application/json" || type.ends_with("+json")) return true;
    if (type == "text/html" || is_event_stream(head)) return false;
    const std::size_t first = body.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && (body[first] == '{' || body[first] == '[');
}

base::Task<base::Result<std::string>> whole_body(ports::HttpExchange* exchange, std::size_t cap) {
    std::string body;
    for (;;) {
        auto piece = co_await exchange->chunk();
        if (!piece) co_return base::fail(std::move(piece.error()));
        if (!*piece) co_return std::move(body);
        body += **piece;
        if (body.size() > cap) co_return base::fail(ErrorKind::too_large, "The server's answer is too large.");
    }
}

// The error of a refusal's body, when it is a JSON-RPC error response.
std::optional<jsonrpc::Message> read_rpc_error(std::string_view body) {
    auto value = base::parse_json(body);
    if (!value) return std::nullopt;
    auto message = jsonrpc::read_message(std::move(*value));
    if (!message) return std::nullopt;
    const auto* response = std::get_if<jsonrpc::Response>(&*message);
    if (!response || !response->error) return std::nullopt;
    return std::move(*message);
}

// 2025-11-25 transports, Sending Messages 6: the client waits for at least the stream's `retry` milliseconds.
template <class Cursor>
std::chrono::milliseconds pause_before(Cursor& cursor) {
    cursor.fruitless = cursor.progressed ? 0 : cursor.fruitless + 1;
    cursor.progressed = false;
    const auto wanted = std::max<std::chrono::milliseconds>(cursor.retry.value_or(usual_pause), shortest_pause);
    if (cursor.fruitless <= 1) return wanted;
    const auto backoff =
        std::min<std::chrono::milliseconds>(usual_pause * (1 << std::min(cursor.fruitless, 10)), longest_pause);
    return std::max(wanted, backoff);
}

}  // namespace

base::Task<base::Result<void>> StreamableHttp::read_success(Opened opened, Awaited awaited) {
    if (awaited.opens_session) {
        auto taken = take_session_id(opened.head);
        if (!taken) co_return base::fail(std::move(taken.error()));
    }
    if (!awaited.id) {  // a notification or a response: 202, and whatever else it answers says nothing
        log_.received(opened.facts, nullptr, {});
        co_return base::Result<void>();
    }
    if (is_event_stream(opened.head)) {
        auto read = co_await read_stream(std::move(opened), std::move(awaited));
        co_return read;
    }
    auto read = co_await read_body(std::move(opened), std::move(awaited));
    co_return read;
}

base::Task<base::Result<void>> StreamableHttp::read_body(Opened opened, Awaited awaited) {
    auto body = co_await whole_body(opened.exchange.get(), answer_cap);
    if (!body) {
        log_.failed(opened.facts, body.error());
        const bool too_large = body.error().kind == ErrorKind::too_large;
        co_return base::fail(too_large ? unreadable_answer(body.error(), phase_) : std::move(body.error()));
    }
    *body = mask_sent(std::move(*body), opened.secrets);
    if (!may_be_json(opened.head, *body)) {
        log_.received(opened.facts, nullptr, *body);
        co_return base::fail(foreign_answer(opened.head, *body, phase_));
    }
    auto delivered = deliver(opened.facts, *body, &awaited);
    if (!delivered) co_return base::fail(unreadable_answer(delivered.error(), phase_));
    if (!awaited.answered) co_return base::fail(no_answer_in_body(phase_));
    co_return base::Result<void>();
}

Error StreamableHttp::refusal_error(const Opened& opened, const Awaited& awaited, std::string_view body) {
    const int status = opened.head.status;
    const bool in_session = wire_->has_sessions() && !awaited.opens_session;
    // 2025-11-25 transports, Session Management 3 and 4.
    if (in_session && status == 404 && !session_id_.empty()) return session_was_lost("HTTP 404");
    auto message = read_rpc_error(body);
    if (!message) return status_error(opened.head, body, phase_);
    const auto& error = *std::get<jsonrpc::Response>(*message).error;
    // The reference server answers 400 where 404 is due; and to a page that cannot see the id it was given.
    if (in_session && status == 400 && speaks_of_session(error))
        return session_id_.empty() ? session_id_hidden() : session_was_lost("HTTP 400");
    Error refusal = status_error(opened.head, body, phase_);
    if (refusal.kind == ErrorKind::http_status || refusal.kind == ErrorKind::not_an_mcp_server) return rpc_error(error);
    refusal.detail += ", " + rpc_error(error).detail;
    return refusal;
}

base::Task<base::Result<void>> StreamableHttp::read_refusal(Opened opened, Awaited awaited) {
    auto read = co_await whole_body(opened.exchange.get(), refusal_cap);
    const std::string body = mask_sent(read ? std::move(*read) : std::string(), opened.secrets);
    Error error = refusal_error(opened, awaited, body);
    auto message = read_rpc_error(body);
    // Where the body says what went wrong, it is the answer: its code and data decide what is done (basic/versioning).
    if (message && awaited.id && error.kind == ErrorKind::rpc_error) {
        deliver_message(opened.facts, std::move(*message), body, &awaited);
        if (awaited.answered) co_return base::Result<void>();
    } else {
        log_.received(opened.facts, message ? &*message : nullptr, body);
    }
    co_return base::fail(std::move(error));
}

base::Result<void> StreamableHttp::deliver(const ExchangeFacts& facts, std::string_view text, Awaited* awaited) {
    auto value = base::parse_json(text);
    if (!value) {
        log_.received(facts, nullptr, text);
        return base::fail(std::move(value.error()));
    }
    // 2025-03-26 lifecycle: initialize is never part of a batch.
    const bool batches = wire_->has_batches() && phase_ == Phase::connected;
    auto messages = jsonrpc::read_messages(std::move(*value), batches);
    if (!messages) {
        log_.received(facts, nullptr, text);
        return base::fail(std::move(messages.error()));
    }
    for (auto& message : *messages) {
        deliver_message(facts, std::move(message), text, awaited);
        text = {};  // the log has a batch's text once
    }
    return {};
}

void StreamableHttp::deliver_message(const ExchangeFacts& facts, jsonrpc::Message message, std::string_view text,
                                     Awaited* awaited) {
    if (auto* response = std::get_if<jsonrpc::Response>(&message)) {
        // An error whose request could not be read has no id; on the exchange of a request it can mean no other.
        if (!response->id && awaited) response->id = awaited->id;
        if (awaited && response->id && response->id == awaited->id) awaited->answered = true;
    }
    log_.received(facts, &message, text);
    if (on_message) on_message(std::move(message));
}

base::Task<base::Result<void>> StreamableHttp::read_events(Opened& opened, Cursor& cursor, Awaited* awaited) {
    base::SseParser parser(answer_cap);
    for (;;) {
        auto piece = co_await opened.exchange->chunk();
        if (!piece) co_return base::fail(std::move(piece.error()));
        if (!*piece) co_return base::Result<void>();
        std::vector<base::SseEvent> events;
        auto fed = parser.feed(**piece, events);
        if (!fed) co_return base::fail(unreadable_answer(fed.error(), phase_));
        for (base::SseEvent& event : events) {
            cursor.progressed = true;
            if (!event.last_event_id.empty()) cursor.last_event_id = event.last_event_id;
            if (event.data.empty() || event.type != "message") continue;  // a priming event, or none of MCP's
            const std::string data = mask_sent(std::move(event.data), opened.secrets);
            auto delivered = deliver(opened.facts, data, awaited);
            // On a standing stream one bad event harms nobody; to a request it may have been the answer.
            const bool spoils = !delivered && awaited && !awaited->answered;
            if (spoils) co_return base::fail(unreadable_answer(delivered.error(), phase_));
        }
        if (parser.retry()) cursor.retry = parser.retry();
    }
}

// After the answer the stream is read on to its end, so that the connection can be used again; Session sets the limit.
base::Task<base::Result<void>> StreamableHttp::read_stream(Opened opened, Awaited awaited) {
    Cursor cursor;
    for (;;) {
        auto read = co_await read_events(opened, cursor, &awaited);
        if (awaited.answered) co_return base::Result<void>();
        if (!read && !base::is_connection_loss(read.error().kind)) {
            log_.failed(opened.facts, read.error());
            co_return base::fail(std::move(read.error()));
        }
        opened.exchange.reset();
        if (!wire_->has_resumption() || cursor.last_event_id.empty()) {
            Error error = read ? stream_ended_early() : std::move(read.error());
            log_.failed(opened.facts, error);
            co_return base::fail(std::move(error));
        }
        auto resumed = co_await resume(cursor);
        if (!resumed) co_return base::fail(std::move(resumed.error()));
        // What comes again may say back what the first request was sent with.
        resumed->secrets.insert(resumed->secrets.end(), opened.secrets.begin(), opened.secrets.end());
        opened = std::move(*resumed);
    }
}

// 2025-11-25 transports, Resumability and Redelivery 2: always by GET, with the last event id.
base::Task<base::Result<StreamableHttp::Opened>> StreamableHttp::resume(Cursor& cursor) {
    for (;;) {
        const auto pause = pause_before(cursor);
        if (cursor.fruitless > fruitless_cap) co_return base::fail(stream_ended_early());
        co_await ports_.clock.sleep(pause);
        auto opened = co_await open_get(cursor.last_event_id, answer_cap);
        if (!opened) {
            if (!base::is_connection_loss(opened.error().kind)) co_return base::fail(std::move(opened.error()));
            continue;
        }
        if (is_success(opened->head.status) && is_event_stream(opened->head)) co_return std::move(*opened);
        log_.received(opened->facts, nullptr, {});
        if (opened->head.status == 404 && !session_id_.empty()) co_return base::fail(session_was_lost("HTTP 404"));
        if (opened->head.status < 500) co_return base::fail(stream_ended_early());
    }
}

base::Task<base::Result<void>> StreamableHttp::listen() {
    Cursor cursor;
    for (;;) {
        auto opened = co_await open_get(cursor.last_event_id, std::numeric_limits<std::size_t>::max());
        if (!opened && !base::is_connection_loss(opened.error().kind)) co_return base::fail(std::move(opened.error()));
        if (opened && is_success(opened->head.status) && is_event_stream(opened->head)) {
            auto read = co_await read_events(*opened, cursor, nullptr);
            const bool at_fault = !read && !base::is_connection_loss(read.error().kind);
            if (read)
                log_.received(opened->facts, nullptr, {});
            else
                log_.failed(opened->facts, read.error());
            if (at_fault) co_return base::fail(std::move(read.error()));
            opened->exchange.reset();
        } else if (opened) {
            log_.received(opened->facts, nullptr, {});
            // 405 is how a server says that it offers no such stream; in practice any refusal does.
            if (opened->head.status < 500) co_return base::Result<void>();
        }
        const auto pause = pause_before(cursor);
        if (cursor.fruitless > fruitless_cap) co_return base::Result<void>();
        co_await ports_.clock.sleep(pause);
    }
}

}  // namespace mcp
