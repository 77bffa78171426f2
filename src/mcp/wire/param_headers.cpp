#include "mcp/wire/param_headers.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <nlohmann/json.hpp>

#include "base/ascii.hpp"
#include "base/server_text.hpp"
#include "mcp/wire/header_value.hpp"

namespace mcp::wire {

namespace {

using base::Json;

constexpr std::string_view annotation = "x-mcp-header";
constexpr std::int64_t safe_integer = (std::int64_t{1} << 53) - 1;

// Keywords whose value is data, in which the annotation's name means nothing.
constexpr std::array<std::string_view, 5> data_keywords = {"const", "enum", "default", "examples", "example"};
// Keywords whose value maps names to schemas: the names are no keywords.
constexpr std::array<std::string_view, 6> map_keywords = {"properties",  "patternProperties", "$defs",
                                                          "definitions", "dependentSchemas",  "dependencies"};

bool is_one_of(std::string_view name, const auto& list) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

// RFC 9110 §5.6.2
bool is_token_character(char c) {
    return base::is_letter_or_digit(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_mirrored_type(std::string_view type) { return type == "string" || type == "integer" || type == "boolean"; }

// "type" names one of the three; beside it "null" may stand, as a null argument has a meaning (no header).
bool has_mirrored_type(const Json& schema) {
    const Json* type = base::member(schema, "type");
    if (!type) return false;
    if (const auto* name = type->get_ptr<const std::string*>()) return is_mirrored_type(*name);
    if (!type->is_array()) return false;
    int mirrored = 0;
    for (const Json& element : *type) {
        const auto* name = element.get_ptr<const std::string*>();
        if (!name || (*name != "null" && !is_mirrored_type(*name))) return false;
        if (*name != "null") ++mirrored;
    }
    return mirrored == 1;
}

class Reader {
public:
    // Empty when the schema keeps the rules.
    const std::string& broken_rule() const { return broken_rule_; }
    std::vector<ParamHeader> take() { return std::move(found_); }

    // `reachable`: through `properties` alone, from the root. `is_property`: stands directly under `properties`.
    void read_schema(const Json& schema, bool reachable, bool is_property) {
        if (!schema.is_object() || !broken_rule_.empty()) return;
        if (const Json* name = base::member(schema, annotation)) {
            if (reachable && is_property)
                read_annotation(*name, schema);
            else
                break_rule("is not on a property reachable through `properties` alone");
        }
        for (const auto& [keyword, value] : schema.items()) {
            if (keyword == annotation || is_one_of(keyword, data_keywords)) continue;
            if (is_one_of(keyword, map_keywords))
                read_map(value, reachable && keyword == "properties");
            else
                read_nested(value);
        }
    }

private:
    void read_map(const Json& schemas, bool reachable) {
        if (!schemas.is_object()) return;
        for (const auto& [name, schema] : schemas.items()) {
            path_.push_back(name);
            read_schema(schema, reachable, reachable);
            path_.pop_back();
        }
    }

    // A keyword with a schema or a list of schemas (items, anyOf, not, if …): nothing below it is reachable.
    void read_nested(const Json& value) {
        if (value.is_object()) return read_schema(value, false, false);
        if (!value.is_array()) return;
        for (const Json& element : value) read_nested(element);
    }

    void read_annotation(const Json& value, const Json& schema) {
        const auto* name = value.get_ptr<const std::string*>();
        if (!name) return break_rule("is not a string");
        if (name->empty()) return break_rule("is empty");
        if (!std::all_of(name->begin(), name->end(), is_token_character))
            return break_rule("is not a header name: \"" + base::printable(*name, 60) + "\"");
        if (!has_mirrored_type(schema)) return break_rule("is on a parameter that is no string, integer or boolean");
        const auto same = [&](const ParamHeader& other) { return base::lowered(other.name) == base::lowered(*name); };
        if (std::any_of(found_.begin(), found_.end(), same)) return break_rule("names \"" + *name + "\" twice");
        found_.push_back({*name, path_});
    }

    void break_rule(std::string rule) {
        broken_rule_ = "x-mcp-header " + std::move(rule);
        if (!path_.empty()) broken_rule_ += " (parameter \"" + base::printable(path_.back(), 60) + "\")";
    }

    std::vector<std::string> path_;
    std::vector<ParamHeader> found_;
    std::string broken_rule_;
};

const Json* value_at(const Json& arguments, const std::vector<std::string>& path) {
    const Json* value = &arguments;
    for (const std::string& name : path) {
        value = base::member(*value, name);
        if (!value) return nullptr;
    }
    return value;
}

std::unexpected<base::Error> unsafe_integer(const ParamHeader& header) {
    return base::fail({.kind = base::ErrorKind::invalid_arguments,
                       .message = "This number is too large for the server to take.",
                       .detail = "over 2^53 - 1 in a parameter with x-mcp-header",
                       .clause = "MCP 2026-07-28 streamable-http, Schema Extension",
                       .subject = header.path.back()});
}

// Value Encoding, type conversion. Empty optional: no header.
base::Result<std::optional<std::string>> text_of(const ParamHeader& header, const Json& value) {
    if (const auto* text = value.get_ptr<const std::string*>()) return std::optional(*text);
    if (value.is_boolean()) return std::optional<std::string>(value.get<bool>() ? "true" : "false");
    if (!value.is_number()) return std::optional<std::string>();
    const double number = value.get<double>();
    if (std::trunc(number) != number) return std::optional(base::dump_json(value));
    if (std::abs(number) > static_cast<double>(safe_integer)) return unsafe_integer(header);
    return std::optional(std::to_string(static_cast<std::int64_t>(number)));
}

}  // namespace

base::Result<std::vector<ParamHeader>> read_param_headers(const Json& input_schema) {
    Reader reader;
    reader.read_schema(input_schema, true, false);
    if (!reader.broken_rule().empty())
        return base::fail({.kind = base::ErrorKind::malformed,
                           .message = "The server describes this tool in a way that must not be used.",
                           .detail = reader.broken_rule(),
                           .clause = "MCP 2026-07-28 server/tools, x-mcp-header"});
    return reader.take();
}

base::Result<ports::Headers> make_param_headers(const Json& input_schema, const Json& arguments) {
    auto wanted = read_param_headers(input_schema);
    if (!wanted) return base::fail(std::move(wanted.error()));
    ports::Headers headers;
    for (const ParamHeader& header : *wanted) {
        const Json* value = value_at(arguments, header.path);
        if (!value) continue;
        auto text = text_of(header, *value);
        if (!text) return base::fail(std::move(text.error()));
        if (*text) headers.push_back({"Mcp-Param-" + header.name, encode_header_value(**text)});
    }
    return headers;
}

}  // namespace mcp::wire
