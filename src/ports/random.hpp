// Random bytes fit for keys and `state` (crypto.getRandomValues).
#pragma once

#include <cstddef>
#include <string>

namespace ports {

class Random {
public:
    virtual ~Random() = default;
    virtual std::string bytes(std::size_t count) = 0;
};

// RFC 9562 §5.4, lower case.
std::string uuid_v4(Random& random);

}  // namespace ports
