// The address at which the person signs in. Source: RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 8707 §2, RFC 9449 §10.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/url.hpp"
#include "oauth/client.hpp"
#include "oauth/protected_resource.hpp"
#include "oauth/server_metadata.hpp"
#include "oauth/steps.hpp"
#include "oauth/www_authenticate.hpp"

namespace oauth {

// What a person (or config.json) sets for one server.
struct SignInSettings {
    std::string client_id, client_secret;  // registered by hand; empty: found out
    std::string given_issuer;          // the issuer the hand-made client belongs to; empty: the first it is used with
    std::string given_token_endpoint;  // where its secret goes; empty: to the one it is used with first
    std::string scope;                 // instead of what the server asks for
    enum class ResourceIndicator { automatic, value, off } resource_indicator = ResourceIndicator::automatic;
    std::string resource;  // for `value`
    std::vector<std::pair<std::string, std::string>>
        extra_parameters;  // of the authorization request: audience, prompt, …
    std::string initial_access_token;
    bool allow_without_pkce =
        false;         // the server's metadata does not list S256 (CVE-2025-4144): only when the person says so
    bool dpop = true;  // used where the server advertises it
};

// Scopes are separated by blanks (RFC 6749 §3.3); some servers put commas, which are part of a scope by the letter.
std::vector<std::string> words_of(std::string_view scope);
// Both, order kept, no double.
std::string united(std::string_view scope, std::string_view more);
// Whether every scope of `wanted` is among those of `granted`.
bool covers(std::string_view granted, std::string_view wanted);

// The scope to ask for (MCP, Scope Selection Strategy): the setting; else the challenge's; else all of the resource's
// scopes_supported; else none. What a challenge of insufficient_scope names is always in it. With `offline_access` added only where
// the server's metadata lists it, and never alone. On a step-up the union with `already` (what was asked for before), order kept,
// no double.
std::string choose_scope(const SignInSettings& settings, const Refusal& refusal, const ProtectedResource& resource,
                         const ServerMetadata& server, const std::string& already);

// The value of `resource` (RFC 8707): as the settings say, else as the resource spells itself, else the server's canonical URI
// (MCP, Resource Parameter Implementation). Empty: not sent.
std::string choose_resource(const SignInSettings& settings, const ProtectedResource& resource, const base::Url& server);

// Whether something is in them that is one issuer's alone (MCP, Authorization Server Binding).
inline bool is_given(const SignInSettings& settings) {
    return !settings.client_id.empty() || !settings.initial_access_token.empty();
}

// `scope` and `resource` among the extra parameters become the settings of that name, so that they hold for all requests of a
// sign-in (RFC 8707 §2.2), not only for the first.
SignInSettings with_extras_in_place(SignInSettings settings);

// Kept from the click until the answer, encrypted; used once.
struct PendingAuthorization {
    std::string
        state;  // 43 random characters; its first one tells the callback page the mode: 'w' window, 'p' this page
    std::string code_verifier;
    std::string server_url;  // the MCP server
    std::string server_id;   // ours
    ServerMetadata server;   // with the issuer to compare `iss` with, recorded before leaving (MCP)
    Client client;
    std::string redirect_uri;
    std::string resource;  // sent as `resource`; empty: none
    std::string scope;
    std::string resource_metadata;  // its address by the server's challenge; empty: none was named
    bool another_account = false;   // the person wants to be somebody else
    bool dpop = false;
    std::string dpop_key;                // name of the key in ports::SigningKeys; empty without DPoP
    std::chrono::milliseconds began{0};  // wall clock; over after 30 minutes
    std::vector<Step> steps;             // that were done before the person was sent away
    std::string errand;                  // what the page that left goes on with when it is back; its own words
};

// `code_challenge` is empty only when the person allowed to go without PKCE. `dpop_jkt`: thumbprint of the key, or empty.
// Extra parameters never replace ours (client_id, redirect_uri, response_type, state, code_challenge*, dpop_jkt); of one that is there twice the last counts, an empty one is left out. `prompt` has consent where the scope has
// offline_access.
std::string make_authorization_url(const PendingAuthorization& pending, const std::string& code_challenge,
                                   const std::string& dpop_jkt, const SignInSettings& settings);

base::Json to_json(const PendingAuthorization& pending);
base::Result<PendingAuthorization> read_pending_authorization(const base::Json& record);

}  // namespace oauth
