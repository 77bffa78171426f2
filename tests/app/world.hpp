// The app without a screen: state, update and everything around them that a test can set and watch.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

mcp::Tool tool(std::string name, std::string_view schema = R"({"type":"object"})");
mcp::ToolResult text_result(std::string text);

// A browser: what its tabs share.
struct Browser {
    Browser();
    ~Browser();

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
    fakes::FakeScripted& config;  // the deployment's config.json; empty, when a test says nothing else

    void settle() { fakes::settle(loop); }
    app::AppPorts ports() {
        return {loop, http, clock, random, store, channels, window, reach, crypto, keys, locks, deferred};
    }
};

// One tab with the page in it.
struct Tab {
    explicit Tab(Browser& b);
    ~Tab();

    void frame();
    void ask(const model::Intent& intent);

    // What there must be.
    model::Server& server();  // the only one
    chat::Conversation& conversation();
    const chat::Entry& last_entry();
    const chat::ToolRun& last_run();
    const chat::Message& last_message();
    const model::Notice& last_notice();

    Browser& browser;
    model::AppState state;
    app::Update update;
};

// A tab that is connected to one server with these tools.
struct Connected : Browser {
    explicit Connected(std::vector<mcp::Tool> tools = {tool("add")});
    ~Connected();
    FakeServer& server() { return servers.at(address); }
    std::string server_id() { return tab->server().id; }

    std::unique_ptr<Tab> tab;
};

}  // namespace app_test
