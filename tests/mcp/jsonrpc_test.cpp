#include "mcp/jsonrpc.hpp"

#include <doctest/doctest.h>

#include "base/parsed.hpp"

using namespace mcp::jsonrpc;

using tests::parsed;

namespace {

// "request 1 ping", "notification x", "result 1", "error -1 of none", or the detail of the error.
std::string shown(std::string_view text) {
    auto message = read_message(parsed(text));
    if (!message) return "malformed: " + message.error().detail;
    if (const auto* request = std::get_if<Request>(&*message))
        return "request " + to_text(request->id) + ' ' + request->method;
    if (const auto* notification = std::get_if<Notification>(&*message)) return "notification " + notification->method;
    const auto& response = std::get<Response>(*message);
    const std::string id = response.id ? to_text(*response.id) : "none";
    return response.error ? "error " + std::to_string(response.error->code) + " of " + id : "result " + id;
}

}  // namespace

// [req:rpc-shapes] [req:rpc-ids]
TEST_CASE("a message reads by its shape, and nothing else reads") {
    struct Row {
        std::string_view text, read;
    };
    const Row rows[] = {
        {R"({"jsonrpc":"2.0","id":1,"method":"ping"})", "request 1 ping"},
        {R"({"jsonrpc":"2.0","id":"a","method":"ping","params":{}})", "request a ping"},
        {R"({"jsonrpc":"2.0","method":"n"})", "notification n"},
        {R"({"jsonrpc":"2.0","id":null,"method":"n"})", "notification n"},
        {R"({"jsonrpc":"2.0","id":2,"result":{}})", "result 2"},
        {R"({"jsonrpc":"2.0","id":2.0,"result":{}})", "result 2"},
        {R"({"jsonrpc":"2.0","id":3,"error":{"code":-32601,"message":"no"}})", "error -32601 of 3"},
        {R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no"}})", "error -32700 of none"},
        {R"({"jsonrpc":"2.0","error":{"code":-32000}})", "error -32000 of none"},
        {R"({"jsonrpc":"2.0","id":3,"error":{"code":99999999999,"message":"no"}})", "error 0 of 3"},
        {R"([])", "malformed: not an object"},
        {R"("text")", "malformed: not an object"},
        {R"({})", R"(malformed: jsonrpc is not "2.0")"},
        {R"({"result":{}})", R"(malformed: jsonrpc is not "2.0")"},
        {R"({"jsonrpc":"1.0","id":1,"result":{}})", R"(malformed: jsonrpc is not "2.0")"},
        {R"({"jsonrpc":2.0,"id":1,"result":{}})", R"(malformed: jsonrpc is not "2.0")"},
        {R"({"JSONRPC":"2.0","id":1,"result":{}})", R"(malformed: jsonrpc is not "2.0")"},
        {R"({"jsonrpc":"2.0","id":1})", "malformed: neither method, result nor error"},
        {R"({"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":""}})", "malformed: both result and error"},
        {R"({"jsonrpc":"2.0","result":{}})", "malformed: a result without an id"},
        {R"({"jsonrpc":"2.0","id":1,"result":[]})", "malformed: result is not an object"},
        {R"({"jsonrpc":"2.0","id":1,"result":null})", "malformed: result is not an object"},
        {R"({"jsonrpc":"2.0","id":1,"error":"no"})", "malformed: error is not an object"},
        {R"({"jsonrpc":"2.0","id":1,"error":{"code":"1"}})", "malformed: error.code is not an integer"},
        {R"({"jsonrpc":"2.0","id":1.5,"result":{}})", "malformed: id is neither a string nor an integer"},
        {R"({"jsonrpc":"2.0","id":{},"result":{}})", "malformed: id is neither a string nor an integer"},
        {R"({"jsonrpc":"2.0","id":1,"method":7})", "malformed: method is not a string"},
        {R"({"jsonrpc":"2.0","id":1,"method":"m","params":[1]})", "malformed: params is not an object"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        CHECK(shown(row.text) == row.read);
    }
}

TEST_CASE("an id keeps its type: a number is not its text") {
    CHECK(Id(std::int64_t{1}) != Id(std::string("1")));
    CHECK(base::dump_json(to_json(Id(std::string("1")))) == R"("1")");
}

// [req:rpc-batch]
TEST_CASE("a batch reads only where the revision has batches") {
    const auto batch = R"([{"jsonrpc":"2.0","id":1,"result":{}},{"jsonrpc":"2.0","method":"n"}])";
    CHECK(read_messages(parsed(batch), true)->size() == 2);
    CHECK(read_messages(parsed(batch), false).error().kind == base::ErrorKind::malformed);
    CHECK(read_messages(parsed("[]"), true).error().kind == base::ErrorKind::malformed);
    CHECK(read_messages(parsed("[1]"), true).error().kind == base::ErrorKind::malformed);
    CHECK(read_messages(parsed("[[]]"), true).error().kind == base::ErrorKind::malformed);
    std::string many = "[0";
    for (std::size_t i = 0; i < batch_cap; ++i) many += ",0";
    CHECK(read_messages(parsed(many + "]"), true).error().kind == base::ErrorKind::too_large);
}

TEST_CASE("messages are written as JSON-RPC has them") {
    CHECK(base::dump_json(make_request(Id(std::int64_t{7}), "ping", {})) ==
          R"({"jsonrpc":"2.0","id":7,"method":"ping"})");
    CHECK(base::dump_json(make_request(Id(std::int64_t{7}), "m", parsed(R"({"a":1})"))) ==
          R"({"jsonrpc":"2.0","id":7,"method":"m","params":{"a":1}})");
    CHECK(base::dump_json(make_notification("n", {})) == R"({"jsonrpc":"2.0","method":"n"})");
    CHECK(base::dump_json(make_result(Id(std::string("x")), parsed("{}"))) ==
          R"({"jsonrpc":"2.0","id":"x","result":{}})");
    CHECK(base::dump_json(make_error(Id(std::string("x")), -32601, "no")) ==
          R"({"jsonrpc":"2.0","id":"x","error":{"code":-32601,"message":"no"}})");
}
