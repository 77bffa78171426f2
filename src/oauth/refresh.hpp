// A grant that is good now: one refresh over all tabs, written before it is used. Source: RFC 6749 §6, RFC 9700 §4.14.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "oauth/steps.hpp"
#include "oauth/surroundings.hpp"

namespace oauth {

// std::nullopt: signed out, or the provider took the grant back; the person has to sign in. `refused` is an access token
// that the server no longer takes; empty: none. One without a refresh token is good until it is refused. Errors: of the network,
// when the token is over as well.
base::Task<base::Result<std::optional<Grant>>> fresh_grant(Surroundings around, Telling tell, std::string server_url,
                                                           std::string refused);

bool is_over(const Grant& grant, std::chrono::milliseconds now);
// Whether fresh_grant would ask the provider, or give the grant up.
bool wants_refresh(const Grant& grant, const std::string& refused, std::chrono::milliseconds now);

// Refreshes whatever the clock says (the panel's button).
base::Task<base::Result<std::optional<Grant>>> refresh_now(Surroundings around, Telling tell, std::string server_url);

}  // namespace oauth
