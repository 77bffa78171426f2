// Hosts of addresses, as a browser reads them. Used by url.cpp alone.
// Source: WHATWG URL §3.5 (host parsing), for hosts that are ASCII already.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace base {

// `text` is what stands between "//" (or '@') and the port. Names come out in lower case, "127.1" and "0x7f.1" as
// "127.0.0.1", IPv6 in brackets and compressed (RFC 5952). Errors: invalid_address, with a sentence.
Result<std::string> parse_host(std::string_view text);

// `host` as parse_host gives it: localhost, *.localhost, 127.0.0.0/8, [::1].
bool is_loopback_host(std::string_view host);

}  // namespace base
