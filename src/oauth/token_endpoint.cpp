#include "oauth/token_endpoint.hpp"

#include <memory>
#include <utility>

#include "base/json.hpp"
#include "base/url.hpp"
#include "oauth/dpop.hpp"
#include "oauth/provider_error.hpp"

namespace oauth {

namespace {

constexpr std::size_t endpoint_answer_cap = std::size_t{1} << 20;
constexpr std::size_t nonce_cap = 1'024;

std::string origin_of(const std::string& url) {
    const auto parsed = base::Url::parse(url);
    return parsed ? parsed->origin() : std::string();
}

base::Task<base::Result<std::string>> prove(Surroundings around, std::string key_name, DpopClaims claims) {
    auto key = co_await base::or_return(co_await around.keys.open(std::move(key_name)));
    const auto now = around.clock.wall();
    auto proof = co_await make_dpop_proof(*key, around.crypto, around.random, std::move(claims), now);
    co_return proof;
}

// RFC 9449 §8: an error response of the authorization server.
bool wants_nonce(const ports::HttpResponse& response) {
    return response.head.status >= 400 && response.body.find("use_dpop_nonce") != std::string::npos &&
           ports::find_header(response.head.headers, "DPoP-Nonce");
}

// A refusal may say back what it was sent: nobody is shown that. An answer that gives tokens may have the refresh token again.
void strike_what_was_sent(ports::HttpResponse& response, const Client& client, const Form& form,
                          const std::string& authorization) {
    std::string& answer = response.body;
    const auto read = base::parse_json(answer);
    if (response.head.status < 400 && read && base::string_member(*read, "access_token")) return;
    strike(answer, client.client_secret);
    strike(answer, std::string_view(authorization).substr(authorization.rfind(' ') + 1));
    for (const auto& [name, value] : form)
        for (const char* secret :
             {"code", "code_verifier", "refresh_token", "assertion", "client_assertion", "subject_token"})
            if (name == secret) strike(answer, value);
}

}  // namespace

void take_nonce(Nonces& nonces, const std::string& url, const ports::Headers& headers) {
    const std::string* nonce = ports::find_header(headers, "DPoP-Nonce");
    if (nonce && !nonce->empty() && nonce->size() <= nonce_cap) nonces[origin_of(url)] = *nonce;
}

base::Task<base::Result<ports::HttpResponse>> ask_token_endpoint(Surroundings around, ServerMetadata server,
                                                                 Client client, Form form, std::string dpop_key) {
    for (bool may_repeat = true;; may_repeat = false) {
        ports::HttpRequest request = make_token_request(server, client, form);
        request.max_body_bytes = endpoint_answer_cap;
        const std::string url = request.url;
        if (!dpop_key.empty()) {
            DpopClaims claims;
            claims.htm = "POST";
            claims.htu = url;
            claims.nonce = around.nonces[origin_of(url)];
            auto proof = co_await base::or_return(co_await prove(around, dpop_key, std::move(claims)));
            request.headers.push_back({"DPoP", std::move(proof)});
        }
        const std::string* authorization = ports::find_header(request.headers, "Authorization");
        const std::string sent = authorization ? *authorization : std::string();
        auto response = co_await base::or_return(co_await ports::fetch(around.http, std::move(request)));
        take_nonce(around.nonces, url, response.head.headers);
        strike_what_was_sent(response, client, form, sent);
        if (dpop_key.empty() || !may_repeat || !wants_nonce(response)) co_return response;
    }
}

base::Task<base::Result<ports::Headers>> authorization_headers(Surroundings around, Grant grant, std::string method,
                                                               std::string url) {
    ports::Headers headers;
    if (!grant.tokens.is_dpop() || grant.dpop_key.empty()) {
        headers.push_back({"Authorization", "Bearer " + grant.tokens.access_token});
        co_return headers;
    }
    DpopClaims claims;
    claims.htm = std::move(method);
    claims.htu = url;
    claims.nonce = around.nonces[origin_of(url)];
    claims.access_token = grant.tokens.access_token;
    auto proof = co_await base::or_return(co_await prove(around, grant.dpop_key, std::move(claims)));
    headers.push_back({"Authorization", "DPoP " + grant.tokens.access_token});
    headers.push_back({"DPoP", std::move(proof)});
    co_return headers;
}

}  // namespace oauth
