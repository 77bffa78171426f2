// Proofs of possession: a token that is stolen is of no use without our key. Source: RFC 9449.
#pragma once

#include <chrono>
#include <string>

#include "base/task.hpp"
#include "ports/crypto.hpp"
#include "ports/random.hpp"
#include "ports/signing_keys.hpp"

namespace oauth {

struct DpopClaims {
    std::string htm;           // method
    std::string htu;           // address without query and fragment (§4.2)
    std::string nonce;         // of the server asked; empty: none yet (§8)
    std::string access_token;  // hashed into `ath`; empty at the token endpoint (§4.2)
};

// A fresh jti each (§4.2). `now` is the wall clock.
base::Task<base::Result<std::string>> make_dpop_proof(ports::SigningKey& key, ports::Crypto& crypto,
                                                      ports::Random& random, DpopClaims claims,
                                                      std::chrono::milliseconds now);

// RFC 7638: base64url(SHA-256(public JWK)), for `dpop_jkt`.
base::Task<base::Result<std::string>> jwk_thumbprint(const ports::SigningKey& key, ports::Crypto& crypto);

// A signed JWT with the given claims (JSON text) and extra header members; for DPoP and private_key_jwt alike (RFC 7515 §3).
base::Task<base::Result<std::string>> sign_jwt(ports::SigningKey& key, std::string header_json,
                                               std::string claims_json);

}  // namespace oauth
