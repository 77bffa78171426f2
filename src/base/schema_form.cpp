#include "base/schema_form.hpp"

#include <algorithm>
#include <utility>

#include "base/json_pointer.hpp"
#include "base/json_schema.hpp"

namespace base {

namespace {

constexpr int deepest_field = 6;
constexpr std::size_t most_fields = 500;   // over all levels; from then on groups and lists are typed as JSON
constexpr std::size_t most_members = 200;  // of one group; but the tool's own arguments are all there
constexpr std::size_t most_choices = 2000;

using Kind = FormField::Kind;

const Json::array_t* items_of(const Json& schema, std::string_view key) {
    const Json* found = array_member(schema, key);
    return found ? found->get_ptr<const Json::array_t*>() : nullptr;
}

const Json::object_t* members_of(const Json& schema, std::string_view key) {
    const Json* found = object_member(schema, key);
    return found ? found->get_ptr<const Json::object_t*>() : nullptr;
}

// What `schema` already says stays; `properties` and `required` add up.
void merge(Json& schema, const Json& part) {
    const auto* members = part.get_ptr<const Json::object_t*>();
    if (!members) return;
    for (const auto& [name, value] : *members) {
        if (name == "$ref" || name == "allOf") continue;
        const Json* own = member(schema, name);
        if (!own) {
            schema[name] = value;
        } else if (name == "required" && own->is_array() && value.is_array()) {
            for (const Json& item : value) schema[name].push_back(item);
        } else if (name == "properties" && own->is_object() && value.is_object()) {
            for (const auto& [property, property_schema] : *value.get_ptr<const Json::object_t*>())
                if (!member(*own, property)) schema[name][property] = property_schema;
        }
    }
}

bool is_null_schema(const Json& schema) {
    const auto types = schema_types(schema);
    const Json* only = member(schema, "const");
    return (types.size() == 1 && types[0] == "null") || (only && only->is_null());
}

// A schema on its own: references followed, `allOf` and "this or null" folded in. `path` has the references on the way here.
struct Flat {
    Json schema;
    std::vector<std::string> path;
    bool nullable = false;
    bool circular = false;
};

void fold(Flat& flat, const Json& part, const Json& root, int depth) {
    if (depth > 8) {
        flat.circular = true;
        return;
    }
    merge(flat.schema, part);
    if (const std::string* reference = string_member(part, "$ref")) {
        const Json* target = resolve(part, root);
        flat.circular |= !target || std::find(flat.path.begin(), flat.path.end(), *reference) != flat.path.end();
        flat.path.push_back(*reference);
        if (target && !flat.circular) fold(flat, *target, root, depth + 1);
    }
    if (const auto* parts = items_of(part, "allOf"))
        for (const Json& one : *parts)
            if (!flat.circular) fold(flat, one, root, depth + 1);
}

// Pydantic's Optional[X] is `anyOf: [X, null]`: a field of X that may stay empty.
void fold_optional(Flat& flat, const Json& root) {
    for (const char* keyword : {"anyOf", "oneOf"}) {
        const auto* branches = items_of(flat.schema, keyword);
        if (!branches) continue;
        std::vector<Json> others;
        for (const Json& branch : *branches)
            if (!is_null_schema(branch)) others.push_back(branch);
        const bool has_null = others.size() < branches->size();
        if (others.empty() || (!has_null && others.size() != 1)) continue;
        flat.nullable |= has_null;
        if (others.size() == 1) {
            flat.schema.erase(keyword);
            fold(flat, others[0], root, 1);
        } else {
            flat.schema[keyword] = Json(std::move(others));
        }
    }
}

std::string shown(const Json& value) {
    const auto* text = value.get_ptr<const Json::string_t*>();
    return text ? *text : dump_json(value);
}

// `oneOf`/`anyOf` whose branches are all a `const`; else nothing.
std::vector<FormChoice> titled_choices(const Json& schema) {
    for (const char* keyword : {"oneOf", "anyOf"}) {
        const auto* branches = items_of(schema, keyword);
        if (!branches || branches->empty()) continue;
        std::vector<FormChoice> choices;
        for (const Json& branch : *branches) {
            const Json* value = member(branch, "const");
            if (!value) return {};
            const std::string title = string_or_empty(branch, "title");
            choices.push_back({*value, title.empty() ? shown(*value) : title});
        }
        return choices;
    }
    return {};
}

std::vector<FormChoice> choices_of(const Json& schema) {
    if (const Json* only = member(schema, "const")) return {{*only, shown(*only)}};
    const auto* listed = items_of(schema, "enum");
    if (!listed) return titled_choices(schema);
    const auto* names = items_of(schema, "enumNames");
    std::vector<FormChoice> choices;
    for (std::size_t i = 0; i < listed->size(); ++i) {
        const bool named = names && i < names->size() && (*names)[i].is_string();
        if (!(*listed)[i].is_null())
            choices.push_back({(*listed)[i], named ? shown((*names)[i]) : shown((*listed)[i])});
    }
    return choices;
}

bool is_long_text(const Json& schema) {
    const std::string format = string_or_empty(schema, "format");
    const auto most = number_member(schema, "maxLength");
    return format == "multiline" || format == "textarea" || format == "markdown" || (most && *most > 200) ||
           string_or_empty(schema, "contentMediaType").starts_with("text/");
}

class FormMaker {
public:
    explicit FormMaker(const Json& root) : root_(root) {}

