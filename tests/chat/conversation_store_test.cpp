#include "chat/conversation_store.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "chat/record.hpp"
#include "fakes/fake_store.hpp"
#include "fakes/run.hpp"

using base::Json;
using chat::RunState;

namespace {

chat::Entry message(chat::EntryId id, std::string text) {
    chat::Entry entry;
    entry.id = id;
    entry.at = std::chrono::milliseconds(1000 + id);
    entry.content = chat::Message{chat::Author::user, std::move(text)};
    return entry;
}

chat::Entry run_entry(chat::EntryId id, RunState state) {
    chat::ToolRun run;
    run.server_id = "s";
    run.server_name = "Demo";
    run.tool_name = "add";
    run.tool_title = "Add";
    run.arguments = Json{{"z", 1}, {"a", "2"}};
    run.state = state;
    chat::Entry entry;
    entry.id = id;
    entry.content = std::move(run);
    return entry;
}

}  // namespace

// [req:chat-records]
TEST_CASE("a message comes back as it was") {
    const auto written = message(7, "안녕 \"quoted\" \n line");
    const auto read = chat::read_entry(chat::write_entry(written));
    REQUIRE(read);
    CHECK(read->id == 7);
    CHECK(read->at == written.at);
    CHECK(std::get<chat::Message>(read->content).text == "안녕 \"quoted\" \n line");
    CHECK(std::get<chat::Message>(read->content).author == chat::Author::user);
}

// [req:chat-records]
TEST_CASE("a tool run comes back with every kind of content, bytes too") {
    auto entry = run_entry(8, RunState::done);
    auto& run = std::get<chat::ToolRun>(entry.content);
    std::string bytes;
    for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
    run.duration_ms = 12.5;
    run.result.content = {mcp::TextContent{"text"},
                          mcp::ImageContent{"image/png", bytes},
                          mcp::AudioContent{"audio/wav", bytes},
                          mcp::ResourceLinkContent{"https://a.example/", "n", "t", "d", "text/plain"},
                          mcp::EmbeddedResourceContent{"file:///a", "text/plain", "text", ""},
                          mcp::EmbeddedResourceContent{"file:///b", "application/zip", "", bytes},
                          mcp::UnknownContent{Json{{"type", "hologram"}}}};
    run.result.structured = Json{{"sum", 3}};
    run.result.is_error = true;

    run.misfits = {{"/sum", "type", "Has to be text.", "string"}, {"", "structuredContent", "m", ""}};

    const auto read = chat::read_entry(chat::write_entry(entry));
    REQUIRE(read);
    const auto& back = std::get<chat::ToolRun>(read->content);
    CHECK(back.server_name == "Demo");
    CHECK(back.tool_title == "Add");
    CHECK(base::dump_json(back.arguments) == R"({"z":1,"a":"2"})");
    CHECK(back.state == RunState::done);
    CHECK(back.duration_ms == 12.5);
    CHECK(back.result.is_error);
    CHECK(back.result.structured == run.result.structured);
    REQUIRE(back.misfits.size() == 2);
    CHECK(back.misfits[0].pointer == "/sum");
    CHECK(back.misfits[0].keyword == "type");
    CHECK(back.misfits[0].message == "Has to be text.");
    CHECK(back.misfits[0].limit == "string");
    CHECK(back.misfits[1].keyword == "structuredContent");
    REQUIRE(back.result.content.size() == 7);
    CHECK(std::get<mcp::TextContent>(back.result.content[0]).text == "text");
    CHECK(std::get<mcp::ImageContent>(back.result.content[1]).bytes == bytes);
    CHECK(std::get<mcp::ImageContent>(back.result.content[1]).mime_type == "image/png");
    CHECK(std::get<mcp::AudioContent>(back.result.content[2]).bytes == bytes);
    CHECK(std::get<mcp::ResourceLinkContent>(back.result.content[3]).uri == "https://a.example/");
    CHECK(std::get<mcp::EmbeddedResourceContent>(back.result.content[4]).text == "text");
    CHECK(std::get<mcp::EmbeddedResourceContent>(back.result.content[5]).bytes == bytes);
    CHECK(std::get<mcp::UnknownContent>(back.result.content[6]).value == Json{{"type", "hologram"}});
}

