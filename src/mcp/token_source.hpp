// Where the transport gets its access token: sign-in stays outside of mcp.
#pragma once

#include <optional>
#include <string>

#include "base/task.hpp"
#include "ports/http.hpp"

namespace mcp {

struct Refused {
    int status = 401;
    ports::Headers headers;  // those that CORS exposes
    int times = 1;           // how often this message was refused, this time included
    ports::Headers sent;     // what authorize() gave for it
    bool standing = false;   // a stream that listens by itself: no reason to ask a person
};

class TokenSource {
public:
    virtual ~TokenSource() = default;

    // Headers that authorize a request (`Authorization: Bearer …`); empty when signed out.
    virtual base::Task<base::Result<ports::Headers>> authorize(std::string method, std::string url) = 0;

    // The server answered 401 or 403. True: something changed, the same message goes out once more. It may wait for a person;
    // the time limits of the request do not run meanwhile.
    virtual base::Task<base::Result<bool>> on_refused(Refused refused) = 0;

    // Every answer passes here with its headers (nonces; RFC 9449 §9).
    virtual void on_answer(const std::string& url, const ports::Headers& headers) = 0;
};

}  // namespace mcp
