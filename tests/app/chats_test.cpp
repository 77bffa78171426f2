#include "app/chats.hpp"

#include <doctest/doctest.h>

#include "app/world.hpp"
#include "chat/conversation_store.hpp"
#include "chat/record.hpp"

using namespace app_test;
using chat::Author;
using chat::RunState;

namespace {

const char* add_schema = R"({"type":"object","properties":{"a":{"type":"number"},"b":{"type":"number"}},
                            "required":["a","b"]})";

}  // namespace

TEST_CASE("the first message makes a conversation, and says once that there is no model") {
    Browser browser;
    Tab tab(browser);
    CHECK(tab.state.conversations.empty());
    tab.ask(model::SendMessage{"  hello there \n"});
    CHECK(tab.state.conversations.size() == 1);
    REQUIRE(tab.conversation().entries.size() == 2);
    CHECK(std::get<chat::Message>(tab.conversation().entries[0].content).text == "hello there");
    CHECK(std::get<chat::Message>(tab.conversation().entries[0].content).author == Author::user);
    CHECK(tab.last_message().author == Author::parley);
    CHECK(tab.last_message().text == "No model is connected yet: this page talks to tools. Type / to run one.");
    CHECK(tab.conversation().entries[0].id < tab.conversation().entries[1].id);
    CHECK(chat::shown_title(tab.conversation()) == "hello there");

    tab.ask(model::SendMessage{"and again"});
    CHECK(tab.conversation().entries.size() == 3);
    CHECK(tab.last_message().author == Author::user);
}

TEST_CASE("a blank message is no message") {
    Browser browser;
    Tab tab(browser);
    tab.ask(model::SendMessage{" \n "});
    CHECK(tab.state.conversations.empty());
}

TEST_CASE("a person who reads Korean is answered in Korean") {
    Browser browser;
    browser.window.spoken = {"ko-KR", "en"};
    Tab tab(browser);
    tab.ask(model::SendMessage{"안녕하세요"});
    CHECK(tab.last_message().text.find("모델") != std::string::npos);
    tab.ask(model::SetLanguage{model::Language::english});
    tab.ask(model::NewConversation{});
    tab.ask(model::SendMessage{"hello"});
    CHECK(tab.last_message().text.find("model") != std::string::npos);
}

// [req:ui-run]
TEST_CASE("a command runs its tool, shows progress, and keeps the answer") {
    Connected c({tool("add", add_schema)});
    c.tab->ask(model::ChangeDraft{"/add a=2 b=3"});
    c.tab->ask(model::SendMessage{"/add a=2 b=3"});
    REQUIRE(c.server().calls.size() == 1);
    CHECK(c.server().calls[0].tool_name == "add");
    CHECK(base::dump_json(c.server().calls[0].arguments) == R"({"a":2,"b":3})");
    CHECK(c.tab->last_run().state == RunState::running);
    CHECK(c.tab->conversation().draft.empty());

    const auto version = c.tab->last_entry().version;
    c.server().calls[0].events.on_progress({1, 2.0, "half way"});
    REQUIRE(c.tab->last_run().progress);
    CHECK(c.tab->last_run().progress->message == "half way");
    CHECK(c.tab->last_entry().version > version);

    c.clock.advance(250ms);
    c.server().calls[0].answer(text_result("5"));
    c.settle();
    CHECK(c.tab->last_run().state == RunState::done);
    CHECK(std::get<mcp::TextContent>(c.tab->last_run().result.content[0]).text == "5");
    CHECK(c.tab->last_run().duration_ms == 250);
    CHECK_FALSE(c.tab->last_run().progress);
}

// [req:app-reload]
TEST_CASE("a run is kept when it starts and when it ends, and read again after a reload") {
    Connected c({tool("add", add_schema)});
    c.tab->ask(model::RunTool{c.server_id(), "add", Json{{"a", 1}, {"b", 2}}});
    const std::string id = c.tab->conversation().id;
    const auto record = std::pair(chat::entry_collection(id), chat::entry_key(c.tab->last_entry().id));
    CHECK(c.store.writes_of[record] == 1);
    {
        Tab meanwhile(c);
        CHECK(meanwhile.conversation().id == id);
        CHECK(meanwhile.last_run().state == RunState::running);
    }
    c.server().calls[0].answer(text_result("3"));
    c.settle();
    CHECK(c.store.writes_of[record] == 2);
    Tab reloaded(c);
    CHECK(reloaded.last_run().state == RunState::done);
    CHECK(reloaded.last_run().server_name == "fake");
    CHECK(std::get<mcp::TextContent>(reloaded.last_run().result.content[0]).text == "3");
}

