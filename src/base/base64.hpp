// Bytes as text. Source: RFC 4648 §4 and §5.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace base {

std::string base64_encode(std::string_view bytes);

// Line breaks and blanks are skipped and padding may be missing, as servers send it; any other foreign character, or
// bits left over, is std::nullopt.
std::optional<std::string> base64_decode(std::string_view text);

// With '-' and '_', without padding: PKCE (RFC 7636 §4.2), JWT (RFC 7515 §2), header values.
std::string base64url_encode(std::string_view bytes);

// Strict: padding, blanks and every foreign character are std::nullopt.
std::optional<std::string> base64url_decode(std::string_view text);

}  // namespace base
