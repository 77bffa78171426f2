// WebCrypto's ECDSA, its keys beside the store's own in IndexedDB. See web/bridge/signing_keys.js.
#pragma once

#include "base/loop.hpp"
#include "ports/signing_keys.hpp"

namespace platform::web {

class WebSigningKeys final : public ports::SigningKeys {
public:
    explicit WebSigningKeys(base::Loop& loop) : loop_(loop) {}

    // Errors: storage_failed. What was opened may be used after it was erased.
    base::Task<base::Result<std::unique_ptr<ports::SigningKey>>> open(std::string name) override;
    base::Task<base::Result<void>> erase(std::string name) override;
    // Errors: crypto_failed when the text is no such key; nothing of it is in the error.
    base::Task<base::Result<std::unique_ptr<ports::SigningKey>>> import_pem(std::string pem) override;

private:
    base::Loop& loop_;
};

}  // namespace platform::web