// [req:chat-records]
TEST_CASE("every kind of error and every remedy comes back") {
    for (int kind = 0; kind <= static_cast<int>(base::ErrorKind::wrong_config); ++kind) {
        const base::Error error{
            static_cast<base::ErrorKind>(kind), base::Remedy::retry, "m", "d", "RFC 1", "s", 404, "w"};
        const auto back = chat::error_from_json(chat::error_to_json(error));
        CHECK(back.kind == error.kind);
        CHECK(back.message == "m");
        CHECK(back.detail == "d");
        CHECK(back.subject == "s");
        CHECK(back.words == "w");
        CHECK(back.code == 404);
    }
    for (int remedy = 0; remedy <= static_cast<int>(base::Remedy::copy_headers); ++remedy) {
        const base::Error error{base::ErrorKind::offline, static_cast<base::Remedy>(remedy), {}};
        CHECK(chat::error_from_json(chat::error_to_json(error)).remedy == error.remedy);
    }
}

// [req:chat-records]
TEST_CASE("a run that ended says why also where its record has only the sentence, as it was written before") {
    const auto read = [](std::string message) {
        const base::Error error{base::ErrorKind::cancelled, base::Remedy::none, std::move(message)};
        auto entry = run_entry(1, RunState::cancelled);
        std::get<chat::ToolRun>(entry.content).error = error;
        const auto back = chat::read_entry(chat::write_entry(entry));
        REQUIRE(back);
        return std::get<chat::ToolRun>(back->content).error;
    };
    using base::ErrorKind;
    CHECK(read("The server was disconnected while this ran.")->kind == ErrorKind::disconnected);
    CHECK(read("The server was connected anew.")->kind == ErrorKind::connected_anew);
    CHECK(read("The server was removed in another tab.")->kind == ErrorKind::server_removed);
    CHECK(read("The server of this tool was removed.")->kind == ErrorKind::server_removed);
    CHECK(read("이 도구의 서버가 제거되었습니다.")->kind == ErrorKind::server_removed);
    CHECK(read("이 도구의 서버가 제거되었습니다.")->message.empty());
    CHECK(read("The page was closed while this ran.")->kind == ErrorKind::page_closed);
    CHECK(read("The connection was closed.")->kind == ErrorKind::client_closed);
    CHECK(read("The sign-in was cancelled.")->kind == ErrorKind::cancelled);
    CHECK_FALSE(read("Cancelled."));
}

// [req:chat-records]
TEST_CASE("a record that is damaged, of another shape or of a newer page does not read") {
    const char* rows[] = {
        "",
        "no json",
        "[]",
        "{}",
        R"({"v":2,"id":1,"at":1,"message":{"author":"user","text":"a"}})",
        R"({"v":"1","id":1,"at":1,"message":{"author":"user","text":"a"}})",
        R"({"v":1,"at":1,"message":{"author":"user","text":"a"}})",
        R"({"v":1,"id":0,"message":{"author":"user","text":"a"}})",
        R"({"v":1,"id":1,"message":{"author":"somebody","text":"a"}})",
        R"({"v":1,"id":1,"message":{"author":"user","text":5}})",
        R"({"v":1,"id":1,"message":"user"})",
        R"({"v":1,"id":1,"run":{"state":"done"}})",
        R"({"v":1,"id":1,"run":{"tool_name":"a","state":"unheard of"}})",
        R"({"v":1,"id":1})",
    };
    for (const char* record : rows) {
        CAPTURE(record);
        CHECK_FALSE(chat::read_entry(record));
    }
    CHECK_FALSE(chat::read_head(R"({"v":1,"title":"no id"})"));
    CHECK_FALSE(chat::read_head(R"({"v":2,"id":"a"})"));
    CHECK(chat::read_head(R"({"v":1,"id":"a","something new":1})"));
    CHECK(chat::read_entry(R"({"v":1,"id":1,"run":{"tool_name":"a","state":"done","result":{"content":[5,{}]}}})"));
}

TEST_CASE("an answer nested as deep as the wire lets in can be kept") {
    std::string deep;
    for (int i = 0; i < 200; ++i) deep += "[";
    for (int i = 0; i < 200; ++i) deep += "]";
    auto entry = run_entry(1, RunState::done);
    std::get<chat::ToolRun>(entry.content).result.structured = *base::parse_json(deep);
    const auto read = chat::read_entry(chat::write_entry(entry));
    REQUIRE(read);
    CHECK(base::dump_json(std::get<chat::ToolRun>(read->content).result.structured) == deep);
}

