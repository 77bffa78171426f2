// application/x-www-form-urlencoded, as queries and token requests have it. Source: RFC 6749 appendix B, WHATWG URL §5.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace oauth {

using Form = std::vector<std::pair<std::string, std::string>>;

// What is empty is left out.
inline void add_if_any(Form& form, const char* name, const std::string& value) {
    if (!value.empty()) form.emplace_back(name, value);
}

std::string form_encode(const Form& form);
Form form_decode(std::string_view text);  // parameters that are repeated as often as they come

}  // namespace oauth
