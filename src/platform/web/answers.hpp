// What the bridges in web/bridge/ answer later: a number goes out with the call, bytes or a reason come back under it.
//
//     auto answer = expect_answer(loop);
//     parley_sha256(answer.id, bytes.data(), bytes.size());
//     Answer got = co_await answer.receiver;           // by a later drain
//
// Destroying the receiver forgets the number; an answer that comes after that is dropped.
#pragma once

#include <string>

#include "base/one_shot.hpp"

namespace platform::web {

struct Answer {
    bool ok = false;
    std::string bytes;    // what was asked for; empty after a failure
    std::string reason;   // the name of the browser's exception: "QuotaExceededError"
    std::string message;  // its sentence
};

struct PendingAnswer {
    int id;
    base::OneShotReceiver<Answer> receiver;
};

PendingAnswer expect_answer(base::Loop& loop);

}  // namespace platform::web
