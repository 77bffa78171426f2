// How we name ourselves to servers (`Implementation` of the schema). Nothing about the person or the browser is told.
#pragma once

#include <nlohmann/json.hpp>

#include "base/json.hpp"

namespace mcp {

inline base::Json client_info() {
    base::Json info = base::Json::object();
    info["name"] = "parley";
    info["title"] = "Parley";
    info["version"] = "0.1.0";
    return info;
}

}  // namespace mcp
