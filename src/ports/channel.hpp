// Messages between the tabs of this origin (BroadcastChannel); a tab does not hear itself.
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace ports {

class Channel {
public:
    virtual ~Channel() = default;  // leaves
    virtual void post(const std::string& message) = 0;
};

class Channels {
public:
    virtual ~Channels() = default;
    // `on_message` runs from a drain of the loop.
    virtual std::unique_ptr<Channel> join(const std::string& name, std::function<void(std::string)> on_message) = 0;
};

}  // namespace ports