// [req:tool-output]
TEST_CASE("a result that does not fit the tool's output schema is kept whole, with what does not fit, over a reload") {
    auto weather = tool("weather");
    weather.output_schema = *base::parse_json(R"({"properties":{"temperature":{"type":"number"}}})");
    Connected c({weather});
    c.tab->ask(model::RunTool{c.server_id(), "weather", Json::object()});
    auto result = text_result("warm");
    result.structured = *base::parse_json(R"({"temperature":"warm"})");
    c.server().calls[0].answer(result);
    c.settle();
    const auto as_told = [](const chat::ToolRun& run) {
        CHECK(run.state == RunState::done);
        CHECK(run.result.content.size() == 1);
        CHECK(base::dump_json(run.result.structured) == R"({"temperature":"warm"})");
        REQUIRE(run.misfits.size() == 1);
        CHECK(run.misfits[0].pointer == "/temperature");
    };
    as_told(c.tab->last_run());
    Tab reloaded(c);
    as_told(reloaded.last_run());
    reloaded.ask(model::RunAgain{reloaded.last_entry().id});
    c.settle();
    result.structured["temperature"] = 22;
    c.server().calls.back().answer(result);
    c.settle();
    CHECK(reloaded.last_run().state == RunState::done);
    CHECK(reloaded.last_run().misfits.empty());
}

// [req:app-run-ends]
TEST_CASE("how a run ends: the tool's own failure, an error, a cancellation") {
    Connected c;
    c.tab->ask(model::RunTool{c.server_id(), "add", Json::object()});
    auto failed = text_result("no such file");
    failed.is_error = true;
    c.server().calls[0].answer(failed);
    c.settle();
    CHECK(c.tab->last_run().state == RunState::failed);
    CHECK_FALSE(c.tab->last_run().error);
    CHECK(c.tab->last_run().result.is_error);

    c.tab->ask(model::RunTool{c.server_id(), "add", Json::object()});
    c.server().calls[1].fail({ErrorKind::stream_cut, Remedy::retry, "The connection ended."});
    c.settle();
    CHECK(c.tab->last_run().state == RunState::failed);
    CHECK(c.tab->last_run().error->kind == ErrorKind::stream_cut);

    c.tab->ask(model::RunTool{c.server_id(), "add", Json::object()});
    c.clock.advance(30ms);
    c.tab->ask(model::CancelRun{c.tab->last_entry().id});
    CHECK(*c.server().calls[2].cancelled);
    CHECK(c.tab->last_run().state == RunState::cancelled);
    CHECK_FALSE(c.tab->last_run().error);
    CHECK(c.tab->last_run().duration_ms == 30);
    c.server().calls[2].answer(text_result("too late"));
    c.settle();
    CHECK(c.tab->last_run().state == RunState::cancelled);
    CHECK(c.tab->last_run().result.content.empty());
}

TEST_CASE("an answer that is already on its way when a person cancels changes nothing any more") {
    Connected c;
    c.tab->ask(model::RunTool{c.server_id(), "add", Json::object()});
    c.server().calls[0].answer(text_result("5"));
    c.tab->update.carry_out(model::CancelRun{c.tab->last_entry().id});
    c.settle();
    CHECK(c.tab->last_run().state == RunState::cancelled);
    CHECK(c.tab->last_run().result.content.empty());
}

TEST_CASE("several tools run at once, each into its own entry") {
    Connected c;
    c.tab->ask(model::RunTool{c.server_id(), "add", Json{{"n", 1}}});
    c.tab->ask(model::RunTool{c.server_id(), "add", Json{{"n", 2}}});
    c.server().calls[1].answer(text_result("second"));
    c.settle();
    const auto& entries = c.tab->conversation().entries;
    CHECK(std::get<chat::ToolRun>(entries[0].content).state == RunState::running);
    CHECK(std::get<chat::ToolRun>(entries[1].content).state == RunState::done);
    CHECK(entries[0].id < entries[1].id);
}

