// Whether a person is in a window of a sign-in, which lies over the page.
#pragma once

#include <algorithm>

#include "model/app_state.hpp"

namespace model {

inline bool sign_in_window_is_open(const AppState& state) {
    return std::any_of(state.servers.begin(), state.servers.end(),
                       [](const Server& server) { return server.sign_in.wait == SignIn::Wait::window; });
}

}  // namespace model
