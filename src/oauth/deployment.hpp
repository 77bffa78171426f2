// What whoever serves this page says in its config.json, but for machine_credentials.hpp. Source: CONTRACTS 3 and 5.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/url.hpp"
#include "oauth/protected_resource.hpp"
#include "oauth/registration.hpp"
#include "oauth/server_metadata.hpp"

namespace oauth {

struct Deployment {
    ClientDescription description;
    std::string client_metadata_url;  // our Client ID Metadata Document; empty: none
    std::string auth_server_url;      // the issuer for servers that name none; see issuer_for
    std::string scope;                // to ask that issuer for, where neither a person nor the server says
    std::string mcp_server_url;       // what somebody who adds a server is offered
};

// Takes over what `config` says. Of what it cannot use it says why (wrong_config), and leaves the rest as it was. `folder`: of this
// page, with the slash at its end.
std::vector<base::Error> read_deployment(const base::Json& config, const base::Url& folder, Deployment& into);

// Where somebody signs in at a server that names no issuer; empty: nowhere. A deployment that names its server lends its issuer to no
// other host: who asks there could pass the token on.
std::string issuer_for(const base::Url& server, const Deployment& deployment);

// The deployment's scope stands where the resource of its own issuer names none.
void complete(ProtectedResource& resource, const ServerMetadata& server, const Deployment& deployment);

}  // namespace oauth