// [req:app-run-ends]
TEST_CASE("when the connection is lost, what runs over it fails with the reason") {
    Connected c;
    c.tab->ask(model::RunTool{c.server_id(), "add", Json::object()});
    c.server().client->on_lost({ErrorKind::session_lost, Remedy::none, "The session is gone."});
    c.settle();
    CHECK(c.tab->last_run().state == RunState::failed);
    CHECK(c.tab->last_run().error->kind == ErrorKind::session_lost);
    CHECK(*c.server().calls[0].cancelled);
}

// [req:app-arguments]
TEST_CASE("arguments that do not fit the schema never leave the page, and the draft stays") {
    Connected c({tool("add", add_schema)});
    c.tab->ask(model::SendMessage{"/add a=2"});
    CHECK(c.server().calls.empty());
    CHECK(c.tab->last_run().state == RunState::failed);
    REQUIRE(c.tab->last_run().error);
    CHECK(c.tab->last_run().error->kind == ErrorKind::invalid_arguments);
    CHECK(c.tab->last_run().error->message.find("b:") != std::string::npos);
    CHECK(c.tab->conversation().draft == "/add a=2");

    c.tab->ask(model::RunTool{c.server_id(), "add", Json{{"a", "one"}, {"b", 2}}});
    CHECK(c.server().calls.empty());
    CHECK(c.tab->last_run().error->message.starts_with("a: "));
}

// [req:app-arguments]
// [req:schema-dialect]
TEST_CASE("a command for a tool whose schema is in an unknown dialect is sent as it was typed") {
    Connected c({tool("add", R"({"$schema":"urn:x","required":["a"],"properties":{"a":{"type":"integer"}}})")});
    c.tab->ask(model::SendMessage{R"(/add {"b":"c"})"});
    REQUIRE(c.server().calls.size() == 1);
    CHECK(base::dump_json(c.server().calls[0].arguments) == R"({"b":"c"})");
}

TEST_CASE("what does not fit is said in the person's language") {
    Connected c({tool("add", add_schema)});
    c.tab->ask(model::SetLanguage{model::Language::korean});
    c.tab->ask(model::RunTool{c.server_id(), "add", Json{{"a", "one"}, {"b", 2}}});
    CHECK(c.tab->last_run().error->message == "a: number 형식이어야 합니다.");
    c.tab->ask(model::RunTool{c.server_id(), "add", Json{{"a", 1}}});
    CHECK(c.tab->last_run().error->message == "b: 값이 필요합니다.");
    c.tab->ask(model::SendMessage{"/ad a=1"});
    CHECK(c.tab->last_message().text == "“ad” 도구가 없습니다. 가장 비슷한 것은 /add입니다.");
}

TEST_CASE("null for an argument that need not be there is sent as given; for one that must, it is refused") {
    Connected c({tool("add", add_schema), tool("opt", R"({"type":"object","properties":{"n":{"type":"number"}}})")});
    c.tab->ask(model::RunTool{c.server_id(), "opt", Json{{"n", nullptr}}});
    REQUIRE(c.server().calls.size() == 1);
    CHECK(base::dump_json(c.server().calls[0].arguments) == R"({"n":null})");
    c.tab->ask(model::RunTool{c.server_id(), "add", Json{{"a", nullptr}, {"b", 1}}});
    CHECK(c.server().calls.size() == 1);
    CHECK(c.tab->last_run().error->kind == ErrorKind::invalid_arguments);
}

TEST_CASE("an unknown tool is answered by a sentence with the nearest name, and the draft stays") {
    Connected c;
    c.tab->ask(model::SendMessage{"/ad a=1"});
    CHECK(c.tab->last_message().author == Author::parley);
    CHECK(c.tab->last_message().text == "There is no tool “ad”. The nearest is /add.");
    CHECK(c.tab->conversation().draft == "/ad a=1");
}

