#include "base/json_schema.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <unordered_map>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/json_pointer.hpp"

namespace base {

namespace {

const Json::object_t* object_in(const Json* value) { return value ? value->get_ptr<const Json::object_t*>() : nullptr; }
const Json::array_t* array_in(const Json* value) { return value ? value->get_ptr<const Json::array_t*>() : nullptr; }
const Json::object_t* object_at(const Json& schema, std::string_view key) { return object_in(member(schema, key)); }
const Json::array_t* array_at(const Json& schema, std::string_view key) { return array_in(member(schema, key)); }

std::optional<double> count_at(const Json& schema, std::string_view key) {
    const auto number = number_member(schema, key);
    return number && *number >= 0 ? number : std::nullopt;
}

std::string text_of(double number) {
    char text[32];
    const bool whole = std::trunc(number) == number && std::fabs(number) < 1e17;
    std::snprintf(text, sizeof text, whole ? "%.0f" : "%.15g", number);
    return text;
}

std::string_view name_of(std::string_view type) {
    if (type == "string") return "text";
    if (type == "integer") return "a whole number";
    if (type == "number") return "a number";
    if (type == "boolean") return "true or false";
    if (type == "array") return "a list";
    if (type == "object") return "an object";
    if (type == "null") return "empty";
    return type;
}

double code_points(std::string_view text) {
    return static_cast<double>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

class Validator {
public:
    explicit Validator(const Json& root) : root_(root) {}

    std::vector<SchemaProblem> run(const Json& schema, const Json& value) {
        if (unknown_dialect(root_)) return {};
        check(schema, value, "", 0);
        // After giving up in the middle, the verdict would depend on the order of keywords.
        if (gave_up_) return {};
        if (problems_.size() > schema_problem_cap) problems_.resize(schema_problem_cap);
        return std::move(problems_);
    }

private:
    void check(const Json& schema, const Json& value, const std::string& at, int depth) {
        spend(1 + schema.size() / 16 + at.size() / 64);
        if (depth > 64) gave_up_ = true;
        if (gave_up_) return;
        if (const bool* verdict = schema.get_ptr<const Json::boolean_t*>()) {
            if (!*verdict) report(at, "false", "Is not allowed here.");
            return;
        }
        if (!schema.is_object()) return;
        if (const Json* target = target_of(schema); target && target != &schema) check(*target, value, at, depth + 1);
        if (!check_type(schema, value, at)) return;
        check_values(schema, value, at);
        if (const auto number = number_of(value)) check_number(schema, *number, at);
        if (const auto* text = value.get_ptr<const Json::string_t*>()) check_text(schema, *text, at);
        if (value.is_array()) check_list(schema, value, at, depth);
        if (value.is_object()) check_object(schema, value, at, depth);
        check_all(schema, value, at, depth);
        check_any(schema, value, at, depth);
        check_one(schema, value, at, depth);
        check_conditions(schema, value, at, depth);
    }

    // Where `$ref` leads; the schema itself where it has none. Looked for once: the way is a search through the document.
    const Json* target_of(const Json& schema) {
        if (!string_member(schema, "$ref")) return &schema;
        const auto [known, is_new] = targets_.try_emplace(&schema);
        if (is_new) {
            spend(500);
            known->second = gave_up_ ? nullptr : resolve(schema, root_);
        }
        return known->second;
    }

    bool check_type(const Json& schema, const Json& value, const std::string& at) {
        const auto types = schema_types(schema);
        spend(types.size() / 16);
        const auto fits = [&](const std::string& type) { return is_of_type(value, type); };
        if (types.empty() || std::any_of(types.begin(), types.end(), fits)) return true;
        std::string names;
        std::string limit;
        for (const auto& type : types) {
            names += (names.empty() ? "" : " or ") + std::string(name_of(type));
            limit += (limit.empty() ? "" : ", ") + type;
        }
        report(at, "type", "Has to be " + names + '.', limit);
        return false;
    }

    void check_values(const Json& schema, const Json& value, const std::string& at) {
        if (const auto* listed = array_at(schema, "enum")) {
            const auto same = [&](const Json& one) { return same_value(one, value); };
            if (can_compare(value, listed->size()) && std::none_of(listed->begin(), listed->end(), same))
                report(at, "enum", "Has to be one of the listed values.");
        }
        const Json* only = member(schema, "const");
        if (only && can_compare(value, 1) && !same_value(*only, value))
            report(at, "const", "Has to be " + dump_json(*only) + '.', dump_json(*only));
    }

    // What comparing costs: of a text its length, of a list or object the square of what is in it, since members have no order.
    bool can_compare(const Json& value, std::size_t times) {
        const std::size_t weight = weight_of(value);
        spend(times * weight * (value.is_structured() ? weight : 4) / 256);
        return !gave_up_;
    }

    static std::size_t weight_of(const Json& value) {
        constexpr std::size_t enough = 20'000;
        if (const auto* text = value.get_ptr<const Json::string_t*>()) return 1 + text->size() / 64;
        std::size_t weight = 1;
        if (value.is_structured())
            for (auto part = value.begin(); part != value.end() && weight < enough; ++part) weight += weight_of(*part);
        return weight;
    }

    void check_number(const Json& schema, double number, const std::string& at) {
        if (const auto least = number_member(schema, "minimum"); least && number < *least)
            report(at, "minimum", "Has to be " + text_of(*least) + " or more.", text_of(*least));
        if (const auto most = number_member(schema, "maximum"); most && number > *most)
            report(at, "maximum", "Has to be " + text_of(*most) + " or less.", text_of(*most));
        if (const auto least = number_member(schema, "exclusiveMinimum"); least && number <= *least)
            report(at, "exclusiveMinimum", "Has to be more than " + text_of(*least) + '.', text_of(*least));
        if (const auto most = number_member(schema, "exclusiveMaximum"); most && number >= *most)
            report(at, "exclusiveMaximum", "Has to be less than " + text_of(*most) + '.', text_of(*most));
        if (const auto step = number_member(schema, "multipleOf"); step && *step > 0) {
            // 0.3 is three times 0.1 for a person, though not for doubles.
            const double times = number / *step;
            if (std::fabs(times - std::round(times)) > 1e-9 * std::fmax(1.0, std::fabs(times)))
                report(at, "multipleOf", "Has to be a multiple of " + text_of(*step) + '.', text_of(*step));
        }
    }

    void check_text(const Json& schema, const std::string& text, const std::string& at) {
        spend(text.size() / 256);
        if (gave_up_) return;
        const double length = code_points(text);
        if (const auto least = count_at(schema, "minLength"); least && length < *least)
            report(at, "minLength", "Needs at least " + counted(*least, "character") + '.', text_of(*least));
        if (const auto most = count_at(schema, "maxLength"); most && length > *most)
            report(at, "maxLength", "Can have at most " + counted(*most, "character") + '.', text_of(*most));
        if (const std::string* format = string_member(schema, "format"); format && !has_format(text, *format))
            report(at, "format", "Is not of the form “" + *format + "”.", *format);
    }

    void check_list(const Json& schema, const Json& value, const std::string& at, int depth) {
        const auto& list = *array_in(&value);
        const auto size = static_cast<double>(list.size());
        if (const auto least = count_at(schema, "minItems"); least && size < *least)
            report(at, "minItems", "Needs at least " + counted(*least, "item") + '.', text_of(*least));
        if (const auto most = count_at(schema, "maxItems"); most && size > *most)
            report(at, "maxItems", "Can have at most " + counted(*most, "item") + '.', text_of(*most));
        if (bool_member(schema, "uniqueItems") == true && can_compare(value, 1) && !is_unique(list))
            report(at, "uniqueItems", "Must not have the same item twice.");

        // Draft-07 wrote `items: […]` and `additionalItems` for what is now `prefixItems` and `items`.
        const Json* items = member(schema, "items");
        const auto* first = array_at(schema, "prefixItems");
        if (!first && array_in(items)) {
            first = array_in(items);
            items = member(schema, "additionalItems");
        }
        const std::size_t count = first ? first->size() : 0;
        for (std::size_t i = 0; i < list.size() && !full(); ++i) {
            const Json* item_schema = i < count ? &(*first)[i] : items;
            if (item_schema) check(*item_schema, list[i], pointer_to(at, i), depth + 1);
        }
    }

    void check_object(const Json& schema, const Json& value, const std::string& at, int depth) {
        const auto& object = *object_in(&value);
        const auto size = static_cast<double>(object.size());
        if (const auto least = count_at(schema, "minProperties"); least && size < *least)
            report(at, "minProperties", "Needs at least " + counted(*least, "entry", "entries") + '.', text_of(*least));
        if (const auto most = count_at(schema, "maxProperties"); most && size > *most)
            report(at, "maxProperties", "Can have at most " + counted(*most, "entry", "entries") + '.', text_of(*most));
        if (const auto* required = array_at(schema, "required")) check_required(*required, value, at, "required");
        if (const auto* dependent = object_at(schema, "dependentRequired"))
            for (const auto& [name, needed] : *dependent)
                if (member(value, name) && array_in(&needed))
                    check_required(*array_in(&needed), value, at, "dependentRequired");

        const Json* properties = object_member(schema, "properties");
        const auto* patterns = object_at(schema, "patternProperties");
        // A name may be one that a pattern lets through: not known here, so not refused.
        const Json* others = patterns && !patterns->empty() ? nullptr : member(schema, "additionalProperties");
        const Json* names = member(schema, "propertyNames");
        spend(object.size() * (properties ? properties->size() : 0) / 64);
        for (const auto& [name, part] : object) {
            if (full()) return;
            const std::string place = pointer_to(at, name);
            if (names) check(*names, Json(name), place, depth + 1);
            const Json* own = properties ? member(*properties, name) : nullptr;
            if (own)
                check(*own, part, place, depth + 1);
            else if (others && others->is_boolean() && *others == false)
                report(place, "additionalProperties", "Is not an entry that the tool knows.");
            else if (others)
                check(*others, part, place, depth + 1);
        }
    }

    void check_required(const Json::array_t& required, const Json& value, const std::string& at, const char* keyword) {
        spend(required.size() * value.size() / 64);
        if (gave_up_) return;
        for (const Json& name : required)
            if (const auto* text = name.get_ptr<const Json::string_t*>(); text && !member(value, *text))
                report(pointer_to(at, *text), keyword, "Is needed.");
    }

    void check_all(const Json& schema, const Json& value, const std::string& at, int depth) {
        const auto* parts = array_at(schema, "allOf");
        if (!parts) return;
        for (const Json& part : *parts) check(part, value, at, depth + 1);
    }

    // The problems of one branch, when it is the only one for a value of this type, say more than "none of them".
    void check_any(const Json& schema, const Json& value, const std::string& at, int depth) {
        const auto* branches = array_at(schema, "anyOf");
        if (!branches || branches->empty()) return;
        for (const Json& branch : *branches)
            if (passes(branch, value, depth)) return;
        report_branches(*branches, value, at, depth, "anyOf");
    }

    void check_one(const Json& schema, const Json& value, const std::string& at, int depth) {
        const auto* branches = array_at(schema, "oneOf");
        if (!branches || branches->empty()) return;
        const auto hold = std::count_if(branches->begin(), branches->end(),
                                        [&](const Json& branch) { return passes(branch, value, depth); });
        if (hold == 0) report_branches(*branches, value, at, depth, "oneOf");
        if (hold > 1) report(at, "oneOf", "Fits more than one of the allowed forms.");
    }

    void report_branches(const Json::array_t& branches, const Json& value, const std::string& at, int depth,
                         const char* keyword) {
        const Json* fitting = nullptr;
        int fit = 0;
        for (const Json& branch : branches) {
            const Json* target = target_of(branch);
            const auto types = target ? schema_types(*target) : std::vector<std::string>();
            const auto fits = [&](const std::string& type) { return is_of_type(value, type); };
            if (!types.empty() && std::none_of(types.begin(), types.end(), fits)) continue;
            fitting = &branch;
            ++fit;
        }
        if (fit == 1) return check(*fitting, value, at, depth + 1);
        report(at, keyword, "Fits none of the allowed forms.");
    }

    void check_conditions(const Json& schema, const Json& value, const std::string& at, int depth) {
        if (const Json* forbidden = member(schema, "not"); forbidden && passes(*forbidden, value, depth))
            report(at, "not", "Is not allowed.");
        const Json* condition = member(schema, "if");
        if (!condition) return;
        const Json* branch = member(schema, passes(*condition, value, depth) ? "then" : "else");
        if (branch) check(*branch, value, at, depth + 1);
    }

    bool passes(const Json& schema, const Json& value, int depth) {
        auto outer = std::exchange(problems_, {});
        check(schema, value, "", depth + 1);
        return std::exchange(problems_, std::move(outer)).empty();
    }

    // Quadratic; a list this long comes from no form.
    static bool is_unique(const Json::array_t& list) {
        if (list.size() > 500) return true;
        for (std::size_t i = 0; i < list.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                if (same_value(list[i], list[j])) return false;
        return true;
    }

    static std::string counted(double count, std::string one, std::string many = {}) {
        if (many.empty()) many = one + 's';
        return text_of(count) + ' ' + (count == 1 ? one : many);
    }

    // A step is about what a small value costs. A server chooses the schema and a result of many megabytes: what is not bounded
    // by the number of values alone is counted too.
    void spend(std::size_t steps) {
        if (steps > steps_) gave_up_ = true;
        steps_ -= std::min(steps, steps_);
    }
    bool full() const { return gave_up_ || problems_.size() > schema_problem_cap; }

    void report(std::string at, std::string keyword, std::string message, std::string limit = {}) {
        if (!full()) problems_.push_back({std::move(at), std::move(keyword), std::move(message), std::move(limit)});
    }

    const Json& root_;
    std::unordered_map<const Json*, const Json*> targets_;  // of schemas with a `$ref`
    std::vector<SchemaProblem> problems_;
    std::size_t steps_ = 200'000;
    bool gave_up_ = false;
};

}  // namespace

std::vector<SchemaProblem> validate(const Json& schema, const Json& root, const Json& value) {
    return Validator(root).run(schema, value);
}

std::vector<SchemaProblem> validate(const Json& schema, const Json& value) { return validate(schema, schema, value); }

}  // namespace base
