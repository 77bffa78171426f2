#include "platform/web/crypto.hpp"

#include "platform/web/answers.hpp"

extern "C" void parley_sha256(int answer, const char* bytes, std::size_t length);

namespace platform::web {

base::Task<base::Result<std::string>> WebCrypto::sha256(std::string bytes) {
    auto answer = expect_answer(loop_);
    parley_sha256(answer.id, bytes.data(), bytes.size());
    Answer got = co_await answer.receiver;
    if (!got.ok)
        co_return base::fail(base::ErrorKind::crypto_failed,
                             "This browser offers no cryptography here; the page has to come over https.",
                             got.reason + ": " + got.message);
    co_return std::move(got.bytes);
}

}  // namespace platform::web
