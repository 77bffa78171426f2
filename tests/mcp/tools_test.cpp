#include "mcp/tools.hpp"

#include <doctest/doctest.h>

#include "base/parsed.hpp"

using namespace mcp;

using tests::parsed;

namespace {

// The first block of a result with this block alone.
Content block(const std::string& text) {
    auto result = read_tool_result(parsed(R"({"content":[)" + text + "]}"));
    REQUIRE(result);
    REQUIRE(result->content.size() == 1);
    return result->content[0];
}

}  // namespace

// [req:tool-output]
TEST_CASE("a structured result is checked against the tool's output schema") {
    struct OutputRow {
        const char* schema;  // empty: none
        const char* result;
        const char* misfits;  // pointer and keyword of each
    };
    const char* weather =
        R"({"type":"object","properties":{"temperature":{"type":"number"},"sky":{"enum":["clear","cloudy"]}},
                             "required":["temperature"]})";
    const OutputRow rows[] = {
        {weather, R"({"content":[],"structuredContent":{"temperature":22.5,"sky":"clear"}})", ""},
        {weather, R"({"content":[],"structuredContent":{"temperature":"warm","sky":"blue"}})",
         "/temperature type /sky enum "},
        {weather, R"({"content":[],"structuredContent":{}})", "/temperature required "},
        {weather, R"({"content":[],"structuredContent":[1]})", " type "},
        {weather, R"({"content":[{"type":"text","text":"warm"}]})", " structuredContent "},
        {weather, R"({"content":[],"structuredContent":null})", " structuredContent "},
        {weather, R"({"content":[],"isError":true})", ""},
        {weather, R"({"content":[],"structuredContent":{"reason":"no such city"},"isError":true})", ""},
        {"", R"({"content":[],"structuredContent":{"temperature":"warm"}})", ""},
        {R"({"$schema":"urn:x","type":"object"})", R"({"content":[],"structuredContent":[1]})", " $schema "},
        {R"({"$schema":"urn:x","type":"object"})", R"({"content":[]})", " $schema "},
        // 2026-07-28: "This can be any JSON value", null too, where the schema lets it.
        {R"({"type":["object","null"]})", R"({"content":[],"structuredContent":null})", ""},
        {R"({"type":"array","items":{"type":"string"}})", R"({"content":[],"structuredContent":["a",2]})", "/1 type "},
    };
    for (const auto& row : rows) {
        CAPTURE(row.result);
        Tool tool;
        if (*row.schema) tool.output_schema = parsed(row.schema);
        std::string found;
        for (const auto& misfit : misfits_of(tool, read_tool_result(parsed(row.result)).value()))
            found += misfit.pointer + ' ' + misfit.keyword + ' ';
        CHECK(found == row.misfits);
    }
}

// [req:tool-output]
TEST_CASE("of what does not fit a few problems are told, each cut to what can be kept") {
    Tool tool;
    tool.output_schema = parsed(R"({"items":{"additionalProperties":false}})");
    ToolResult result;
    result.structured = base::Json::array();
    for (int i = 0; i < 1000; ++i) result.structured.push_back(base::Json{{std::string(5000, 'k'), 1}});
    const auto misfits = misfits_of(tool, result);
    REQUIRE(misfits.size() == misfit_cap);
    CHECK(misfits[5].pointer.starts_with("/5/kkk"));
    CHECK(misfits[5].pointer.size() < 310);
}

// [req:tool-list]
TEST_CASE("a tool keeps its schemas whole and takes its title where it is") {
    const auto page = read_tool_page(parsed(R"({"tools":[
        {"name":"a","title":"A","description":"does","inputSchema":{"type":"object","$defs":{"x":{"$anchor":"y"}},"if":{},"unknown":1},
         "outputSchema":{"type":"array"},"annotations":{"title":"other","readOnlyHint":true,"destructiveHint":false}},
        {"name":"b","inputSchema":{},"annotations":{"title":"B","idempotentHint":true,"openWorldHint":"yes"}},
        {"name":"c","inputSchema":{"type":"object"}}]})"));
    REQUIRE(page);
    REQUIRE(page->tools.size() == 3);
    CHECK(page->skipped.empty());
    CHECK_FALSE(page->next_cursor);
    const Tool& a = page->tools[0];
    CHECK(a.shown_name() == "A");
    CHECK(a.description == "does");
    CHECK(base::dump_json(a.input_schema) == R"({"type":"object","$defs":{"x":{"$anchor":"y"}},"if":{},"unknown":1})");
    CHECK(base::dump_json(a.output_schema) == R"({"type":"array"})");
    CHECK(a.annotations.read_only == true);
    CHECK(a.annotations.destructive == false);
    CHECK_FALSE(a.annotations.idempotent);
    CHECK(page->tools[1].shown_name() == "B");
    CHECK(page->tools[1].annotations.idempotent == true);
    CHECK_FALSE(page->tools[1].annotations.open_world);
    CHECK(page->tools[2].shown_name() == "c");
    CHECK(page->tools[2].output_schema.is_null());
}

