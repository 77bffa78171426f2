#include "mcp/input_required.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace mcp;

namespace {

std::string retry(std::string_view params, std::string_view result) {
    const auto answer = answer_input(*base::parse_json(params), *base::parse_json(result));
    return answer ? base::dump_json(*answer) : answer.error().message;
}

}  // namespace

// [req:input-required]
TEST_CASE("what a server asks first is answered, or told to the person") {
    struct Row {
        std::string_view params, result, retry;
    };
    const Row rows[] = {
        {R"({"name":"t"})", R"({"inputRequests":{"r":{"method":"roots/list"}},"requestState":"s"})",
         R"({"name":"t","inputResponses":{"r":{"roots":[]}},"requestState":"s"})"},
        {R"({"name":"t"})", R"({"requestState":""})", R"({"name":"t","requestState":""})"},
        {R"({"name":"t","inputResponses":{"old":{}},"requestState":"old"})", R"({"inputRequests":{}})",
         R"({"name":"t","inputResponses":{}})"},
        {"{}",
         R"({"inputRequests":{"e":{"method":"elicitation/create","params":{"message":"Sure?"}},"r":{"method":"roots/list"}}})",
         R"({"inputResponses":{"e":{"action":"cancel"},"r":{"roots":[]}}})"},
        {"{}", R"({"inputRequests":{"e":{"method":"sampling/createMessage"}}})",
         "The server wants a model's answer first, and this page has no model to give it."},
        {"{}", R"({})", "The server asks for input in a way that does not read."},
        {"{}", R"({"inputRequests":[]})", "The server asks for input in a way that does not read."},
        {"{}", R"({"requestState":5})", "The server asks for input in a way that does not read."},
        {"{}", R"({"inputRequests":{"e":{"method":"rm"}}})", "The server asks for input in a way that does not read."},
        {"{}", R"({"inputRequests":{"e":7}})", "The server asks for input in a way that does not read."},
    };
    for (const auto& row : rows) {
        CAPTURE(row.result);
        CHECK(retry(row.params, row.result) == row.retry);
    }
    CHECK(may_require_input("tools/call"));
    CHECK(may_require_input("prompts/get"));
    CHECK(may_require_input("resources/read"));
    CHECK_FALSE(may_require_input("tools/list"));
}
