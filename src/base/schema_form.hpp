// A tool's input schema as the fields of a form: plain values, which a view draws and a person fills in.
// What has no field of its own (several kinds in one, tuples, schemas that contain themselves) is typed as JSON.
// Source: JSON Schema 2020-12; MCP client/elicitation for titled choices (`oneOf` of `const` and `title`, `enumNames`).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/json.hpp"

namespace base {

struct FormChoice {
    Json value;
    std::string title;  // what is shown; the value itself when the schema has no name for it
};

struct FormField {
    enum class Kind { text, multiline, number, integer, boolean, choice, list, group, json };

    std::string
        pointer;  // RFC 6901 within the arguments: "/address/city"; of what is below a list's item: from that item on
    std::string name;   // the last step of the pointer; empty for a list's item
    std::string title;  // never empty but for a list's item: the name when the schema has none
    std::string description;
    Kind kind = Kind::json;
    bool required = false;
    bool nullable = false;  // may be null; an empty field is then left out all the same
    Json default_value;     // null: none
    std::string format;     // "email", "date", …; empty when none
    std::string pattern;    // of the text: a regular expression to show, which nothing checks; empty when none
    std::vector<FormChoice> choices;
    std::optional<double> minimum, maximum;        // of the number, inclusive
    std::optional<double> min_length, max_length;  // of the text in characters, of the list in items
    std::vector<FormField> children;               // group: its fields. list: one, the template of an item
    Json schema;  // of this field, references resolved one level; for coerce() with the root. Null for groups
};

// The fields of an object schema, in its order. `root` is the tool's inputSchema; nested deeper than 6 levels ends as json.
// Empty: the tool takes no arguments that the schema tells of.
std::vector<FormField> form_of(const Json& root);

// One field as it would stand alone: for `items` of a list that is edited apart, and for elicitation.
FormField field_of(const Json& schema, const Json& root, std::string pointer, std::string name, bool required);

}  // namespace base
