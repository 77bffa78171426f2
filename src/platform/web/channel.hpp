// BroadcastChannel.
#pragma once

#include "base/loop.hpp"
#include "ports/channel.hpp"

namespace platform::web {

class WebChannels final : public ports::Channels {
public:
    explicit WebChannels(base::Loop& loop) : loop_(loop) {}
    std::unique_ptr<ports::Channel> join(const std::string& name, std::function<void(std::string)> on_message) override;

private:
    base::Loop& loop_;
};

}  // namespace platform::web