TEST_CASE("a tool of a server that is not connected, or gone, is an entry with the reason") {
    Connected c;
    c.tab->ask(model::RunTool{c.server_id(), "add", Json::object()});
    c.server().calls[0].answer(text_result("1"));
    c.settle();
    const auto entry = c.tab->last_entry().id;
    c.tab->ask(model::DisconnectServer{c.server_id()});
    c.tab->ask(model::RunAgain{entry});
    CHECK(c.tab->last_run().state == RunState::failed);
    CHECK(c.tab->last_run().error->kind == ErrorKind::not_connected);
    CHECK(c.tab->last_run().error->subject == "fake");

    c.tab->ask(model::RemoveServer{c.server_id()});
    c.tab->ask(model::RunAgain{entry});
    CHECK(c.tab->last_run().error->kind == ErrorKind::server_removed);
    CHECK(c.tab->last_run().server_name == "fake");
    CHECK(c.server().calls.size() == 1);
}

// [req:app-run-waits]
TEST_CASE("a tool of a server that is being connected again waits for it, and runs then") {
    Connected c;
    c.server().holds_connect = true;
    c.tab->ask(model::DisconnectServer{c.server_id()});
    c.tab->ask(model::ConnectServer{c.server_id()});
    REQUIRE(c.tab->server().state == model::ConnectionState::connecting);
    c.tab->ask(model::SendMessage{"/add"});
    CHECK(c.tab->last_run().state == RunState::waiting);
    CHECK(c.tab->conversation().draft.empty());
    SUBCASE("which comes") {
        c.server().let_connect();
        c.settle();
        CHECK(c.tab->last_run().state == RunState::running);
        REQUIRE(c.server().calls.size() == 1);
        c.server().calls[0].answer(text_result("1"));
        c.settle();
        CHECK(c.tab->last_run().state == RunState::done);
    }
    SUBCASE("which has that tool no more") {
        c.server().tools = {tool("other")};
        c.server().let_connect();
        c.settle();
        CHECK(c.tab->last_run().state == RunState::failed);
        CHECK(c.tab->last_run().error->message == "The server does not have the tool “add” any more.");
    }
    SUBCASE("which does not come") {
        c.tab->ask(model::DisconnectServer{c.server_id()});
        CHECK(c.tab->last_run().state == RunState::cancelled);
    }
    SUBCASE("which the person does not wait for") {
        c.tab->ask(model::CancelRun{c.tab->last_entry().id});
        c.server().let_connect();
        c.settle();
        CHECK(c.tab->last_run().state == RunState::cancelled);
        CHECK(c.server().calls.empty());
    }
}

// [req:app-run-waits]
TEST_CASE("a command for a server whose tools are not known yet is told to wait, and stays in the composer") {
    Browser browser;
    browser.servers.at(address).holds_connect = true;
    Tab tab(browser);
    tab.ask(model::AddServer{address});
    tab.ask(model::SendMessage{"/add a=1"});
    CHECK(tab.last_message().text.find("is still connecting") != std::string::npos);
    CHECK(tab.conversation().draft == "/add a=1");
}

TEST_CASE("run again is a new entry with the same arguments") {
    Connected c;
    c.tab->ask(model::RunTool{c.server_id(), "add", Json{{"a", 1}}});
    c.server().calls[0].answer(text_result("1"));
    c.settle();
    c.tab->ask(model::RunAgain{c.tab->last_entry().id});
    CHECK(c.tab->conversation().entries.size() == 2);
    CHECK(c.server().calls[1].arguments == Json{{"a", 1}});
    CHECK(c.tab->last_run().state == RunState::running);
}

TEST_CASE("new chats do not pile up while they are empty") {
    Browser browser;
    Tab tab(browser);
    tab.ask(model::NewConversation{});
    const std::string first = tab.state.selected_conversation;
    tab.ask(model::NewConversation{});
    CHECK(tab.state.selected_conversation == first);
    CHECK(tab.state.conversations.size() == 1);
    CHECK(browser.store.records["conversation"].empty());
    tab.ask(model::SendMessage{"hello"});
    tab.ask(model::NewConversation{});
    CHECK(tab.state.conversations.size() == 2);
    CHECK(tab.state.selected_conversation != first);
    CHECK(browser.store.records["conversation"].size() == 1);
}

