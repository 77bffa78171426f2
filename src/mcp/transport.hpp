// What carries JSON-RPC messages to a server and back. Ids, timeouts and cancellation live above it, in Session.
#pragma once

#include <functional>

#include "base/json.hpp"
#include "base/task.hpp"
#include "mcp/jsonrpc.hpp"
#include "mcp/wire/wire.hpp"
#include "ports/http.hpp"

namespace mcp {

// One message on its way out. `headers`: what the revision mirrors of it; for transports that have headers.
struct Outgoing {
    base::Json message;
    ports::Headers headers = {};
};

class Transport {
public:
    virtual ~Transport() = default;

    // Called for each message that comes, inside the transport's own tasks: it must only note and post, never destroy
    // the transport. Set once, before anything is sent.
    std::function<void(jsonrpc::Message)> on_message;

    // Called when the sending of this message begins to wait for a person who signs in, and when that is over.
    std::function<void(const base::Json& message, bool waits)> on_person;

    // Speaks as this revision does from now on.
    virtual void use(const wire::Wire& wire) = 0;
    // From now on the server is known to speak MCP (errors say what went wrong, not that the address is wrong).
    virtual void settle() = 0;

    // Delivers one message; of a request, also its answer, through on_message, as long as this transport ties the two
    // together. Destroying the task takes the request back. An error belongs to this message alone: session_lost is the
    // one that begins the session anew.
    virtual base::Task<base::Result<void>> send(Outgoing outgoing) = 0;

    // The standing stream of a revision with sessions: delivers until destroyed. Ends when the server offers none.
    virtual base::Task<base::Result<void>> listen() = 0;

    // Forgets the session, for a new `initialize`.
    virtual void forget_session() = 0;
    // Ends the session at the server, where there is one.
    virtual base::Task<void> end_session() = 0;
};

}  // namespace mcp
