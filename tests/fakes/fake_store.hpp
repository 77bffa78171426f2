// A store in memory: keeps, lists by key, and fails, is slow or has damaged records when a test says so.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/loop.hpp"
#include "base/one_shot.hpp"
#include "base/turn.hpp"
#include "ports/store.hpp"

namespace fakes {

class FakeStore final : public ports::Store {
public:
    explicit FakeStore(base::Loop& loop) : loop_(loop) {}

    base::Task<base::Result<void>> write(std::vector<ports::Write> writes) override {
        co_await base::turn(loop_);
        if (holds_writes_) {
            auto gate = base::one_shot<bool>(loop_);
            held_writes_.push_back(gate.first);
            co_await gate.second;
        }
        if (fails_now()) co_return base::fail(refusal());
        for (auto& write : writes) {
            const Name name{write.collection, write.key};
            damaged_.erase(name);
            if (write.value)
                records_.insert_or_assign(name, std::move(*write.value));
            else
                records_.erase(name);
        }
        co_return base::Result<void>();
    }

    base::Task<base::Result<std::optional<std::string>>> read(std::string collection, std::string key) override {
        co_await base::turn(loop_);
        if (fails_now() || damaged_.contains({collection, key})) co_return base::fail(refusal());
        auto found = value(collection, key);
        if (holds_readings_) {
            auto gate = base::one_shot<bool>(loop_);
            held_.push_back(gate.first);
            co_await gate.second;
        }
        co_return found;
    }

    base::Task<base::Result<std::optional<std::string>>> take(std::string collection, std::string key) override {
        co_await base::turn(loop_);
        if (fails_now()) co_return base::fail(refusal());
        auto found = value(collection, key);
        records_.erase({collection, key});
        if (damaged_.erase({collection, key}) > 0) co_return base::fail(refusal());
        co_return found;
    }

    base::Task<base::Result<Listing>> list(std::string collection) override {
        co_await base::turn(loop_);
        if (fails_now()) co_return base::fail(refusal());
        Listing listing;
        for (const auto& [name, bytes] : records_) {
            if (name.first != collection) continue;
            if (damaged_.contains(name))
                ++listing.damaged;
            else
                listing.records.push_back({name.second, bytes});
        }
        co_return listing;
    }

    // ---- for the test
    void fail_next(int times = 1) { fails_next_ = times; }
    void damage(const std::string& collection, const std::string& key) { damaged_.insert({collection, key}); }
    // From here on what `read` finds is kept back, until release_readings(): it is old when it arrives.
    void hold_readings() { holds_readings_ = true; }
    void release_readings() {
        holds_readings_ = false;
        for (const auto& gate : std::exchange(held_, {})) gate.send(true);
    }
    // From here on nothing reaches the disk, until release_writes().
    void hold_writes() { holds_writes_ = true; }
    void release_writes() {
        holds_writes_ = false;
        for (const auto& gate : std::exchange(held_writes_, {})) gate.send(true);
    }
    std::optional<std::string> value(const std::string& collection, const std::string& key) const {
        const auto found = records_.find({collection, key});
        return found == records_.end() ? std::nullopt : std::optional(found->second);
    }
    std::size_t count(const std::string& collection) const {
        std::size_t records = 0;
        for (const auto& [name, bytes] : records_) records += name.first == collection;
        return records;
    }

private:
    using Name = std::pair<std::string, std::string>;  // collection, key

    bool fails_now() { return fails_next_ > 0 && fails_next_-- > 0; }
    static base::Error refusal() {
        return {base::ErrorKind::storage_failed, base::Remedy::free_space, "There is no room left."};
    }

    base::Loop& loop_;
    std::map<Name, std::string> records_;
    std::set<Name> damaged_;
    int fails_next_ = 0;
    bool holds_readings_ = false;
    bool holds_writes_ = false;
    std::vector<base::OneShotSender<bool>> held_;
    std::vector<base::OneShotSender<bool>> held_writes_;
};

}  // namespace fakes
