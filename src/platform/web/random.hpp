// crypto.getRandomValues.
#pragma once

#include "ports/random.hpp"

namespace platform::web {

class WebRandom final : public ports::Random {
public:
    std::string bytes(std::size_t count) override;
};

}  // namespace platform::web
