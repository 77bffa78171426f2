// crypto.subtle. The browser offers it on https: pages and on loopback; elsewhere every call is an error.
#pragma once

#include "base/loop.hpp"
#include "ports/crypto.hpp"

namespace platform::web {

class WebCrypto final : public ports::Crypto {
public:
    explicit WebCrypto(base::Loop& loop) : loop_(loop) {}
    base::Task<base::Result<std::string>> sha256(std::string bytes) override;

private:
    base::Loop& loop_;
};

}  // namespace platform::web
