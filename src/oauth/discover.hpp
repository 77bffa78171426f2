// Who protects a server, and how one signs in there. Source: MCP authorization-server-discovery.
#pragma once

#include "oauth/authorization_request.hpp"
#include "oauth/steps.hpp"
#include "oauth/surroundings.hpp"

namespace oauth {

// Errors: no_sign_in_metadata never: without metadata the answer has no authorization server, and the 2025-03-26 way is
// gone. resource_mismatch and malformed metadata end the sign-in, as the server meant it and got it wrong.
base::Task<base::Result<ProtectedResource>> find_resource(Surroundings around, Telling tell, base::Url server,
                                                          Refusal refusal);

// The first of the resource's authorization servers whose metadata reads; without any, the server's own origin.
base::Task<base::Result<ServerMetadata>> find_server(Surroundings around, Telling tell, base::Url server,
                                                     ProtectedResource resource);

}  // namespace oauth
