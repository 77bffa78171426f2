#include "mcp/jsonrpc.hpp"

#include <limits>
#include <utility>

namespace mcp::jsonrpc {

namespace {

using base::ErrorKind;
using base::Json;

std::unexpected<base::Error> malformed(std::string detail) {
    return base::fail({.kind = ErrorKind::malformed,
                       .message = "The server sent something that is not a JSON-RPC message.",
                       .detail = std::move(detail),
                       .clause = "MCP basic, Messages"});
}

// MCP: a string or an integer; null counts as absent, for errors whose request could not be read.
base::Result<std::optional<Id>> read_id(const Json& value) {
    const Json* id = base::member(value, "id");
    if (!id || id->is_null()) return std::optional<Id>();
    if (const std::string* text = base::string_member(value, "id")) return std::optional<Id>(*text);
    if (const auto number = base::integer_member(value, "id")) return std::optional<Id>(*number);
    return malformed("id is neither a string nor an integer");
}

base::Result<RpcError> read_error(const Json& value) {
    const auto code = base::integer_member(value, "code");
    if (!code) return malformed("error.code is not an integer");
    RpcError error;
    const bool fits = *code >= std::numeric_limits<int>::min() && *code <= std::numeric_limits<int>::max();
    error.code = fits ? static_cast<int>(*code) : 0;
    error.message = base::string_or_empty(value, "message");
    if (const Json* data = base::member(value, "data")) error.data = *data;
    return error;
}

base::Result<Message> read_response(Json& value, std::optional<Id> id) {
    Response response;
    response.id = std::move(id);
    Json* result = const_cast<Json*>(base::member(value, "result"));
    const Json* error = base::member(value, "error");
    if (result && error) return malformed("both result and error");
    if (error) {
        if (!error->is_object()) return malformed("error is not an object");
        auto read = read_error(*error);
        if (!read) return base::fail(std::move(read.error()));
        response.error = std::move(*read);
        return Message(std::move(response));
    }
    if (!result) return malformed("neither method, result nor error");
    if (!result->is_object()) return malformed("result is not an object");
    if (!response.id) return malformed("a result without an id");
    response.result = std::move(*result);
    return Message(std::move(response));
}

Json envelope() {
    Json message = Json::object();
    message["jsonrpc"] = "2.0";
    return message;
}

}  // namespace

std::string to_text(const Id& id) {
    if (const auto* number = std::get_if<std::int64_t>(&id)) return std::to_string(*number);
    return std::get<std::string>(id);
}

Json to_json(const Id& id) {
    if (const auto* number = std::get_if<std::int64_t>(&id)) return Json(*number);
    return Json(std::get<std::string>(id));
}

base::Result<Message> read_message(Json value) {
    if (!value.is_object()) return malformed("not an object");
    const std::string* version = base::string_member(value, "jsonrpc");
    if (!version || *version != "2.0") return malformed("jsonrpc is not \"2.0\"");
    auto id = read_id(value);
    if (!id) return base::fail(std::move(id.error()));
    const Json* method = base::member(value, "method");
    if (!method) return read_response(value, std::move(*id));
    if (!method->is_string()) return malformed("method is not a string");
    Json params;
    if (const Json* given = base::member(value, "params")) {
        if (!given->is_object()) return malformed("params is not an object");
        params = *given;
    }
    std::string name = *base::string_member(value, "method");
    if (*id) return Message(Request{std::move(**id), std::move(name), std::move(params)});
    return Message(Notification{std::move(name), std::move(params)});
}

base::Result<std::vector<Message>> read_messages(Json value, bool batches_allowed) {
    std::vector<Message> messages;
    if (!value.is_array()) {
        auto message = read_message(std::move(value));
        if (!message) return base::fail(std::move(message.error()));
        messages.push_back(std::move(*message));
        return messages;
    }
    if (!batches_allowed) return malformed("a batch, which this revision does not have");
    if (value.empty()) return malformed("an empty batch");
    if (value.size() > batch_cap) return base::fail(ErrorKind::too_large, "The server sent too many messages at once.");
    for (Json& element : value) {
        auto message = read_message(std::move(element));
        if (!message) return base::fail(std::move(message.error()));
        messages.push_back(std::move(*message));
    }
    return messages;
}

Json make_request(const Id& id, std::string_view method, Json params) {
    Json message = envelope();
    message["id"] = to_json(id);
    message["method"] = std::string(method);
    if (!params.is_null()) message["params"] = std::move(params);
    return message;
}

Json make_notification(std::string_view method, Json params) {
    Json message = envelope();
    message["method"] = std::string(method);
    if (!params.is_null()) message["params"] = std::move(params);
    return message;
}

Json make_result(const Id& id, Json result) {
    Json message = envelope();
    message["id"] = to_json(id);
    message["result"] = std::move(result);
    return message;
}

Json make_error(const Id& id, int code, std::string_view text) {
    Json message = envelope();
    message["id"] = to_json(id);
    Json error = Json::object();
    error["code"] = code;
    error["message"] = std::string(text);
    message["error"] = std::move(error);
    return message;
}

}  // namespace mcp::jsonrpc
