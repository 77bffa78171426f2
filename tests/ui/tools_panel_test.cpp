#include "ui/tools_panel.hpp"

#include <doctest/doctest.h>

#include "ui/support/screen.hpp"
#include "ui/support/servers.hpp"

using tests::Screen;
using tests::tool;
using ui::Key;
using ui::Role;
using ui::TriState;

namespace {

constexpr const char* add_schema =
    R"({"type":"object","properties":{"a":{"type":"number"},"b":{"type":"number"},"note":{"type":"string"}},"required":["a","b"]})";

struct ToolsPanelShown {
    ui::ToolsPanel panel;
    ui::MenuState menu;
    ui::ScrollState popup;
    std::string pressed_link;
    Screen screen;

    explicit ToolsPanelShown(float width = 1440)
        : screen(
              [this](ui::Ui& u) {
                  panel.draw(u, {0, 0, std::min(u.px(392), u.input.width), u.input.height}, screen.state.servers[0],
                             {menu, popup}, pressed_link);
              },
              width) {
        tests::add_server(screen.state, "s");
    }

    model::Server& server() { return screen.state.servers[0]; }
    void open(std::string_view name) { screen.click(Role::button, name); }
};

}  // namespace

TEST_CASE("a tool's header is called by its name and opens its form") {
    ToolsPanelShown panel;
    panel.server().tools = {tool("add", add_schema, "Adds *two* numbers.")};
    panel.server().tools[0].title = "Sum";
    panel.screen.frame();
    CHECK(panel.screen.get(Role::button, "add").expanded == TriState::off);
    CHECK_FALSE(panel.screen.find(Role::textbox, "a"));
    panel.open("add");
    CHECK(panel.screen.get(Role::button, "add").expanded == TriState::on);
    CHECK(panel.screen.find(Role::textbox, "a"));
    CHECK(panel.screen.get(Role::textbox, "a").required);
    CHECK(panel.screen.says("Adds two numbers."));
}

TEST_CASE("running an opened tool asks for it with the typed arguments") {
    ToolsPanelShown panel;
    panel.server().tools = {tool("add", add_schema)};
    panel.screen.frame();
    panel.open("add");
    panel.screen.type("a", "2");
    panel.screen.type("b", "3.5");
    panel.screen.click(Role::button, "Run");
    const auto* run = panel.screen.wanted<model::RunTool>();
    REQUIRE(run);
    CHECK(run->server_id == "s");
    CHECK(run->tool_name == "add");
    CHECK(base::dump_json(run->arguments) == R"({"a":2,"b":3.5})");
}

TEST_CASE("Enter in a field of one line runs the tool") {
    ToolsPanelShown panel;
    panel.server().tools = {tool("add", add_schema)};
    panel.screen.frame();
    panel.open("add");
    panel.screen.type("a", "2");
    panel.screen.type("b", "3");
    panel.screen.press(Key::enter, "b");
    CHECK(panel.screen.wanted<model::RunTool>());
}

// [req:ui-form]
TEST_CASE("a missing required argument is said where it is missing, and nothing runs") {
    ToolsPanelShown panel;
    panel.server().tools = {tool("add", add_schema)};
    panel.screen.frame();
    panel.open("add");
    panel.screen.type("a", "2");
    panel.screen.click(Role::button, "Run");
    CHECK(panel.screen.intents.empty());
    const ui::Node& missing = panel.screen.get(Role::textbox, "b");
    CHECK(missing.invalid);
    CHECK(missing.description == "Needs a value.");
    CHECK(panel.screen.focused() == missing.id);
    CHECK_FALSE(panel.screen.get(Role::textbox, "a").invalid);
    CHECK_FALSE(panel.screen.announcements().empty());
    CHECK(panel.screen.get(Role::textbox, "a").value == "2");

    panel.screen.type("b", "3");
    CHECK_FALSE(panel.screen.get(Role::textbox, "b").invalid);
}

// [req:ui-form-keeps]
TEST_CASE("what was typed is there when the tool is closed and opened again, and when the tools are told anew") {
    ToolsPanelShown panel;
    panel.server().tools = {tool("add", add_schema)};
    panel.screen.frame();
    panel.open("add");
    panel.screen.type("note", "kept");
    panel.open("add");
    CHECK_FALSE(panel.screen.find(Role::textbox, "note"));
    panel.open("add");
    CHECK(panel.screen.get(Role::textbox, "note").value == "kept");

    panel.server().tools = {
        tool("add", R"({"type":"object","properties":{"note":{"type":"string"},"more":{"type":"string"}}})")};
    ++panel.server().tools_version;
    panel.screen.frame();
    CHECK(panel.screen.get(Role::textbox, "note").value == "kept");
    CHECK(panel.screen.find(Role::textbox, "more"));
}

TEST_CASE("one tool is one") {
    ToolsPanelShown panel;
    panel.server().tools = {tool("add")};
    panel.screen.frame();
    CHECK(panel.screen.find(Role::textbox, "Filter 1 tool"));
    panel.server().tools.push_back(tool("echo"));
    panel.screen.frame();
    CHECK(panel.screen.find(Role::textbox, "Filter 2 tools"));
}

