// The app without a screen: state, update and everything around them that a test can set and watch.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "app/fake_client.hpp"
#include "app/update.hpp"
#include "app/watched_store.hpp"
#include "fakes/fake_channel.hpp"
#include "fakes/fake_clock.hpp"
#include "fakes/fake_crypto.hpp"
#include "fakes/fake_deferred.hpp"
#include "fakes/fake_http.hpp"
#include "fakes/fake_locks.hpp"
#include "fakes/fake_random.hpp"
#include "fakes/fake_reach.hpp"
#include "fakes/fake_signing_keys.hpp"
#include "fakes/fake_window.hpp"
#include "fakes/run.hpp"

namespace app_test {

using base::ErrorKind;
using base::Json;
using base::Remedy;
using namespace std::chrono_literals;

inline const std::string address = "https://tools.example/mcp";

inline mcp::Tool tool(std::string name, std::string_view schema = R"({"type":"object"})") {
    mcp::Tool made;
    made.name = std::move(name);
    made.input_schema = *base::parse_json(schema);
    return made;
}

inline mcp::ToolResult text_result(std::string text) {
    mcp::ToolResult result;
    result.content.push_back(mcp::TextContent{std::move(text)});
    return result;
}

// A browser: what its tabs share.
struct Browser {
    base::Loop loop;
    fakes::FakeClock clock{loop};
    WatchedStore store{loop};
    fakes::FakeChannels channels{loop};
    fakes::FakeWindow window{loop};
    fakes::FakeReach reach{loop};
    fakes::FakeRandom random;
    fakes::FakeHttp http{loop};
    fakes::FakeCrypto crypto{loop};
    fakes::FakeSigningKeys keys{loop};
    fakes::FakeLocks locks{loop};
    fakes::FakeDeferred deferred;
    FakeServers servers{loop};

    void settle() { fakes::settle(loop); }
    app::AppPorts ports() {
        return {loop, http, clock, random, store, channels, window, reach, crypto, keys, locks, deferred};
    }
};

// One tab with the page in it.
struct Tab {
    explicit Tab(Browser& b) : browser(b), update(b.ports(), state, b.servers.connect()) {
        update.start();
        browser.settle();
        frame();
    }

    void frame() {
        update.after_frame();
        browser.settle();
    }

    template <class Intent>
    void ask(Intent intent) {
        update.carry_out(model::Intent(std::move(intent)));
        browser.settle();
        frame();
    }

    model::Server& server() {
        REQUIRE(state.servers.size() == 1);
        return state.servers.front();
    }
    chat::Conversation& conversation() {
        auto* selected = model::find_conversation(state, state.selected_conversation);
        REQUIRE(selected);
        return *selected;
    }
    const chat::Entry& last_entry() {
        REQUIRE_FALSE(conversation().entries.empty());
        return conversation().entries.back();
    }
    const chat::ToolRun& last_run() {
        const auto* run = std::get_if<chat::ToolRun>(&last_entry().content);
        REQUIRE(run);
        return *run;
    }
    const chat::Message& last_message() {
        const auto* message = std::get_if<chat::Message>(&last_entry().content);
        REQUIRE(message);
        return *message;
    }
    const model::Notice& last_notice() {
        REQUIRE_FALSE(state.notices.empty());
        return state.notices.back();
    }

    Browser& browser;
    model::AppState state;
    app::Update update;
};

// A tab that is connected to one server with these tools.
struct Connected : Browser {
    explicit Connected(std::vector<mcp::Tool> tools = {tool("add")}) {
        servers.at(address).tools = std::move(tools);
        tab = std::make_unique<Tab>(*this);
        tab->ask(model::AddServer{address});
        REQUIRE(tab->server().state == model::ConnectionState::connected);
    }
    FakeServer& server() { return servers.at(address); }
    std::string server_id() { return tab->server().id; }

    std::unique_ptr<Tab> tab;
};

}  // namespace app_test
