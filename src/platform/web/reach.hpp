// A no-cors request: the browser says whether it was answered, and nothing else.
#pragma once

#include "base/loop.hpp"
#include "ports/reach.hpp"
#include "ports/window.hpp"

namespace platform::web {

class WebReach final : public ports::Reach {
public:
    // Both outlive it.
    WebReach(base::Loop& loop, const ports::Window& window) : loop_(loop), window_(window) {}
    base::Task<ports::Reachability> probe(std::string url) override;

private:
    base::Loop& loop_;
    const ports::Window& window_;
};

}  // namespace platform::web