// [req:ui-visible-only]
TEST_CASE("of 10,000 tools only those near the view are on the screen") {
    ToolsPanelShown panel;
    for (int i = 0; i < 10'000; ++i) panel.server().tools.push_back(tool("tool-" + std::to_string(i)));
    panel.screen.frame();
    const int rows = panel.screen.count(Role::list_item);
    CHECK(rows > 900 / 52);
    CHECK(rows < 3 * 900 / 52 + 4);
    CHECK(panel.screen.find(Role::button, "tool-0"));
    CHECK_FALSE(panel.screen.find(Role::button, "tool-9999"));
    CHECK(panel.screen.get(Role::list_item, "").set_size == 10'000);

    panel.screen.scroll("Tools", 1e9f);
    CHECK(panel.screen.find(Role::button, "tool-9999"));
    CHECK_FALSE(panel.screen.find(Role::button, "tool-0"));
    CHECK(panel.screen.count(Role::list_item) < 3 * 900 / 52 + 4);

    panel.screen.type("Filter 10000 tools", "TOOL-777");
    CHECK(panel.screen.count(Role::list_item) == 11);
    panel.screen.type("Filter 10000 tools", "no such tool");
    CHECK(panel.screen.says("No tool matches “no such tool”."));
}

// [req:ui-form-json]
TEST_CASE("arguments can be written as JSON, and go back to the form") {
    ToolsPanelShown panel;
    panel.server().tools = {tool("add", add_schema)};
    panel.screen.frame();
    panel.open("add");
    panel.screen.type("a", "2");
    panel.screen.click(Role::button, "Edit as JSON");
    CHECK(base::parse_json(panel.screen.get(Role::textbox, "Arguments as JSON").value).value() ==
          base::parse_json(R"({"a":2})").value());
    CHECK_FALSE(panel.screen.find(Role::textbox, "a"));

    panel.screen.type("Arguments as JSON", "{\"a\": 2,");
    panel.screen.click(Role::button, "Run");
    CHECK(panel.screen.intents.empty());
    CHECK(panel.screen.get(Role::textbox, "Arguments as JSON").description.starts_with("This is not JSON: "));
    CHECK(panel.screen.get(Role::textbox, "Arguments as JSON").invalid);

    panel.screen.type("Arguments as JSON", "[1]");
    panel.screen.click(Role::button, "Run");
    CHECK(panel.screen.intents.empty());
    CHECK(panel.screen.get(Role::textbox, "Arguments as JSON").description == "Arguments are a JSON object: { … }");

    panel.screen.type("Arguments as JSON", R"({"a": 1})");
    panel.screen.click(Role::button, "Run");
    CHECK(panel.screen.intents.empty());
    CHECK(panel.screen.get(Role::textbox, "Arguments as JSON").description == "b: Needs a value.");

    panel.screen.type("Arguments as JSON", R"({"a": 1, "b": 2})");
    panel.screen.click(Role::button, "Run");
    REQUIRE(panel.screen.wanted<model::RunTool>());
    panel.screen.click(Role::button, "Edit as form");
    CHECK(panel.screen.get(Role::textbox, "b").value == "2");
}

// [req:ui-form-json]
TEST_CASE("JSON that the form cannot show stays JSON") {
    ToolsPanelShown panel;
    panel.server().tools = {tool("add", add_schema)};
    panel.screen.frame();
    panel.open("add");
    panel.screen.click(Role::button, "Edit as JSON");
    panel.screen.type("Arguments as JSON", R"({"a": 1, "unknown": true})");
    panel.screen.click(Role::button, "Edit as form");
    CHECK(panel.screen.get(Role::textbox, "Arguments as JSON").value == R"({"a": 1, "unknown": true})");
    CHECK(panel.screen.says("The form cannot show all of this JSON."));
}

TEST_CASE("the input schema is shown as the server sent it, to the last unknown keyword") {
    const char* schema =
        R"({"type":"object","$schema":"https://json-schema.org/draft/2020-12/schema","x-hint":{"a":[1,2.5,null]}})";
    ToolsPanelShown panel;
    panel.server().tools = {tool("odd", schema)};
    panel.screen.frame();
    panel.open("odd");
    CHECK_FALSE(panel.screen.find(Role::textbox, "Input schema"));
    panel.screen.click(Role::button, "Show schema");
    const ui::Node& shown = panel.screen.get(Role::textbox, "Input schema");
    CHECK(shown.read_only);
    CHECK(shown.value == base::dump_json_pretty(panel.server().tools[0].input_schema));
    CHECK(base::parse_json(shown.value).value() == base::parse_json(schema).value());
    CHECK_FALSE(panel.screen.find(Role::textbox, "Output schema"));
    panel.screen.click(Role::button, "Hide schema");
    CHECK_FALSE(panel.screen.find(Role::textbox, "Input schema"));
}

TEST_CASE("a tool goes into the chat as the command that runs it") {
    ToolsPanelShown panel;
    panel.server().tools = {tool("add", add_schema)};
    panel.screen.frame();
    panel.open("add");
    panel.screen.type("a", "2");
    panel.screen.click(Role::button, "Insert in chat");
    const auto* draft = panel.screen.wanted<model::ChangeDraft>();
    REQUIRE(draft);
    CHECK(draft->text == R"(/add {"a":2})");
}

// [req:ui-run]
TEST_CASE("a run under way shows how far it is and can be cancelled") {
    ToolsPanelShown panel;
    panel.server().tools = {tool("export")};
    chat::ToolRun run;
    run.server_id = "s";
    run.tool_name = "export";
    run.state = chat::RunState::running;
    run.progress = mcp::Progress{31, 50, "page 31 of 50"};
    chat::Conversation conversation;
    conversation.id = "c";
    conversation.entries.push_back({7, {}, run, 1});
    panel.screen.state.conversations.push_back(conversation);
    panel.screen.state.selected_conversation = "c";
    panel.screen.frame();
    CHECK(panel.screen.get(Role::progressbar, "export").progress == doctest::Approx(0.62));
    CHECK(panel.screen.get(Role::progressbar, "export").value == "62 %");
    CHECK(panel.screen.says("page 31 of 50"));
    panel.screen.click(Role::button, "Cancel");
    REQUIRE(panel.screen.wanted<model::CancelRun>());
    CHECK(panel.screen.wanted<model::CancelRun>()->entry_id == 7);

    std::get<chat::ToolRun>(panel.screen.state.conversations[0].entries[0].content).state = chat::RunState::done;
    panel.screen.frame();
    CHECK(panel.screen.count(Role::progressbar) == 0);
}

// [req:ui-hints]
TEST_CASE("hints of the server are said beside the tool") {
    ToolsPanelShown panel;
    panel.server().tools = {tool("look"), tool("wipe")};
    panel.server().tools[0].annotations = {
        .read_only = true, .destructive = true, .idempotent = true, .open_world = {}};
    panel.server().tools[1].annotations = {.read_only = {}, .destructive = true, .idempotent = {}, .open_world = true};
    panel.screen.frame();
    CHECK(panel.screen.get(Role::button, "look").description == "read only");
    CHECK(panel.screen.get(Role::button, "wipe").description == "destructive, open world");
}

TEST_CASE("where the inspector is a drawer, running a tool closes it") {
    ToolsPanelShown panel(390);
    panel.server().tools = {tool("ping")};
    panel.screen.frame();
    panel.open("ping");
    panel.screen.click(Role::button, "Run");
    REQUIRE(panel.screen.intents.size() == 2);
    CHECK(panel.screen.intents[0].is<model::RunTool>());
    CHECK(panel.screen.intents[1].is<model::ToggleInspector>());
}

TEST_CASE("without a connection nothing runs") {
    ToolsPanelShown panel;
    panel.server().tools = {tool("ping")};
    panel.server().state = model::ConnectionState::paused;
    panel.screen.frame();
    panel.open("ping");
    CHECK(panel.screen.get(Role::button, "Run").disabled);
    panel.screen.click(Role::button, "Run");
    CHECK(panel.screen.intents.empty());
}

// [req:ui-hidden-characters]
TEST_CASE("hidden characters in a description are made visible") {
    ToolsPanelShown panel;
    panel.server().tools = {tool("odd", R"({"type":"object"})", "harmless\xE2\x80\xAE txt")};
    panel.screen.frame();
    panel.open("odd");
    CHECK(panel.screen.says("U+202E"));
}

TEST_CASE("a long description is folded until more of it is asked for") {
    ToolsPanelShown panel;
    std::string description;
    for (int i = 0; i < 40; ++i) description += "Line " + std::to_string(i) + ".\n\n";
    panel.server().tools = {tool("long", R"({"type":"object"})", description)};
    panel.screen.frame();
    panel.open("long");
    const float folded = panel.screen.get(Role::button, "Run").rect.y;
    panel.screen.click(Role::button, "Show more");
    CHECK(panel.screen.get(Role::button, "Run").rect.y > folded + 300);
    panel.screen.click(Role::button, "Show less");
    CHECK(panel.screen.get(Role::button, "Run").rect.y == folded);
}

TEST_CASE("a server without tools says so") {
    ToolsPanelShown panel;
    panel.screen.frame();
    CHECK(panel.screen.says("This server offers no tools."));
    panel.server().tools_loading = true;
    panel.screen.frame();
    CHECK(panel.screen.says("Loading…"));
}

// [req:ui-hints]
TEST_CASE("tools that are left out are named below the others, with the reason") {
    ToolsPanelShown panel;
    panel.server().skipped_tools = {{"twice", "another tool has the same name"}, {"", "it has no name"}};
    panel.screen.frame();
    CHECK(panel.screen.says("twice: another tool has the same name"));
    panel.server().tools = {tool("add", add_schema)};
    ++panel.server().tools_version;
    panel.screen.state.settings.language = model::Language::korean;
    panel.screen.frame();
    CHECK(panel.screen.find(Role::button, "add"));
    CHECK(panel.screen.says("twice: 같은 이름의 도구가 또 있습니다\n이름이 없습니다"));
}