// [req:app-reload]
TEST_CASE("the chat that changed last is on top, and the one that was open is open after a reload") {
    Browser browser;
    Tab tab(browser);
    tab.ask(model::SendMessage{"one"});
    const std::string one = tab.state.selected_conversation;
    browser.clock.advance(1s);
    tab.ask(model::NewConversation{});
    tab.ask(model::SendMessage{"two"});
    browser.clock.advance(1s);
    CHECK(tab.state.conversations.back().id == one);
    tab.ask(model::SelectConversation{one});
    CHECK(tab.state.conversations.back().id == one);  // looking does not change it
    Tab reloaded(browser);
    CHECK(reloaded.state.selected_conversation == one);
    CHECK(reloaded.state.conversations.front().first_words == "two");
    CHECK_FALSE(reloaded.state.conversations.front().entries_loaded);
    CHECK(reloaded.conversation().entries.size() == 2);
    tab.ask(model::SendMessage{"one again"});
    CHECK(tab.state.conversations.front().id == one);
}

TEST_CASE("a title is given and kept") {
    Browser browser;
    Tab tab(browser);
    tab.ask(model::SendMessage{"one"});
    tab.ask(model::RenameConversation{tab.conversation().id, " My chat "});
    CHECK(tab.conversation().title == "My chat");
    CHECK(browser.window.title == "My chat · Parley");
    Tab reloaded(browser);
    CHECK(reloaded.conversation().title == "My chat");
}

TEST_CASE("appending to a long chat writes one entry and the head, nothing else") {
    Browser browser;
    Tab tab(browser);
    for (int i = 0; i < 50; ++i) tab.ask(model::SendMessage{"message"});
    const auto before = browser.store.writes_of;
    tab.ask(model::SendMessage{"one more"});
    int changed = 0;
    for (const auto& [name, writes] : browser.store.writes_of) {
        const auto earlier = before.find(name);
        changed += earlier == before.end() || earlier->second != writes;
    }
    CHECK(changed == 2);
}

// [req:app-undo]
TEST_CASE("a deleted chat comes back whole with undo") {
    Browser browser;
    Tab tab(browser);
    tab.ask(model::SendMessage{"keep me"});
    const std::string id = tab.conversation().id;
    tab.ask(model::DeleteConversation{id});
    CHECK(tab.state.conversations.empty());
    CHECK(tab.state.selected_conversation.empty());
    CHECK(browser.store.records["conversation"].empty());
    CHECK(browser.store.records[chat::entry_collection(id)].empty());
    REQUIRE(tab.last_notice().undo);

    tab.ask(model::UndoNotice{tab.last_notice().id});
    CHECK(tab.state.notices.empty());
    CHECK(tab.conversation().id == id);
    CHECK(tab.conversation().entries.size() == 2);
    Tab reloaded(browser);
    CHECK(reloaded.conversation().entries.size() == 2);
}

TEST_CASE("a chat that was never opened since the start comes back whole too") {
    Browser browser;
    std::string id;
    {
        Tab tab(browser);
        tab.ask(model::SendMessage{"old"});
        id = tab.conversation().id;
        browser.clock.advance(1s);
        tab.ask(model::NewConversation{});
        tab.ask(model::SendMessage{"new"});
    }
    Tab tab(browser);
    REQUIRE_FALSE(model::find_conversation(tab.state, id)->entries_loaded);
    SUBCASE("when everything of it was erased") {
        tab.ask(model::DeleteConversation{id});
        CHECK(browser.store.records[chat::entry_collection(id)].empty());
    }
    SUBCASE("when the undo is quicker than the store") { tab.update.carry_out(model::DeleteConversation{id}); }
    SUBCASE("when the undo comes while the store is being read") {
        tab.update.carry_out(model::DeleteConversation{id});
        browser.loop.drain([jobs = 0]() mutable { return ++jobs <= 3; });
    }
    tab.ask(model::UndoNotice{tab.last_notice().id});
    tab.ask(model::SelectConversation{id});
    CHECK(tab.conversation().entries.size() == 2);
    CHECK(browser.store.records[chat::entry_collection(id)].size() == 2);
    CHECK(browser.store.records["conversation"].contains(id));
}

TEST_CASE("what was deleted is gone when its notice goes") {
    Browser browser;
    Tab tab(browser);
    tab.ask(model::SendMessage{"gone"});
    tab.ask(model::DeleteConversation{tab.conversation().id});
    const auto notice = tab.last_notice().id;
    browser.clock.advance(app::Notices::undo_time);
    browser.settle();
    CHECK(tab.state.notices.empty());
    tab.ask(model::UndoNotice{notice});
    CHECK(tab.state.conversations.empty());
}

