// WebCrypto for tests; the digests are true ones.
#pragma once

#include <string>

#include "base/loop.hpp"
#include "base/turn.hpp"
#include "fakes/sha256.hpp"
#include "ports/crypto.hpp"

namespace fakes {

class FakeCrypto final : public ports::Crypto {
public:
    explicit FakeCrypto(base::Loop& loop) : loop_(loop) {}

    base::Task<base::Result<std::string>> sha256(std::string bytes) override {
        co_await base::turn(loop_);
        co_return fakes::sha256(bytes);
    }

private:
    base::Loop& loop_;
};

}  // namespace fakes