    FormField field(const Json& schema, std::string pointer, std::string name, bool required,
                    const std::vector<std::string>& path, int depth) {
        ++made_;
        Flat flat = flatten(schema, path);
        FormField field;
        field.pointer = std::move(pointer);
        field.title = string_or_empty(flat.schema, "title");
        if (field.title.empty()) field.title = name;
        field.name = std::move(name);
        field.description = string_or_empty(flat.schema, "description");
        field.required = required;
        field.default_value = defaults_of(flat.schema, root_);
        field.format = string_or_empty(flat.schema, "format");
        field.kind = flat.circular ? Kind::json : kind_of(flat, field);
        if (field.kind == Kind::text || field.kind == Kind::multiline)
            field.pattern = string_or_empty(flat.schema, "pattern");
        set_limits(flat.schema, field);
        const bool too_much = depth >= deepest_field || made_ > most_fields;
        if (too_much && (field.kind == Kind::group || field.kind == Kind::list)) field.kind = Kind::json;
        if (field.kind == Kind::group) field.children = fields(flat.schema, field.pointer, flat.path, depth + 1);
        if (field.kind == Kind::list) add_item(flat, field, depth);
        field.nullable = flat.nullable;
        if (field.kind != Kind::group) field.schema = flat.circular ? schema : flat.schema;
        return field;
    }

    std::vector<FormField> fields(const Json& schema, const std::string& pointer, const std::vector<std::string>& path,
                                  int depth) {
        std::vector<FormField> made;
        const auto* properties = members_of(schema, "properties");
        if (!properties) return made;
        for (const auto& [name, property] : *properties) {
            if (property.is_boolean() && property == false) continue;  // never allowed
            made.push_back(field(property, pointer_to(pointer, name), name, is_required(schema, name), path, depth));
        }
        return made;
    }

    Flat flatten(const Json& schema, const std::vector<std::string>& path) const {
        Flat flat;
        flat.schema = Json::object();
        flat.path = path;
        fold(flat, schema, root_, 0);
        if (!flat.circular) fold_optional(flat, root_);
        return flat;
    }

private:
    static bool is_required(const Json& schema, const std::string& name) {
        const auto* required = items_of(schema, "required");
        return required && std::find(required->begin(), required->end(), name) != required->end();
    }

    Kind kind_of(Flat& flat, FormField& field) const {
        field.choices = choices_of(flat.schema);
        if (!field.choices.empty() && field.choices.size() <= most_choices) return Kind::choice;
        field.choices.clear();
        if (member(flat.schema, "anyOf") || member(flat.schema, "oneOf")) return Kind::json;
        auto types = schema_types(flat.schema);
        if (std::erase(types, "null") > 0) flat.nullable = true;
        const auto* properties = members_of(flat.schema, "properties");
        const Kind object_kind =
            properties && !properties->empty() && properties->size() <= most_members ? Kind::group : Kind::json;
        if (types.empty()) return object_kind;
        if (types.size() > 1) return kind_of_several(types);
        if (types[0] == "string") return is_long_text(flat.schema) ? Kind::multiline : Kind::text;
        if (types[0] == "integer") return Kind::integer;
        if (types[0] == "number") return Kind::number;
        if (types[0] == "boolean") return Kind::boolean;
        if (types[0] == "array") return Kind::list;
        return types[0] == "object" ? object_kind : Kind::json;
    }

    // "string or number" is a text field, whose text coerce() takes for what it looks like.
    static Kind kind_of_several(const std::vector<std::string>& types) {
        const auto is = [&](std::string_view name) {
            return std::find(types.begin(), types.end(), name) != types.end();
        };
        if (is("array") || is("object")) return Kind::json;
        if (is("string")) return Kind::text;
        return is("boolean") ? Kind::json : Kind::number;
    }

    void add_item(const Flat& flat, FormField& list, int depth) {
        list.kind = Kind::json;
        const Json* items = member(flat.schema, "items");
        if (!items || items->is_array() || items_of(flat.schema, "prefixItems")) return;
        FormField item = field(*items, "", "", true, flat.path, depth + 1);
        if (item.kind == Kind::list || item.kind == Kind::json) return;
        list.kind = Kind::list;
        list.children.push_back(std::move(item));
    }

    static void set_limits(const Json& schema, FormField& field) {
        if (field.kind == Kind::integer || field.kind == Kind::number) {
            field.minimum = number_member(schema, "minimum");
            field.maximum = number_member(schema, "maximum");
            // Draft 2020-12 has numbers here; one more or less is the nearest whole number.
            const auto above = number_member(schema, "exclusiveMinimum");
            const auto below = number_member(schema, "exclusiveMaximum");
            if (field.kind == Kind::integer && above && !field.minimum) field.minimum = *above + 1;
            if (field.kind == Kind::integer && below && !field.maximum) field.maximum = *below - 1;
        }
        const bool list = field.kind == Kind::list;
        field.min_length = number_member(schema, list ? "minItems" : "minLength");
        field.max_length = number_member(schema, list ? "maxItems" : "maxLength");
    }

    const Json& root_;
    std::size_t made_ = 0;
};

}  // namespace

std::vector<FormField> form_of(const Json& root) {
    FormMaker maker(root);
    const Flat flat = maker.flatten(root, {"#"});
    return maker.fields(flat.schema, "", flat.path, 0);
}

FormField field_of(const Json& schema, const Json& root, std::string pointer, std::string name, bool required) {
    return FormMaker(root).field(schema, std::move(pointer), std::move(name), required, {"#"}, 0);
}

}  // namespace base
