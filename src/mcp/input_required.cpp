#include "mcp/input_required.hpp"

#include <nlohmann/json.hpp>

#include "base/server_text.hpp"

namespace mcp {

namespace {

using base::Json;

constexpr std::size_t request_cap = 100;  // in one round
constexpr std::string_view clause = "MCP 2026-07-28 patterns/mrtr";

std::unexpected<base::Error> malformed(std::string detail) {
    return base::fail({.kind = base::ErrorKind::malformed,
                       .message = "The server asks for input in a way that does not read.",
                       .detail = std::move(detail),
                       .clause = clause});
}

base::Result<Json> answer_one(const Json& request) {
    const std::string method = base::string_or_empty(request, "method");
    if (method == "roots/list") {
        Json roots = Json::object();
        roots["roots"] = Json::array();
        return roots;
    }
    if (method == "elicitation/create") {
        // "cancel" is the answer of a person who made no choice (client/elicitation, Response Actions): nobody was asked.
        Json cancelled = Json::object();
        cancelled["action"] = "cancel";
        return cancelled;
    }
    // An InputResponse has no form for a refusal, so the request ends here.
    if (method == "sampling/createMessage")
        return base::fail({.kind = base::ErrorKind::rpc_error,
                           .message = "The server wants a model's answer first, and this page has no model to give it.",
                           .detail = "input_required: sampling/createMessage",
                           .clause = clause});
    return malformed("inputRequests: unknown method " + base::printable(method, 60));
}

}  // namespace

bool may_require_input(std::string_view method) {
    return method == "tools/call" || method == "prompts/get" || method == "resources/read";
}

base::Result<Json> answer_input(Json params, const Json& result) {
    const Json* requests = base::member(result, "inputRequests");
    const Json* state = base::member(result, "requestState");
    if (!requests && !state) return malformed("neither inputRequests nor requestState");
    if (requests && !requests->is_object()) return malformed("inputRequests is not an object");
    if (requests && requests->size() > request_cap) return malformed("too many inputRequests");
    if (state && !state->is_string()) return malformed("requestState is not a string");
    if (!params.is_object()) params = Json::object();
    // Both belong to the retry of this one request; those of an earlier round are not sent again.
    params.erase("inputResponses");
    params.erase("requestState");
    if (requests) {
        Json responses = Json::object();
        for (const auto& [name, request] : requests->items()) {
            auto answer = answer_one(request);
            if (!answer) return base::fail(std::move(answer.error()));
            responses[name] = std::move(*answer);
        }
        params["inputResponses"] = std::move(responses);
    }
    if (state) params["requestState"] = *state;
    return params;
}

}  // namespace mcp
