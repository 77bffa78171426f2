#include "platform/web/locks.hpp"

#include "platform/web/answers.hpp"

extern "C" {
void parley_lock_acquire(int answer, const char* name);
// Gives a held lock back, or leaves the queue.
void parley_lock_release(int answer);
}

namespace platform::web {

namespace {

class WebLock final : public ports::Lock {
public:
    explicit WebLock(int id) : id_(id) {}
    WebLock(const WebLock&) = delete;
    WebLock& operator=(const WebLock&) = delete;
    ~WebLock() override { parley_lock_release(id_); }

private:
    int id_;
};

}  // namespace

base::Task<base::Result<std::unique_ptr<ports::Lock>>> WebLocks::acquire(std::string name) {
    auto answer = expect_answer(loop_);
    // Made before the wait: a task that is destroyed while it waits, or after the grant came, leaves no lock behind.
    std::unique_ptr<ports::Lock> lock = std::make_unique<WebLock>(answer.id);
    parley_lock_acquire(answer.id, name.c_str());
    Answer got = co_await answer.receiver;
    if (!got.ok)
        co_return base::fail(base::ErrorKind::internal,
                             "This browser cannot keep two tabs apart (it refused a Web Lock). A newer browser can.",
                             got.reason + ": " + got.message);
    co_return std::move(lock);
}

}  // namespace platform::web
