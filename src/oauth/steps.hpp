// What a sign-in tells while it goes: the connecting timeline and the log. Nothing here has a secret.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "oauth/client.hpp"

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
    // Who we are there. `registered_before`: at an earlier sign-in, and the issuer may have forgotten it since.
    std::function<void(const Client&, bool registered_before)> client;
};

}  // namespace oauth
