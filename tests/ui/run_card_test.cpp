#include "ui/run_card.hpp"

#include <string>

#include <doctest/doctest.h>

#include "ui/support/runs.hpp"
#include "ui/support/servers.hpp"

using chat::RunState;
using tests::json_result;
using tests::Runs;
using tests::text_result;
using ui::Role;
using ui::TriState;

namespace {

std::string copied(mcp::ToolResult result) {
    Runs runs;
    runs.answer(std::move(result));
    runs.screen.click(Role::button, "Copy");
    const auto* copy = runs.screen.wanted<model::CopyText>();
    REQUIRE(copy);
    return copy->text;
}

}  // namespace

TEST_CASE("a result is copied as it says it: its texts, and the structured result where they do not say the same") {
    mcp::ToolResult result = text_result("one");
    result.content.push_back(mcp::ResourceLinkContent{"file:///a", "a", "", "", ""});
    CHECK(copied(result) == "one\n\nfile:///a");
    result.structured = base::parse_json(R"({"a":1})").value();
    CHECK(copied(result) == "one\n\nfile:///a\n\n{\n  \"a\": 1\n}");
    result.structured = base::parse_json(R"({"result":"one"})").value();
    CHECK(copied(result) == "one\n\nfile:///a");
    result = json_result(R"({"a":1})");
    CHECK(copied(result) == "{\n  \"a\": 1\n}");
    result.content.push_back(mcp::TextContent{R"({"a":1})"});
    CHECK(copied(result) == R"({"a":1})");
}

TEST_CASE("a result that is a picture only offers no copy of its text") {
    mcp::ToolResult result;
    result.content.push_back(mcp::ImageContent{"image/png", "PNG"});
    Runs runs;
    runs.answer(result);
    CHECK(runs.screen.find(Role::button, "Run again"));
    CHECK_FALSE(runs.screen.find(Role::button, "Copy"));
    runs.answer({});
    CHECK_FALSE(runs.screen.find(Role::button, "Copy"));
}

TEST_CASE("a run that something else ended says what it was, one that the person ended does not") {
    Runs runs;
    runs.start().state = RunState::cancelled;
    runs.screen.frame();
    CHECK(runs.screen.find(Role::article, "echo, cancelled"));
    CHECK_FALSE(runs.screen.says("Cancelled."));
    runs.end(RunState::cancelled, {base::ErrorKind::disconnected});
    CHECK(runs.screen.says("The server was disconnected while this ran."));
    runs.end(RunState::failed, {base::ErrorKind::timed_out, base::Remedy::none, "It took too long."});
    CHECK(runs.screen.says("It took too long."));
}

// [req:ui-sentences]
TEST_CASE("what ends a run beside its person is told in both languages") {
    using base::ErrorKind;
    for (const ErrorKind why : {ErrorKind::disconnected, ErrorKind::connected_anew, ErrorKind::server_removed,
                                ErrorKind::page_closed, ErrorKind::client_closed}) {
        CAPTURE(static_cast<int>(why));
        CHECK(base::is_ending(why));
        CHECK(ui::sentence({why}, ui::Locale::english).starts_with("The "));
        CHECK(ui::sentence({why}, ui::Locale::korean).ends_with("니다."));
        CHECK(ui::sentence({why}, ui::Locale::korean) != "취소했습니다.");
    }
    CHECK_FALSE(base::is_ending(ErrorKind::not_connected));
    CHECK_FALSE(base::is_ending(ErrorKind::internal));
    const base::Error closed{ErrorKind::not_connected, base::Remedy::retry, {}, {}, {}, "demo"};
    CHECK(ui::sentence(closed, ui::Locale::english) == "demo is not connected. Connect it, then run the tool again.");
    CHECK(ui::sentence(closed, ui::Locale::korean) ==
          "demo에 연결되어 있지 않습니다. 연결한 뒤 도구를 다시 실행하세요.");
}

