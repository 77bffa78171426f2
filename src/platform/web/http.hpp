// HTTP by emscripten_fetch. The last gate before the network: an address or a header that must not go out is refused here,
// whoever forgot to check.
#pragma once

#include "base/loop.hpp"
#include "ports/http.hpp"
#include "ports/window.hpp"

namespace platform::web {

// Null when `url` may be asked from this page; else invalid_address, or mixed_content for http: from an https: page
// (loopback is exempt: W3C Secure Contexts §3.1). The page's own origin may always be asked. ws: and wss: are judged alike.
std::optional<base::Error> address_problem(const std::string& url, const ports::Window& window);

// address_problem, and internal when web/fetch_policy.js did not run: without it a request would go out with credentials.
std::optional<base::Error> fetch_problem(const std::string& url, const ports::Window& window);

class WebHttp final : public ports::Http {
public:
    // Both outlive it.
    WebHttp(base::Loop& loop, const ports::Window& window) : loop_(loop), window_(window) {}

    // A redirect is followed only for a GET or HEAD without Authorization, whatever the request says.
    std::unique_ptr<ports::HttpExchange> open(ports::HttpRequest request) override;

private:
    base::Loop& loop_;
    const ports::Window& window_;
};

}  // namespace platform::web
