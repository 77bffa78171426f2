#include "platform/web/websocket.hpp"

#include <emscripten/websocket.h>

#include <utility>

#include "base/one_shot.hpp"
#include "base/pipe.hpp"
#include "base/url.hpp"
#include "platform/web/http.hpp"

// emscripten_websocket_new, with what `new WebSocket` throws turned into 0.
extern "C" EMSCRIPTEN_WEBSOCKET_T parley_websocket_new(EmscriptenWebSocketCreateAttributes* attributes);

namespace platform::web {

namespace {

using base::Error;
using base::ErrorKind;
using base::Remedy;

// A message larger than this, or as much unread, ends the connection.
constexpr std::size_t max_unread_bytes = 64u * 1024u * 1024u;

class WebSocketConnection final : public ports::WebSocket {
public:
    using Message = base::Result<std::string>;

    WebSocketConnection(base::Loop& loop, const ports::Window& window, const std::string& url)
        : window_(window), messages_(loop), url_(url) {
        if (auto parsed = base::Url::parse(url)) host_ = parsed->host_and_port();
    }
    WebSocketConnection(const WebSocketConnection&) = delete;
    WebSocketConnection& operator=(const WebSocketConnection&) = delete;
    ~WebSocketConnection() override { close(); }

    void connect(const std::string& protocols, base::OneShotSender<base::Result<void>> opened);

    base::Result<void> send(const std::string& text) override;
    base::Task<base::Result<std::optional<std::string>>> receive() override;
    const std::string& protocol() const override { return protocol_; }

private:
    static bool on_open(int, const EmscriptenWebSocketOpenEvent* event, void* connection);
    static bool on_message(int, const EmscriptenWebSocketMessageEvent* event, void* connection);
    static bool on_close(int, const EmscriptenWebSocketCloseEvent* event, void* connection);

    void closed(const EmscriptenWebSocketCloseEvent& event);
    void fail(Error error);
    void close();

