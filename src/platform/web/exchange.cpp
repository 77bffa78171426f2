#include "platform/web/exchange.hpp"

#include <emscripten/emscripten.h>
#include <emscripten/fetch.h>

#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/url.hpp"

namespace platform::web {

namespace {

using base::Error;
using base::ErrorKind;
using base::Remedy;

// What may wait unread, however large the whole may become (an open event stream has no cap worth the name).
constexpr std::size_t max_queued_bytes = 64u * 1024u * 1024u;

const char* name_of(FetchMode mode) {
    switch (mode) {
        case FetchMode::refuse_redirects: return "refuse";
        case FetchMode::follow_redirects: return "follow";
        case FetchMode::probe: return "probe";
    }
    return "refuse";
}

std::string_view trim(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

// "name: value" lines; the toolchain leaves the blank and the carriage return in.
ports::Headers read_headers(emscripten_fetch_t* fetch) {
    std::string block(emscripten_fetch_get_response_headers_length(fetch) + 1, '\0');
    emscripten_fetch_get_response_headers(fetch, block.data(), block.size());
    block.resize(std::strlen(block.c_str()));
    ports::Headers headers;
    for (std::string_view rest = block; !rest.empty();) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos)
            headers.push_back({std::string(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1)))});
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return headers;
}

// The names, then the values of headers that come twice joined with commas (RFC 9110 §5.3): the toolchain keeps the last.
ports::Headers joined(const ports::Headers& headers) {
    ports::Headers result;
    for (const ports::Header& header : headers) {
        auto* earlier = const_cast<std::string*>(ports::find_header(result, header.name));
        if (earlier)
            *earlier += ", " + header.value;
        else
            result.push_back(header);
    }
    return result;
}

// Fetch §2.2.3, null body status: the browser gives no body to read, and the toolchain calls that an error.
bool has_no_body(int status, const std::string& method) {
    return status == 204 || status == 205 || status == 304 || method == "HEAD";
}

// The toolchain frees what it put here only at the close, and forgets it at the next piece.
void drop_data(emscripten_fetch_t* fetch) {
    std::free(const_cast<char*>(fetch->data));
    fetch->data = nullptr;
}

}  // namespace

WebExchange::WebExchange(base::Loop& loop, const ports::Window& window, ports::HttpRequest request)
    : WebExchange(loop, window, std::move(request), base::one_shot<Head>(loop)) {}

WebExchange::WebExchange(base::Loop& loop, const ports::Window& window, ports::HttpRequest request,
                         std::pair<base::OneShotSender<Head>, base::OneShotReceiver<Head>> head)
    : window_(window),
      request_(std::move(request)),
      head_sender_(std::move(head.first)),
      head_(std::move(head.second)),
      pieces_(loop) {
    if (auto url = base::Url::parse(request_.url)) host_ = url->host_and_port();
}

WebExchange::~WebExchange() { abort(); }

void WebExchange::send(FetchMode mode) {
    mode_ = mode;
    emscripten_fetch_attr_t attributes;
    emscripten_fetch_attr_init(&attributes);
    request_.method.copy(attributes.requestMethod, sizeof attributes.requestMethod - 1);
    attributes.userData = this;
    attributes.attributes = EMSCRIPTEN_FETCH_LOAD_TO_MEMORY | EMSCRIPTEN_FETCH_STREAM_DATA;
    attributes.onreadystatechange = &WebExchange::on_state;
    attributes.onprogress = &WebExchange::on_progress;
    attributes.onsuccess = &WebExchange::on_end;
    attributes.onerror = &WebExchange::on_end;

    const ports::Headers headers = joined(request_.headers);
    std::vector<const char*> lines;
    for (const ports::Header& header : headers) {
        lines.push_back(header.name.c_str());
        lines.push_back(header.value.c_str());
    }
    lines.push_back("x-parley-fetch");
    lines.push_back(name_of(mode));
    lines.push_back(nullptr);
    attributes.requestHeaders = lines.data();
    if (!request_.body.empty()) {
        attributes.requestData = request_.body.data();
        attributes.requestDataSize = request_.body.size();
    }

    last_byte_ = emscripten_get_now();
    fetch_ = emscripten_fetch(&attributes, request_.url.c_str());
    if (!fetch_) return fail({ErrorKind::internal, Remedy::retry, "The request could not be made.", "out of memory"});
    if (!ended_) watch_for_silence();
}

void WebExchange::refuse(Error error) { fail(std::move(error)); }

base::Task<base::Result<ports::HttpHead>> WebExchange::head() { co_return co_await head_; }

base::Task<base::Result<std::optional<std::string>>> WebExchange::chunk() {
    std::optional<Piece> piece = co_await pieces_.next();
    if (!piece) co_return std::optional<std::string>();
    if (!*piece) co_return base::fail(std::move(piece->error()));
    queued_ -= (*piece)->size();
    co_return std::optional<std::string>(std::move(**piece));
}

