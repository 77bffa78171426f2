// A client's surroundings: a scripted server, time that the test moves, and a log of what was told.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "fakes/fake_clock.hpp"
#include "fakes/fake_http.hpp"
#include "fakes/run.hpp"
#include "mcp/client.hpp"

namespace mcp_test {

using namespace std::chrono_literals;
using base::Json;
using fakes::settle;

inline constexpr const char* url = "https://a.example/mcp";
inline const ports::Headers json_type = {{"Content-Type", "application/json"}};
inline const ports::Headers sse_type = {{"Content-Type", "text/event-stream"}};

// Headers that authorize, and what is said after a refusal.
class FakeTokens final : public mcp::TokenSource {
public:
    base::Task<base::Result<ports::Headers>> authorize(std::string, std::string) override {
        if (no_token) co_return base::fail(*no_token);
        co_return headers;
    }
    base::Task<base::Result<bool>> on_refused(mcp::Refused refused) override {
        refusals.push_back(refused.status);
        standing.push_back(refused.standing);
        if (person) co_await *person;
        if (no_sign_in) co_return base::fail(*no_sign_in);
        if (!renewed.empty()) headers = renewed;
        co_return !renewed.empty() && refused.times == 1;
    }
    void on_answer(const std::string&, const ports::Headers&) override {}
    ports::Headers headers, renewed;
    std::vector<int> refusals;
    std::vector<bool> standing;
    base::OneShotReceiver<int>* person = nullptr;  // signs in for as long as this takes
    std::optional<base::Error> no_token, no_sign_in;
};

class FakeTraffic final : public mcp::TrafficSink {
public:
    void on_traffic(mcp::TrafficEntry entry) override { entries.push_back(std::move(entry)); }
    // "> tools/list", "< tools/list 200" …
    std::vector<std::string> lines() const {
        std::vector<std::string> all;
        for (const auto& e : entries) {
            const bool sent = e.direction == mcp::Direction::sent;
            std::string line = (sent ? "> " : "< ") + (e.method.empty() ? e.http_method : e.method);
            if (!sent) line += ' ' + std::to_string(e.status);
            all.push_back(std::move(line));
        }
        return all;
    }
    std::vector<mcp::TrafficEntry> entries;
};

class FakeRandom final : public ports::Random {
public:
    std::string bytes(std::size_t count) override { return std::string(count, 'r'); }
};

// The result of a tool that says "done".
inline const std::string done = R"({"content":[{"type":"text","text":"done"}]})";

struct World {
    base::Loop loop;
    fakes::FakeHttp http{loop};
    fakes::FakeClock clock{loop};
    FakeRandom random;
    FakeTokens tokens;
    FakeTraffic traffic;
    std::vector<std::string> steps;  // "reach done"
    std::unique_ptr<mcp::Client> client;

    ~World() {
        client.reset();
        settle(loop);
    }

    mcp::Ports ports() { return {loop, http, clock, random, tokens, traffic}; }

    fakes::FakeScripted& post(std::string address = url) { return http.expect("POST", std::move(address)); }
    fakes::FakeScripted& get() { return http.expect("GET", url); }

    mcp::Target target(std::string known = {}, std::string address = url) {
        return {std::move(address), std::move(known), [this](mcp::ConnectStep step) { note(step); }};
    }
    base::Result<std::unique_ptr<mcp::Client>> connect(std::string known = {}, std::string address = url) {
        auto made = fakes::run(loop, mcp::Client::connect(ports(), target(std::move(known), std::move(address))));
        if (made) client = std::move(*made), made = std::unique_ptr<mcp::Client>();
        return made;
    }
    base::Error connect_error(std::string known = {}, std::string address = url) {
        auto made = connect(std::move(known), std::move(address));
        REQUIRE_MESSAGE(!made, "expected an error");
        return made.error();
    }

    // A server of 2026-07-28, found by the probe.
    void connect_stateless(std::string capabilities = R"({"tools":{}})") {
        post().with_body_like(R"({"method":"server/discover"})").answers_json(discovered(capabilities));
        REQUIRE(connect());
    }
    // A server with sessions, known before. `listening`: a GET stream, which the caller has scripted; else 405.
    void connect_with_session(std::string revision = "2025-11-25", bool listening = false) {
        post()
            .with_body_like(R"({"method":"initialize"})")
            .answers(200, {{"Content-Type", "application/json"}, {"Mcp-Session-Id", "session-one-1"}},
                     {initialized(1, revision)});
        post().with_body_like(R"({"method":"notifications/initialized"})").answers(202);
        if (!listening) get().answers(405);
        REQUIRE(connect(revision));
        settle(loop);
    }

    static std::string discovered(const std::string& capabilities, int id = 1) {
        return R"({"jsonrpc":"2.0","id":)" + std::to_string(id) +
               R"(,"result":{"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":)" +
               capabilities +
               R"(,"_meta":{"io.modelcontextprotocol/serverInfo":{"name":"peer","version":"1"}},"ttlMs":0,"cacheScope":"private"}})";
    }
    static std::string initialized(int id, const std::string& revision) {
        return R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"result":{"protocolVersion":")" + revision +
               R"(","capabilities":{"tools":{"listChanged":true}},"serverInfo":{"name":"peer","version":"1"}}})";
    }

    mcp::Tool tool(std::string name = "t", std::string schema = R"({"type":"object"})") {
        mcp::Tool made;
        made.name = std::move(name);
        made.input_schema = *base::parse_json(schema);
        return made;
    }
    base::Task<base::Result<mcp::ToolResult>> call(std::string arguments = "{}") {
        return client->call_tool(tool(), *base::parse_json(arguments), {});
    }

private:
    void note(const mcp::ConnectStep& step) {
        static constexpr const char* names[] = {"reach", "discover", "initialize", "list_tools"};
        static constexpr const char* states[] = {"running", "done", "failed"};
        steps.push_back(std::string(names[static_cast<int>(step.name)]) + ' ' + states[static_cast<int>(step.state)]);
    }
};

inline std::string event(const std::string& data, const std::string& id = {}) {
    return (id.empty() ? std::string() : "id: " + id + "\n") + "event: message\ndata: " + data + "\n\n";
}

inline std::string result(int id, const std::string& body) {
    return R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"result":)" + body + "}";
}

inline std::string text_of(const mcp::ToolResult& result) {
    std::string all;
    for (const auto& content : result.content)
        if (const auto* text = std::get_if<mcp::TextContent>(&content)) all += text->text;
    return all;
}

}  // namespace mcp_test
