// One connected server at which somebody is signed in, without the app around: a token of an hour, whose clock the test moves.
#pragma once

#include <doctest/doctest.h>

#include "app/notices.hpp"
#include "app/saver.hpp"
#include "app/sign_ins.hpp"
#include "app/world.hpp"

namespace app_test {

using namespace std::chrono_literals;
using base::ErrorKind;

inline const std::string server_url = address;
inline const std::string token_url = "https://as.example/token";
inline const std::string resource_url = "https://tools.example/.well-known/oauth-protected-resource/mcp";
inline constexpr const char* second_token =
    R"({"access_token":"access-2","token_type":"Bearer","expires_in":3600,"refresh_token":"refresh-2"})";

struct SignedIn : Browser {
    model::AppState state;
    base::TaskScope page{loop, [](const std::string& bug) { FAIL(bug); }};
    app::Notices notices{state, clock, page};
    app::Saver saver{store, page, {[](auto&, auto&) {}, [](base::Error) {}, [] {}}};
    app::AppPorts own_ports = ports();
    app::Context context{own_ports, state, page, saver, notices};
    std::vector<std::string> told;
    std::string errand;  // what the page goes on with
    app::SignIns sign_ins{
        context,
        {[this](const std::string&) { told.emplace_back("account changed"); },
         [this](const std::string&) { told.emplace_back("signed out"); }, [](const std::string&) {},
         [this](const std::string&) { return errand; }, [](const std::string&) {},
         [](const std::string&, const std::string&) {}, [](const std::string&, const base::Result<bool>&) {}}};

    SignedIn() {
        model::Server server;
        server.id = "server-1";
        server.url = server_url;
        server.state = model::ConnectionState::connected;
        state.servers.push_back(server);
        keep(grant("access-1", "u1"));
    }
    ~SignedIn() {
        page.cancel_all();
        loop.drain();
    }

    oauth::Grant grant(const std::string& token, const std::string& account) {
        oauth::Grant made;
        made.server.issuer = "https://as.example";
        made.server.token_endpoint = token_url;
        made.client.issuer = made.server.issuer;
        made.client.client_id = "client-1";
        made.key = {server_url, made.server.issuer, made.client.client_id, account};
        made.tokens.access_token = token;
        made.tokens.token_type = "Bearer";
        made.tokens.refresh_token = "refresh-1";
        made.tokens.scope = made.scope = "read";
        made.tokens.expires_at = clock.wall() + 1h;
        made.refresh_at = made.tokens.expires_at - 1min;
        made.signed_in_at = clock.wall();
        return made;
    }
    void keep(const oauth::Grant& kept) {
        store.records["grant"][kept.key.text()] = base::dump_json(oauth::to_json(kept));
        store.records["account"][server_url] = kept.key.text();
    }
    // One that cannot be renewed.
    void keep_unrenewable(const std::string& account) {
        auto kept = grant("access-1", account);
        kept.tokens.refresh_token.clear();
        keep(kept);
    }
    app::SignIn& sign_in() { return sign_ins.of(state.servers.front()); }
    fakes::Started<base::Result<ports::Headers>> authorize() {
        return fakes::start(loop, sign_in().authorize("POST", server_url));
    }
    fakes::Started<base::Result<bool>> refuse(int status, ports::Headers headers, ports::Headers sent, int times = 1,
                                              bool standing = false) {
        return fakes::start(loop, sign_in().on_refused({status, std::move(headers), times, std::move(sent), standing}));
    }
    void answer(fakes::FakeScripted& asked, int status, const std::string& body) {
        asked.begin(status, {{"Content-Type", "application/json"}});
        asked.feed(body);
        asked.end();
        settle();
    }
};

inline std::string bearer(const base::Result<ports::Headers>& headers) {
    REQUIRE(headers);
    const std::string* header = ports::find_header(*headers, "Authorization");
    return header ? *header : std::string();
}

inline ports::Headers sent_with(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }

}  // namespace app_test
