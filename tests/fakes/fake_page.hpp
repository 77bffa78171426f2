// The browser around the page: window, other tabs, chance, and whether an address answers.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "fakes/turn.hpp"
#include "ports/channel.hpp"
#include "ports/random.hpp"
#include "ports/reach.hpp"
#include "ports/window.hpp"

namespace fakes {

class FakeWindow final : public ports::Window {
public:
    explicit FakeWindow(base::Loop& loop) : loop_(loop) {}

    std::string address() const override { return href; }
    void replace_fragment(const std::string& fragment) override {
        href = href.substr(0, href.find('#')) + (fragment.empty() ? "" : "#" + fragment);
    }
    bool online() const override { return is_online; }
    std::vector<std::string> languages() const override { return accepted; }
    void set_title(const std::string& shown) override { title = shown; }
    bool open_link(const std::string& url) override {
        if (blocks_windows) return false;
        opened.push_back(url);
        return true;
    }
    base::Task<base::Result<void>> copy_text(std::string text) override {
        co_await turn(loop_);
        if (refuses_clipboard)
            co_return base::fail(base::ErrorKind::forbidden, "The browser does not give the clipboard.");
        copied = std::move(text);
        co_return base::Result<void>();
    }
    void save_file(const std::string& name, const std::string&, const std::string& bytes) override {
        saved.emplace_back(name, bytes);
    }

    std::string href = "https://parley.example/";
    bool is_online = true;
    std::vector<std::string> accepted = {"en-GB", "en"};
    std::string title;
    bool blocks_windows = false;
    std::vector<std::string> opened;
    bool refuses_clipboard = false;
    std::string copied;
    std::vector<std::pair<std::string, std::string>> saved;  // name, bytes

private:
    base::Loop& loop_;
};

// All that join the same FakeChannels are tabs of one browser; a tab does not hear itself.
class FakeChannels final : public ports::Channels {
public:
    explicit FakeChannels(base::Loop& loop) : loop_(loop), members_(std::make_shared<Members>()) {}

    std::unique_ptr<ports::Channel> join(const std::string& name,
                                         std::function<void(std::string)> on_message) override {
        auto member = std::make_shared<Member>(Member{name, std::move(on_message)});
        members_->push_back(member);
        return std::make_unique<Joined>(loop_, members_, member);
    }

    // As from a tab that is not in this test.
    void post_from_elsewhere(const std::string& name, const std::string& message) {
        for (const auto& member : *members_)
            if (member->name == name) deliver(loop_, member, message);
    }

private:
    struct Member {
        std::string name;
        std::function<void(std::string)> on_message;  // empty once it left
    };
    using Members = std::vector<std::shared_ptr<Member>>;

    static void deliver(base::Loop& loop, std::shared_ptr<Member> member, std::string message) {
        loop.post([member = std::move(member), message = std::move(message)] {
            if (member->on_message) member->on_message(message);
        });
    }

    class Joined final : public ports::Channel {
    public:
        Joined(base::Loop& loop, std::shared_ptr<Members> all, std::shared_ptr<Member> self)
            : loop_(loop), all_(std::move(all)), self_(std::move(self)) {}
        ~Joined() override { self_->on_message = nullptr; }
        void post(const std::string& message) override {
            for (const auto& other : *all_)
                if (other != self_ && other->name == self_->name) deliver(loop_, other, message);
        }

    private:
        base::Loop& loop_;
        std::shared_ptr<Members> all_;
        std::shared_ptr<Member> self_;
    };

    base::Loop& loop_;
    std::shared_ptr<Members> members_;
};

class FakeReach final : public ports::Reach {
public:
    explicit FakeReach(base::Loop& loop) : loop_(loop) {}

    base::Task<ports::Reachability> probe(std::string url) override {
        probed.push_back(std::move(url));
        co_await turn(loop_);
        co_return answer;
    }

    ports::Reachability answer = ports::Reachability::unreachable;
    std::vector<std::string> probed;

private:
    base::Loop& loop_;
};

// No two alike, and the same in every run.
class FakeRandom final : public ports::Random {
public:
    std::string bytes(std::size_t count) override {
        std::string out;
        for (std::size_t i = 0; i < count; ++i) {
            state_ = state_ * 6364136223846793005u + 1442695040888963407u;
            out += static_cast<char>(state_ >> 56);
        }
        return out;
    }

private:
    unsigned long long state_ = 42;
};

}  // namespace fakes
