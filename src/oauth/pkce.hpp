// Proof that who exchanges the code is who asked for it. Source: RFC 7636; S256 only.
#pragma once

#include <string>

#include "base/task.hpp"
#include "ports/crypto.hpp"
#include "ports/random.hpp"

namespace oauth {

struct Pkce {
    std::string verifier;   // 43 characters of 32 random bytes: a secret until it is used
    std::string challenge;  // base64url(SHA-256(verifier))
};

base::Task<base::Result<Pkce>> make_pkce(ports::Random& random, ports::Crypto& crypto);

}  // namespace oauth
