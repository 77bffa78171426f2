// What forms, arguments and results need from JSON Schema: draft 2020-12, and 2019-09 and the drafts 4 to 7 as far as they say
// the same in other words (a boolean `exclusiveMinimum` of draft 4 is a keyword that is not known).
// Nothing is ever fetched: a `$ref` to another document, one that goes in circles, and a keyword that is not known hold for
// every value, since the server checks again. So do `contains`, `unevaluatedProperties`, `unevaluatedItems` and `$dynamicRef`,
// and `pattern` and `patternProperties`: a regular expression machine is not worth its size here, and the browser's own cannot
// be stopped when a server's pattern ("^(a+)+$") takes for ever. A form shows the pattern instead, and the server says what it
// refuses.
// Source: JSON Schema 2020-12 core and validation.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace base {

struct SchemaProblem {
    std::string pointer;  // RFC 6901, of the value that is wrong; for "required" of the member that is missing
    std::string keyword;  // "minLength"; "false" where the schema forbids any value
    std::string message;  // our sentence, English, without the name of the field: "Needs at least 3 characters."
    std::string limit;    // what the sentence names, for a sentence in another language: "3", "integer", "email"
};

// All problems, at most schema_problem_cap. Schemas that are too deep or too costly to check hold for every value.
inline constexpr std::size_t schema_problem_cap = 100;
std::vector<SchemaProblem> validate(const Json& schema, const Json& value);
// `schema` is a part of `root`, where its references lead.
std::vector<SchemaProblem> validate(const Json& schema, const Json& root, const Json& value);

// What is to be told of a schema in a dialect that is none of these: a problem of the keyword "$schema", with its name as the
// limit. validate() then holds for every value, since what it would check may mean something else there. MCP basic,
// Implementation Requirements: "MUST handle unsupported dialects gracefully by returning an appropriate error".
std::optional<SchemaProblem> unknown_dialect(const Json& schema);

// The schema that the `$ref` of `schema` leads to within `root` ("#", "#/$defs/a", "#anchor"), through further ones; `schema`
// itself when it has none. Null when it leads out of the document, nowhere, or in a circle. The pointer lives as long as both.
const Json* resolve(const Json& schema, const Json& root);

// What a form begins with: `default`, else `const`, else for an object the defaults of its properties. Null: nothing, which is
// also what `"default": null` comes to: the member is left out.
Json defaults_of(const Json& schema, const Json& root);
Json defaults_of(const Json& schema);

// The value that a person means who typed `text` into a field of this schema: "12" is 12 for an integer, but "12" for a
// string. Lists and objects are typed as JSON. Only the type is checked: validate() does the rest.
// Errors: invalid_arguments, with a sentence like those of SchemaProblem.
Result<Json> coerce(const Json& schema, const Json& root, std::string_view text);
Result<Json> coerce(const Json& schema, std::string_view text);

// The names in `type`, one or a list; empty when it says none.
std::vector<std::string> schema_types(const Json& schema);
// JSON Schema core §4.2.2: numbers by value (1 is 1.0), objects without order.
bool same_value(const Json& a, const Json& b);
// Whether `value` is of the named type. Of a name that is not known everything is.
bool is_of_type(const Json& value, std::string_view type);
// "date", "date-time", "time", "email", "uri". Of a name that is not known everything is.
bool has_format(std::string_view text, std::string_view format);

}  // namespace base