TEST_CASE("deleting a chat ends what runs in it") {
    Connected c;
    c.tab->ask(model::RunTool{c.server_id(), "add", Json::object()});
    c.tab->ask(model::DeleteConversation{c.tab->conversation().id});
    CHECK(*c.server().calls[0].cancelled);
}

// [req:app-undo]
TEST_CASE("a deleted entry comes back at its place") {
    Browser browser;
    Tab tab(browser);
    tab.ask(model::SendMessage{"one"});
    tab.ask(model::SendMessage{"two"});
    const auto first = tab.conversation().entries[0].id;
    tab.ask(model::DeleteEntry{first});
    CHECK(tab.conversation().entries.size() == 2);
    CHECK(browser.store.records[chat::entry_collection(tab.conversation().id)].size() == 2);
    tab.ask(model::UndoNotice{tab.last_notice().id});
    REQUIRE(tab.conversation().entries.size() == 3);
    CHECK(tab.conversation().entries[0].id == first);
    CHECK(browser.store.records[chat::entry_collection(tab.conversation().id)].size() == 3);
}

// [req:app-reload]
TEST_CASE("a draft is saved at the first letter, then not more often than it has to be, and is found again") {
    Browser browser;
    Tab tab(browser);
    tab.ask(model::ChangeDraft{"h"});
    browser.settle();
    CHECK(Tab(browser).conversation().draft == "h");
    const std::string id = tab.conversation().id;
    tab.ask(model::ChangeDraft{"half"});
    tab.ask(model::ChangeDraft{"half a sentence"});
    browser.settle();
    CHECK(browser.store.writes_of[{"conversation", id}] == 1);
    browser.clock.advance(app::Chats::draft_delay);
    browser.settle();
    CHECK(browser.store.writes_of[{"conversation", id}] == 2);
    CHECK(Tab(browser).conversation().draft == "half a sentence");

    tab.ask(model::ChangeDraft{"half a sentence more"});
    tab.update.on_leaving();
    browser.settle();
    CHECK(Tab(browser).conversation().draft == "half a sentence more");
}

TEST_CASE("a chat that had only a draft leaves no record when the draft is deleted") {
    Browser browser;
    Tab tab(browser);
    tab.ask(model::ChangeDraft{"a"});
    browser.clock.advance(1s);
    browser.settle();
    CHECK(browser.store.records["conversation"].size() == 1);
    tab.ask(model::ChangeDraft{""});
    browser.clock.advance(1s);
    browser.settle();
    CHECK(browser.store.records["conversation"].empty());
}

// [req:app-full-store]
TEST_CASE("a store that is full is told once, and the chat goes on in memory") {
    Browser browser;
    Tab tab(browser);
    browser.store.refuses = [](const ports::Write&) { return true; };
    tab.ask(model::SendMessage{"one"});
    tab.ask(model::SendMessage{"two"});
    CHECK(tab.conversation().entries.size() == 3);
    REQUIRE(tab.state.notices.size() == 1);
    CHECK(tab.last_notice().error.kind == ErrorKind::storage_failed);
    CHECK(tab.last_notice().error.remedy == Remedy::free_space);

    browser.store.refuses = nullptr;
    tab.ask(model::SendMessage{"three"});
    CHECK(browser.store.records[chat::entry_collection(tab.conversation().id)].size() == 4);
    CHECK(tab.state.notices.empty());
}

