// JSON-RPC 2.0 messages as MCP uses them: reading is strict, and a wrong shape is an error, never a guess.
// Source: MCP basic/index "Messages" (all revisions); batches: 2025-03-26 basic/index "Batching".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/json.hpp"

namespace mcp::jsonrpc {

// Ours are integers; a server's may be strings too. The types are distinct: 1 is not "1".
using Id = std::variant<std::int64_t, std::string>;
std::string to_text(const Id& id);
base::Json to_json(const Id& id);

struct RpcError {
    int code = 0;
    std::string message;  // the server's text, as it came: make it printable before showing it
    base::Json data;      // null when none
};

struct Request {
    Id id;
    std::string method;
    base::Json params;  // null when none
};
struct Notification {
    std::string method;
    base::Json params;  // null when none
};
// Exactly one of the two is set. An error whose request could not be read has no id.
struct Response {
    std::optional<Id> id;
    std::optional<base::Json> result;
    std::optional<RpcError> error;
};
using Message = std::variant<Request, Notification, Response>;

// Standard codes (JSON-RPC 2.0 §5.1).
inline constexpr int method_not_found = -32601;
inline constexpr int invalid_params = -32602;

// `value` is one message object. Errors: malformed.
base::Result<Message> read_message(base::Json value);

// One message, or the messages of a batch where the revision has batches. At most `batch_cap` of them.
inline constexpr std::size_t batch_cap = 10'000;
base::Result<std::vector<Message>> read_messages(base::Json value, bool batches_allowed);

// `params` may be null: then the member is left out.
base::Json make_request(const Id& id, std::string_view method, base::Json params);
base::Json make_notification(std::string_view method, base::Json params);
base::Json make_result(const Id& id, base::Json result);
base::Json make_error(const Id& id, int code, std::string_view message);

}  // namespace mcp::jsonrpc
