#include "platform/web/http.hpp"

#include <algorithm>
#include <utility>

#include "base/ascii.hpp"
#include "base/url.hpp"
#include "platform/web/exchange.hpp"

extern "C" bool parley_fetch_policy_is_there();

namespace platform::web {

namespace {

using base::Error;
using base::ErrorKind;
using base::Remedy;

// RFC 9110 §5.6.2.
bool is_token(std::string_view text) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return base::is_letter_or_digit(c) || marks.find(c) != std::string_view::npos;
    });
}

// RFC 9110 §5.5 without obs-text: the browser would take each byte beyond ASCII for a character of its own, or throw.
bool is_field_value(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c == '\t' || (c >= ' ' && c < '\x7f'); });
}

bool is_ours(const std::string& name) { return base::lowered(name).starts_with("x-parley-"); }

std::optional<Error> header_problem(const ports::Headers& headers) {
    for (const ports::Header& header : headers) {
        if (is_token(header.name) && is_field_value(header.value) && !is_ours(header.name)) continue;
        // The value may be a secret: it is not told.
        return Error{ErrorKind::invalid_arguments,
                     Remedy::none,
                     "A header of this request has a name or a value that cannot be sent.",
                     {},
                     "RFC 9110 §5.5",
                     is_token(header.name) ? header.name : std::string()};
    }
    return std::nullopt;
}

std::optional<Error> request_problem(const ports::HttpRequest& request, const ports::Window& window) {
    if (auto problem = fetch_problem(request.url, window)) return problem;
    // 31 characters is what the toolchain has room for; the longest registered method has 17.
    if (!is_token(request.method) || request.method.size() > 31)
        return Error{ErrorKind::internal, Remedy::none, "A request has a method that is not one.", request.method};
    return header_problem(request.headers);
}

bool may_follow(const ports::HttpRequest& request) {
    return request.redirects == ports::Redirects::follow && !ports::find_header(request.headers, "authorization");
}

}  // namespace

std::optional<Error> address_problem(const std::string& url, const ports::Window& window) {
    auto parsed = base::Url::parse(url);
    if (!parsed) return parsed.error();
    const auto page = base::Url::parse(window.address());
    const bool plain = parsed->scheme == "http" || parsed->scheme == "ws";
    if (page && page->same_origin(*parsed)) return std::nullopt;
    if (page && page->scheme == "https" && plain && !parsed->is_loopback())
        return Error{ErrorKind::mixed_content,
                     Remedy::fix_address,
                     "This page came over https, and from such a page a browser does not ask an http address.",
                     {},
                     "W3C Mixed Content §5.1",
                     parsed->host_and_port()};
    if (!base::is_safe_to_fetch(*parsed))
        return Error{ErrorKind::invalid_address,
                     Remedy::fix_address,
                     "Only https addresses are asked, or http ones on this device.",
                     {},
                     {},
                     parsed->host_and_port()};
    return std::nullopt;
}

std::optional<Error> fetch_problem(const std::string& url, const ports::Window& window) {
    if (!parley_fetch_policy_is_there())
        return Error{ErrorKind::internal, Remedy::reload, "The page did not load completely.",
                     "fetch_policy.js did not run"};
    return address_problem(url, window);
}

std::unique_ptr<ports::HttpExchange> WebHttp::open(ports::HttpRequest request) {
    auto problem = request_problem(request, window_);
    const FetchMode mode = may_follow(request) ? FetchMode::follow_redirects : FetchMode::refuse_redirects;
    auto exchange = std::make_unique<WebExchange>(loop_, window_, std::move(request));
    if (problem)
        exchange->refuse(std::move(*problem));
    else
        exchange->send(mode);
    return exchange;
}

}  // namespace platform::web