// [req:tool-output]
TEST_CASE(
    "a result that does not fit its tool's output schema is shown, with where and what above it, in both languages") {
    Runs runs;
    chat::ToolRun& run = runs.start();
    run.state = RunState::done;
    run.result = json_result(R"({"temperature":"warm"})");
    run.misfits = {{"/temperature", "type", "Has to be a number.", "number"},
                   {"/we\u202eek/0", "required", "Is needed.", ""}};
    runs.screen.frame();
    CHECK(
        runs.screen.says("The result does not fit the output schema that its tool declares:\n"
                         "/temperature: Has to be a number.\n/we⟨U+202E⟩ek/0: Needs a value."));
    CHECK(runs.screen.find(Role::tree_item, "temperature: \"warm\""));
    CHECK(ui::words_about(run, ui::Locale::korean) ==
          "결과가 도구의 출력 스키마에 맞지 않습니다:\n/temperature: number 형식이어야 합니다.\n/we\u202eek/0: 값이 "
          "필요합니다.");

    run.misfits = {{"", "structuredContent", "Has no structuredContent.", ""}};
    CHECK(ui::words_about(run, ui::Locale::english).ends_with(":\nHas no structuredContent."));
    CHECK(ui::words_about(run, ui::Locale::korean).ends_with(":\nstructuredContent가 없습니다."));
    run.misfits = {*base::unknown_dialect(base::Json{{"$schema", "urn:x"}})};
    CHECK(ui::words_about(run, ui::Locale::english) ==
          "Not checked: its schema is in a dialect that this page does not know: urn:x");
    CHECK(ui::words_about(run, ui::Locale::korean) == "이 페이지가 모르는 스키마 방언이라 검사하지 않습니다: urn:x");
    run.misfits.assign(6, {"/a", "type", "Has to be text.", "string"});
    CHECK(ui::words_about(run, ui::Locale::english).ends_with("/a: Has to be text.\n…"));
}

TEST_CASE("a run is edited as the command that it was, at its own server") {
    Runs runs;
    auto& server = tests::add_server(runs.screen.state, "s");
    server.tools.push_back(tests::tool("echo"));
    runs.start().arguments = base::parse_json(R"({"message":"한 줄"})").value();
    runs.change(0).state = RunState::done;
    runs.screen.frame();
    runs.screen.click(Role::button, "Edit");
    REQUIRE(runs.screen.wanted<model::ChangeDraft>());
    CHECK(runs.screen.wanted<model::ChangeDraft>()->text == R"(/echo {"message":"한 줄"})");

    auto& other = tests::add_server(runs.screen.state, "o", "other");
    other.tools.push_back(tests::tool("echo"));
    runs.change(0).arguments = base::Json::object();
    runs.screen.frame();
    runs.screen.click(Role::button, "Edit");
    REQUIRE(runs.screen.wanted<model::ChangeDraft>());
    CHECK(runs.screen.wanted<model::ChangeDraft>()->text == "/demo:echo ");

    runs.screen.state.servers.erase(runs.screen.state.servers.begin());
    runs.screen.frame();
    CHECK(runs.screen.find(Role::button, "Run again"));
    CHECK_FALSE(runs.screen.find(Role::button, "Edit"));
}