TEST_CASE("a head comes back without its entries") {
    base::Loop loop;
    fakes::FakeStore store(loop);
    chat::Conversation old;
    old.id = "old";
    old.title = "Old";
    old.changed_at = std::chrono::milliseconds(5);
    chat::Conversation fresh;
    fresh.id = "fresh";
    fresh.draft = "half a sent";
    fresh.first_words = "hello";
    fresh.created_at = std::chrono::milliseconds(6);
    fresh.changed_at = std::chrono::milliseconds(7);
    fresh.last_entry_id = 42;
    REQUIRE(fakes::run(loop, store.write({chat::head_write(old), chat::head_write(fresh)})));
    REQUIRE(fakes::run(
        loop, store.write({{"conversation", "bad", "nonsense"}, {"conversation", "b", *chat::head_write(old).value}})));
    const auto listing = fakes::run(loop, store.list(chat::head_collection));
    REQUIRE(listing);
    const auto stored = chat::heads_of(*listing);
    CHECK(stored.damaged == 2);
    REQUIRE(stored.conversations.size() == 2);
    const auto& first = stored.conversations[0];
    CHECK(first.id == "fresh");
    CHECK(first.draft == "half a sent");
    CHECK(first.first_words == "hello");
    CHECK(first.created_at.count() == 6);
    CHECK(first.changed_at.count() == 7);
    CHECK(first.last_entry_id == 42);
    CHECK_FALSE(first.entries_loaded);
    CHECK(stored.conversations[1].title == "Old");
}

TEST_CASE("entries are read by number, bad ones counted, and each conversation's alone") {
    base::Loop loop;
    fakes::FakeStore store(loop);
    REQUIRE(fakes::run(loop, store.write({chat::entry_write("a", message(10, "ten")),
                                          chat::entry_write("a", message(9, "nine")),
                                          chat::entry_write("b", message(1, "of another")),
                                          {"entry/a", "0000000000000011", "nonsense"},
                                          {"entry/a", "5", *chat::entry_write("a", message(5, "five")).value}})));
    store.damage("entry/a", chat::entry_key(9));
    const auto loaded = fakes::run(loop, chat::load_entries(store, loop, "a"));
    REQUIRE(loaded);
    CHECK(loaded->damaged == 3);
    REQUIRE(loaded->entries.size() == 1);
    CHECK(loaded->entries[0].id == 10);
}

TEST_CASE("a run that had not ended when its page was closed is cancelled") {
    base::Loop loop;
    fakes::FakeStore store(loop);
    REQUIRE(fakes::run(loop, store.write({chat::entry_write("a", run_entry(1, RunState::running)),
                                          chat::entry_write("a", run_entry(2, RunState::waiting)),
                                          chat::entry_write("a", run_entry(3, RunState::done))})));
    auto loaded = fakes::run(loop, chat::load_entries(store, loop, "a"));
    REQUIRE(loaded);
    REQUIRE(loaded->entries.size() == 3);
    for (auto& entry : loaded->entries) {
        CHECK(chat::is_under_way(entry) == (entry.id < 3));
        chat::close_run(entry);
        CHECK_FALSE(chat::is_under_way(entry));
    }
    for (int i = 0; i < 2; ++i) {
        const auto& run = std::get<chat::ToolRun>(loaded->entries[static_cast<std::size_t>(i)].content);
        CHECK(run.state == RunState::cancelled);
        REQUIRE(run.error);
        CHECK(run.error->kind == base::ErrorKind::page_closed);
    }
    CHECK(std::get<chat::ToolRun>(loaded->entries[2].content).state == RunState::done);
}

TEST_CASE("reading a long chat lets other work have its turn") {
    base::Loop loop;
    fakes::FakeStore store(loop);
    std::vector<ports::Write> writes;
    for (chat::EntryId id = 1; id <= 1000; ++id) writes.push_back(chat::entry_write("a", message(id, "text")));
    REQUIRE(fakes::run(loop, store.write(std::move(writes))));
    auto loading =
        std::make_unique<fakes::Started<base::Result<chat::LoadedEntries>>>(loop, chat::load_entries(store, loop, "a"));
    int jobs = 0;
    loop.drain([&] { return !loading->done() && ++jobs < 1000; });
    CHECK(jobs >= 5);
    const auto loaded = loading->result();
    REQUIRE(loaded);
    CHECK(loaded->entries.size() == 1000);
}

TEST_CASE("the names of records") {
    CHECK(chat::entry_collection("x") == "entry/x");
    CHECK(chat::conversation_of_collection("entry/x") == "x");
    CHECK(chat::conversation_of_collection("server").empty());
    CHECK(chat::entry_key(12) == "0000000000000012");
    CHECK_FALSE(chat::head_erasure("x").value);
    CHECK_FALSE(chat::entry_erasure("x", 1).value);
}
