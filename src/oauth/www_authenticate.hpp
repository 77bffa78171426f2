// What a 401 or 403 asks for. Source: RFC 9110 §11.6.1, RFC 6750 §3, RFC 9728 §5.1, RFC 9449 §7.1.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ports/http.hpp"

namespace oauth {

// One challenge of the header, which may carry several: `Basic realm="a", Bearer error="invalid_token"`.
struct Challenge {
    std::string scheme;                                           // lower case: "bearer"
    std::vector<std::pair<std::string, std::string>> parameters;  // names in lower case, quoted strings unquoted
    const std::string* find(std::string_view name) const;
};

// What does not read is left out; several header lines come joined with commas, as fetch gives them. Capped in bytes and count.
std::vector<Challenge> read_www_authenticate(std::string_view header);

// What the sign-in needs of a refusal.
struct Refusal {
    int status = 401;
    bool challenged = false;                       // a Bearer or DPoP challenge was readable
    bool dpop = false;                             // the server takes DPoP-bound tokens (a DPoP challenge)
    std::optional<std::string> resource_metadata;  // an address, unchecked
    std::string scope;                             // as the server wrote it; empty when absent
    std::string error;                             // "invalid_token", "insufficient_scope", "use_dpop_nonce"
    std::string error_description;
};

// Of the Bearer and the DPoP challenge; any order, any other scheme beside them.
Refusal read_refusal(int status, const ports::Headers& headers);

}  // namespace oauth
