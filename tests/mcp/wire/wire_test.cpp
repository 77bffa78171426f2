#include "mcp/wire/wire.hpp"

#include <doctest/doctest.h>

#include "base/parsed.hpp"
#include "mcp/wire/legacy.hpp"
#include "mcp/wire/v2026_07_28.hpp"

using namespace mcp;
using wire::Wire;

using tests::parsed;

namespace {

const Wire& modern() { return wire::newest_stateless(); }

}  // namespace

// [req:revisions]
TEST_CASE("each revision has what its changelog left it with") {
    struct Row {
        std::string_view revision;
        bool sessions, version_header, batches, resumption;
    };
    const Row rows[] = {
        {"2026-07-28", false, true, false, false}, {"2025-11-25", true, true, false, true},
        {"2025-06-18", true, true, false, true},   {"2025-03-26", true, false, true, true},
        {"2024-11-05", true, false, false, true},
    };
    REQUIRE(wire::all().size() == std::size(rows));
    for (std::size_t i = 0; i < std::size(rows); ++i) {
        const Wire* found = wire::find(rows[i].revision);
        CAPTURE(rows[i].revision);
        REQUIRE(found == wire::all()[i]);
        CHECK(found->has_sessions() == rows[i].sessions);
        CHECK(found->has_version_header() == rows[i].version_header);
        CHECK(found->has_batches() == rows[i].batches);
        CHECK(found->has_resumption() == rows[i].resumption);
    }
    CHECK(wire::find("1900-01-01") == nullptr);
    CHECK(wire::find("") == nullptr);
}

// [req:request-meta]
TEST_CASE("with 2026-07-28 every request says version, client and capabilities, beside what it had") {
    const auto params = modern().complete_params(parsed(R"({"name":"t","_meta":{"progressToken":3}})"));
    CHECK(*base::string_member(params, "name") == "t");
    const auto* meta = base::object_member(params, "_meta");
    REQUIRE(meta);
    CHECK(*base::integer_member(*meta, "progressToken") == 3);
    CHECK(*base::string_member(*meta, "io.modelcontextprotocol/protocolVersion") == "2026-07-28");
    const auto* client = base::object_member(*meta, "io.modelcontextprotocol/clientInfo");
    REQUIRE(client);
    CHECK_FALSE(base::string_or_empty(*client, "name").empty());
    CHECK_FALSE(base::string_or_empty(*client, "version").empty());
    const auto* capabilities = base::object_member(*meta, "io.modelcontextprotocol/clientCapabilities");
    REQUIRE(capabilities);
    for (const auto* name : {"roots", "sampling", "elicitation"}) CHECK(base::object_member(*capabilities, name));
    CHECK(base::object_member(modern().complete_params({}), "_meta"));
}

TEST_CASE("earlier revisions add nothing to a request") {
    const Wire& legacy = wire::newest_with_sessions();
    CHECK(legacy.complete_params({}).is_null());
    CHECK(base::dump_json(legacy.complete_params(parsed(R"({"a":1})"))) == R"({"a":1})");
    CHECK(legacy.mirror_headers("tools/call", parsed(R"({"name":"t"})")).empty());
    mcp::Tool tool;
    tool.input_schema = parsed(R"({"type":"object","x-mcp-header":""})");
    CHECK_FALSE(legacy.refuses(tool));
    CHECK(modern().refuses(tool));
}

