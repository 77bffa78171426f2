// A store in memory that counts its writes, and refuses some: for the order and number of writes, which are the point here.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/turn.hpp"
#include "ports/store.hpp"

namespace app_test {

class WatchedStore final : public ports::Store {
public:
    explicit WatchedStore(base::Loop& loop) : loop_(loop) {}

    base::Task<base::Result<void>> write(std::vector<ports::Write> writes) override {
        ++batches;
        co_await base::turn(loop_);
        for (const auto& write : writes)
            if (refuses && refuses(write)) co_return base::fail(storage_error());
        for (auto& write : writes) {
            ++writes_of[{write.collection, write.key}];
            if (write.value)
                records[write.collection][write.key] = std::move(*write.value);
            else
                records[write.collection].erase(write.key);
        }
        co_return base::Result<void>();
    }

    base::Task<base::Result<std::optional<std::string>>> read(std::string collection, std::string key) override {
        co_await base::turn(loop_);
        if (broken) co_return base::fail(storage_error());
        co_return find(collection, key);
    }

    base::Task<base::Result<std::optional<std::string>>> take(std::string collection, std::string key) override {
        co_await base::turn(loop_);
        if (broken) co_return base::fail(storage_error());
        auto found = find(collection, key);
        records[collection].erase(key);
        co_return found;
    }

    base::Task<base::Result<Listing>> list(std::string collection) override {
        co_await base::turn(loop_);
        if (broken || (!unlisted.empty() && collection.starts_with(unlisted))) co_return base::fail(storage_error());
        Listing listing;
        listing.damaged = damaged;
        for (const auto& [key, value] : records[collection]) listing.records.push_back({key, value});
        co_return listing;
    }

    std::optional<std::string> find(const std::string& collection, const std::string& key) {
        const auto& of_collection = records[collection];
        const auto found = of_collection.find(key);
        return found == of_collection.end() ? std::nullopt : std::optional(found->second);
    }

    static base::Error storage_error() {
        return {base::ErrorKind::storage_failed, base::Remedy::free_space, "There is no room left.",
                "QuotaExceededError"};
    }

    std::map<std::string, std::map<std::string, std::string>> records;  // collection, key, value
    std::map<std::pair<std::string, std::string>, int> writes_of;       // how often each record was written or erased
    int batches = 0;                                                    // calls of write()
    int damaged = 0;                                                    // what every listing says
    bool broken = false;                                                // nothing can be read
    std::string unlisted;                                               // collections that begin so cannot be listed
    std::function<bool(const ports::Write&)> refuses;                   // which writes fail

private:
    base::Loop& loop_;
};

}  // namespace app_test
