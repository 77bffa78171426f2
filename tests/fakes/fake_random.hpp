// Random bytes that are the same in every run: 0, 1, 2, … and so no two ids of one test are equal.
#pragma once

#include <string>

#include "ports/random.hpp"

namespace fakes {

class FakeRandom final : public ports::Random {
public:
    std::string bytes(std::size_t count) override {
        std::string made;
        for (std::size_t i = 0; i < count; ++i) made += static_cast<char>(next_++);
        return made;
    }

private:
    unsigned char next_ = 0;
};

}  // namespace fakes
