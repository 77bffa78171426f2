// The sign-in of a machine, as its steps: no person, no window. Source: as of machine_grants.hpp.
#pragma once

#include "oauth/authorize.hpp"
#include "oauth/machine_credentials.hpp"

namespace oauth {

// Ends with the grant kept and in use. One try: what the provider refuses is not asked in another way.
base::Task<base::Result<Grant>> machine_sign_in(Surroundings around, Telling tell, SignInTarget target,
                                                MachineCredentials credentials);

}  // namespace oauth
