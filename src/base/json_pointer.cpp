#include "base/json_pointer.hpp"

#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

namespace base {

namespace {

std::string unescaped(std::string_view step) {
    std::string name;
    for (std::size_t i = 0; i < step.size(); ++i) {
        const bool escape = step[i] == '~' && i + 1 < step.size() && (step[i + 1] == '0' || step[i + 1] == '1');
        if (!escape) {
            name += step[i];
            continue;
        }
        name += step[++i] == '0' ? '~' : '/';
    }
    return name;
}

// RFC 6901 §4: no leading zeros.
std::optional<std::size_t> index_of(std::string_view step) {
    if (step.empty() || step.size() > 9 || (step.size() > 1 && step[0] == '0')) return std::nullopt;
    std::size_t index = 0;
    for (const char c : step) {
        if (c < '0' || c > '9') return std::nullopt;
        index = index * 10 + static_cast<std::size_t>(c - '0');
    }
    return index;
}

Json* child(Json& value, const std::string& step) {
    if (auto* array = value.get_ptr<Json::array_t*>()) {
        const auto index = index_of(step);
        return index && *index < array->size() ? &(*array)[*index] : nullptr;
    }
    return const_cast<Json*>(member(value, step));
}

// The child, made when it is not there and can be.
Json* child_made(Json& value, const std::string& step) {
    if (value.is_null()) value = Json::object();
    if (auto* array = value.get_ptr<Json::array_t*>()) {
        if (step == "-" || index_of(step) == array->size()) return &array->emplace_back();
        return child(value, step);
    }
    auto* object = value.get_ptr<Json::object_t*>();
    return object ? &(*object)[step] : nullptr;
}

}  // namespace

std::vector<std::string> pointer_steps(std::string_view pointer) {
    std::vector<std::string> steps;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        const std::size_t end = std::min(pointer.find('/'), pointer.size());
        steps.push_back(unescaped(pointer.substr(0, end)));
        pointer.remove_prefix(end);
    }
    return steps;
}

const Json* at_pointer(const Json& value, std::string_view pointer) {
    if (!pointer.empty() && pointer.front() != '/') return nullptr;
    const Json* at = &value;
    for (const auto& step : pointer_steps(pointer)) {
        at = child(const_cast<Json&>(*at), step);
        if (!at) return nullptr;
    }
    return at;
}

std::string pointer_to(std::string_view pointer, std::string_view name) {
    std::string text(pointer);
    text += '/';
    for (const char c : name) {
        if (c == '~')
            text += "~0";
        else if (c == '/')
            text += "~1";
        else
            text += c;
    }
    return text;
}

std::string pointer_to(std::string_view pointer, std::size_t index) {
    return std::string(pointer) + '/' + std::to_string(index);
}

bool put_at_pointer(Json& value, std::string_view pointer, Json part) {
    if (!pointer.empty() && pointer.front() != '/') return false;
    Json* at = &value;
    for (const auto& step : pointer_steps(pointer)) {
        at = child_made(*at, step);
        if (!at) return false;
    }
    *at = std::move(part);
    return true;
}

bool erase_at_pointer(Json& value, std::string_view pointer) {
    auto steps = pointer_steps(pointer);
    if (steps.empty() || pointer.front() != '/') return false;
    const std::string last = std::move(steps.back());
    steps.pop_back();
    Json* at = &value;
    for (const auto& step : steps) {
        at = child(*at, step);
        if (!at) return false;
    }
    if (auto* array = at->get_ptr<Json::array_t*>()) {
        const auto index = index_of(last);
        if (!index || *index >= array->size()) return false;
        array->erase(array->begin() + static_cast<std::ptrdiff_t>(*index));
        return true;
    }
    auto* object = at->get_ptr<Json::object_t*>();
    return object && object->erase(last) > 0;
}

}  // namespace base
