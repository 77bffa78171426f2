// Where the transport gets its access token: sign-in stays outside of mcp.
#pragma once

#include <optional>
#include <string>

#include "base/task.hpp"
#include "ports/http.hpp"

namespace mcp {

class TokenSource {
public:
    virtual ~TokenSource() = default;

    // Headers that authorize a request (`Authorization: Bearer …`); empty when signed out.
    virtual base::Task<base::Result<ports::Headers>> authorize(std::string method, std::string url) = 0;

    // The server answered 401 or 403. True: something changed, try once more.
    virtual base::Task<base::Result<bool>> on_refused(int status, ports::Headers response_headers) = 0;
};

}  // namespace mcp
