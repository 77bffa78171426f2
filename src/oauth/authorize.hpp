// The sign-in, as its steps (DESIGN.md). Source: MCP basic/authorization.
#pragma once

#include <functional>
#include <string>

#include "oauth/authorization_request.hpp"
#include "oauth/steps.hpp"
#include "oauth/surroundings.hpp"

namespace oauth {

struct SignInTarget {
    std::string server_id;  // ours
    std::string server_url;
    SignInSettings settings;
    Refusal refusal;               // what the server answered; a made-up 401 when the person signs in by hand
    std::string already;           // scopes asked for before, on a step-up
    bool another_account = false;  // the provider is asked to ask for a name and password (`prompt=login`)
    std::function<std::string()> errand = {};  // asked as the page leaves: PendingAuthorization::errand
};

// Where the person will sign in.
struct Place {
    enum class Kind { window, this_page } kind = Kind::window;
    bool is_sent = false;  // the window was opened at the provider's address
};

// Has the window `id` opened, by the click that just happened or by asking for one; at `url`, or empty where that is not known yet.
using AskForPlace = std::function<base::Task<base::Result<Place>>(std::string id, std::string url)>;

// Ends with the grant kept and in use. In this page (no window) it never ends: the page has left; take_answered and
// resume_sign_in go on after the return. Cancelling it closes the window.
base::Task<base::Result<Grant>> sign_in(Surroundings around, Telling tell, SignInTarget target, AskForPlace ask);

// The sign-in whose answer callback.html left for this page: `query`. It is taken: an answer counts once.
base::Task<base::Result<PendingAuthorization>> take_answered(Surroundings around, std::string query);
// Ends with the grant kept and in use.
base::Task<base::Result<Grant>> resume_sign_in(Surroundings around, Telling tell, PendingAuthorization pending,
                                               std::string query);

// RFC 7009, where the server offers it, of a grant that is forgotten here; its key goes too.
base::Task<void> revoke(Surroundings around, Telling tell, Grant grant);

}  // namespace oauth
