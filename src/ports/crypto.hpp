// WebCrypto. Bytes are in std::string.
#pragma once

#include <string>

#include "base/task.hpp"

namespace ports {

class Crypto {
public:
    virtual ~Crypto() = default;
    virtual base::Task<base::Result<std::string>> sha256(std::string bytes) = 0;
};

}  // namespace ports
