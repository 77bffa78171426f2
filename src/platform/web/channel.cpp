#include "platform/web/channel.hpp"

#include <emscripten/em_macros.h>

#include <utility>

namespace platform::web {

struct ChannelState;

}  // namespace platform::web

extern "C" {
void parley_channel_join(platform::web::ChannelState* channel, const char* name);
void parley_channel_post(platform::web::ChannelState* channel, const char* text);
void parley_channel_leave(platform::web::ChannelState* channel);
}

namespace platform::web {

struct ChannelState : std::enable_shared_from_this<ChannelState> {
    ChannelState(base::Loop& loop, std::function<void(std::string)> on_message)
        : loop(loop), on_message(std::move(on_message)) {}

    // The message waits for a drain; by then the channel may have been left.
    void receive(std::string text) {
        loop.post([channel = weak_from_this(), text = std::move(text)] {
            if (auto still_there = channel.lock()) still_there->on_message(text);
        });
    }

    base::Loop& loop;
    std::function<void(std::string)> on_message;
};

namespace {

class WebChannel final : public ports::Channel {
public:
    WebChannel(base::Loop& loop, const std::string& name, std::function<void(std::string)> on_message)
        : state_(std::make_shared<ChannelState>(loop, std::move(on_message))) {
        parley_channel_join(state_.get(), name.c_str());
    }
    ~WebChannel() override { parley_channel_leave(state_.get()); }

    void post(const std::string& message) override { parley_channel_post(state_.get(), message.c_str()); }

private:
    std::shared_ptr<ChannelState> state_;
};

}  // namespace

std::unique_ptr<ports::Channel> WebChannels::join(const std::string& name,
                                                  std::function<void(std::string)> on_message) {
    return std::make_unique<WebChannel>(loop_, name, std::move(on_message));
}

}  // namespace platform::web

// Called by web/bridge/channel.js, never after parley_channel_leave; `text` is freed by it.
extern "C" EMSCRIPTEN_KEEPALIVE void parley_channel_message(platform::web::ChannelState* channel, const char* text) {
    channel->receive(text);
}