// [req:tool-list-bad]
TEST_CASE("a definition that does not read is skipped, and hides no other") {
    const auto page = read_tool_page(parsed(R"({"tools":[
        7, null, [], {}, {"name":""}, {"name":5,"inputSchema":{}}, {"name":"no schema"},
        {"name":"null schema","inputSchema":null}, {"name":"text schema","inputSchema":"{}"},
        {"name":"good","inputSchema":{}}]})"));
    REQUIRE(page);
    REQUIRE(page->tools.size() == 1);
    CHECK(page->tools[0].name == "good");
    REQUIRE(page->skipped.size() == 9);
    CHECK(page->skipped[0].reason == "it has no name");
    CHECK(page->skipped[8].name == "text schema");
    CHECK(page->skipped[8].reason == "its inputSchema is not an object");
}

TEST_CASE("a list that is none is an error") {
    for (const auto* text : {R"({})", R"({"tools":{}})", R"({"tools":null})", R"([])", R"("x")"}) {
        CAPTURE(text);
        CHECK(read_tool_page(parsed(text)).error().kind == base::ErrorKind::wrong_type);
    }
}

// [req:pagination]
TEST_CASE("any text is a cursor, and nothing else is") {
    CHECK(read_tool_page(parsed(R"({"tools":[],"nextCursor":"p2"})"))->next_cursor == "p2");
    CHECK(read_tool_page(parsed(R"({"tools":[],"nextCursor":""})"))->next_cursor == "");
    CHECK_FALSE(read_tool_page(parsed(R"({"tools":[],"nextCursor":null})"))->next_cursor);
    CHECK_FALSE(read_tool_page(parsed(R"({"tools":[],"nextCursor":2})"))->next_cursor);
}

// [req:tool-content]
TEST_CASE("each kind of content reads; what does not is kept as it came") {
    CHECK(std::get<TextContent>(block(R"({"type":"text","text":"hi"})")).text == "hi");

    const auto image = std::get<ImageContent>(block(R"({"type":"image","data":"aGk=","mimeType":"image/png"})"));
    CHECK(image.bytes == "hi");
    CHECK(image.mime_type == "image/png");
    CHECK(std::get<AudioContent>(block(R"({"type":"audio","data":"aGk=","mimeType":"audio/wav"})")).bytes == "hi");

    const auto link = std::get<ResourceLinkContent>(
        block(R"({"type":"resource_link","uri":"file:///a","name":"a","title":"A","description":"d","mimeType":"m"})"));
    CHECK(link.uri == "file:///a");
    CHECK(link.title == "A");

    const auto text = std::get<EmbeddedResourceContent>(
        block(R"({"type":"resource","resource":{"uri":"file:///a","mimeType":"text/x-rust","text":"fn main"}})"));
    CHECK(text.text == "fn main");
    CHECK(text.uri == "file:///a");
    CHECK(
        std::get<EmbeddedResourceContent>(block(R"({"type":"resource","resource":{"uri":"u","blob":"aGk="}})")).bytes ==
        "hi");

    for (const std::string unknown :
         {R"({"type":"video"})", R"({"type":"text"})", R"({"type":"text","text":5})", R"({"type":"image"})",
          R"({"type":"image","data":"***"})", R"({"type":"resource"})", R"({"type":"resource","resource":{}})",
          R"({"type":"resource","resource":{"uri":"u","blob":"!"}})", R"({"type":"resource_link"})", R"({})", R"(7)",
          R"(null)"}) {
        CAPTURE(unknown);
        const auto content = block(unknown);
        REQUIRE(std::holds_alternative<UnknownContent>(content));
        CHECK(std::get<UnknownContent>(content).value == parsed(unknown));
    }
}

// [req:tool-result]
TEST_CASE("a result tells its error and its structured part") {
    const auto failed = read_tool_result(parsed(R"({"content":[],"isError":true})"));
    REQUIRE(failed);
    CHECK(failed->is_error);
    CHECK(failed->structured.is_null());
    const auto structured = read_tool_result(parsed(R"({"content":[],"structuredContent":[{"id":1}]})"));
    CHECK_FALSE(structured->is_error);
    CHECK(base::dump_json(structured->structured) == R"([{"id":1}])");
    CHECK(read_tool_result(parsed(R"({"structuredContent":5})"))->structured == 5);
    CHECK_FALSE(read_tool_result(parsed(R"({"content":[],"isError":"yes"})"))->is_error);
    for (const auto* text :
         {R"({})", R"({"content":"text"})", R"({"content":{},"structuredContent":{}})", R"({"content":null})"}) {
        CAPTURE(text);
        CHECK(read_tool_result(parsed(text)).error().kind == base::ErrorKind::wrong_type);
    }
}

TEST_CASE("progress reads when it has a number") {
    const auto progress =
        read_progress(parsed(R"({"progressToken":1,"progress":0.5,"total":2,"message":"half\nway"})"));
    REQUIRE(progress);
    CHECK(progress->progress == 0.5);
    CHECK(progress->total == 2);
    CHECK(progress->message == "half way");
    CHECK_FALSE(read_progress(parsed(R"({"progress":7})"))->total);
    CHECK_FALSE(read_progress(parsed(R"({"progress":"7"})")));
    CHECK_FALSE(read_progress(base::Json()));
}
