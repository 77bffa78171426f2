// HTTP that remembers what it was asked lately, for the Doctor: addresses, names of headers, how it ended.
#pragma once

#include <memory>
#include <vector>

#include "doctor/exchange.hpp"
#include "ports/http.hpp"

namespace doctor {

class Witness final : public ports::Http {
public:
    // `http` outlives it, and it outlives what it opens.
    explicit Witness(ports::Http& http) : http_(http) {}
    std::unique_ptr<ports::HttpExchange> open(ports::HttpRequest request) override;

    void forget() { exchanges_.clear(); }  // an attempt begins
    const std::vector<Exchange>& exchanges() const { return exchanges_; }
    void note(Exchange exchange);

private:
    ports::Http& http_;
    std::vector<Exchange> exchanges_;  // oldest first, at most most_exchanges
};
inline constexpr std::size_t most_exchanges = 40;

}  // namespace doctor
