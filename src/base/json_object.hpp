// An object built member by member. Each call is a few bytes of code, where a braced list of nlohmann's is a kilobyte.
//
//     std::string record = base::JsonObject().number("v", 1).text("id", id).dump();
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/json.hpp"

namespace base {

class JsonObject {
public:
    JsonObject& text(std::string_view name, std::string_view value);
    JsonObject& integer(std::string_view name, std::int64_t value);
    JsonObject& number(std::string_view name, double value);
    JsonObject& flag(std::string_view name, bool value);
    JsonObject& json(std::string_view name, Json value);

    Json take() { return std::move(object_); }
    std::string dump() const { return dump_json(object_); }

private:
    Json object_ = Json::object();
};

}  // namespace base
