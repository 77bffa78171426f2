// Who we are at an authorization server.
#pragma once

#include <chrono>
#include <string>

#include "base/error.hpp"
#include "base/json.hpp"

namespace oauth {

enum class ClientSource { given, metadata_document, registered };
enum class ClientAuthentication { none, client_secret_basic, client_secret_post };

// Good at `issuer` and nowhere else (MCP, Authorization Server Binding).
struct Client {
    std::string issuer;
    std::string client_id;
    std::string client_secret;  // empty for a public client
    ClientSource source = ClientSource::given;
    ClientAuthentication authentication = ClientAuthentication::none;
    std::chrono::seconds secret_expires_at{0};  // since the Unix epoch; 0: never (RFC 7591 §3.2.1)
    std::string redirect_uri;                   // it was registered with this one
    std::string token_endpoint;                 // the server's when it was registered; empty: of before this was kept
    std::string scope;                          // registered for this, or asked for it in vain; empty: not limited
    bool unproven = false;                      // a person was sent to the provider with it, and no answer came
    std::string registration_client_uri;        // RFC 7592: where it can be deleted; empty when the server gave none
    std::string registration_access_token;
};

base::Json to_json(const Client& client);
base::Result<Client> read_client(const base::Json& record);

}  // namespace oauth
