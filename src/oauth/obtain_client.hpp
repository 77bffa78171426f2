// Who we are there: given by hand, our metadata document, registered before, registered now, or a question to the person.
// Source: MCP client-registration.
#pragma once

#include "oauth/authorization_request.hpp"
#include "oauth/steps.hpp"
#include "oauth/surroundings.hpp"

namespace oauth {

// issuer_changed when what a person or the deployment gave belongs to another issuer than this one; `given_issuer` is empty before
// its first use. (MCP, Authorization Server Binding.)
base::Result<void> check_issuer(const ServerMetadata& server, const std::string& given_issuer);

// token_endpoint_changed when a secret was given for another endpoint than the server has now; `given` is empty before its first use.
base::Result<void> check_token_endpoint(const ServerMetadata& server, const std::string& given);

// A client that was registered before comes back as `unproven`: it is, until the person's answer. One that was so already is looked
// up, or registered anew.
// Errors: client_id_needed, registration_refused, issuer_changed, token_endpoint_changed. A new registration is kept with the pending sign-in.
base::Task<base::Result<Client>> obtain_client(Surroundings around, Telling tell, ServerMetadata server,
                                               SignInSettings settings, std::string scope);

// A registration in whose place another one came is deleted (RFC 7592 §2.3), but not while somebody is signed in by it.
base::Task<void> give_back_unused(Surroundings around, Telling tell, Client client);

// RFC 7592 where the server offers it, and forgotten here in any case.
base::Task<base::Result<void>> forget_client(Surroundings around, Telling tell, Client client);

}  // namespace oauth
