// Web Locks: one holder at a time over all tabs of this origin.
#pragma once

#include <memory>
#include <string>

#include "base/task.hpp"

namespace ports {

// Held while alive.
class Lock {
public:
    virtual ~Lock() = default;
};

class Locks {
public:
    virtual ~Locks() = default;
    virtual base::Task<base::Result<std::unique_ptr<Lock>>> acquire(std::string name) = 0;
};

}  // namespace ports
