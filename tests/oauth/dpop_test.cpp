#include "oauth/dpop.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "base/base64.hpp"
#include "fakes/fake_crypto.hpp"
#include "fakes/fake_random.hpp"
#include "fakes/fake_signing_keys.hpp"
#include "fakes/run.hpp"
#include "oauth/token.hpp"

using namespace oauth;
using namespace std::chrono_literals;

namespace {

// The key of the RFC's examples.
class ExampleKey final : public ports::SigningKey {
public:
    const std::string& public_jwk() const override { return jwk_; }
    base::Task<base::Result<std::string>> sign(std::string bytes) override {
        signed_bytes = std::move(bytes);
        co_return std::string(64, 's');
    }
    std::string signed_bytes;

private:
    std::string jwk_ =
        R"({"crv":"P-256","kty":"EC","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"})";
};

struct World {
    base::Loop loop;
    fakes::FakeCrypto crypto{loop};
    fakes::FakeRandom random;
    ExampleKey key;

    std::string prove(DpopClaims claims) {
        auto proof = fakes::run(loop, make_dpop_proof(key, crypto, random, std::move(claims), 1'562'262'618'999ms));
        REQUIRE(proof);
        return *proof;
    }
};

}  // namespace

// [req:dpop-proof]
TEST_CASE("a proof names the method, the address without its query, the time, and itself") {
    World world;
    const auto proof = world.prove(
        {.htm = "POST", .htu = "https://server.example.com/token?secret=x#y", .nonce = {}, .access_token = {}});
    CHECK(
        *jwt_header(proof) ==
        *base::parse_json(
            R"({"typ":"dpop+jwt","jwk":{"crv":"P-256","kty":"EC","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"},"alg":"ES256"})"));
    const auto claims = *jwt_claims(proof);
    CHECK(claims.size() == 4);
    CHECK(base::string_or_empty(claims, "htm") == "POST");
    CHECK(base::string_or_empty(claims, "htu") == "https://server.example.com/token");
    CHECK(base::integer_member(claims, "iat") == 1'562'262'618);
    CHECK(base::string_or_empty(claims, "jti").size() == 22);
    // RFC 7515 §3.1: what is signed is the first two parts as they stand.
    CHECK(proof == world.key.signed_bytes + '.' + base::base64url_encode(std::string(64, 's')));
}

TEST_CASE("a proof to the resource is bound to the token, and to the nonce that was asked for") {
    World world;
    // RFC 9449 §7.1, its example
    const auto claims = *jwt_claims(world.prove({.htm = "GET",
                                                 .htu = "https://resource.example.org/protectedresource",
                                                 .nonce = "eyJ7S_zG.eyJH0-Z.HX4w-7v",
                                                 .access_token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"}));
    CHECK(base::string_or_empty(claims, "ath") == "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
    CHECK(base::string_or_empty(claims, "nonce") == "eyJ7S_zG.eyJH0-Z.HX4w-7v");
    CHECK(base::string_or_empty(claims, "htm") == "GET");
}

// [req:dpop-fresh]
TEST_CASE("no two proofs have the same id") {
    World world;
    const DpopClaims claims = {.htm = "POST", .htu = "https://a.example/token", .nonce = {}, .access_token = {}};
    const auto first = *jwt_claims(world.prove(claims));
    const auto second = *jwt_claims(world.prove(claims));
    CHECK(base::string_or_empty(first, "jti") != base::string_or_empty(second, "jti"));
}

// [req:dpop-thumbprint]
TEST_CASE("the thumbprint of the RFC's key is the RFC's") {
    World world;
    CHECK(*fakes::run(world.loop, jwk_thumbprint(world.key, world.crypto)) ==
          "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
}

TEST_CASE("a fake key is the same by its name, and another by another") {
    base::Loop loop;
    fakes::FakeSigningKeys keys(loop);
    auto first = fakes::run(loop, keys.open("a"));
    auto again = fakes::run(loop, keys.open("a"));
    auto other = fakes::run(loop, keys.open("b"));
    REQUIRE(first);
    CHECK((*first)->public_jwk() == (*again)->public_jwk());
    CHECK((*first)->public_jwk() != (*other)->public_jwk());
    CHECK(fakes::run(loop, (*first)->sign("x"))->size() == 64);
    CHECK(keys.names.size() == 2);
    REQUIRE(fakes::run(loop, keys.erase("a")));
    CHECK(keys.names.size() == 1);
    CHECK_FALSE(fakes::run(loop, keys.import_pem("no key")));
    CHECK(fakes::run(loop, keys.import_pem("-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----\n")));
    keys.refuses = true;
    CHECK(fakes::run(loop, keys.open("c")).error().kind == base::ErrorKind::crypto_failed);
}
