// navigator.locks.
#pragma once

#include "base/loop.hpp"
#include "ports/locks.hpp"

namespace platform::web {

class WebLocks final : public ports::Locks {
public:
    explicit WebLocks(base::Loop& loop) : loop_(loop) {}
    base::Task<base::Result<std::unique_ptr<ports::Lock>>> acquire(std::string name) override;

private:
    base::Loop& loop_;
};

}  // namespace platform::web
