#include "fakes/fake_websocket.hpp"
#include "base/turn.hpp"

#include <exception>
#include <utility>

#include <doctest/doctest.h>

namespace fakes {

class FakeOpenSocket final : public ports::WebSocket {
public:
    FakeOpenSocket(base::Loop& loop, std::shared_ptr<FakeSocket::Line> line) : line_(std::move(line)), messages_(loop) {
        line_->messages = messages_.writer();
    }
    ~FakeOpenSocket() override { line_->closed_by_client = !line_->ended; }

    base::Result<void> send(const std::string& text) override {
        if (line_->send_error) return base::fail(*line_->send_error);
        if (line_->ended) return base::fail(base::ErrorKind::stream_cut, "The connection is closed.");
        line_->sent.push_back(text);
        return {};
    }

    base::Task<base::Result<std::optional<std::string>>> receive() override {
        auto message = co_await messages_.next();
        if (!message) co_return std::optional<std::string>();
        if (!*message) co_return base::fail(message->error());
        co_return std::optional<std::string>(std::move(**message));
    }

    const std::string& protocol() const override { return line_->protocol; }

private:
    std::shared_ptr<FakeSocket::Line> line_;
    base::Pipe<base::Result<std::string>> messages_;
};

FakeSocket::FakeSocket(std::string url, std::vector<std::string> protocols)
    : url_(std::move(url)), protocols_(std::move(protocols)) {
    if (!protocols_.empty()) line_->protocol = protocols_.front();
}

FakeSocket& FakeSocket::opens(std::string protocol) {
    line_->protocol = std::move(protocol);
    return *this;
}

FakeSocket& FakeSocket::refuses(base::Error error) {
    refusal_ = std::move(error);
    return *this;
}

void FakeSocket::receives(std::string text) {
    REQUIRE_MESSAGE(asked(), "nobody has opened ", url_);
    line_->messages.write(std::move(text));
}

void FakeSocket::closes() {
    line_->ended = true;
    line_->messages.close();
}

void FakeSocket::cuts(base::Error error) {
    line_->ended = true;
    line_->messages.write(base::fail(std::move(error)));
}

void FakeSocket::refuses_sends(base::Error error) { line_->send_error = std::move(error); }

FakeWebSockets::~FakeWebSockets() {
    if (std::uncaught_exceptions() > 0) return;
    for (const auto& socket : script_)
        if (!socket.asked()) FAIL_CHECK("this WebSocket was never opened: ", socket.url_);
}

FakeSocket& FakeWebSockets::expect(std::string url, std::vector<std::string> protocols) {
    return script_.emplace_back(std::move(url), std::move(protocols));
}

base::Task<base::Result<std::unique_ptr<ports::WebSocket>>> FakeWebSockets::open(std::string url,
                                                                                 std::vector<std::string> protocols) {
    co_await base::turn(loop_);
    for (auto& socket : script_) {
        if (socket.asked() || socket.url_ != url || socket.protocols_ != protocols) continue;
        socket.line_->asked = true;
        if (socket.refusal_) co_return base::fail(*socket.refusal_);
        co_return std::make_unique<FakeOpenSocket>(loop_, socket.line_);
    }
    FAIL_CHECK("unexpected WebSocket: ", url);
    co_return base::fail(base::ErrorKind::unreachable, "The server cannot be reached.");
}

}  // namespace fakes
