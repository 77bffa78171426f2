// The code that comes later is there at once, or never.
#pragma once

#include "ports/deferred.hpp"

namespace fakes {

class FakeDeferred final : public ports::Deferred {
public:
    base::Task<base::Result<void>> ready() override {
        if (!comes) co_return base::fail(base::ErrorKind::unreachable, "A part of this page could not be loaded.");
        co_return base::Result<void>();
    }
    bool is_here() const override { return comes; }
    bool comes = true;
};

}  // namespace fakes
