#include <deque>

#include "mcp/world.hpp"

using namespace mcp;
using namespace mcp_test;
using base::ErrorKind;

namespace {

// A browser, and a server that sends on from the address to another: followed for the requests that may.
class Redirecting final : public ports::Http {
public:
    Redirecting(ports::Http& http, std::string to) : http_(http), to_(std::move(to)) {}

    std::unique_ptr<ports::HttpExchange> open(ports::HttpRequest request) override {
        const bool follows = request.redirects == ports::Redirects::follow;
        followed.push_back(follows);
        if (request.url != url) return http_.open(std::move(request));
        if (!follows) return std::make_unique<Refused>();
        CHECK_FALSE(ports::find_header(request.headers, "Authorization"));
        return std::make_unique<Moved>(http_.open(std::move(request)), to_);
    }
    std::vector<bool> followed;

private:
    class Moved final : public ports::HttpExchange {
    public:
        Moved(std::unique_ptr<ports::HttpExchange> exchange, std::string to)
            : exchange_(std::move(exchange)), to_(std::move(to)) {}
        base::Task<base::Result<ports::HttpHead>> head() override {
            auto head = co_await exchange_->head();
            if (head) head->final_url = to_;
            co_return head;
        }
        base::Task<base::Result<std::optional<std::string>>> chunk() override { return exchange_->chunk(); }

    private:
        std::unique_ptr<ports::HttpExchange> exchange_;
        std::string to_;
    };

    class Refused final : public ports::HttpExchange {
    public:
        base::Task<base::Result<ports::HttpHead>> head() override {
            co_return base::fail({.kind = ErrorKind::redirected_away, .message = "Not followed."});
        }
        base::Task<base::Result<std::optional<std::string>>> chunk() override { co_return std::nullopt; }
    };

    ports::Http& http_;
    std::string to_;
};

}  // namespace

// [req:redirect-learned]
TEST_CASE("a redirect within the origin is learned: asked again there, and from then on never followed") {
    World world;
    Redirecting http(world.http, "https://a.example/v2/mcp");
    world.post().answers(405);
    world.post("https://a.example/v2/mcp").answers_json(World::discovered("{}", 1));
    Ports ports{world.loop, http, world.clock, world.random, world.tokens, world.traffic};
    auto client = fakes::run(world.loop, Client::connect(ports, {url, {}, {}}));
    REQUIRE(client);
    world.post("https://a.example/v2/mcp").answers_json(World::discovered("{}", 2));
    CHECK(fakes::run(world.loop, (*client)->ping()));
    CHECK(http.followed == std::vector<bool>{false, true, false, false});
}

TEST_CASE("where a redirect leads to nobody, it is the redirect that is told") {
    World world;
    Redirecting http(world.http, "");
    world.post().fails({.kind = ErrorKind::unreachable, .message = "Nobody there."});
    Ports ports{world.loop, http, world.clock, world.random, world.tokens, world.traffic};
    auto client = fakes::run(world.loop, Client::connect(ports, {url, {}, {}}));
    REQUIRE_FALSE(client);
    CHECK(client.error().kind == ErrorKind::redirected_away);
}

// [req:redirect-away]
TEST_CASE("a redirect to another origin is told, not taken") {
    for (const std::string to : {"https://b.example/mcp", "https://a.example:444/mcp", "http://a.example/mcp"}) {
        CAPTURE(to);
        World world;
        Redirecting http(world.http, to);
        world.post().answers_json(World::discovered("{}"));
        Ports ports{world.loop, http, world.clock, world.random, world.tokens, world.traffic};
        auto client = fakes::run(world.loop, Client::connect(ports, {url, {}, {}}));
        REQUIRE_FALSE(client);
        CHECK(client.error().kind == ErrorKind::redirected_away);
        CHECK(client.error().remedy == base::Remedy::fix_address);
        CHECK(to.starts_with(client.error().subject));
    }
}

TEST_CASE(
    "with a secret no request is followed: one without it finds out where to, and the secret goes there by itself") {
    World world;
    world.tokens.headers = {{"Authorization", "Bearer secret"}};
    Redirecting http(world.http, "https://a.example/mcp/");
    world.post().answers(401);
    world.post("https://a.example/mcp/")
        .with_header("Authorization", "Bearer secret")
        .answers_json(World::discovered("{}", 1));
    Ports ports{world.loop, http, world.clock, world.random, world.tokens, world.traffic};
    auto client = fakes::run(world.loop, Client::connect(ports, {url, {}, {}}));
    REQUIRE(client);
    CHECK(http.followed == std::vector<bool>{false, true, false});
    for (const auto& entry : world.traffic.entries)
        for (const auto& [name, value] : entry.headers) CHECK(value.find("secret") == std::string::npos);
}

TEST_CASE("a secret goes to no other origin, and nothing goes round in circles") {
    for (const auto& [to, tries] : {std::pair<std::string, std::size_t>("https://b.example/", 2), {url, 3}}) {
        CAPTURE(to);
        World world;
        world.tokens.headers = {{"Authorization", "Bearer secret"}};
        Redirecting http(world.http, to);
        world.post().answers(401);
        Ports ports{world.loop, http, world.clock, world.random, world.tokens, world.traffic};
        auto client = fakes::run(world.loop, Client::connect(ports, {url, {}, {}}));
        REQUIRE_FALSE(client);
        CHECK(client.error().kind == ErrorKind::redirected_away);
        CHECK(http.followed.size() == tries);
    }
}
