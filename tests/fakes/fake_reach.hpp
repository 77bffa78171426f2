// What a probe of an address finds: what the test says, else nothing answers.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/loop.hpp"
#include "base/turn.hpp"
#include "ports/reach.hpp"

namespace fakes {

class FakeReach final : public ports::Reach {
public:
    explicit FakeReach(base::Loop& loop) : loop_(loop) {}

    base::Task<ports::Reachability> probe(std::string url) override {
        probed.push_back(url);
        co_await base::turn(loop_);
        const auto at = found.find(url);
        co_return at == found.end() ? ports::Reachability::unreachable : at->second;
    }

    std::map<std::string, ports::Reachability> found;
    std::vector<std::string> probed;

private:
    base::Loop& loop_;
};

}  // namespace fakes
