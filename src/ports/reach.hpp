// Why a request failed when the browser does not say: whether anything answers at that address.
#pragma once

#include <string>

#include "base/task.hpp"

namespace ports {

enum class Reachability {
    reachable_but_blocked,  // something answers a request whose answer nobody may read: CORS was the reason
    unreachable,
    offline,
};

class Reach {
public:
    virtual ~Reach() = default;

    // One GET without headers, credentials or body; the answer is not read. Ten seconds without one is unreachable.
    // An address that may not be asked from this page at all is unreachable too.
    virtual base::Task<Reachability> probe(std::string url) = 0;
};

}  // namespace ports
