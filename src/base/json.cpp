#include "base/json.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace base {

namespace {

using Members = std::vector<std::pair<std::string, Json>>;

// The last of a repeated name counts, at the place of the first, as in every browser. Sorting instead of hashing: nobody
// can choose names that make it slow.
void drop_repeated_names(Members& members) {
    std::vector<std::size_t> order(members.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return members[a].first < members[b].first; });
    std::vector<bool> repeated(members.size());
    bool any = false;
    for (std::size_t i = 1, first = 0; i < order.size(); ++i) {
        if (members[order[i]].first != members[order[first]].first) {
            first = i;
            continue;
        }
        members[order[first]].second = std::move(members[order[i]].second);
        repeated[order[i]] = any = true;
    }
    if (!any) return;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (repeated[i]) continue;
        if (kept != i) members[kept] = std::move(members[i]);
        ++kept;
    }
    members.resize(kept);
}

// ordered_json keeps members in a vector whose insert searches it, and whose growth copies whole subtrees (its keys are
// const): members are gathered in a vector of ours, and moved over once, when their number is known.
Json object_of(Members& members) {
    drop_repeated_names(members);
    Json value = Json::object();
    auto& object = *value.get_ptr<Json::object_t*>();
    object.reserve(members.size());
    for (auto& [name, member_value] : members) object.emplace_back(std::move(name), std::move(member_value));
    return value;
}

// What nlohmann's parser calls, event by event. Returning false ends the parse.
class Builder {
public:
    explicit Builder(const JsonLimits& limits) : limits_(limits) {}

    bool null() { return add(Json(nullptr)); }
    bool boolean(bool value) { return add(Json(value)); }
    bool number_integer(Json::number_integer_t value) { return add(Json(value)); }
    bool number_unsigned(Json::number_unsigned_t value) { return add(Json(value)); }
    bool number_float(Json::number_float_t value, const std::string&) { return add(Json(value)); }
    bool string(std::string& value) { return add(Json(std::move(value))); }
    bool binary(Json::binary_t&) { return false; }

    bool key(std::string& name) {
        open_.back().name = std::move(name);
        return true;
    }
    bool start_object(std::size_t) { return start(true); }
    bool start_array(std::size_t) { return start(false); }
    bool end_object() {
        Json value = object_of(open_.back().members);
        open_.pop_back();
        place(std::move(value));
        return true;
    }
    bool end_array() {
        Json value = Json(std::move(open_.back().items));
        open_.pop_back();
        place(std::move(value));
        return true;
    }

    // nlohmann's own sentence quotes the text, which may hold a secret: only the position goes on.
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) {
        error_ = Error{ErrorKind::malformed, Remedy::none, "This is not valid JSON.",
                       "at byte " + std::to_string(position), "RFC 8259 §2"};
        return false;
    }

    Json take() { return std::move(root_); }
    const std::optional<Error>& error() const { return error_; }

private:
    struct Open {
        bool is_object = false;
        std::string name = {};
        Members members = {};
        Json::array_t items = {};
    };

    bool too_large(std::string detail) {
        error_ = Error{ErrorKind::too_large, Remedy::none, "This JSON is too large or too deeply nested.",
                       std::move(detail), "RFC 8259 §9"};
        return false;
    }
    bool count() {
        if (++values_ <= limits_.values) return true;
        return too_large("more than " + std::to_string(limits_.values) + " values");
    }
    bool start(bool is_object) {
        if (!count()) return false;
        if (open_.size() >= static_cast<std::size_t>(std::max(0, limits_.depth)))
            return too_large("nested deeper than " + std::to_string(limits_.depth));
        open_.push_back(Open{is_object});
        return true;
    }
    bool add(Json value) {
        if (!count()) return false;
        place(std::move(value));
        return true;
    }
    void place(Json value) {
        if (open_.empty()) {
            root_ = std::move(value);
            return;
        }
        Open& top = open_.back();
        if (top.is_object)
            top.members.emplace_back(std::move(top.name), std::move(value));
        else
            top.items.push_back(std::move(value));
    }

    const JsonLimits& limits_;
    std::vector<Open> open_;
    std::size_t values_ = 0;
    Json root_;
    std::optional<Error> error_;
};

