// Who we are there: given by hand, our metadata document, registered before, registered now, or a question to the person.
// Source: MCP client-registration.
#pragma once

#include "oauth/authorization_request.hpp"
#include "oauth/steps.hpp"
#include "oauth/surroundings.hpp"

namespace oauth {

// Errors: client_id_needed, registration_refused; issuer_changed when the client given by hand belongs to another issuer.
base::Task<base::Result<Client>> obtain_client(Surroundings around, Telling tell, ServerMetadata server,
                                               SignInSettings settings, std::string scope);

// RFC 7592 where the server offers it, and forgotten here in any case.
base::Task<base::Result<void>> forget_client(Surroundings around, Telling tell, std::string issuer);

}  // namespace oauth
