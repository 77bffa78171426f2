// The parts of JSON Schema that need no walk over a value: references, types, equality, defaults, typed text.
#include <algorithm>
#include <cmath>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/json_pointer.hpp"
#include "base/json_schema.hpp"
#include "base/url.hpp"
#include "base/utf8.hpp"

namespace base {

namespace {

constexpr int deepest = 64;
constexpr int deepest_default = 8;  // a schema that contains itself twice doubles with every level

// `$anchor` (2020-12), or `$id: "#name"` (draft-07). The search is over the whole document, once for each reference.
const Json* find_anchor(const Json& schema, std::string_view anchor, int depth, int& steps) {
    if (depth > deepest || --steps < 0) return nullptr;
    if (const auto* array = schema.get_ptr<const Json::array_t*>()) {
        for (const Json& item : *array)
            if (const Json* found = find_anchor(item, anchor, depth + 1, steps)) return found;
        return nullptr;
    }
    const auto* object = schema.get_ptr<const Json::object_t*>();
    if (!object) return nullptr;
    for (const char* name : {"$anchor", "$dynamicAnchor"}) {
        const std::string* own = string_member(schema, name);
        if (own && *own == anchor) return &schema;
    }
    const std::string* id = string_member(schema, "$id");
    if (id && id->starts_with('#') && id->substr(1) == anchor) return &schema;
    for (const auto& [name, part] : *object) {
        // What stands under these are values, not schemas.
        if (name == "enum" || name == "const" || name == "default" || name == "examples") continue;
        if (const Json* found = find_anchor(part, anchor, depth + 1, steps)) return found;
    }
    return nullptr;
}

const Json* follow(std::string_view reference, const Json& root) {
    // A reference that begins with the document's own name stays inside of it.
    const std::string id = string_or_empty(root, "$id");
    if (!id.empty() && reference.starts_with(id) && (reference.size() == id.size() || reference[id.size()] == '#'))
        reference.remove_prefix(id.size());
    if (reference.empty() || reference == "#") return &root;
    if (!reference.starts_with('#')) return nullptr;
    const std::string fragment = percent_decode(reference.substr(1));
    if (fragment.starts_with('/')) return at_pointer(root, fragment);
    int steps = 20'000;
    return find_anchor(root, fragment, 0, steps);
}

Json defaults_at(const Json& schema, const Json& root, int depth) {
    if (depth > deepest_default) return nullptr;
    if (const Json* own = member(schema, "default")) return *own;
    if (const Json* only = member(schema, "const")) return *only;
    const Json* target = resolve(schema, root);
    if (target && target != &schema) return defaults_at(*target, root, depth + 1);
    const Json* properties = object_member(schema, "properties");
    if (!properties) return nullptr;
    Json value = Json::object();
    for (const auto& [name, property] : *properties->get_ptr<const Json::object_t*>())
        if (Json part = defaults_at(property, root, depth + 1); !part.is_null()) value[name] = std::move(part);
    return value.empty() ? Json(nullptr) : value;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t begin = std::min(text.find_first_not_of(blanks), text.size());
    return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

std::string_view wanted(std::string_view type) {
    if (type == "integer") return "Has to be a whole number.";
    if (type == "number") return "Has to be a number.";
    if (type == "boolean") return "Has to be true or false.";
    if (type == "array") return "Has to be a list as JSON: [ … ].";
    if (type == "object") return "Has to be an object as JSON: { … }.";
    return "Has to be empty.";
}

}  // namespace

std::optional<SchemaProblem> unknown_dialect(const Json& schema) {
    const std::string* named = string_member(schema, "$schema");
    if (!named) return std::nullopt;
    std::string_view name = *named;
    if (name.ends_with('#')) name.remove_suffix(1);
    for (const std::string_view scheme : {"https:", "http:"})
        if (name.starts_with(scheme)) name.remove_prefix(scheme.size());
    for (const std::string_view known : {"draft/2020-12/", "draft/2019-09/", "draft-07/", "draft-06/", "draft-04/", ""})
        if (name == "//json-schema.org/" + std::string(known) + "schema") return std::nullopt;
    const std::string shown(utf8_prefix(*named, 200));
    return SchemaProblem{"", "$schema",
                         "Not checked: its schema is in a dialect that this page does not know: " + shown, shown};
}

const Json* resolve(const Json& schema, const Json& root) {
    const Json* at = &schema;
    for (int hops = 0; hops < 32; ++hops) {
        const std::string* reference = string_member(*at, "$ref");
        if (!reference) return at;
        at = follow(*reference, root);
        if (!at) return nullptr;
    }
    return nullptr;
}

std::vector<std::string> schema_types(const Json& schema) {
    const Json* type = member(schema, "type");
    if (!type) return {};
    if (const auto* name = type->get_ptr<const Json::string_t*>()) return {*name};
    std::vector<std::string> names;
    if (const auto* list = type->get_ptr<const Json::array_t*>())
        for (const Json& item : *list)
            if (const auto* name = item.get_ptr<const Json::string_t*>()) names.push_back(*name);
    return names;
}

bool is_of_type(const Json& value, std::string_view type) {
    if (type == "null") return value.is_null();
    if (type == "boolean") return value.is_boolean();
    if (type == "string") return value.is_string();
    if (type == "array") return value.is_array();
    if (type == "object") return value.is_object();
    if (type == "number") return value.is_number();
    if (type != "integer") return true;
    const auto number = number_of(value);
    return number && std::trunc(*number) == *number;
}

bool same_value(const Json& a, const Json& b) {
    if (a.is_number() && b.is_number()) {
        // Two 64-bit numbers may differ where their doubles do not.
        if (a.is_number_integer() && b.is_number_integer()) return a == b;
        return number_of(a) == number_of(b);
    }
    const auto* list = a.get_ptr<const Json::array_t*>();
    const auto* other_list = b.get_ptr<const Json::array_t*>();
    if (list && other_list)
        return std::equal(list->begin(), list->end(), other_list->begin(), other_list->end(), same_value);
    const auto* object = a.get_ptr<const Json::object_t*>();
    if (!object || !b.is_object()) return a == b;
    return a.size() == b.size() && std::all_of(object->begin(), object->end(), [&](const auto& entry) {
               const Json* other = member(b, entry.first);
               return other && same_value(entry.second, *other);
           });
}

Json defaults_of(const Json& schema, const Json& root) { return defaults_at(schema, root, 0); }
Json defaults_of(const Json& schema) { return defaults_of(schema, schema); }

Result<Json> coerce(const Json& schema, const Json& root, std::string_view text) {
    const Json* target = resolve(schema, root);
    const auto types = target ? schema_types(*target) : std::vector<std::string>();
    const auto has = [&](std::string_view type) { return std::find(types.begin(), types.end(), type) != types.end(); };
    if (types.size() == 1 && types[0] == "string") return Json(std::string(text));

    // Where the schema lists its values, what looks like one of them is that one.
    if (const Json* listed = target ? array_member(*target, "enum") : nullptr)
        for (const Json& value : *listed->get_ptr<const Json::array_t*>()) {
            const auto* name = value.get_ptr<const Json::string_t*>();
            if (name ? *name == text : dump_json(value) == trimmed(text)) return value;
        }

    const auto parsed = parse_json(trimmed(text));
    if (types.empty()) return parsed ? *parsed : Json(std::string(text));
    if (parsed && !parsed->is_string())
        for (const auto& type : types)
            if (is_of_type(*parsed, type)) return *parsed;
    if (has("string")) return Json(std::string(text));
    if (has("null") && trimmed(text).empty()) return Json(nullptr);
    return fail(Error{ErrorKind::invalid_arguments,
                      Remedy::none,
                      std::string(wanted(types[0])),
                      {},
                      "JSON Schema validation §6.1.1"});
}

Result<Json> coerce(const Json& schema, std::string_view text) { return coerce(schema, schema, text); }

}  // namespace base
