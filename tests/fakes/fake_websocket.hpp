// WebSockets that play a script; like FakeHttp, an unexpected one and one that never came fail the test.
//
//     FakeWebSockets sockets(loop);
//     auto& socket = sockets.expect("wss://a.example/mcp", {"mcp-v1"}).opens("mcp-v1");
//     ...
//     CHECK(socket.sent() == std::vector<std::string>{"…"});
//     socket.receives("…");  settle(loop);
#pragma once

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/loop.hpp"
#include "base/pipe.hpp"
#include "ports/websocket.hpp"

namespace fakes {

class FakeSocket {
public:
    FakeSocket(std::string url, std::vector<std::string> protocols);

    // What happens on opening; without a word it opens with the first protocol that was asked for.
    FakeSocket& opens(std::string protocol);
    FakeSocket& refuses(base::Error error);

    // From the server, once it is open.
    void receives(std::string text);
    void closes();
    void cuts(base::Error error);
    // What the client sends from now on fails with this.
    void refuses_sends(base::Error error);

    bool asked() const { return line_->asked; }
    bool closed_by_client() const { return line_->closed_by_client; }
    const std::vector<std::string>& sent() const { return line_->sent; }

private:
    friend class FakeWebSockets;
    friend class FakeOpenSocket;
    struct Line {
        bool asked = false;
        bool ended = false;
        bool closed_by_client = false;
        std::string protocol;
        std::vector<std::string> sent;
        std::optional<base::Error> send_error;
        base::PipeWriter<base::Result<std::string>> messages;
    };

    std::string url_;
    std::vector<std::string> protocols_;
    std::optional<base::Error> refusal_;
    std::shared_ptr<Line> line_ = std::make_shared<Line>();
};

class FakeWebSockets final : public ports::WebSockets {
public:
    explicit FakeWebSockets(base::Loop& loop) : loop_(loop) {}
    ~FakeWebSockets() override;

    // The reference is good as long as the FakeWebSockets.
    FakeSocket& expect(std::string url, std::vector<std::string> protocols);

    base::Task<base::Result<std::unique_ptr<ports::WebSocket>>> open(std::string url,
                                                                     std::vector<std::string> protocols) override;

private:
    base::Loop& loop_;
    std::list<FakeSocket> script_;
};

}  // namespace fakes
