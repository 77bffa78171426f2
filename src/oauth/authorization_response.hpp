// What came back to the callback page. Source: RFC 6749 §4.1.2, RFC 9207 §2.4, MCP's table of 2026-07-28.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "oauth/authorization_request.hpp"

namespace oauth {

// The state alone, to find the pending record; empty when there is none.
std::string state_of(std::string_view query);

// `query` as the browser had it ("?code=…&state=…", with or without '?', form-decoded here). Checked in this order: state (constant
// for one record), iss by the table, then `error`, then `code`. A parameter that comes twice is refused (RFC 6749 §3.1).
// Errors: foreign_answer (state or iss is not ours; nothing of the answer is in the error), sign_in_refused (any `error`: subject
// has its code, "access_denied" for one, message the provider's words as printable text), malformed.
base::Result<std::string> read_authorization_response(std::string_view query, const PendingAuthorization& pending);

}  // namespace oauth
