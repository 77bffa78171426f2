// JSON, read through checked accessors only: a wrong type is an absent value, never an exception or an abort.
// Members keep their order, so that a form shows a schema's properties as their author wrote them.
// Source: nlohmann/json 3.11 (ordered_json), parsed by our own SAX handler with caps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "base/error.hpp"

namespace base {

using Json = nlohmann::ordered_json;  // files that build or walk values include <nlohmann/json.hpp>

struct JsonLimits {
    int depth = 200;  // dump() of 1,000 is safe; see PLATFORM.md's measure
    std::size_t bytes = 32u << 20;
    std::size_t values = 4'000'000;  // nodes, so that `[[],[],…` cannot fill the memory
};

// RFC 8259. Errors: malformed (with the byte offset in detail), too_large. A repeated member name: the last counts.
// An escaped half of a surrogate pair reads as U+FFFD; bytes that are no UTF-8 are malformed.
Result<Json> parse_json(std::string_view text, const JsonLimits& limits = {});

// Compact; invalid UTF-8 becomes U+FFFD. Never throws.
std::string dump_json(const Json& value);
std::string dump_json_pretty(const Json& value);

// Exact keys (CVE-2026-27896). All are null or std::nullopt when `value` is no object, lacks the key, or has another type there.
const Json* member(const Json& value, std::string_view key);
const std::string* string_member(const Json& value, std::string_view key);
std::optional<bool> bool_member(const Json& value, std::string_view key);
std::optional<double> number_member(const Json& value, std::string_view key);
std::optional<std::int64_t> integer_member(const Json& value, std::string_view key);  // 2.0 counts as 2
const Json* object_member(const Json& value, std::string_view key);
const Json* array_member(const Json& value, std::string_view key);

// The string or an empty one.
std::string string_or_empty(const Json& value, std::string_view key);

// The value itself, for items of arrays.
std::optional<double> number_of(const Json& value);
std::optional<std::int64_t> integer_of(const Json& value);  // 2.0 counts as 2

}  // namespace base
