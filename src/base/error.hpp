// What went wrong, for code (kind), for the person (message, remedy) and for the log (detail, clause).
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace base {

// One enumerator a cause that code or the user interface tells apart. The UI has a sentence for each in every language.
enum class ErrorKind {
    internal,           // a bug of ours; `detail` has what was thrown
    cancelled,          // by the user or by closing the view that waited
    disconnected,       // the next five ended what ran though nobody cancelled it: the person disconnected the server,
    connected_anew,     // or connected it again,
    server_removed,     // or removed it, here or in another tab,
    page_closed,        // or closed the page that it ran in,
    client_closed,      // or the connection went for another reason
    not_connected,      // a tool of a server that is not connected was to run
    invalid_address,    // not a URL, or a scheme or host that is never opened
    unreachable,        // the browser gave no reason: refused, DNS, TLS, CORS, or blocked
    offline,            // navigator.onLine is false
    blocked_by_cors,    // a request without preflight went through, ours did not
    mixed_content,      // http: asked for by an https: page
    timed_out,          // nothing came for the idle timeout
    too_large,          // over the cap on bytes, depth, or count
    http_status,        // the status is not one the protocol gives a meaning
    not_an_mcp_server,  // it answered, but with something else than MCP
    malformed,          // JSON, SSE or JSON-RPC that does not read
    wrong_type,         // a member is missing or of the wrong type
    stream_cut,         // the connection ended before the answer
    rpc_error,          // a JSON-RPC error object; `code` has its number
    unsupported_version,  // no protocol revision in common
    session_lost,         // 404 to a session id that was good
    sign_in_needed,       // 401
    forbidden,            // 403
    rate_limited,         // 429
    invalid_arguments,    // a tool's arguments do not match its schema
    storage_failed,       // IndexedDB refused: full, blocked, or private mode
    crypto_failed,
    redirected_away,  // a redirect to another origin, not followed
    // Sign-in, in the order of its steps.
    no_sign_in_metadata,     // nobody says where to sign in for this server
    resource_mismatch,       // the resource's metadata is for another resource
    issuer_mismatch,         // the authorization server's metadata is another server's
    issuer_changed,          // the client given by hand belongs to the issuer that was asked before
    token_endpoint_changed,  // the secret that was given was for the token endpoint that is in use no more
    wrong_key,               // a machine's private key, which is not of the one kind that can be used
    no_pkce,                 // its metadata does not list S256
    client_id_needed,        // the server registers nobody by itself: a person must
    registration_refused,    // `subject` has the server's error code, as in the next three
    popup_blocked,
    sign_in_refused,  // by the person or the provider
    foreign_answer,   // its state or iss is not ours
    invalid_grant,    // the code or the refresh token is over
    invalid_client,   // the server does not know our client, or not its secret
    token_refused,    // any other error of the token endpoint
    wrong_config,     // the deployment's config.json; `subject` has which setting, and its pattern
};

// The one button that the person gets with an error.
enum class Remedy { none, retry, fix_address, sign_in, allow_popup, reload, free_space, copy_headers };

struct Error {
    // What failed: the request itself, getting a token for it, or a person's sign-in.
    enum class Part { request, token, sign_in };

    ErrorKind kind = ErrorKind::internal;
    Remedy remedy = Remedy::none;
    std::string message = {};      // our sentence, English; shown when the UI has none of its own for `kind`
    std::string detail = {};       // for the log and the "details" fold; never has a secret
    std::string_view clause = {};  // section of the spec, a string literal: "RFC 8414 §3.3"
    std::string subject = {};      // what the sentence is about, short: a host, a tool, a field
    int code = 0;                  // HTTP status or JSON-RPC error code, by kind; else 0
    std::string words = {};        // what the server or the provider says itself, printable; `message` has it too
    Part part = Part::request;
};

// The network, or whoever is at its other end, went away.
constexpr bool is_connection_loss(ErrorKind kind) {
    return kind == ErrorKind::unreachable || kind == ErrorKind::offline || kind == ErrorKind::timed_out ||
           kind == ErrorKind::stream_cut;
}

// Time alone may heal it.
inline bool may_pass(const Error& error) {
    return is_connection_loss(error.kind) || error.kind == ErrorKind::rate_limited ||
           (error.kind == ErrorKind::http_status && error.code >= 500);
}

// It has not failed, and nobody waits for it any more.
constexpr bool is_ending(ErrorKind kind) { return kind >= ErrorKind::cancelled && kind <= ErrorKind::client_closed; }

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(Error error) { return std::unexpected<Error>(std::move(error)); }

inline std::unexpected<Error> fail(ErrorKind kind, std::string message, std::string detail = {}) {
    return std::unexpected<Error>(Error{kind, Remedy::none, std::move(message), std::move(detail)});
}

}  // namespace base