void WebExchange::on_state(emscripten_fetch_t* fetch) {
    auto& self = *static_cast<WebExchange*>(fetch->userData);
    if (self.ended_ || self.head_seen_ || fetch->readyState != 2) return;
    self.take_head(fetch);
}

void WebExchange::on_progress(emscripten_fetch_t* fetch) {
    auto& self = *static_cast<WebExchange*>(fetch->userData);
    if (!self.ended_ && fetch->data) self.take_piece(fetch->data, static_cast<std::size_t>(fetch->numBytes));
    drop_data(fetch);
}

// Both onsuccess and onerror: the toolchain calls the second for 4xx and 5xx too. The ready state tells them apart: 4 is
// the regular end.
void WebExchange::on_end(emscripten_fetch_t* fetch) {
    drop_data(fetch);
    auto& self = *static_cast<WebExchange*>(fetch->userData);
    if (self.ended_) return;
    const bool regular = fetch->readyState == 4;
    if (self.head_seen_ && (regular || has_no_body(fetch->status, self.request_.method)))
        self.finish();
    else if (!self.head_seen_)
        self.fail(self.network_error(fetch->statusText));
    else
        self.fail({ErrorKind::stream_cut,
                   Remedy::retry,
                   "The connection broke before the answer was complete.",
                   fetch->statusText,
                   {},
                   self.host_});
    // Closed here and now, the toolchain does not go on to call a broken fetch a success.
    if (!regular) self.abort();
}

void WebExchange::take_head(emscripten_fetch_t* fetch) {
    head_seen_ = true;
    last_byte_ = emscripten_get_now();
    // A page sees status 0 only of an answer it may not look into: here, one that would have led elsewhere.
    if (fetch->status == 0 && mode_ != FetchMode::probe) {
        return fail({ErrorKind::redirected_away, Remedy::fix_address,
                     "The server sends this request on to another address, and it is not followed there.",
                     "a redirect was answered", "Fetch §4.4", host_});
    }
    ports::HttpHead head;
    head.status = fetch->status;
    head.headers = read_headers(fetch);
    head.final_url = fetch->responseUrl ? fetch->responseUrl : request_.url;
    head_sender_.send(std::move(head));
}

void WebExchange::take_piece(const char* bytes, std::size_t length) {
    last_byte_ = emscripten_get_now();
    received_ += length;
    queued_ += length;
    if (received_ > request_.max_body_bytes) {
        return fail({ErrorKind::too_large,
                     Remedy::none,
                     "The answer is larger than this page takes.",
                     "over " + std::to_string(request_.max_body_bytes) + " bytes",
                     {},
                     host_});
    }
    if (queued_ > max_queued_bytes) {
        return fail({ErrorKind::too_large,
                     Remedy::none,
                     "The server sends faster than this page can read.",
                     "over " + std::to_string(max_queued_bytes) + " bytes unread",
                     {},
                     host_});
    }
    pieces_.writer().write(std::string(bytes, length));
}

void WebExchange::finish() {
    ended_ = true;
    timer_.stop();
    pieces_.writer().close();
}

void WebExchange::fail(Error error) {
    ended_ = true;
    head_sender_.send(base::fail(error));
    pieces_.writer().write(base::fail(std::move(error)));
    pieces_.writer().close();
    // In a task of its own, because this may be one of the fetch's callbacks.
    if (fetch_) timer_.start(0, [this] { abort(); });
}

Error WebExchange::network_error(const std::string& browser_says) const {
    if (!window_.online())
        return {ErrorKind::offline, Remedy::retry, "This device is offline.", browser_says, {}, host_};
    return {ErrorKind::unreachable,
            Remedy::retry,
            "No answer came from " + host_ +
                ". The browser does not say why: the address may be wrong, the server may be down or refuse pages of "
                "other sites (CORS), its certificate may be bad, or something blocks it.",
            browser_says,
            {},
            host_};
}

// One timer that looks again, not one that is set anew by every byte.
void WebExchange::watch_for_silence() {
    if (request_.idle_timeout.count() <= 0) return;
    const double left = last_byte_ + static_cast<double>(request_.idle_timeout.count()) - emscripten_get_now();
    timer_.start(left, [this] {
        if (emscripten_get_now() - last_byte_ < static_cast<double>(request_.idle_timeout.count()))
            return watch_for_silence();
        fail({ErrorKind::timed_out,
              Remedy::retry,
              "The server went silent.",
              "no byte for " + std::to_string(request_.idle_timeout.count()) + " ms",
              {},
              host_});
    });
}

void WebExchange::abort() {
    ended_ = true;  // before the close: it calls onerror
    timer_.stop();
    if (fetch_) emscripten_fetch_close(std::exchange(fetch_, nullptr));
}

}  // namespace platform::web
