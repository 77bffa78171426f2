// app.deferred.wasm, instantiated into the running page.
#pragma once

#include "base/loop.hpp"
#include "ports/deferred.hpp"

namespace platform::web {

class WebDeferred final : public ports::Deferred {
public:
    explicit WebDeferred(base::Loop& loop) : loop_(loop) {}
    base::Task<base::Result<void>> ready() override;
    bool is_here() const override { return ready_; }

private:
    base::Loop& loop_;
    bool ready_ = false;
};

}  // namespace platform::web
