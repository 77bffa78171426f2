// What a browser never does at once, a fake does not either: `co_await turn(loop)` goes on at a later drain.
#pragma once

#include "base/loop.hpp"
#include "base/one_shot.hpp"
#include "base/task.hpp"

namespace fakes {

inline base::Task<void> turn(base::Loop& loop) {
    auto later = base::one_shot<int>(loop);
    loop.post([sender = later.first] { sender.send(0); });
    co_await later.second;
}

}  // namespace fakes
