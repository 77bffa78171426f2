// All tabs of one browser: who joined a name hears what the others there post, and not itself.
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/loop.hpp"
#include "ports/channel.hpp"

namespace fakes {

class FakeChannels final : public ports::Channels {
public:
    explicit FakeChannels(base::Loop& loop) : room_(std::make_shared<Room>(loop)) {}

    std::unique_ptr<ports::Channel> join(const std::string& name,
                                         std::function<void(std::string)> on_message) override {
        auto member = std::make_shared<Member>(Member{name, std::move(on_message)});
        room_->members.push_back(member);
        return std::make_unique<Joined>(room_, std::move(member));
    }

    // All that was posted: name, message.
    const std::vector<std::pair<std::string, std::string>>& posted() const { return room_->posted; }

private:
    struct Member {
        std::string name;
        std::function<void(std::string)> on_message;
    };
    struct Room {
        explicit Room(base::Loop& l) : loop(l) {}
        base::Loop& loop;
        std::list<std::shared_ptr<Member>> members;
        std::vector<std::pair<std::string, std::string>> posted;
    };
    class Joined final : public ports::Channel {
    public:
        Joined(std::shared_ptr<Room> room, std::shared_ptr<Member> self)
            : room_(std::move(room)), self_(std::move(self)) {}
        ~Joined() override { room_->members.remove(self_); }
        void post(const std::string& message) override {
            room_->posted.emplace_back(self_->name, message);
            for (const auto& member : room_->members) {
                if (member == self_ || member->name != self_->name) continue;
                room_->loop.post([weak = std::weak_ptr(member), message] {
                    if (const auto alive = weak.lock()) alive->on_message(message);
                });
            }
        }

    private:
        std::shared_ptr<Room> room_;
        std::shared_ptr<Member> self_;
    };

    std::shared_ptr<Room> room_;
};

}  // namespace fakes
