// The part of the page's code that comes after its first frame (tools/split.mjs): speaking to servers and signing in.
#pragma once

#include "base/error.hpp"
#include "base/task.hpp"

namespace ports {

class Deferred {
public:
    virtual ~Deferred() = default;
    // Brings it, once; whoever calls into it awaits this first. Errors: unreachable, and another call tries again.
    virtual base::Task<base::Result<void>> ready() = 0;
    virtual bool is_here() const = 0;
};

}  // namespace ports
