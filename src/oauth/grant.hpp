// What one sign-in gave, with all that is needed to keep it alive and to give it back.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "base/json.hpp"
#include "oauth/client.hpp"
#include "oauth/server_metadata.hpp"
#include "oauth/token.hpp"

namespace oauth {

// Whose tokens these are, whole: never a hash, never a display name (THREATS: use-mcp, mcp-use, MCPJam).
struct GrantKey {
    std::string server_url;
    std::string issuer;
    std::string client_id;
    std::string account;       // `sub` of the id token or of userinfo; empty where the provider tells neither
    std::string text() const;  // a JSON array of the four
    bool operator==(const GrantKey&) const = default;
};

struct Grant {
    GrantKey key;
    ServerMetadata server;
    Client client;
    Tokens tokens;
    std::chrono::milliseconds refresh_at{0};  // wall clock; 0: not before the server refuses the token
    std::string resource;                     // as it was asked for; empty: not sent
    std::string resource_metadata;            // where the server's challenge said that it is; empty: it did not
    std::string scope;                        // asked for, for the union of a step-up
    std::string dpop_key;                     // name in ports::SigningKeys; empty: bearer tokens
    std::string account_name;                 // what the person sees: a name or an address
    std::chrono::milliseconds signed_in_at{
        0};  // wall clock; a refresh changes nothing of it: tells one sign-in from another
};

// Whether somebody signed in between the two; a refresh is no sign-in.
bool is_other_sign_in(const Grant& now, const std::optional<Grant>& before);

// When to ask for the next token: a minute before this one ends; of a life shorter than four minutes, its last quarter.
std::chrono::milliseconds refresh_time(std::chrono::milliseconds sent_at, std::chrono::milliseconds expires_at);

base::Json to_json(const Grant& grant);
base::Result<Grant> read_grant(const base::Json& record);

}  // namespace oauth
