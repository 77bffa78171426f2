#include "doctor/witness.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/ascii.hpp"

namespace doctor {

namespace {

Exchange begun(const ports::HttpRequest& request) {
    Exchange exchange;
    exchange.method = request.method;
    exchange.url = request.url.substr(0, request.url.find_first_of("?#"));
    exchange.header_names.reserve(request.headers.size());
    for (const ports::Header& header : request.headers) {
        std::string name = base::lowered(header.name);
        // Fetch §2.2.2: CORS-safelisted.
        const bool is_type = name == "content-type";
        if (is_type && header.value.starts_with("application/x-www-form-urlencoded")) exchange.is_form = true;
        if (name != "accept" && !(is_type && exchange.is_form)) exchange.header_names.push_back(std::move(name));
    }
    return exchange;
}

// RFC 9449 §7.1, §9
std::string dpop_error_of(const std::string& challenge) {
    for (const char* error : {"use_dpop_nonce", "invalid_dpop_proof"})
        if (challenge.find(error) != std::string::npos) return error;
    return {};
}

class WitnessedExchange final : public ports::HttpExchange {
public:
    WitnessedExchange(Witness& witness, Exchange exchange, std::unique_ptr<ports::HttpExchange> inner)
        : witness_(witness), exchange_(std::move(exchange)), inner_(std::move(inner)) {}

    base::Task<base::Result<ports::HttpHead>> head() override {
        auto head = co_await inner_->head();
        if (head) {
            exchange_.status = head->status;
            const std::string* challenge = ports::find_header(head->headers, "WWW-Authenticate");
            exchange_.has_challenge = challenge != nullptr;
            if (challenge) exchange_.dpop_error = dpop_error_of(*challenge);
            exchange_.has_nonce = ports::find_header(head->headers, "DPoP-Nonce") != nullptr;
        } else {
            exchange_.error = head.error().kind;
        }
        witness_.note(exchange_);
        co_return head;
    }

    base::Task<base::Result<std::optional<std::string>>> chunk() override { return inner_->chunk(); }

private:
    Witness& witness_;
    Exchange exchange_;
    std::unique_ptr<ports::HttpExchange> inner_;
};

}  // namespace

std::unique_ptr<ports::HttpExchange> Witness::open(ports::HttpRequest request) {
    Exchange exchange = begun(request);
    return std::make_unique<WitnessedExchange>(*this, std::move(exchange), http_.open(std::move(request)));
}

void Witness::note(Exchange exchange) {
    if (exchanges_.size() == most_exchanges) exchanges_.erase(exchanges_.begin());
    exchanges_.push_back(std::move(exchange));
}

}  // namespace doctor
