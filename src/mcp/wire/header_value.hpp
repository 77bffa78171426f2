// The encoding of body values into HTTP header values. Source: MCP 2026-07-28 streamable-http, Value Encoding.
#pragma once

#include <string>
#include <string_view>

namespace mcp::wire {

// Visible ASCII with inner blanks goes as it is, an empty text too; everything else, and what looks like the sentinel
// itself, as "=?base64?…?=" over its UTF-8.
std::string encode_header_value(std::string_view value);

}  // namespace mcp::wire
