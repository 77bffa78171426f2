#include "oauth/pkce.hpp"

#include "base/base64.hpp"

namespace oauth {

base::Task<base::Result<Pkce>> make_pkce(ports::Random& random, ports::Crypto& crypto) {
    Pkce pkce;
    pkce.verifier = base::base64url_encode(random.bytes(32));  // RFC 7636 §4.1: 43 characters
    const std::string digest = co_await base::or_return(co_await crypto.sha256(pkce.verifier));
    pkce.challenge = base::base64url_encode(digest);
    co_return pkce;
}

}  // namespace oauth
