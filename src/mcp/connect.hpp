// Which revision a server speaks, and the beginning of a conversation in it.
// Source: MCP 2026-07-28 basic/versioning "Backward Compatibility" and streamable-http "Backward Compatibility";
// 2025-11-25 basic/lifecycle "Initialization".
#pragma once

#include <string>

#include "mcp/client.hpp"
#include "mcp/session.hpp"

namespace mcp {

// Tells the connecting timeline, from the loop.
class Steps {
public:
    // `place`: "POST /mcp".
    Steps(Ports ports, std::string place, std::function<void(ConnectStep)> on_step);

    void begin(ConnectStep::Name phase);  // shown once the server is reached
    void reached(int status);             // the first answer of all
    void done(std::string detail);
    void failed(const base::Error& error);

private:
    void tell(ConnectStep step);  // its duration is put in here

    Ports ports_;
    std::string place_;
    std::function<void(ConnectStep)> on_step_;
    ConnectStep::Name phase_ = ConnectStep::Name::discover;
    bool reached_ = false;
    double begun_ms_;
};

// What a failed probe says about the server's era: true when `initialize` is to be tried.
bool may_be_legacy(const base::Error& probe_error);

// `known_revision` may be empty. `steps` outlives the task. The session then speaks the revision of the answer.
base::Task<base::Result<ServerInfo>> negotiate(Session::Self session, std::string known_revision, Steps* steps);

// initialize and notifications/initialized. `revision`: the one we ask for.
base::Task<base::Result<ServerInfo>> initialize(Session::Self session, std::string revision);

}  // namespace mcp
