// Keys that are the same in every run: all is made of the key's name. The signatures have the right length and no other merit.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <utility>

#include "base/base64.hpp"
#include "base/loop.hpp"
#include "base/turn.hpp"
#include "fakes/sha256.hpp"
#include "ports/signing_keys.hpp"

namespace fakes {

class FakeSigningKey final : public ports::SigningKey {
public:
    FakeSigningKey(base::Loop& loop, std::string name)
        : loop_(loop),
          name_(std::move(name)),
          public_jwk_(R"({"crv":"P-256","kty":"EC","x":")" + base::base64url_encode(sha256("x " + name_)) +
                      R"(","y":")" + base::base64url_encode(sha256("y " + name_)) + R"("})") {}

    const std::string& public_jwk() const override { return public_jwk_; }
    base::Task<base::Result<std::string>> sign(std::string bytes) override {
        co_await base::turn(loop_);
        co_return sha256("r " + name_ + bytes) + sha256("s " + name_ + bytes);
    }

private:
    base::Loop& loop_;
    std::string name_;
    std::string public_jwk_;
};

class FakeSigningKeys final : public ports::SigningKeys {
public:
    using Opened = base::Result<std::unique_ptr<ports::SigningKey>>;

    explicit FakeSigningKeys(base::Loop& loop) : loop_(loop) {}

    base::Task<Opened> open(std::string name) override {
        co_await base::turn(loop_);
        if (refuses) co_return failed();
        names.insert(name);
        co_return std::make_unique<FakeSigningKey>(loop_, std::move(name));
    }
    base::Task<base::Result<void>> erase(std::string name) override {
        co_await base::turn(loop_);
        names.erase(name);
        co_return base::Result<void>();
    }
    base::Task<Opened> import_pem(std::string pem) override {
        co_await base::turn(loop_);
        if (refuses || pem.find("-----BEGIN PRIVATE KEY-----") == std::string::npos) co_return failed();
        co_return std::make_unique<FakeSigningKey>(loop_, std::move(pem));
    }

    std::set<std::string> names;  // those that are kept
    bool refuses = false;

private:
    static std::unexpected<base::Error> failed() {
        return base::fail(base::ErrorKind::crypto_failed, "The browser gives no key.");
    }

    base::Loop& loop_;
};

}  // namespace fakes
