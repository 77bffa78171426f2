// JSON of a test, which must read.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "base/json.hpp"

namespace tests {

inline base::Json parsed(std::string_view text) {
    auto value = base::parse_json(text);
    REQUIRE_MESSAGE(value, std::string(text));
    return std::move(*value);
}

}  // namespace tests