TEST_CASE("one record that does not fit takes no other with it") {
    Browser browser;
    Tab tab(browser);
    browser.store.refuses = [](const ports::Write& write) { return write.value && write.value->size() > 10'000; };
    tab.ask(model::SendMessage{std::string(20'000, 'x')});
    const std::string id = tab.conversation().id;
    CHECK(browser.store.records["conversation"].contains(id));
    CHECK(browser.store.records[chat::entry_collection(id)].size() == 1);  // ours, about the model
    CHECK(tab.last_notice().error.kind == ErrorKind::storage_failed);
}

TEST_CASE("a store that cannot be read leaves a page that works") {
    Browser browser;
    browser.store.broken = true;
    Tab tab(browser);
    CHECK(tab.state.loaded);
    REQUIRE(tab.state.notices.size() == 1);
    CHECK(tab.last_notice().error.kind == ErrorKind::storage_failed);
    tab.ask(model::SendMessage{"hello"});
    CHECK(tab.conversation().entries.size() == 2);
}

// [req:app-full-store]
TEST_CASE("a damaged entry is counted and left where it is, the others are shown") {
    Browser browser;
    std::string id;
    {
        Tab tab(browser);
        tab.ask(model::SendMessage{"one"});
        id = tab.conversation().id;
    }
    browser.store.records[chat::entry_collection(id)]["0000000000000001"] = "nonsense";
    Tab tab(browser);
    CHECK(tab.conversation().entries.size() == 2);
    CHECK(tab.last_notice().text == "Some saved records could not be read: 1. They were left as they are.");
    CHECK(browser.store.records[chat::entry_collection(id)].size() == 3);
}

// [req:app-tabs]
TEST_CASE("two tabs of one browser see each other's chats") {
    Browser browser;
    Tab a(browser);
    Tab b(browser);
    a.ask(model::SendMessage{"hello"});
    const std::string id = a.conversation().id;
    REQUIRE(b.state.conversations.size() == 1);
    CHECK(chat::shown_title(b.state.conversations[0]) == "hello");

    b.ask(model::SelectConversation{id});
    CHECK(b.conversation().entries.size() == 2);
    b.ask(model::ChangeDraft{"typing here"});
    browser.clock.advance(10ms);
    a.ask(model::SendMessage{"more"});
    CHECK(b.conversation().entries.size() == 3);
    CHECK(b.conversation().draft == "typing here");

    browser.clock.advance(10ms);
    b.ask(model::SendMessage{"answer"});
    CHECK(a.conversation().entries.size() == 4);
    CHECK(a.last_message().text == "answer");
    a.ask(model::DeleteEntry{a.last_entry().id});
    CHECK(b.conversation().entries.size() == 3);

    a.ask(model::DeleteConversation{id});
    CHECK(b.state.conversations.empty());
}

// [req:app-tabs]
TEST_CASE("a tool that runs in one tab is seen running, then done, in the other") {
    Connected c;
    Tab other(c);
    c.tab->ask(model::RunTool{c.server_id(), "add", Json::object()});
    other.ask(model::SelectConversation{c.tab->conversation().id});
    CHECK(other.last_run().state == RunState::running);
    c.server().calls[0].answer(text_result("5"));
    c.settle();
    CHECK(other.last_run().state == RunState::done);
    CHECK(other.last_entry().version > 0);
}

// [req:app-tabs]
TEST_CASE("a tool whose tab is closed while it runs has ended for the others, whichever saw it first") {
    Connected c;
    Tab early(c);
    c.tab->ask(model::RunTool{c.server_id(), "add", Json::object()});
    early.ask(model::SelectConversation{c.tab->conversation().id});
    c.tab->ask(model::RunTool{c.server_id(), "add", Json::object()});
    Tab late(c);
    late.ask(model::SelectConversation{early.conversation().id});
    for (Tab* tab : {&early, &late})
        for (const auto& entry : tab->conversation().entries)
            CHECK(std::get<chat::ToolRun>(entry.content).state == RunState::running);
    c.tab.reset();
    c.settle();
    for (Tab* tab : {&early, &late}) {
        CHECK(tab->conversation().entries.size() == 2);
        for (const auto& entry : tab->conversation().entries) {
            const auto& run = std::get<chat::ToolRun>(entry.content);
            CHECK(run.state == RunState::cancelled);
            CHECK(run.error->kind == ErrorKind::page_closed);
        }
    }
}

TEST_CASE("a deletion in another tab does not take what is being typed here") {
    Browser browser;
    Tab a(browser);
    Tab b(browser);
    a.ask(model::SendMessage{"hello"});
    b.ask(model::SelectConversation{a.conversation().id});
    b.ask(model::ChangeDraft{"do not lose this"});
    a.ask(model::DeleteConversation{a.conversation().id});
    CHECK(b.conversation().draft == "do not lose this");
}
