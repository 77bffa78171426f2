// A grant that is good now: one refresh over all tabs, written before it is used. Source: RFC 6749 §6, RFC 9700 §4.14.
#pragma once

#include <optional>
#include <string>

#include "oauth/steps.hpp"
#include "oauth/surroundings.hpp"

namespace oauth {

// std::nullopt: signed out, or the provider took the grant back; the person has to sign in. `refused` is an access token
// that the server no longer takes; empty: none. Errors: of the network, when the token is over as well.
base::Task<base::Result<std::optional<Grant>>> fresh_grant(Surroundings around, Telling tell, std::string server_url,
                                                           std::string refused);

// Refreshes whatever the clock says (the panel's button).
base::Task<base::Result<std::optional<Grant>>> refresh_now(Surroundings around, Telling tell, std::string server_url);

}  // namespace oauth
