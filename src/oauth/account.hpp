// Who signed in, as the provider says: the id token's claims, else the access token's; else userinfo. Source: OIDC Core §2, §5.3.
#pragma once

#include <string>
#include <vector>

#include "oauth/grant.hpp"
#include "oauth/steps.hpp"
#include "oauth/surroundings.hpp"

namespace oauth {

struct Account {
    std::string subject;  // `sub`; empty: the provider tells nobody
    std::string name;     // to show: preferred_username, email or name; else the subject
};

// Never fails: without an answer the sign-in is as good.
base::Task<Account> find_account(Surroundings around, Grant grant);

// A new grant gets its account and the rest of its key (all but `server_url`), and is kept and in use from here on. Where it
// could not be written, the log says so, and it serves until the page ends. `another_account`: where nobody says who it is, it takes
// the place of none that is there. `others`: those of its server (Vault::grants), waited for in that case only.
base::Task<Grant> keep_with_account(Surroundings around, Telling tell, Grant grant, bool another_account,
                                    base::Task<base::Result<std::vector<Grant>>> others);

}  // namespace oauth
