#include "platform/web/signing_keys.hpp"

#include <utility>

#include "platform/web/answers.hpp"
#include "platform/web/storage_error.hpp"

extern "C" {
void parley_signing_open(int answer, const char* name);
void parley_signing_import(int answer, const char* pem);
void parley_signing_erase(int answer, const char* name);
void parley_signing_sign(int answer, int key, const char* bytes, std::size_t length);
void parley_signing_forget(int key);
}

namespace platform::web {

namespace {

// The bridge's key of that number, which is the number of the answer it came with; let go also when nobody waited for it.
class Handle {
public:
    explicit Handle(int number) : number_(number) {}
    Handle(Handle&& other) noexcept : number_(std::exchange(other.number_, 0)) {}
    Handle& operator=(Handle&&) = delete;
    ~Handle() {
        if (number_ != 0) parley_signing_forget(number_);
    }
    int number() const { return number_; }

private:
    int number_;
};

class WebSigningKey final : public ports::SigningKey {
public:
    WebSigningKey(base::Loop& loop, Handle handle, std::string public_jwk)
        : loop_(loop), handle_(std::move(handle)), public_jwk_(std::move(public_jwk)) {}

    const std::string& public_jwk() const override { return public_jwk_; }

    base::Task<base::Result<std::string>> sign(std::string bytes) override {
        auto answer = expect_answer(loop_);
        parley_signing_sign(answer.id, handle_.number(), bytes.data(), bytes.size());
        Answer got = co_await answer.receiver;
        if (!got.ok)
            co_return base::fail(base::ErrorKind::crypto_failed, "The browser could not sign with this page's key.",
                                 got.reason + ": " + got.message);
        co_return std::move(got.bytes);
    }

private:
    base::Loop& loop_;
    Handle handle_;
    std::string public_jwk_;
};

}  // namespace

base::Task<base::Result<std::unique_ptr<ports::SigningKey>>> WebSigningKeys::open(std::string name) {
    auto answer = expect_answer(loop_);
    Handle handle(answer.id);
    parley_signing_open(answer.id, name.c_str());
    Answer got = co_await answer.receiver;
    if (!got.ok) co_return base::fail(storage_error(got));
    co_return std::make_unique<WebSigningKey>(loop_, std::move(handle), std::move(got.bytes));
}

base::Task<base::Result<void>> WebSigningKeys::erase(std::string name) {
    auto answer = expect_answer(loop_);
    parley_signing_erase(answer.id, name.c_str());
    Answer got = co_await answer.receiver;
    if (!got.ok) co_return base::fail(storage_error(got));
    co_return base::Result<void>();
}

base::Task<base::Result<std::unique_ptr<ports::SigningKey>>> WebSigningKeys::import_pem(std::string pem) {
    auto answer = expect_answer(loop_);
    Handle handle(answer.id);
    parley_signing_import(answer.id, pem.c_str());
    Answer got = co_await answer.receiver;
    if (!got.ok)
        co_return base::fail(base::ErrorKind::crypto_failed,
                             "This is no private key that can be used here: it has to be P-256, in PEM as PKCS #8 "
                             "(\"BEGIN PRIVATE KEY\").",
                             got.reason);
    co_return std::make_unique<WebSigningKey>(loop_, std::move(handle), std::move(got.bytes));
}

}  // namespace platform::web
