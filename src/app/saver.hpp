// Everything that is saved goes through here, in order: one write at a time, a newer value of a record replacing an older
// one that still waits. A failure is told once; the page goes on in memory.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/task_scope.hpp"
#include "ports/store.hpp"

namespace app {

class Saver {
public:
    struct Events {
        std::function<void(const std::string& collection, const std::string& key)> saved;
        std::function<void(base::Error)> failed;  // the first of a row of failures
    };

    Saver(ports::Store& store, base::TaskScope& page, Events events)
        : store_(store), page_(page), events_(std::move(events)) {}

    void put(ports::Write write);

    bool idle() const { return !writing_ && waiting_.empty(); }

private:
    using Name = std::pair<std::string, std::string>;  // collection, key

    base::Task<void> write_waiting();
    void ended(const ports::Write& write, const base::Result<void>& result);

    ports::Store& store_;
    base::TaskScope& page_;
    Events events_;
    std::map<Name, std::optional<std::string>> waiting_;
    bool writing_ = false;
    bool failing_ = false;
};

}  // namespace app
