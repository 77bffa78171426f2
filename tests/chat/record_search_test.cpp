#include "chat/record_search.hpp"

#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "base/base64.hpp"
#include "chat/record.hpp"

namespace {

bool says(const chat::Entry& entry, std::string_view words) {
    return chat::record_says(chat::write_entry(entry), chat::words_in_record(words));
}

bool message_says(std::string text, std::string_view words) {
    chat::Entry entry;
    entry.id = 1;
    entry.content = chat::Message{chat::Author::user, std::move(text)};
    return says(entry, words);
}

chat::Entry run_entry() {
    chat::ToolRun run;
    run.server_id = "0b5a-secretive";
    run.server_name = "Weather house";
    run.tool_name = "get_weather";
    run.tool_title = "Forecast";
    run.arguments = base::Json{{"state", "Texas"}, {"list", {1, {{"deep", "Austin"}}, "last"}}};
    run.state = chat::RunState::done;
    run.result.content = {mcp::TextContent{"sunny spells"}, mcp::ImageContent{"image/png", "\x8a\xf9\xe9"},
                          mcp::EmbeddedResourceContent{"file:///notes", "text/plain", "of the valley", ""},
                          mcp::UnknownContent{base::Json{{"type", "hologram"}}}};
    run.result.structured = base::Json{{"kind", "dry"}, {"wind", {{"bytes", "gusty"}}}};
    run.misfits = {{"/wind", "required", "Is needed.", ""}};
    run.error = base::Error{base::ErrorKind::stream_cut, base::Remedy::retry, "The connection broke."};
    chat::Entry entry;
    entry.id = 2;
    entry.content = std::move(run);
    return entry;
}

}  // namespace

// [req:chat-search]
TEST_CASE("words are found in a message as it reads, whatever had to be escaped in its record") {
    CHECK(message_says("The weather of Tomorrow", "WEATHER of"));
    CHECK(message_says("내일 날씨는 맑음", "날씨는"));
    CHECK(message_says("say \"hello\" to C:\\temp", "\"hello\" to C:\\temp"));
    CHECK(message_says("ends with a backslash\\", "backslash\\"));
    CHECK(message_says("tab\there", "\there"));
    CHECK_FALSE(message_says("The weather", "whether"));
    // The letter of an escape is not one of the text.
    CHECK_FALSE(message_says("line one\names", "names"));
    CHECK_FALSE(message_says("a\tb", "tb"));
    CHECK(message_says("line\names of nnames", "nnames"));
    CHECK(message_says("a back\\names", "names"));
    CHECK_FALSE(message_says("no quote here", "\""));
    // Nor is what the record is made of.
    for (const char* ours : {"user", "author", "text", "message", "{", ":", "id"}) {
        CAPTURE(ours);
        CHECK_FALSE(message_says("...", ours));
    }
}

// [req:chat-search]
TEST_CASE("of a tool's run is found what its card shows") {
    const auto entry = run_entry();
    for (const char* shown : {"weather house", "GET_WEATHER", "forecast", "texas", "Austin", "last", "sunny", "valley",
                              "file:///notes", "hologram", "dry", "gusty", "wind", "is needed", "connection broke"}) {
        CAPTURE(shown);
        CHECK(says(entry, shown));
    }
    const std::string base64 = base::base64_encode("\x8a\xf9\xe9");
    for (const char* not_shown : {"secretive", "done", "stream_cut", "retry", "image/png", "required", "tool_title",
                                  "structured", base64.c_str()}) {
        CAPTURE(not_shown);
        CHECK_FALSE(says(entry, not_shown));
    }
}

TEST_CASE("a record that is cut or none is searched without harm") {
    const std::string record = chat::write_entry(run_entry());
    for (std::size_t size = 0; size < record.size(); ++size)
        CHECK_FALSE(chat::record_says(record.substr(0, size), "nobody said this"));
    for (const char* none : {"", "\"", "\\", "}}]]\"a", "{\"arguments\":\"\\"})
        CHECK_FALSE(chat::record_says(none, "x"));
}