// The code unit of "\uXXXX" at `at`, or -1.
int escaped_unit(std::string_view text, std::size_t at) {
    if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return -1;
    int unit = 0;
    for (std::size_t i = at + 2; i < at + 6; ++i) {
        const char c = text[i];
        const int digit = c >= '0' && c <= '9'                     ? c - '0'
                          : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                                   : -1;
        if (digit < 0) return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

// JSON.stringify writes half a surrogate pair as its escape, which is what a server in JavaScript sends that cut a text in
// the middle of an emoji. RFC 8259 §8.2 leaves the reading to us: it becomes U+FFFD, as where a browser encodes UTF-8.
// True when `mended` is to be read instead of `text`; it is as long.
bool mend_lone_surrogates(std::string_view text, std::string& mended) {
    bool any = false;
    for (std::size_t i = text.find('\\'); i < text.size(); i = text.find('\\', i)) {
        const int unit = escaped_unit(text, i);
        if (unit < 0xd800 || unit > 0xdfff) {
            i += unit < 0 ? 2 : 6;
            continue;
        }
        const int next = escaped_unit(text, i + 6);
        if (unit < 0xdc00 && next >= 0xdc00 && next <= 0xdfff) {
            i += 12;
            continue;
        }
        if (!any) mended = text;
        any = true;
        mended.replace(i + 2, 4, "fffd");
        i += 6;
    }
    return any;
}

}  // namespace

Result<Json> parse_json(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.bytes)
        return fail(Error{ErrorKind::too_large, Remedy::none, "This JSON is too large or too deeply nested.",
                          std::to_string(text.size()) + " bytes", "RFC 8259 §9"});
    std::string mended;
    if (mend_lone_surrogates(text, mended)) text = mended;
    Builder builder(limits);
    const bool complete = Json::sax_parse(text.data(), text.data() + text.size(), &builder);
    if (builder.error()) return fail(*builder.error());
    if (!complete) return fail(ErrorKind::malformed, "This is not valid JSON.");
    return builder.take();
}

std::string dump_json(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string dump_json_pretty(const Json& value) { return value.dump(2, ' ', false, Json::error_handler_t::replace); }

const Json* member(const Json& value, std::string_view key) {
    const auto* object = value.get_ptr<const Json::object_t*>();
    if (!object) return nullptr;
    for (const auto& [name, member_value] : *object)
        if (name == key) return &member_value;
    return nullptr;
}

const std::string* string_member(const Json& value, std::string_view key) {
    const Json* found = member(value, key);
    return found ? found->get_ptr<const Json::string_t*>() : nullptr;
}

std::optional<bool> bool_member(const Json& value, std::string_view key) {
    const Json* found = member(value, key);
    const bool* truth = found ? found->get_ptr<const Json::boolean_t*>() : nullptr;
    return truth ? std::optional<bool>(*truth) : std::nullopt;
}

std::optional<double> number_member(const Json& value, std::string_view key) {
    const Json* found = member(value, key);
    return found ? number_of(*found) : std::nullopt;
}

std::optional<std::int64_t> integer_member(const Json& value, std::string_view key) {
    const Json* found = member(value, key);
    return found ? integer_of(*found) : std::nullopt;
}

const Json* object_member(const Json& value, std::string_view key) {
    const Json* found = member(value, key);
    return found && found->is_object() ? found : nullptr;
}

const Json* array_member(const Json& value, std::string_view key) {
    const Json* found = member(value, key);
    return found && found->is_array() ? found : nullptr;
}

std::string string_or_empty(const Json& value, std::string_view key) {
    const std::string* found = string_member(value, key);
    return found ? *found : std::string();
}

std::optional<double> number_of(const Json& value) {
    // An unsigned number is also one of the kind "integer", so it is asked for first.
    if (const auto* number = value.get_ptr<const Json::number_unsigned_t*>()) return static_cast<double>(*number);
    if (const auto* number = value.get_ptr<const Json::number_integer_t*>()) return static_cast<double>(*number);
    if (const auto* number = value.get_ptr<const Json::number_float_t*>()) return *number;
    return std::nullopt;
}

std::optional<std::int64_t> integer_of(const Json& value) {
    if (const auto* number = value.get_ptr<const Json::number_unsigned_t*>()) {
        if (*number > static_cast<Json::number_unsigned_t>(INT64_MAX)) return std::nullopt;
        return static_cast<std::int64_t>(*number);
    }
    if (const auto* number = value.get_ptr<const Json::number_integer_t*>()) return *number;
    const auto* number = value.get_ptr<const Json::number_float_t*>();
    // 2^63 is a double, INT64_MAX is not.
    if (!number || std::trunc(*number) != *number || *number < -0x1p63 || *number >= 0x1p63) return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

}  // namespace base
