// A tab with everything a sign-in stands on, and a provider's literal answers.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "base/json_object.hpp"
#include "fakes/fake_channel.hpp"
#include "fakes/fake_clock.hpp"
#include "fakes/fake_crypto.hpp"
#include "fakes/fake_http.hpp"
#include "fakes/fake_locks.hpp"
#include "fakes/fake_random.hpp"
#include "fakes/fake_signing_keys.hpp"
#include "fakes/fake_store.hpp"
#include "fakes/fake_window.hpp"
#include "fakes/run.hpp"
#include "oauth/authorize.hpp"
#include "oauth/refresh.hpp"
#include "oauth/surroundings.hpp"

namespace oauth_test {

using base::ErrorKind;
using namespace std::chrono_literals;

inline const std::string server_url = "https://todo.example/mcp";
inline const std::string resource_address = "https://todo.example/.well-known/oauth-protected-resource/mcp";
inline const std::string metadata_address = "https://login.example/.well-known/oauth-authorization-server";
inline const std::string token_address = "https://login.example/token";

inline const char* const resource_document =
    R"({"resource":"https://todo.example/mcp","authorization_servers":["https://login.example"],"scopes_supported":["read"]})";
// The metadata of https://login.example with the members `more`, as JSON writes them.
inline std::string server_document(const std::string& more) {
    return R"({"issuer":"https://login.example","authorization_endpoint":"https://login.example/authorize",
        "token_endpoint":"https://login.example/token","response_types_supported":["code"],)" +
           more + "}";
}

// What all tabs of a browser share.
struct Browser {
    base::Loop loop;
    fakes::FakeClock clock{loop};
    fakes::FakeStore store{loop};
    fakes::FakeChannels channels{loop};
    fakes::FakeLocks locks{loop};
    fakes::FakeHttp http{loop};
    fakes::FakeRandom random;
    fakes::FakeCrypto crypto{loop};
    fakes::FakeSigningKeys keys{loop};
    void settle() { fakes::settle(loop); }
};

struct Tab {
    explicit Tab(Browser& b) : browser(b) {
        deployment.description.client_name = "Parley";
        deployment.description.redirect_uri = window.callback_address();
    }

    oauth::Surroundings around() {
        return {browser.loop,  browser.http,     browser.clock, browser.random, browser.crypto, browser.keys,
                browser.locks, browser.channels, window,        vault,          nonces,         deployment};
    }
    oauth::Telling telling() {
        return {[this](const oauth::Step& step) {
                    if (step.state != oauth::Step::State::running) steps.push_back(step);
                },
                [this](const std::string& line) { log += line + '\n'; },
                [this](const oauth::Client& client, bool before) {
                    source = client.source;
                    registered_before |= before;
                }};
    }

    Browser& browser;
    fakes::FakeWindow window{browser.loop};
    std::vector<std::string> changed;  // server addresses another tab told of
    base::TaskScope page{browser.loop, [](const std::string& bug) { FAIL(bug); }};
    oauth::Vault vault{page, browser.store, browser.channels,
                       [this](const std::string& url) { changed.push_back(url); }};
    oauth::Nonces nonces;
    oauth::Deployment deployment;
    std::vector<oauth::Step> steps;
    std::string log;
    bool registered_before = false;
    std::optional<oauth::ClientSource> source;
};

// A grant that ends an hour after now.
inline oauth::Grant grant_at(std::chrono::milliseconds now, const std::string& token = "access-1",
                             const std::string& account = "u1") {
    oauth::Grant grant;
    grant.server.issuer = "https://login.example";
    grant.server.authorization_endpoint = "https://login.example/authorize";
    grant.server.token_endpoint = token_address;
    grant.client.issuer = grant.server.issuer;
    grant.client.client_id = "client-1";
    grant.client.source = oauth::ClientSource::registered;
    grant.key = {server_url, grant.server.issuer, grant.client.client_id, account};
    grant.tokens.access_token = token;
    grant.tokens.token_type = "Bearer";
    grant.tokens.refresh_token = "refresh-1";
    grant.tokens.scope = "read";
    grant.tokens.expires_at = now + 1h;
    grant.refresh_at = oauth::refresh_time(now, grant.tokens.expires_at);
    grant.resource = server_url;
    return grant;
}

inline const char* const second_token =
    R"({"access_token":"access-2","token_type":"Bearer","expires_in":3600,"refresh_token":"refresh-2"})";

}  // namespace oauth_test
