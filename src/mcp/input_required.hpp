// What a server asks for before it answers (multi round-trip requests), and our answer to it.
// Source: MCP 2026-07-28 basic/patterns/mrtr.
#pragma once

#include <string_view>

#include "base/json.hpp"

namespace mcp {

// At most so many rounds for one request.
inline constexpr int input_round_cap = 8;

// The methods that may be answered with input_required (Supported Requests).
bool may_require_input(std::string_view method);

// The params of the retry: those of the request, with `inputResponses` and the server's `requestState`, untouched.
// Roots are answered with an empty list, questions to the person with "cancel". Errors: rpc_error where the server wants
// a model's answer; malformed.
base::Result<base::Json> answer_input(base::Json params, const base::Json& result);

}  // namespace mcp
