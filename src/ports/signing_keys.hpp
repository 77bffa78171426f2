// Keys that sign and never leave the browser: ECDSA P-256, non-extractable, kept in IndexedDB by name.
#pragma once

#include <memory>
#include <string>

#include "base/error.hpp"
#include "base/task.hpp"

namespace ports {

class SigningKey {
public:
    virtual ~SigningKey() = default;
    // The public JWK's members of RFC 7638 in its order, without blanks: {"crv":"P-256","kty":"EC","x":"…","y":"…"}.
    virtual const std::string& public_jwk() const = 0;
    // r and s, 32 bytes each (RFC 7518 §3.4): ES256.
    virtual base::Task<base::Result<std::string>> sign(std::string bytes) = 0;
};

class SigningKeys {
public:
    virtual ~SigningKeys() = default;
    // The key of that name, made now when there is none. Shared by all tabs.
    virtual base::Task<base::Result<std::unique_ptr<SigningKey>>> open(std::string name) = 0;
    virtual base::Task<base::Result<void>> erase(std::string name) = 0;
    // A private key given by a person (PKCS #8 in PEM, P-256), held in memory only; for private_key_jwt.
    virtual base::Task<base::Result<std::unique_ptr<SigningKey>>> import_pem(std::string pem) = 0;
};

}  // namespace ports
