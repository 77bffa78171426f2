// The ports that a sign-in stands on. All outlive it.
#pragma once

#include <map>
#include <string>

#include "base/loop.hpp"
#include "oauth/deployment.hpp"
#include "oauth/vault.hpp"
#include "ports/channel.hpp"
#include "ports/clock.hpp"
#include "ports/crypto.hpp"
#include "ports/http.hpp"
#include "ports/locks.hpp"
#include "ports/random.hpp"
#include "ports/signing_keys.hpp"
#include "ports/window.hpp"

namespace oauth {

// The newest nonce of each origin that gave one (RFC 9449 §8, §9).
using Nonces = std::map<std::string, std::string>;

struct Surroundings {
    base::Loop& loop;
    ports::Http& http;
    ports::Clock& clock;
    ports::Random& random;
    ports::Crypto& crypto;
    ports::SigningKeys& keys;
    ports::Locks& locks;
    ports::Channels& channels;
    ports::Window& window;
    Vault& vault;
    Nonces& nonces;
    const Deployment& deployment;
};

// The same, asking by another way.
inline Surroundings with_http(const Surroundings& a, ports::Http& http) {
    return {a.loop,  http,       a.clock,  a.random, a.crypto, a.keys,
            a.locks, a.channels, a.window, a.vault,  a.nonces, a.deployment};
}

}  // namespace oauth