// [req:mirror-headers]
TEST_CASE("method and name are mirrored as they stand in the body") {
    struct Row {
        std::string_view method, params, name;
    };
    const Row rows[] = {
        {"tools/call", R"({"name":"my-hyphenated-tool"})", "my-hyphenated-tool"},
        {"prompts/get", R"({"name":"test_prompt"})", "test_prompt"},
        {"resources/read", R"({"uri":"file:///path/to/file%20name.txt"})", "file:///path/to/file%20name.txt"},
        {"resources/read", R"({"uri":"https://example.com/resource?id=123"})", "https://example.com/resource?id=123"},
        {"tools/call", R"({"name":"계산"})", "=?base64?6rOE7IKw?="},
        {"tools/list", R"({"name":"x"})", "none"},
        {"resources/list", R"({"uri":"x"})", "none"},
        {"server/discover", R"({})", "none"},
        {"tools/call", R"({})", "none"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.method);
        const auto headers = modern().mirror_headers(row.method, parsed(row.params));
        CHECK(*ports::find_header(headers, "Mcp-Method") == row.method);
        const auto* name = ports::find_header(headers, "Mcp-Name");
        CHECK((name ? *name : "none") == row.name);
    }
}

// [req:result-type]
TEST_CASE("a result's type decides how it is taken") {
    struct Row {
        std::string_view result, type;
    };
    const Row rows[] = {
        {R"({})", "complete"},
        {R"({"resultType":"complete"})", "complete"},
        {R"({"resultType":"input_required"})", "input"},
        {R"({"resultType":"task"})", "error"},
        {R"({"resultType":"Complete"})", "error"},
        {R"({"resultType":1})", "error"},
        {R"({"resultType":null})", "error"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.result);
        const auto type = modern().result_type(parsed(row.result));
        const auto* shown = !type ? "error" : *type == wire::ResultType::complete ? "complete" : "input";
        CHECK(shown == row.type);
        CHECK(wire::newest_with_sessions().result_type(parsed(row.result)) == wire::ResultType::complete);
    }
}

TEST_CASE("a DiscoverResult reads; its server's name may stand in _meta, at the top, or nowhere") {
    const auto with = [](std::string_view more) {
        return wire::read_discover_result(parsed(
            R"({"supportedVersions":["2026-07-28","2025-11-25",7],"capabilities":{"tools":{"listChanged":true},"prompts":{}})" +
            std::string(more) + "}"));
    };
    const auto in_meta =
        with(R"(,"_meta":{"io.modelcontextprotocol/serverInfo":{"name":"a","title":"A\nB","version":"1"}})");
    REQUIRE(in_meta);
    CHECK(in_meta->supported == std::vector<std::string>{"2026-07-28", "2025-11-25"});
    CHECK(in_meta->info.name == "a");
    CHECK(in_meta->info.title == "A B");
    CHECK(in_meta->info.revision == "2026-07-28");
    CHECK(in_meta->info.has_tools);
    CHECK(in_meta->info.has_prompts);
    CHECK_FALSE(in_meta->info.has_resources);
    CHECK(with(R"(,"serverInfo":{"name":"b"})")->info.name == "b");
    CHECK(with("")->info.name.empty());
    CHECK(with(R"(,"instructions":"Read\nthis.")")->info.instructions == "Read\nthis.");

    CHECK_FALSE(wire::read_discover_result(parsed(R"({})")));
    CHECK_FALSE(wire::read_discover_result(parsed(R"({"supportedVersions":["2026-07-28"]})")));
    CHECK_FALSE(wire::read_discover_result(parsed(R"({"supportedVersions":"2026-07-28","capabilities":{}})")));
    CHECK_FALSE(wire::read_discover_result(parsed(R"({"supportedVersions":["2026-07-28"],"capabilities":[]})")));
}

// [req:initialize]
TEST_CASE("initialize asks for a revision, and takes the server's choice when it is one of ours") {
    const auto params = wire::make_initialize_params("2025-11-25");
    CHECK(*base::string_member(params, "protocolVersion") == "2025-11-25");
    CHECK(base::dump_json(*base::object_member(params, "capabilities")) == "{}");
    CHECK(base::object_member(params, "clientInfo"));

    struct Row {
        std::string_view result, read;
    };
    const Row rows[] = {
        {R"({"protocolVersion":"2025-11-25","capabilities":{}})", "2025-11-25"},
        {R"({"protocolVersion":"2025-03-26","capabilities":{},"serverInfo":{}})", "2025-03-26"},
        {R"({"protocolVersion":"2024-11-05","capabilities":{}})", "2024-11-05"},
        {R"({"protocolVersion":"2026-07-28","capabilities":{}})", "unsupported"},
        {R"({"protocolVersion":"9","capabilities":{}})", "unsupported"},
        {R"({"capabilities":{}})", "not mcp"},
        {R"({"protocolVersion":20251125,"capabilities":{}})", "not mcp"},
        {R"({"protocolVersion":"2025-11-25","capabilities":[]})", "wrong type"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.result);
        const auto info = wire::read_initialize_result(parsed(row.result));
        std::string shown = info ? info->revision : "other";
        if (!info && info.error().kind == base::ErrorKind::unsupported_version) shown = "unsupported";
        if (!info && info.error().kind == base::ErrorKind::not_an_mcp_server) shown = "not mcp";
        if (!info && info.error().kind == base::ErrorKind::wrong_type) shown = "wrong type";
        CHECK(shown == row.read);
    }
}
