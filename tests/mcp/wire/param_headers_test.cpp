#include "mcp/wire/param_headers.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "base/parsed.hpp"

using namespace mcp::wire;

using tests::parsed;

namespace {

std::string shown(const ports::Headers& headers) {
    std::string all;
    for (const auto& header : headers) all += (all.empty() ? "" : "; ") + header.name + ": " + header.value;
    return all;
}

// The schema of an object with one property.
std::string with_property(std::string_view property) {
    return R"({"type":"object","properties":{"p":)" + std::string(property) + "}}";
}

}  // namespace

// [req:param-header-rules]
TEST_CASE("a definition that breaks a rule of x-mcp-header is refused") {
    const std::string rows[] = {
        with_property(R"({"type":"string","x-mcp-header":""})"),
        with_property(R"({"type":"string","x-mcp-header":7})"),
        with_property(R"({"type":"string","x-mcp-header":"My Header"})"),
        with_property(R"({"type":"string","x-mcp-header":"My:Header"})"),
        with_property(R"({"type":"string","x-mcp-header":"Région"})"),
        with_property(R"({"type":"string","x-mcp-header":"a\tb"})"),
        with_property(R"({"type":"string","x-mcp-header":"a\r\nb"})"),
        with_property(R"({"type":"object","x-mcp-header":"A"})"),
        with_property(R"({"type":"array","x-mcp-header":"A"})"),
        with_property(R"({"type":"null","x-mcp-header":"A"})"),
        with_property(R"({"type":"number","x-mcp-header":"A"})"),
        with_property(R"({"type":["string","integer"],"x-mcp-header":"A"})"),
        with_property(R"({"x-mcp-header":"A"})"),
        R"({"type":"object","x-mcp-header":"A"})",
        R"({"type":"object","properties":{"a":{"type":"string","x-mcp-header":"Same"},"b":{"type":"string","x-mcp-header":"same"}}})",
        // Not reachable through `properties` alone.
        with_property(R"({"type":"array","items":{"type":"string","x-mcp-header":"A"}})"),
        with_property(
            R"({"type":"array","items":{"type":"object","properties":{"q":{"type":"string","x-mcp-header":"A"}}}})"),
        with_property(R"({"anyOf":[{"type":"string","x-mcp-header":"A"}]})"),
        with_property(R"({"not":{"type":"string","x-mcp-header":"A"}})"),
        R"({"type":"object","oneOf":[{"properties":{"p":{"type":"string","x-mcp-header":"A"}}}]})",
        R"({"type":"object","allOf":[{"properties":{"p":{"type":"string","x-mcp-header":"A"}}}]})",
        R"({"type":"object","if":{"properties":{"p":{"type":"string","x-mcp-header":"A"}}}})",
        R"({"type":"object","then":{"properties":{"p":{"type":"string","x-mcp-header":"A"}}}})",
        R"({"type":"object","$defs":{"d":{"type":"string","x-mcp-header":"A"}}})",
        R"({"type":"object","patternProperties":{".*":{"type":"string","x-mcp-header":"A"}}})",
        R"({"type":"object","additionalProperties":{"type":"string","x-mcp-header":"A"}})",
        R"({"type":"object","prefixItems":[[{"type":"string","x-mcp-header":"A"}]]})",
    };
    for (const auto& schema : rows) {
        CAPTURE(schema);
        const auto read = read_param_headers(parsed(schema));
        CHECK_FALSE(read);
        if (!read) CHECK(read.error().detail.starts_with("x-mcp-header "));
    }
}

TEST_CASE("a definition that keeps the rules is taken") {
    struct Row {
        std::string schema;
        std::size_t headers;
    };
    const Row rows[] = {
        {R"({"type":"object"})", 0},
        {R"({})", 0},
        {R"(true)", 0},
        {with_property(R"({"type":"string","x-mcp-header":"Region"})"), 1},
        {with_property(R"({"type":"integer","x-mcp-header":"x!#$%&'*+-.^_`|~9"})"), 1},
        {with_property(R"({"type":"boolean","x-mcp-header":"A"})"), 1},
        {with_property(R"({"type":["string","null"],"x-mcp-header":"A"})"), 1},
        {with_property(R"({"type":"object","properties":{"q":{"type":"string","x-mcp-header":"A"}}})"), 1},
        // A parameter of that name, and values that only look like one.
        {R"({"type":"object","properties":{"x-mcp-header":{"type":"array"}}})", 0},
        {with_property(R"({"type":"object","default":{"x-mcp-header":""},"examples":[{"x-mcp-header":1}]})"), 0},
        {with_property(R"({"const":{"x-mcp-header":""},"enum":[{"x-mcp-header":1}]})"), 0},
    };
    for (const auto& row : rows) {
        CAPTURE(row.schema);
        const auto read = read_param_headers(parsed(row.schema));
        REQUIRE(read);
        CHECK(read->size() == row.headers);
    }
}

// [req:param-header-values]
TEST_CASE("arguments become headers by their path and type") {
    const auto schema = parsed(R"({"type":"object","properties":{
        "region":{"type":"string","x-mcp-header":"Region"},
        "count":{"type":"integer","x-mcp-header":"Count"},
        "dry":{"type":"boolean","x-mcp-header":"Dry-Run"},
        "where":{"type":"object","properties":{"zone":{"type":"string","x-mcp-header":"Zone"}}},
        "query":{"type":"string"}}})");
    struct Row {
        std::string_view arguments, headers;
    };
    const Row rows[] = {
        {R"({"region":"us-west1","query":"SELECT"})", "Mcp-Param-Region: us-west1"},
        {R"({})", ""},
        {R"({"region":null,"count":null})", ""},
        {R"({"region":""})", "Mcp-Param-Region: "},
        {R"({"count":42})", "Mcp-Param-Count: 42"},
        {R"({"count":-7})", "Mcp-Param-Count: -7"},
        {R"({"count":42.0})", "Mcp-Param-Count: 42"},
        {R"({"count":9007199254740991})", "Mcp-Param-Count: 9007199254740991"},
        {R"({"dry":true})", "Mcp-Param-Dry-Run: true"},
        {R"({"dry":false})", "Mcp-Param-Dry-Run: false"},
        {R"({"where":{"zone":"b"}})", "Mcp-Param-Zone: b"},
        {R"({"where":"b"})", ""},
        {R"({"zone":"b"})", ""},
        {R"({"region":["a"]})", ""},
        {R"({"region":"世"})", "Mcp-Param-Region: =?base64?5LiW?="},
        {R"({"dry":true,"count":1,"region":"r"})", "Mcp-Param-Region: r; Mcp-Param-Count: 1; Mcp-Param-Dry-Run: true"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.arguments);
        const auto headers = make_param_headers(schema, parsed(row.arguments));
        REQUIRE(headers);
        CHECK(shown(*headers) == row.headers);
    }
}

TEST_CASE("an integer that JavaScript cannot hold is not sent") {
    const auto schema = parsed(with_property(R"({"type":"integer","x-mcp-header":"N"})"));
    for (const auto* arguments : {R"({"p":9007199254740992})", R"({"p":-9007199254740992})", R"({"p":1e300})"}) {
        CAPTURE(arguments);
        const auto headers = make_param_headers(schema, parsed(arguments));
        REQUIRE_FALSE(headers);
        CHECK(headers.error().kind == base::ErrorKind::invalid_arguments);
        CHECK(headers.error().subject == "p");
    }
}
