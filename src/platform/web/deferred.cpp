#include "platform/web/deferred.hpp"

#include "platform/web/answers.hpp"

extern "C" void parley_load_deferred(int answer);

namespace platform::web {

base::Task<base::Result<void>> WebDeferred::ready() {
    if (ready_) co_return base::Result<void>();
    auto answer = expect_answer(loop_);
    parley_load_deferred(answer.id);
    Answer got = co_await answer.receiver;
    if (!got.ok) {
        base::Error error{.kind = base::ErrorKind::unreachable,
                          .remedy = base::Remedy::retry,
                          .message = "A part of this page could not be loaded. Is the network there?",
                          .detail = got.reason + ": " + got.message};
        co_return base::fail(std::move(error));
    }
    ready_ = true;
    co_return base::Result<void>();
}

}  // namespace platform::web