    const ports::Window& window_;
    base::OneShotSender<base::Result<void>> opened_;
    base::Pipe<Message> messages_;
    std::string url_;
    std::string host_;
    std::string protocol_;
    EMSCRIPTEN_WEBSOCKET_T socket_ = 0;  // 0: none, or closed
    std::size_t queued_ = 0;
};

void WebSocketConnection::connect(const std::string& protocols, base::OneShotSender<base::Result<void>> opened) {
    opened_ = std::move(opened);
    EmscriptenWebSocketCreateAttributes attributes{};
    attributes.url = url_.c_str();
    attributes.protocols = protocols.empty() ? nullptr : protocols.c_str();
    attributes.createOnMainThread = true;
    const EMSCRIPTEN_WEBSOCKET_T socket = parley_websocket_new(&attributes);
    if (socket <= 0)
        return fail({ErrorKind::unreachable,
                     Remedy::fix_address,
                     "The browser refuses to connect to " + host_ + ".",
                     "new WebSocket threw",
                     {},
                     host_});
    socket_ = socket;
    emscripten_websocket_set_onopen_callback(socket_, this, &WebSocketConnection::on_open);
    emscripten_websocket_set_onmessage_callback(socket_, this, &WebSocketConnection::on_message);
    // An error event says nothing and a close event always follows it.
    emscripten_websocket_set_onclose_callback(socket_, this, &WebSocketConnection::on_close);
}

base::Result<void> WebSocketConnection::send(const std::string& text) {
    unsigned short state = 3;
    if (socket_ != 0) emscripten_websocket_get_ready_state(socket_, &state);
    // The browser drops without a word what is sent into a closing socket.
    if (state != 1)
        return base::fail({ErrorKind::stream_cut, Remedy::retry, "The connection is closed.", {}, {}, host_});
    // The bridge's strings end at a NUL. JSON text never has one (RFC 8259 §7).
    if (text.find('\0') != std::string::npos)
        return base::fail(ErrorKind::internal, "A message has a NUL character in it.");
    emscripten_websocket_send_utf8_text(socket_, text.c_str());
    return {};
}

base::Task<base::Result<std::optional<std::string>>> WebSocketConnection::receive() {
    std::optional<Message> message = co_await messages_.next();
    if (!message) co_return std::optional<std::string>();
    if (!*message) co_return base::fail(std::move(message->error()));
    queued_ -= (*message)->size();
    co_return std::optional<std::string>(std::move(**message));
}

bool WebSocketConnection::on_open(int, const EmscriptenWebSocketOpenEvent*, void* connection) {
    auto& self = *static_cast<WebSocketConnection*>(connection);
    int length = 0;  // with the NUL
    emscripten_websocket_get_protocol_length(self.socket_, &length);
    std::string protocol(static_cast<std::size_t>(length), '\0');
    emscripten_websocket_get_protocol(self.socket_, protocol.data(), length);
    protocol.resize(static_cast<std::size_t>(length) - 1);
    self.protocol_ = std::move(protocol);
    self.opened_.send(base::Result<void>());
    return true;
}

bool WebSocketConnection::on_message(int, const EmscriptenWebSocketMessageEvent* event, void* connection) {
    auto& self = *static_cast<WebSocketConnection*>(connection);
    if (!event->isText) {
        self.fail({ErrorKind::malformed, Remedy::none, "The server sent a binary message.", {}, {}, self.host_});
        return true;
    }
    const std::size_t length = event->numBytes - 1;  // it counts the NUL
    self.queued_ += length;
    if (self.queued_ > max_unread_bytes)
        self.fail({ErrorKind::too_large,
                   Remedy::none,
                   "The server sends more than this page takes.",
                   "over " + std::to_string(max_unread_bytes) + " bytes unread",
                   {},
                   self.host_});
    else
        self.messages_.writer().write(std::string(reinterpret_cast<const char*>(event->data), length));
    return true;
}

bool WebSocketConnection::on_close(int, const EmscriptenWebSocketCloseEvent* event, void* connection) {
    auto& self = *static_cast<WebSocketConnection*>(connection);
    self.closed(*event);
    return true;
}

void WebSocketConnection::closed(const EmscriptenWebSocketCloseEvent& event) {
    // RFC 6455 §7.4.1: 1000 is done, 1001 is going away, 1005 is "no code was given".
    const bool regular = event.wasClean && (event.code == 1000 || event.code == 1001 || event.code == 1005);
    const bool was_open = !opened_.wanted();
    if (was_open && regular) {
        messages_.writer().close();
        return close();
    }
    const std::string detail = "close code " + std::to_string(event.code) + " " + event.reason;
    if (was_open)
        fail({ErrorKind::stream_cut, Remedy::retry, "The connection broke.", detail, "RFC 6455 §7.4", host_,
              event.code});
    else if (!window_.online())
        fail({ErrorKind::offline, Remedy::retry, "This device is offline.", detail, {}, host_});
    else
        fail({ErrorKind::unreachable,
              Remedy::retry,
              "No WebSocket connection to " + host_ + " came about, and the browser does not say why.",
              detail,
              {},
              host_});
}

void WebSocketConnection::fail(Error error) {
    opened_.send(base::fail(error));
    messages_.writer().write(base::fail(std::move(error)));
    messages_.writer().close();
    close();
}

// Safe inside a callback: the toolchain touches neither the socket nor us after it.
void WebSocketConnection::close() {
    if (socket_ == 0) return;
    const EMSCRIPTEN_WEBSOCKET_T socket = std::exchange(socket_, 0);
    emscripten_websocket_close(socket, 1000, nullptr);
    emscripten_websocket_delete(socket);  // no callback comes after this
}

bool is_token(const std::string& text) {
    for (const char c : text)
        if (c <= ' ' || c >= '\x7f' || std::string_view("()<>@,;:\\\"/[]?={}").find(c) != std::string_view::npos)
            return false;
    return !text.empty();
}

}  // namespace

base::Task<base::Result<std::unique_ptr<ports::WebSocket>>> WebWebSockets::open(std::string url,
                                                                                std::vector<std::string> protocols) {
    if (auto problem = address_problem(url, window_)) co_return base::fail(std::move(*problem));
    std::string list;
    for (const std::string& protocol : protocols) {
        if (!is_token(protocol))
            co_return base::fail({ErrorKind::invalid_arguments, Remedy::none, "A subprotocol's name is not one.",
                                  protocol, "RFC 6455 §4.1", protocol});
        list += (list.empty() ? "" : ",") + protocol;
    }
    auto connection = std::make_unique<WebSocketConnection>(loop_, window_, url);
    auto [sender, opened] = base::one_shot<base::Result<void>>(loop_);
    connection->connect(list, std::move(sender));
    co_await base::or_return(co_await opened);
    co_return std::unique_ptr<ports::WebSocket>(std::move(connection));
}

}  // namespace platform::web
