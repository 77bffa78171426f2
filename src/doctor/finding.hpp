// What the Doctor found: why something failed, how sure that is, and what mends it. A value without a secret.
#pragma once

#include <string>

namespace doctor {

// One enumerator a cause that has a remedy of its own. The UI has a title and a remedy for each in every language.
enum class Cause {
    unreachable,            // nothing answers at all
    local_network,          // the browser may have been told to keep this page from this computer or its network
    mixed_content,          // http: asked for by an https: page
    origin_not_allowed,     // no Access-Control-Allow-Origin for this page
    preflight_refused,      // OPTIONS is not answered as CORS wants it
    header_not_allowed,     // Access-Control-Allow-Headers lacks one that MCP needs
    challenge_hidden,       // WWW-Authenticate is not exposed
    session_hidden,         // Mcp-Session-Id is not exposed
    nonce_hidden,           // DPoP-Nonce is not
    metadata_without_cors,  // the sign-in's documents are there, and no page may read them
    registration_hidden,    // the registration endpoint answers without CORS
    token_endpoint_hidden,  // the token endpoint does
    registration_closed,    // clients are registered by hand
    issuer_mismatch,        // the metadata is another issuer's
    resource_mismatch,      // the resource's metadata is for another address than the server's
    no_pkce,                // the metadata does not list S256
    redirect_not_allowed,   // the provider does not know the address to come back to
    resource_refused,       // RFC 8707's parameter, or its value
    client_refused,         // the provider does not know the client, or wants its secret
    clock_off,              // what this computer signed has a time that the other side does not take
    redirect_unanswered,    // the person came back without an answer: the redirect address may be why
    client_unanswered,      // the same with a client id given by hand, which may be why too
};

enum class Certainty {
    known,     // an answer says so, or a probe showed it
    inferred,  // what is left, since the browser hides the reason
};

enum class Mender { server_operator, provider_admin, person };

struct Finding {
    Cause cause = Cause::unreachable;
    Certainty certainty = Certainty::inferred;
    Mender mender = Mender::server_operator;
    std::string subject;   // what the title is about: a host
    std::string evidence;  // what was asked and what came, in the words of the wire
    std::string place;     // where the setting is, in the provider's own words; empty: not known
    std::string lines;     // to copy: header lines, a member of the metadata, an address; empty: none

    bool operator==(const Finding&) const = default;
};

}  // namespace doctor
