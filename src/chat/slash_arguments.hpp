// What stands behind the tool's name in a command: its words, and the arguments they make.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/json.hpp"
#include "mcp/tool.hpp"

namespace chat {

struct ArgumentWord {
    std::size_t begin = 0, end = 0;  // in the text that was split
    std::size_t value_begin = 0;     // behind the '='; begin when there is none
    std::string name;                // empty without '='
    std::string value;               // without its quotes
    bool quoted = false;
    bool closed = true;  // false: a quote or bracket is still open at the end of the text
};

// Words end at blanks outside of quotes and brackets. In quotes, \" and \\ stand for themselves, \n for a line feed.
std::vector<ArgumentWord> split_arguments(std::string_view text);

// An object. Errors: invalid_arguments, in Korean or English.
base::Result<base::Json> read_arguments(std::string_view text, const mcp::Tool& tool, bool korean);

// The schema of a property, its references followed; null when the tool declares none of that name.
const base::Json* property_schema(const mcp::Tool& tool, std::string_view name);

}  // namespace chat
