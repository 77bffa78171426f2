// Records kept in this browser, encrypted: bytes by collection and key. Survives a reload, shared by all tabs.
// The web implementation: IndexedDB, AES-256-GCM under a non-extractable key, the record's name as additional data.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/task.hpp"

namespace ports {

struct Write {
    std::string collection;
    std::string key;
    std::optional<std::string> value;  // std::nullopt erases
};

struct Record {
    std::string key;
    std::string value;
};

class Store {
public:
    virtual ~Store() = default;

    // All of them or none, on disk when it resolves (durability "strict"). Errors: storage_failed with the reason.
    virtual base::Task<base::Result<void>> write(std::vector<Write> writes) = 0;

    virtual base::Task<base::Result<std::optional<std::string>>> read(std::string collection, std::string key) = 0;

    // Reads a record and erases it at once: of all who ask for it, in any tab, one gets it. Gone also where it does not decrypt.
    virtual base::Task<base::Result<std::optional<std::string>>> take(std::string collection, std::string key) = 0;

    // Every record of a collection, by key ascending. A record that does not decrypt is left out and counted in `damaged`.
    struct Listing {
        std::vector<Record> records;
        int damaged = 0;
    };
    virtual base::Task<base::Result<Listing>> list(std::string collection) = 0;
};

}  // namespace ports
