// Asking the token endpoint, with proof of possession where the grant has a key. Source: RFC 6749 §3.2, RFC 9449 §5 and §8.
#pragma once

#include <string>

#include "oauth/surroundings.hpp"
#include "oauth/token.hpp"

namespace oauth {

// One more try when the server wants its nonce (`use_dpop_nonce`). `dpop_key` is empty for bearer tokens.
base::Task<base::Result<ports::HttpResponse>> ask_token_endpoint(Surroundings around, ServerMetadata server,
                                                                 Client client, Form form, std::string dpop_key);

// The Authorization header, and the proof that goes with it, of one request to the resource.
base::Task<base::Result<ports::Headers>> authorization_headers(Surroundings around, Grant grant, std::string method,
                                                               std::string url);

// Keeps the nonce that an answer brought.
void take_nonce(Nonces& nonces, const std::string& url, const ports::Headers& headers);

}  // namespace oauth
