// Everything that is saved goes through here. What is asked for within one turn goes in one write; a write does not wait for
// the one before it, since the page may be closed at any moment: the store keeps them in order. What could not be written
// is told once and kept, and is written again when the person asks, or as soon as something else could be.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/task_scope.hpp"
#include "ports/store.hpp"

namespace app {

class Saver {
public:
    struct Events {
        std::function<void(const std::string& collection, const std::string& key)> saved;
        std::function<void(base::Error)> failed;  // the first of a row of failures
        std::function<void()> recovered;          // nothing is left unsaved
    };

    Saver(ports::Store& store, base::TaskScope& page, Events events)
        : store_(store), page_(page), events_(std::move(events)) {}

    void put(ports::Write write);

    // Tries once more what could not be written.
    void retry();

private:
    using Name = std::pair<std::string, std::string>;  // collection, key
    using Values = std::map<Name, std::optional<std::string>>;

    // More at once would only fill memory, where the store is slower than the person.
    static constexpr int most_at_once = 4;

    void begin();
    void take_unsaved_along();
    base::Task<void> write_waiting();
    void ended(const ports::Write& write, std::uint64_t number, const base::Result<void>& result);

    ports::Store& store_;
    base::TaskScope& page_;
    Events events_;
    Values waiting_;
    Values unsaved_;                        // could not be written, and nothing newer is on its way
    std::map<Name, std::uint64_t> newest_;  // of what is on its way: the number of its last write
    std::uint64_t last_number_ = 0;
    int writing_ = 0;
    bool begun_ = false;    // a task is about to take what waits
    bool failing_ = false;  // since the last recovery
    bool told_ = false;     // of the failure, since the person last tried
};

}  // namespace app
