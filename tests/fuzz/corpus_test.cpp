#include <doctest/doctest.h>

#include "fuzz/targets.hpp"

TEST_CASE("what once broke a parser, and what it is fed with, does not break it") {
    for (const auto& target : fuzz::targets()) {
        CAPTURE(target.name);
        const auto inputs = fuzz::corpus(target);
        REQUIRE(!inputs.empty());
        for (const auto& input : inputs) {
            CAPTURE(input);
            CHECK_NOTHROW(target.run(input));
            // Cut anywhere, it is what a broken connection leaves.
            for (std::size_t size = 0; size < input.size(); ++size)
                CHECK_NOTHROW(target.run(std::string_view(input).substr(0, size)));
        }
    }
}
