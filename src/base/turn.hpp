// `co_await turn(loop)` goes on at a later drain, after everything that the loop was asked for before.
#pragma once

#include "base/loop.hpp"
#include "base/one_shot.hpp"
#include "base/task.hpp"

namespace base {

inline Task<void> turn(Loop& loop) {
    auto later = one_shot<bool>(loop);
    loop.post([sender = later.first] { sender.send(true); });
    co_await later.second;
}

}  // namespace base
