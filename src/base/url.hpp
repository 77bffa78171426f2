// Addresses, parsed as a browser would for the schemes we use (WHATWG URL, the part of it that http and ws need).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace base {

struct Url {
    std::string scheme;    // lower case, without the colon
    std::string host;      // lower case, IPv6 in brackets; ASCII (an IDN must come as punycode or is percent-refused)
    std::string port;      // digits; empty for the scheme's default
    std::string path;      // begins with '/'
    std::string query;     // without '?'; empty when absent
    std::string fragment;  // without '#'

    // Errors: invalid_address, with a sentence that says what is wrong. Userinfo is refused, control characters too.
    static Result<Url> parse(std::string_view text);

    std::string origin() const;     // "https://a.example:8443"
    std::string to_string() const;  // with query and fragment
    std::string host_and_port() const;
    bool same_origin(const Url& other) const { return origin() == other.origin(); }
    bool is_loopback() const;  // localhost, *.localhost, 127.0.0.0/8, [::1]
};

// Whether we ever open or ask this address: https:/wss:, or http:/ws: on loopback. (THREATS.md, first row.)
bool is_safe_to_fetch(const Url& url);
// The same for links that a person opens: https:, or http: on loopback.
bool is_safe_to_open(std::string_view url);

// What a person types into an address field: blanks trimmed, "https://" put before a bare host ("http://" before a loopback one).
Result<Url> parse_typed_address(std::string_view typed);

std::string percent_encode(std::string_view text);  // everything but RFC 3986 unreserved
std::string percent_decode(std::string_view text);

}  // namespace base
