#include "mcp/wire/header_value.hpp"

#include "base/ascii.hpp"
#include "base/base64.hpp"

namespace mcp::wire {

namespace {

constexpr std::string_view sentinel_begin = "=?base64?";
constexpr std::string_view sentinel_end = "?=";

bool goes_plain(std::string_view value) {
    if (value.empty()) return true;
    if (base::is_blank(value.front()) || base::is_blank(value.back())) return false;
    if (value.starts_with(sentinel_begin) && value.ends_with(sentinel_end)) return false;
    for (const char c : value)
        if (c < 0x20 || c > 0x7E) return false;
    return true;
}

}  // namespace

std::string encode_header_value(std::string_view value) {
    if (goes_plain(value)) return std::string(value);
    return std::string(sentinel_begin) + base::base64_encode(value) + std::string(sentinel_end);
}

}  // namespace mcp::wire
