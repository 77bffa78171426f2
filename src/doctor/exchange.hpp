// What the Doctor judges by: the requests of an attempt that failed, and what probes of the same addresses brought.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "ports/reach.hpp"

namespace doctor {

// One request and the head of its answer. Of headers only names: values may be secrets.
struct Exchange {
    std::string method;
    std::string url;  // without query and fragment
    std::vector<std::string>
        header_names;      // lower case, those that need a preflight; "content-type" only where its value does
    bool is_form = false;  // the body is application/x-www-form-urlencoded
    int status = 0;        // 0: no answer that this page may read
    std::optional<base::ErrorKind> error = {};
    bool has_challenge = false;   // WWW-Authenticate was readable
    bool has_nonce = false;       // so was DPoP-Nonce
    std::string dpop_error = {};  // of the challenge (RFC 9449 §7.1): what is wrong with the proof
};

struct Failure {
    base::Error error;
    std::string server_url;  // without query and fragment
    std::string page_origin;
    std::string redirect_uri;
    std::vector<Exchange> exchanges = {};  // oldest first
    std::string sent_to = {};              // the host where the person was to sign in, and gave up; empty: nowhere
    bool given_client = false;             // whose id a person, or the deployment, gave
};

// Which part of the sign-in an exchange is. By its address and body: OAuth lets any address be any endpoint.
enum class Stage { server, metadata, registration, token };
Stage stage_of(const Exchange& exchange, const std::string& server_url);

// What was asked once more, without any secret, since the browser hid the reason.
struct Probes {
    std::optional<ports::Reachability> reach = {};  // of `address`
    std::string address;
    bool plain_read = false;                  // a GET without headers was readable
    int plain_status = 0;                     // its status then
    std::vector<std::string> allowed = {};    // headers with which a GET got through its preflight
    std::vector<std::string> refused = {};    // and those with which it did not
    std::vector<std::string> documents = {};  // metadata addresses where something answers that no page may read
};

}  // namespace doctor
