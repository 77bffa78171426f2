// Servers as records of the collection "server", by id:
//   {"v":1,"id","url","name","revision","order","paused","sign_in":{…}}
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "model/sign_in.hpp"
#include "ports/store.hpp"

namespace app {

inline constexpr const char* server_collection = "server";

struct ServerRecord {
    std::string id;
    std::string url;
    std::string name;
    std::string revision;    // what it spoke last; empty: it has never been connected
    std::int64_t order = 0;  // ascending in the list
    bool paused = false;     // does not connect by itself
    model::SignInSettings sign_in = {};
};

ports::Write server_write(const ServerRecord& record);
ports::Write server_erasure(const std::string& id);

// Errors: malformed, wrong_type, unsupported_version; invalid_address for an address that is not to be asked.
base::Result<ServerRecord> read_server(std::string_view record);

// `damaged` counts records that did not decrypt or read; they are left where they are.
struct StoredServers {
    std::vector<ServerRecord> servers;  // by id; Servers::show puts them in order
    int damaged = 0;
};
StoredServers servers_of(const ports::Store::Listing& listing);  // of server_collection

}  // namespace app
