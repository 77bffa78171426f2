#include "oauth/dpop.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "base/base64.hpp"
#include "base/json_object.hpp"

namespace oauth {

namespace {

constexpr std::size_t jti_bytes = 16;  // RFC 9449 §4.2: at least 96 bits

}  // namespace

base::Task<base::Result<std::string>> sign_jwt(ports::SigningKey& key, std::string header_json,
                                               std::string claims_json) {
    auto header = co_await base::or_return(base::parse_json(header_json));
    header["alg"] = "ES256";
    const std::string content =
        base::base64url_encode(base::dump_json(header)) + '.' + base::base64url_encode(claims_json);
    const std::string signature = co_await base::or_return(co_await key.sign(content));
    co_return content + '.' + base::base64url_encode(signature);
}

base::Task<base::Result<std::string>> make_dpop_proof(ports::SigningKey& key, ports::Crypto& crypto,
                                                      ports::Random& random, DpopClaims claims,
                                                      std::chrono::milliseconds now) {
    auto jwk = co_await base::or_return(base::parse_json(key.public_jwk()));
    base::JsonObject header;
    header.text("typ", "dpop+jwt").json("jwk", std::move(jwk));
    base::JsonObject payload;
    payload.text("jti", base::base64url_encode(random.bytes(jti_bytes)))
        .text("htm", claims.htm)
        .text("htu", std::string_view(claims.htu).substr(0, claims.htu.find_first_of("?#")))
        .integer("iat", std::chrono::floor<std::chrono::seconds>(now).count());
    if (!claims.nonce.empty()) payload.text("nonce", claims.nonce);
    if (!claims.access_token.empty()) {
        const std::string digest = co_await base::or_return(co_await crypto.sha256(claims.access_token));
        payload.text("ath", base::base64url_encode(digest));
    }
    auto proof = co_await sign_jwt(key, header.dump(), payload.dump());
    co_return proof;
}

base::Task<base::Result<std::string>> jwk_thumbprint(const ports::SigningKey& key, ports::Crypto& crypto) {
    const std::string digest = co_await base::or_return(co_await crypto.sha256(key.public_jwk()));
    co_return base::base64url_encode(digest);
}

}  // namespace oauth
