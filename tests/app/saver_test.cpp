#include "app/saver.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "app/watched_store.hpp"
#include "fakes/run.hpp"

namespace {

struct Saving {
    base::Loop loop;
    app_test::WatchedStore store{loop};
    base::TaskScope page{loop, [](const std::string& bug) { FAIL(bug); }};
    std::vector<std::string> saved;
    int failures = 0, recoveries = 0;
    app::Saver saver{store,
                     page,
                     {[this](const std::string&, const std::string& key) { saved.push_back(key); },
                      [this](const base::Error&) { ++failures; }, [this] { ++recoveries; }}};

    void put(std::string key, std::string value) { saver.put({"c", std::move(key), std::move(value)}); }
    void settle() { fakes::settle(loop); }
};

}  // namespace

TEST_CASE("what is asked for within one turn is one write, the newest value of each record") {
    Saving s;
    s.put("a", "1");
    s.put("b", "1");
    s.put("a", "2");
    s.settle();
    CHECK(s.store.batches == 1);
    CHECK(s.store.find("c", "a") == "2");
    CHECK(s.saved == std::vector<std::string>{"a", "b"});
}

// [req:app-page-ends]
TEST_CASE("a write does not wait for the one before it: the page may be closed at any moment") {
    Saving s;
    s.put("a", "1");
    s.loop.drain([&] { return s.store.batches < 1; });
    s.put("a", "2");
    s.loop.drain([&] { return s.store.batches < 2; });
    CHECK(s.store.batches == 2);
    s.settle();
    CHECK(s.store.find("c", "a") == "2");
}

// [req:app-full-store]
TEST_CASE("what could not be saved is told once, again when the person tried in vain, and saved when it can be") {
    Saving s;
    s.store.refuses = [](const ports::Write&) { return true; };
    s.put("a", "1");
    s.settle();
    s.put("b", "1");
    s.settle();
    CHECK(s.failures == 1);
    s.saver.retry();
    s.settle();
    CHECK(s.failures == 2);
    s.store.refuses = nullptr;
    s.saver.retry();
    s.settle();
    CHECK(s.store.find("c", "a") == "1");
    CHECK(s.store.find("c", "b") == "1");
    CHECK(s.recoveries == 1);
}

TEST_CASE("what could not be saved goes along when something else could, but never over what is newer") {
    Saving s;
    bool full = true;
    s.store.refuses = [&](const ports::Write&) { return full; };
    s.put("a", "old");
    s.put("b", "kept");
    s.settle();
    full = false;
    s.put("a", "new");
    s.settle();
    CHECK(s.store.find("c", "a") == "new");
    CHECK(s.store.find("c", "b") == "kept");
    CHECK(s.recoveries == 1);
}

TEST_CASE("one record that cannot be saved does not take the others with it") {
    Saving s;
    s.store.refuses = [](const ports::Write& write) { return write.key == "large"; };
    s.put("large", "1");
    s.put("small", "1");
    s.settle();
    CHECK(s.store.find("c", "small") == "1");
    CHECK_FALSE(s.store.find("c", "large"));
    CHECK(s.failures == 1);
    CHECK(s.recoveries == 0);
}
