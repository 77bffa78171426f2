#include "oauth/pkce.hpp"

#include <doctest/doctest.h>

#include "fakes/fake_crypto.hpp"
#include "fakes/fake_random.hpp"
#include "fakes/run.hpp"

using namespace oauth;

namespace {

// RFC 7636 appendix B
class ExampleRandom final : public ports::Random {
public:
    std::string bytes(std::size_t count) override {
        CHECK(count == 32);
        const unsigned char octets[] = {116, 24,  223, 180, 151, 153, 224, 37,  79, 250, 96, 125, 216, 173, 187, 186,
                                        22,  212, 37,  77,  105, 214, 191, 240, 91, 88,  5,  88,  83,  132, 141, 121};
        return {std::begin(octets), std::end(octets)};
    }
};

}  // namespace

// [req:pkce]
TEST_CASE("the challenge is the digest of the verifier, as in the RFC's example") {
    base::Loop loop;
    fakes::FakeCrypto crypto(loop);
    ExampleRandom random;
    const auto pkce = fakes::run(loop, make_pkce(random, crypto));
    REQUIRE(pkce);
    CHECK(pkce->verifier == "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    CHECK(pkce->challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST_CASE("every sign-in has a verifier of its own") {
    base::Loop loop;
    fakes::FakeCrypto crypto(loop);
    fakes::FakeRandom random;
    const auto first = fakes::run(loop, make_pkce(random, crypto));
    const auto second = fakes::run(loop, make_pkce(random, crypto));
    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->verifier.size() == 43);
    CHECK(first->verifier != second->verifier);
    CHECK(first->challenge != second->challenge);
}
