// What is in use, while readings, writings and other tabs cross each other.
#include "oauth/vault.hpp"

#include <string>
#include <utility>

#include "oauth/world.hpp"

using namespace oauth_test;
using fakes::run;
using fakes::start;

namespace {

struct VaultWorld : Browser {
    Tab tab{*this};
    Tab other{*this};

    oauth::Grant of(const std::string& account) { return grant_at(clock.wall(), "access-" + account, account); }
    // The account in use, as the tab sees it; empty: signed out.
    std::string account_of(Tab& at) {
        const auto grant = run(loop, at.vault.grant(server_url));
        return grant && *grant ? (*grant)->key.account : std::string();
    }
};

}  // namespace

TEST_CASE_FIXTURE(VaultWorld, "a reading that began before a sign-in ended does not sign out again") {
    store.hold_readings();
    auto reading = start(loop, tab.vault.grant(server_url));
    REQUIRE(run(loop, tab.vault.keep(of("ann"))));
    store.release_readings();
    const auto read = reading.result();
    REQUIRE((read && *read));
    CHECK((*read)->key.account == "ann");
    CHECK(account_of(tab) == "ann");
}

TEST_CASE_FIXTURE(VaultWorld, "a reading that began before a sign-out does not sign in again") {
    REQUIRE(run(loop, other.vault.keep(of("ann"))));
    store.hold_readings();
    auto reading = start(loop, tab.vault.grant(server_url));
    auto forgetting = start(loop, tab.vault.forget(of("ann").key));
    store.release_readings();
    REQUIRE(forgetting.result());
    CHECK(reading.result());
    CHECK(account_of(tab).empty());
    CHECK(account_of(other).empty());
}

TEST_CASE_FIXTURE(VaultWorld,
                  "a reading that began before another account was chosen does not bring the first one back") {
    REQUIRE(run(loop, other.vault.keep(of("ann"))));
    REQUIRE(run(loop, other.vault.keep(of("bob"))));
    store.hold_readings();
    auto reading = start(loop, tab.vault.stored_grant(server_url));
    auto choosing = start(loop, tab.vault.use(of("ann").key));
    store.release_readings();
    REQUIRE(choosing.result());
    CHECK(reading.result());
    CHECK(account_of(tab) == "ann");
    CHECK(account_of(other) == "ann");
}

TEST_CASE_FIXTURE(VaultWorld, "a reading that began before another tab's word is made again") {
    REQUIRE(run(loop, tab.vault.keep(of("ann"))));
    store.hold_readings();
    auto reading = start(loop, tab.vault.stored_grant(server_url));
    REQUIRE(run(loop, other.vault.keep(of("bob"))));
    store.release_readings();
    CHECK(reading.result());
    CHECK(account_of(tab) == "bob");
}

TEST_CASE_FIXTURE(VaultWorld, "two tabs that keep at once agree afterwards") {
    base::TaskScope scope(loop, [](const std::string& bug) { FAIL(bug); });
    const auto keep = [](Tab& at, oauth::Grant grant) -> base::Task<void> { co_await at.vault.keep(std::move(grant)); };
    scope.spawn(keep(tab, of("ann")));
    scope.spawn(keep(other, of("bob")));
    settle();
    CHECK(account_of(tab) == "bob");
    CHECK(account_of(other) == "bob");
}

TEST_CASE_FIXTURE(VaultWorld, "an old grant that goes while the new one is being written does not sign out") {
    REQUIRE(run(loop, tab.vault.keep(of("ann"))));
    tab.vault.keep_soon(of("bob"), [](const base::Error&) {});
    store.fail_next();
    settle();
    REQUIRE(run(loop, tab.vault.forget(of("ann").key)));
    CHECK(account_of(tab) == "bob");
}

TEST_CASE_FIXTURE(VaultWorld, "a client that another one took the place of is not forgotten for the old one's sake") {
    auto pending = oauth::PendingAuthorization();
    pending.state = "s";
    pending.client = of("ann").client;
    REQUIRE(run(loop, tab.vault.keep_pending(pending)));
    auto old = pending.client;
    old.client_id = "client-0";
    REQUIRE(run(loop, tab.vault.forget_client(old)));
    CHECK(run(loop, tab.vault.client(old.issuer))->has_value());
    REQUIRE(run(loop, tab.vault.forget_client(pending.client)));
    CHECK_FALSE(run(loop, tab.vault.client(old.issuer))->has_value());
}

TEST_CASE_FIXTURE(VaultWorld, "what the disk refused is in use in this tab, and can be signed out of") {
    store.fail_next();
    CHECK_FALSE(run(loop, tab.vault.keep(of("ann"))));
    CHECK(account_of(tab) == "ann");
    CHECK(account_of(other).empty());
    CHECK(run(loop, tab.vault.forget(of("ann").key)));
    CHECK(account_of(tab).empty());
}
