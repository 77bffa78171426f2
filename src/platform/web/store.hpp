// IndexedDB, every value encrypted: AES-256-GCM under a key that WebCrypto keeps from leaving this browser, a fresh IV for
// each record, the record's name as additional data (so a record cannot pass for another). See web/bridge/store.js.
#pragma once

#include "base/loop.hpp"
#include "ports/store.hpp"

namespace platform::web {

class WebStore final : public ports::Store {
public:
    explicit WebStore(base::Loop& loop) : loop_(loop) {}

    // Writes land in the order of these calls. Destroying the task does not take a write back.
    base::Task<base::Result<void>> write(std::vector<ports::Write> writes) override;

    // Sees every write that was called before it. A damaged record is storage_failed.
    base::Task<base::Result<std::optional<std::string>>> read(std::string collection, std::string key) override;

    // Comes after every write that was called before it.
    base::Task<base::Result<std::optional<std::string>>> take(std::string collection, std::string key) override;

    base::Task<base::Result<Listing>> list(std::string collection) override;

private:
    base::Loop& loop_;
};

}  // namespace platform::web
