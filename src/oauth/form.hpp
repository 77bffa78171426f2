// application/x-www-form-urlencoded, as queries and token requests have it. Source: RFC 6749 appendix B, WHATWG URL §5.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace oauth {

using Form = std::vector<std::pair<std::string, std::string>>;

std::string form_encode(const Form& form);
Form form_decode(std::string_view text);  // parameters that are repeated as often as they come

}  // namespace oauth