TEST_CASE("the arguments of a run are a line that opens to a tree, and are copied") {
    Runs runs;
    const std::string many(1000, 'a');
    runs.start().arguments = base::parse_json(R"({"list":["one","two"],"text":")" + many + "\"}").value();
    runs.screen.frame();  // also while it runs
    CHECK(runs.screen.get(Role::button, "Arguments").expanded == TriState::off);
    CHECK(runs.screen.get(Role::button, "Arguments").description.starts_with(R"({"list":["one","two"],"text":"aaa)"));
    CHECK(runs.screen.count(Role::tree_item) == 0);
    runs.screen.click(Role::button, "Arguments");
    CHECK(runs.screen.get(Role::button, "Arguments").expanded == TriState::on);
    CHECK(runs.screen.find(Role::tree_item, R"(1: "two")"));
    runs.change(0).state = RunState::done;
    runs.screen.frame();
    CHECK(runs.screen.find(Role::tree_item, R"(1: "two")"));
    runs.screen.click(Role::button, "Copy arguments");
    REQUIRE(runs.screen.wanted<model::CopyText>());
    CHECK(base::parse_json(runs.screen.wanted<model::CopyText>()->text).value() ==
          std::get<chat::ToolRun>(runs.entries()[0].content).arguments);
    runs.screen.click(Role::button, "Arguments");
    CHECK(runs.screen.count(Role::tree_item) == 0);
}

// [req:ui-run]
TEST_CASE("a run under way tells how long it goes on, a frame each second while it is seen") {
    using namespace std::chrono_literals;
    Runs runs;
    runs.screen.input.reduced_motion = true;  // nothing else wants a frame
    runs.start();
    runs.screen.state.now += 65'250ms;
    runs.screen.frame();
    CHECK(runs.screen.find(Role::text, "1:05"));
    CHECK(runs.screen.next_frame_in() == doctest::Approx(0.75));
    runs.change(0).state = RunState::done;
    runs.screen.frame();
    CHECK_FALSE(runs.screen.says("1:05"));
    CHECK(runs.screen.next_frame_in() < 0);
}

TEST_CASE("a run asks for no frame while its header is out of view") {
    Runs runs;
    runs.screen.input.reduced_motion = true;
    runs.start().arguments["many"] = base::Json::array_t(100, 1);
    runs.screen.frame();
    CHECK(runs.screen.next_frame_in() > 0);
    runs.screen.click(Role::button, "Arguments");
    CHECK(runs.screen.get(Role::article, "echo, running").rect.y < -1000);
    CHECK(runs.screen.next_frame_in() < 0);
}

TEST_CASE("each of several runs is announced when it ends, in whatever order and however") {
    Runs runs;
    runs.entries().push_back({1, {}, chat::Message{chat::Author::assistant, "old"}, 1});
    for (const char* name : {"first", "second", "third"}) runs.start().tool_name = name;
    runs.screen.frame();
    const auto& said = runs.screen.announcements();
    CHECK(said.empty());
    runs.change(2).state = RunState::done;
    runs.screen.frame();
    REQUIRE(said.size() == 1);
    CHECK(said[0].text == "second, done");
    runs.change(1).state = RunState::failed;
    runs.change(3).state = RunState::cancelled;
    runs.screen.frame();
    runs.screen.frame();
    REQUIRE(said.size() == 3);
    CHECK(said[1].text == "first, failed");
    CHECK(said[1].urgent);
    CHECK(said[2].text == "third, cancelled");
    CHECK_FALSE(said[2].urgent);
    runs.end(RunState::failed, {base::ErrorKind::unreachable, base::Remedy::none, "Not connected."});
    runs.entries().push_back({9, {}, chat::Message{chat::Author::user, "mine"}, 1});
    runs.entries().push_back({10, {}, chat::Message{chat::Author::parley, "Nobody answers here."}, 1});
    runs.screen.frame();
    REQUIRE(said.size() == 5);
    CHECK(said[3].text == "echo, failed");
    CHECK(said[4].text == "Nobody answers here.");
}

TEST_CASE("a run that was deleted, and a chat that is opened, announce nothing") {
    Runs runs;
    runs.start();
    runs.answer(text_result("a"));
    runs.entries().erase(runs.entries().begin());
    runs.screen.state.now += std::chrono::seconds(1);
    runs.screen.frame();
    runs.screen.state.conversations[0].id = "another";
    runs.change(0).state = RunState::failed;
    runs.screen.frame();
    CHECK(runs.screen.announcements().empty());
}
