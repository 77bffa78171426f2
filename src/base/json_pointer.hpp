// Places within a JSON value. Source: RFC 6901.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace base {

// "/a~1b/0"; the empty string is the whole value. Null when there is no such place, or `pointer` does not read.
const Json* at_pointer(const Json& value, std::string_view pointer);

// `pointer` with one more step: "~" and "/" in `name` are escaped.
std::string pointer_to(std::string_view pointer, std::string_view name);
std::string pointer_to(std::string_view pointer, std::size_t index);

// The unescaped steps. Empty for the whole value.
std::vector<std::string> pointer_steps(std::string_view pointer);

// Puts `part` there. Objects on the way are made where nothing (or null) stands; lists grow by one at their end (index = size,
// or "-"). False, and nothing changed at the last step, when something else is in the way.
bool put_at_pointer(Json& value, std::string_view pointer, Json part);

// Takes the member or item away. False when it was not there.
bool erase_at_pointer(Json& value, std::string_view pointer);

}  // namespace base
