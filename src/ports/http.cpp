#include "ports/http.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace ports {

namespace {

bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return base::lower(x) == base::lower(y); });
}

}  // namespace

const std::string* find_header(const Headers& headers, std::string_view name) {
    for (const Header& header : headers)
        if (same_name(header.name, name)) return &header.value;
    return nullptr;
}

base::Task<base::Result<HttpResponse>> fetch(Http& http, HttpRequest request) {
    auto exchange = http.open(std::move(request));
    HttpResponse response;
    response.head = co_await base::or_return(co_await exchange->head());
    while (auto piece = co_await base::or_return(co_await exchange->chunk())) response.body += *piece;
    co_return response;
}

}  // namespace ports
