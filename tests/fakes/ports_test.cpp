#include <doctest/doctest.h>

#include "fakes/fake_channel.hpp"
#include "fakes/fake_crypto.hpp"
#include "fakes/fake_http.hpp"
#include "fakes/fake_locks.hpp"
#include "fakes/fake_random.hpp"
#include "fakes/fake_reach.hpp"
#include "fakes/fake_store.hpp"
#include "fakes/fake_websocket.hpp"
#include "fakes/fake_window.hpp"
#include "fakes/run.hpp"

using base::Loop;
using namespace fakes;

namespace {

std::string hex(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
        text += "0123456789abcdef"[(c >> 4) & 15];
        text += "0123456789abcdef"[c & 15];
    }
    return text;
}

}  // namespace

TEST_CASE("the digests of FIPS 180-4 come out") {
    Loop loop;
    FakeCrypto crypto(loop);
    CHECK(hex(*run(loop, crypto.sha256("abc"))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(hex(sha256(std::string(1'000'000, 'a'))) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("the fake store keeps, lists by key, erases, and fails when told to") {
    Loop loop;
    FakeStore store(loop);
    REQUIRE(run(loop, store.write({{"c", "b", "2"}, {"c", "a", "1"}, {"d", "a", "x"}})));
    CHECK(*run(loop, store.read("c", "a")) == "1");
    CHECK_FALSE(*run(loop, store.read("c", "z")));
    const auto listing = run(loop, store.list("c"));
    REQUIRE(listing->records.size() == 2);
    CHECK(listing->records[0].key == "a");
    store.damage("c", "a");
    CHECK(run(loop, store.list("c"))->damaged == 1);
    CHECK_FALSE(run(loop, store.read("c", "a")));
    store.fail_next();
    CHECK(run(loop, store.write({{"c", "b", std::nullopt}})).error().kind == base::ErrorKind::storage_failed);
    CHECK(store.value("c", "b") == "2");
    REQUIRE(run(loop, store.write({{"c", "b", std::nullopt}})));
    CHECK(store.count("c") == 1);
}

TEST_CASE("the members of a fake channel hear each other, later, and only while they are there") {
    Loop loop;
    FakeChannels channels(loop);
    std::string heard;
    auto a = channels.join("n", [&](std::string m) { heard += "a:" + m + ' '; });
    auto b = channels.join("n", [&](std::string m) { heard += "b:" + m + ' '; });
    auto other = channels.join("o", [&](std::string m) { heard += "o:" + m + ' '; });
    a->post("1");
    CHECK(heard.empty());
    settle(loop);
    CHECK(heard == "b:1 ");
    a->post("2");
    b.reset();
    settle(loop);
    CHECK(heard == "b:1 ");
    CHECK(channels.posted().size() == 2);
}

TEST_CASE("a fake lock has one holder, then the next who still waits") {
    Loop loop;
    FakeLocks locks(loop);
    auto first = run(loop, locks.acquire("n"));
    REQUIRE(first);
    auto gives_up = start(loop, locks.acquire("n"));
    auto waits = start(loop, locks.acquire("n"));
    REQUIRE(run(loop, locks.acquire("m")));
    CHECK_FALSE(waits.done());
    gives_up.cancel();
    first->reset();
    auto second = waits.result();
    CHECK(locks.is_held("n"));
    second->reset();
    settle(loop);
    CHECK_FALSE(locks.is_held("n"));
}

TEST_CASE("a fake socket opens, carries both ways, and ends well or badly") {
    Loop loop;
    FakeWebSockets sockets(loop);
    auto& script = sockets.expect("wss://a.example/", {"x", "y"}).opens("y");
    sockets.expect("wss://a.example/", {}).refuses(unreachable_error());
    auto socket = run(loop, sockets.open("wss://a.example/", {"x", "y"}));
    REQUIRE(socket);
    CHECK((*socket)->protocol() == "y");
    REQUIRE((*socket)->send("hello"));
    CHECK(script.sent() == std::vector<std::string>{"hello"});
    auto receiving = start(loop, (*socket)->receive());
    script.receives("hi");
    CHECK(**receiving.result() == "hi");
    script.cuts(stream_cut_error());
    CHECK(run(loop, (*socket)->receive()).error().kind == base::ErrorKind::stream_cut);
    CHECK_FALSE((*socket)->send("late"));
    socket->reset();
    CHECK_FALSE(script.closed_by_client());
    CHECK(run(loop, sockets.open("wss://a.example/", {})).error().kind == base::ErrorKind::unreachable);
}

TEST_CASE("the fake window and the probe say what the test says") {
    Loop loop;
    FakeWindow window(loop);
    window.replace_fragment("chat");
    CHECK(window.address() == "https://parley.example/#chat");
    REQUIRE(run(loop, window.copy_text("x")));
    CHECK(window.clipboard == "x");
    window.blocks_windows = true;
    CHECK_FALSE(window.open_link("https://a.example/"));
    FakeReach reach(loop);
    reach.found["https://a.example/"] = ports::Reachability::reachable_but_blocked;
    CHECK(run(loop, reach.probe("https://a.example/")) == ports::Reachability::reachable_but_blocked);
    CHECK(run(loop, reach.probe("https://b.example/")) == ports::Reachability::unreachable);
    FakeRandom random;
    CHECK(random.bytes(2) != random.bytes(2));
}
