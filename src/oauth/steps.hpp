// What a sign-in tells while it goes: the connecting timeline and the log. Nothing here has a secret.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/error.hpp"

namespace oauth {

struct Step {
    enum class Name { find_resource, find_server, get_client, sign_in, exchange };
    enum class State { running, done, failed };
    Name name;
    State state;
    std::string detail;  // in the words of the wire: "/.well-known/oauth-protected-resource/mcp"
    double duration_ms = 0;
    std::optional<base::Error> error = {};  // when failed
};

struct Telling {
    std::function<void(const Step&)> step;
    std::function<void(const std::string&)> log;  // a line: "issuer login.example, PKCE S256"
    // The client is one that this issuer registered for us at an earlier sign-in, and may have forgotten since.
    std::function<void(const std::string& issuer)> registered_before;
};

}  // namespace oauth
