// From what a server answered to an Error a person can act on. Pure; every sentence of the connection is here.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "mcp/jsonrpc.hpp"
#include "ports/http.hpp"

namespace mcp {

// Whether the server has already shown that it speaks MCP: before that, a strange answer means a wrong address.
enum class Phase { connecting, connected };

// An HTTP status that is not 2xx and came without a JSON-RPC error. `body` gives the detail.
base::Error status_error(const ports::HttpHead& head, std::string_view body, Phase phase);

// A JSON-RPC error object: kind rpc_error, code and the server's words.
base::Error rpc_error(const jsonrpc::RpcError& error);

// A 2xx answer that holds no JSON-RPC message. `body` is its beginning.
base::Error foreign_answer(const ports::HttpHead& head, std::string_view body, Phase phase);

// The body is said to be MCP, but does not read (`cause`: what base/json or jsonrpc found).
base::Error unreadable_answer(const base::Error& cause, Phase phase);

base::Error no_answer_in_body(Phase phase);  // JSON that answers something else than what was asked
base::Error stream_ended_early();            // an event stream that ended before the answer
base::Error request_timed_out(std::string_view method);
base::Error client_closed();
base::Error session_was_lost(std::string_view detail);
base::Error redirected_elsewhere(std::string_view origin);
base::Error session_id_hidden();  // the browser hides Mcp-Session-Id

// The beginning of the media type, lower case, without parameters; empty when there is none.
std::string media_type(const ports::Headers& headers);

// What a server that knows the session id no more says in a 400 instead of the 404 it should send.
bool speaks_of_session(const jsonrpc::RpcError& error);

}  // namespace mcp
