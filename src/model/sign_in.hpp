// What the Sign-in panel and the timeline show of a server's sign-in. No secret is among it.
#pragma once

#include <chrono>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace model {

// What a person sets for one server; kept with it. Names as in RFC 6749 and 8707.
struct SignInSettings {
    std::string client_id, client_secret;
    std::string given_issuer;          // whose client that is; empty: of the issuer it is used with first
    std::string given_token_endpoint;  // the only one that its secret goes to; empty: the one it is used with first
    std::string scope;
    enum class ResourceIndicator { automatic, value, off } resource_indicator = ResourceIndicator::automatic;
    std::string resource;
    std::vector<std::pair<std::string, std::string>> extra_parameters;
    std::string initial_access_token;
    bool allow_without_pkce = false;
    bool dpop = true;
    bool page_credentials = false;  // the person was told that everybody can read them

    bool operator==(const SignInSettings&) const = default;
};

struct SignIn {
    // Who the page waits for.
    enum class Wait {
        nobody,
        click,    // the browser wants a click before a window opens
        window,   // the person is at the provider
        consent,  // to use the credentials that this page came with
    };
    enum class ClientSource { given, metadata_document, registered, unknown };
    struct Account {
        std::string key;      // oauth::GrantKey::text()
        std::string subject;  // the provider's `sub`, or empty
        std::string name;
        bool in_use = false;
        std::string issuer = {}, client_id = {};  // as whom it was signed in
    };
    struct LogLine {
        std::chrono::milliseconds at{};  // wall clock
        std::string text;
    };

    Wait wait = Wait::nobody;
    bool window_blocked = false;  // the browser opened none: this page can go there itself
    bool one_page = false;        // a phone: this page goes there in any case
    bool wants_secret = false;    // what was given is for another token endpoint: to be given again, or not
    bool busy = false;            // refreshing, signing out, forgetting

    bool signed_in = false;
    std::string issuer;
    std::string client_id;                               // when nobody is signed in: one that is registered and kept
    ClientSource client_source = ClientSource::unknown;  // of the newest sign-in
    bool gives_back = false;                             // the provider takes the client's registration back (RFC 7592)
    std::string scope;                                   // granted
    std::string resource;                                // what the token is for; empty: not said
    std::string account;                                 // a name to show; empty: the provider tells nobody
    std::string claims;                      // of the access token, decoded and never verified, as JSON; empty: opaque
    std::chrono::milliseconds expires_at{};  // wall clock; 0: unknown
    bool has_refresh_token = false;
    bool dpop = false;
    std::vector<Account> accounts;  // all that signed in at this server
    std::deque<LogLine> log;        // newest last, at most sign_in_log_cap
};
inline constexpr std::size_t sign_in_log_cap = 200;

}  // namespace model
