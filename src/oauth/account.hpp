// Who signed in, as the provider says: the id token's claims, else userinfo. Source: OIDC Core §2, §5.3.
#pragma once

#include <string>

#include "oauth/grant.hpp"
#include "oauth/surroundings.hpp"

namespace oauth {

struct Account {
    std::string subject;  // `sub`; empty: the provider tells nobody
    std::string name;     // to show: preferred_username, email or name; else the subject
};

// Never fails: without an answer the sign-in is as good.
base::Task<Account> find_account(Surroundings around, Grant grant);

}  // namespace oauth
