// Emscripten's WebSocket API.
#pragma once

#include "base/loop.hpp"
#include "ports/websocket.hpp"
#include "ports/window.hpp"

namespace platform::web {

class WebWebSockets final : public ports::WebSockets {
public:
    // Both outlive it and its sockets.
    WebWebSockets(base::Loop& loop, const ports::Window& window) : loop_(loop), window_(window) {}

    // Errors: invalid_address, mixed_content, invalid_arguments (a subprotocol that is no token), offline, unreachable.
    // A close with a code other than 1000, 1001 or none is an error too, though the closing handshake was clean: the
    // server had a reason, and `code` and `detail` have it.
    base::Task<base::Result<std::unique_ptr<ports::WebSocket>>> open(std::string url,
                                                                     std::vector<std::string> protocols) override;

private:
    base::Loop& loop_;
    const ports::Window& window_;
};

}  // namespace platform::web
