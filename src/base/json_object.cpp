#include "base/json_object.hpp"

#include <utility>

namespace base {

JsonObject& JsonObject::json(std::string_view name, Json value) {
    object_[std::string(name)] = std::move(value);
    return *this;
}

JsonObject& JsonObject::text(std::string_view name, std::string_view value) { return json(name, std::string(value)); }
JsonObject& JsonObject::integer(std::string_view name, std::int64_t value) { return json(name, value); }
JsonObject& JsonObject::number(std::string_view name, double value) { return json(name, value); }
JsonObject& JsonObject::flag(std::string_view name, bool value) { return json(name, value); }

}  // namespace base
