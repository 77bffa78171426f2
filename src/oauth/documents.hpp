// What the documents of strangers have in common: caps on everything, and a wrong type counts as an absent member.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/url.hpp"

namespace oauth {

// A JSON object of at most 1 MB. Errors: malformed, too_large, wrong_type; `what` begins their sentences: "The … of the server".
base::Result<base::Json> read_document(std::string_view body, std::string_view what, std::string_view clause);

// Empty when absent, of another type (null), or longer than 2,048 bytes.
std::string short_text(const base::Json& document, std::string_view key);
// The strings of an array: the first 200, without those that are longer than 2,048 bytes.
std::vector<std::string> short_texts(const base::Json& document, std::string_view key);
// A number, or one that was written as a string ("3600").
std::optional<std::int64_t> loose_integer(const base::Json& document, std::string_view key);

base::Json json_texts(const std::vector<std::string>& texts);

// The origin at which the server's documents lie, also for a server that is reached by wss:.
std::string web_origin(const base::Url& server);

}  // namespace oauth
