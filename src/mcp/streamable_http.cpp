// Opening exchanges and sending; what comes back is read in streamable_http_answers.cpp.
#include "mcp/streamable_http.hpp"

#include <algorithm>
#include <limits>

#include "base/ascii.hpp"
#include "base/url.hpp"

namespace mcp {

namespace {

using namespace std::chrono_literals;
using base::ErrorKind;

// Long ones serve as a denial of service, not as an id.
constexpr std::size_t session_id_cap = 4'096;
// Who signs in knows better when to stop; this ends what never would.
constexpr int most_refusals = 6;

base::Error of_token(base::Error error) {
    using Part = base::Error::Part;
    if (error.part == Part::request) error.part = Part::token;
    return error;
}

}  // namespace

StreamableHttp::StreamableHttp(Ports ports, std::string url)
    : ports_(ports), log_(ports.traffic, ports.clock), url_(std::move(url)), wire_(&wire::newest_stateless()) {}

ports::Headers StreamableHttp::session_headers(bool opens_session) const {
    ports::Headers headers;
    if (opens_session) return headers;
    // 2025-11-25 transports, Protocol Version Header: on all requests after initialize. 2026-07-28: on every POST.
    if (wire_->has_version_header()) headers.push_back({"MCP-Protocol-Version", std::string(wire_->revision())});
    if (wire_->has_sessions() && !session_id_.empty()) headers.push_back({"Mcp-Session-Id", session_id_});
    return headers;
}

// 2025-11-25 transports, Session Management 1: visible ASCII only.
base::Result<void> StreamableHttp::take_session_id(const ports::HttpHead& head) {
    session_id_.clear();
    const std::string* id = ports::find_header(head.headers, "Mcp-Session-Id");
    if (!id || id->empty()) return {};
    const bool good = id->size() <= session_id_cap &&
                      std::all_of(id->begin(), id->end(), [](char c) { return c >= 0x21 && c <= 0x7E; });
    if (!good)
        return base::fail({.kind = ErrorKind::malformed,
                           .message = "The server gave a session id that must not be used.",
                           .detail = "Mcp-Session-Id has a character outside of visible ASCII, or is too long",
                           .clause = "MCP 2025-11-25 transports, Session Management"});
    session_id_ = *id;
    return {};
}

// The first answer. A redirect within the origin leads to the address that is used from then on; elsewhere, to nobody.
base::Result<void> StreamableHttp::reach(const ports::HttpHead& head) {
    if (reached_) return {};
    const auto asked = base::Url::parse(url_);
    auto answered = base::Url::parse(head.final_url);
    if (asked && answered && !asked->same_origin(*answered))
        return base::fail(redirected_elsewhere(answered->origin()));
    reached_ = true;
    if (on_reached) on_reached(head.status);
    if (!answered) return {};
    answered->fragment.clear();
    url_ = answered->to_string();
    return {};
}

base::Task<base::Result<StreamableHttp::Opened>> StreamableHttp::open(ports::HttpRequest request,
                                                                      std::string rpc_method,
                                                                      const base::Json* message) {
    // Who answers 401 or 403 to the standing stream answers it to requests as well; those ask for the sign-in.
    const bool may_authorize = request.method == "POST";
    const bool standing = rpc_method == "subscriptions/listen";
    std::optional<base::Error> sent_on;  // a first request was: one more, without a secret, finds out where to
    for (int refusals = 0;;) {
        base::Result<ports::Headers> secrets;
        if (!sent_on) secrets = co_await ports_.tokens.authorize(request.method, url_);
        if (!secrets) co_return base::fail(of_token(std::move(secrets.error())));
        ports::HttpRequest attempt = request;
        attempt.url = url_;
        attempt.headers.insert(attempt.headers.end(), secrets->begin(), secrets->end());
        if (sent_on) attempt.redirects = ports::Redirects::follow;
        attempt.idle_timeout = 0ms;  // Session's timeouts decide, as they know of progress

        Opened opened;
        opened.facts = {
            .http_method = attempt.method, .url = url_, .rpc_method = rpc_method, .headers = attempt.headers};
        opened.secrets = *secrets;
        log_.sent(opened.facts, message, attempt.body);
        opened.exchange = ports_.http.open(std::move(attempt));
        auto head = co_await opened.exchange->head();
        if (!head) {
            log_.failed(opened.facts, head.error());
            if (sent_on) co_return base::fail(std::move(*sent_on));
            if (reached_ || head.error().kind != ErrorKind::redirected_away)
                co_return base::fail(std::move(head.error()));
            sent_on = std::move(head.error());
            continue;
        }
        opened.head = std::move(*head);
        for (auto& header : opened.head.headers)
            if (base::lowered(header.name) != "mcp-session-id")  // that goes back as it came
                header.value = mask_sent(std::move(header.value), *secrets);
        opened.facts.status = opened.head.status;
        opened.facts.headers = opened.head.headers;
        ports_.tokens.on_answer(url_, opened.head.headers);

        auto reached = reach(opened.head);
        if (!reached) co_return base::fail(std::move(reached.error()));
        if (sent_on) {
            log_.received(opened.facts, nullptr, {});
            sent_on.reset();
            continue;
        }
        const bool refused = opened.head.status == 401 || opened.head.status == 403;
        if (refused && may_authorize && refusals < most_refusals) {
            if (message && on_person) on_person(*message, true);
            Refused answer{.status = opened.head.status,
                           .headers = opened.head.headers,
                           .times = ++refusals,
                           .sent = *secrets,
                           .standing = standing};
            const double refused_at = ports_.clock.monotonic().count();
            auto changed = co_await ports_.tokens.on_refused(std::move(answer));
            // The time of a sign-in is none of the answer's.
            opened.facts.started_ms += ports_.clock.monotonic().count() - refused_at;
            if (message && on_person) on_person(*message, false);
            if (!changed) {
                log_.received(opened.facts, nullptr, {});
                co_return base::fail(of_token(std::move(changed.error())));
            }
            if (*changed) {
                log_.received(opened.facts, nullptr, {});
                continue;
            }
        }
        co_return std::move(opened);
    }
}

base::Task<base::Result<StreamableHttp::Opened>> StreamableHttp::open_get(std::string last_event_id,
                                                                          std::size_t max_body_bytes) {
    ports::HttpRequest request;
    request.headers = session_headers(false);
    request.headers.push_back({"Accept", "text/event-stream"});
    if (!last_event_id.empty()) request.headers.push_back({"Last-Event-ID", std::move(last_event_id)});
    request.max_body_bytes = max_body_bytes;
    auto opened = co_await open(std::move(request), {}, nullptr);
    co_return opened;
}

base::Task<base::Result<void>> StreamableHttp::send(Outgoing outgoing) {
    Awaited awaited;
    if (const std::string* method = base::string_member(outgoing.message, "method")) {
        awaited.method = *method;
        if (const auto id = base::integer_member(outgoing.message, "id")) awaited.id = *id;
        awaited.opens_session = *method == "initialize";
    }
    ports::HttpRequest request;
    request.method = "POST";
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json, text/event-stream"}};
    const ports::Headers session = session_headers(awaited.opens_session);
    request.headers.insert(request.headers.end(), session.begin(), session.end());
    request.headers.insert(request.headers.end(), outgoing.headers.begin(), outgoing.headers.end());
    request.body = base::dump_json(outgoing.message);

    auto opened = co_await open(std::move(request), awaited.method, &outgoing.message);
    if (!opened) co_return base::fail(std::move(opened.error()));
    const bool accepted = opened->head.status >= 200 && opened->head.status < 300;
    if (!accepted) {
        auto refused = co_await read_refusal(std::move(*opened), std::move(awaited));
        co_return refused;
    }
    auto read = co_await read_success(std::move(*opened), std::move(awaited));
    co_return read;
}

base::Task<void> StreamableHttp::end_session() {
    if (!wire_->has_sessions() || session_id_.empty()) co_return;
    ports::HttpRequest request;
    request.method = "DELETE";
    request.headers = session_headers(false);
    session_id_.clear();
    // 2025-11-25 transports, Session Management 5: 405 says that the server does not do this; no answer matters.
    auto opened = co_await open(std::move(request), {}, nullptr);
    if (opened) log_.received(opened->facts, nullptr, {});
}

}  // namespace mcp
