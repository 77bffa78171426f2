// What an OAuth endpoint says when it refuses. Source: RFC 6749 §5.2, RFC 7591 §3.2.2.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "ports/http.hpp"

namespace oauth {

// The provider's words as one printable line. Whatever in them looks like a token or a code is left out, as some providers
// write what they were sent into their answers.
std::string provider_words(std::string_view text);

// The same of `error`, which is meant to be a short word.
std::string error_code(std::string_view text);

// Leaves `secret`, which the provider was sent, out of what it answers.
void strike(std::string& answer, std::string_view secret);

// `kind`, `action` ("The provider refused the registration") and what the body says, if it says anything. Without an OAuth error
// a 429 is rate_limited and a 5xx http_status, with retry: those tell of the moment, not of what was asked.
base::Error provider_error(const ports::HttpResponse& response, base::ErrorKind kind, std::string_view action,
                           std::string_view clause);

// The same of a token endpoint: invalid_grant, invalid_client, else token_refused.
base::Error token_error(const ports::HttpResponse& response);

}  // namespace oauth
