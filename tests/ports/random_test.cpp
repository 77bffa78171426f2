#include "ports/random.hpp"

#include <doctest/doctest.h>

namespace {

class Fixed final : public ports::Random {
public:
    explicit Fixed(char byte) : byte_(byte) {}
    std::string bytes(std::size_t count) override { return std::string(count, byte_); }

private:
    char byte_;
};

}  // namespace

TEST_CASE("a UUID has its version and its variant, whatever the bytes are") {
    Fixed zeros('\0');
    Fixed ones('\xff');
    CHECK(ports::uuid_v4(zeros) == "00000000-0000-4000-8000-000000000000");
    CHECK(ports::uuid_v4(ones) == "ffffffff-ffff-4fff-bfff-ffffffffffff");
}
