#include "platform/web/answers.hpp"

#include <emscripten/em_macros.h>

#include <cstddef>
#include <map>
#include <utility>

namespace platform::web {

namespace {

std::map<int, base::OneShotSender<Answer>>& waiting() {
    static std::map<int, base::OneShotSender<Answer>> senders;
    return senders;
}

void deliver(int id, Answer answer) {
    auto found = waiting().find(id);
    if (found == waiting().end()) return;
    auto sender = std::move(found->second);
    waiting().erase(found);
    sender.send(std::move(answer));
}

}  // namespace

PendingAnswer expect_answer(base::Loop& loop) {
    static int last_id = 0;
    const int id = ++last_id;
    auto [sender, receiver] = base::one_shot<Answer>(loop);
    receiver.on_cancel([id] { waiting().erase(id); });
    waiting().emplace(id, std::move(sender));
    return {id, std::move(receiver)};
}

}  // namespace platform::web

// Called by web/bridge/answers.js, which owns the memory.
extern "C" {

EMSCRIPTEN_KEEPALIVE void parley_answer(int id, const char* bytes, std::size_t length) {
    platform::web::deliver(id, {true, std::string(bytes, length), {}, {}});
}

EMSCRIPTEN_KEEPALIVE void parley_answer_failure(int id, const char* reason, const char* message) {
    platform::web::deliver(id, {false, {}, reason, message});
}
}
