// A WebSocket, pulled: receive() gives one message at a time (the shape of kj's WebSocket).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/task.hpp"

namespace ports {

class WebSocket {
public:
    virtual ~WebSocket() = default;  // closes

    virtual base::Result<void> send(const std::string& text) = 0;

    // The next text message; std::nullopt after a clean close; an error after an unclean one. Binary ones are an error.
    virtual base::Task<base::Result<std::optional<std::string>>> receive() = 0;

    // The subprotocol the server chose; empty when none.
    virtual const std::string& protocol() const = 0;
};

class WebSockets {
public:
    virtual ~WebSockets() = default;
    // Resolves once open. `url` is ws: or wss:, checked by the caller.
    virtual base::Task<base::Result<std::unique_ptr<WebSocket>>> open(std::string url,
                                                                      std::vector<std::string> protocols) = 0;
};

}  // namespace ports
