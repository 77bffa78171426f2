#include "app/world.hpp"

#include <variant>

namespace app_test {

mcp::Tool tool(std::string name, std::string_view schema) {
    mcp::Tool made;
    made.name = std::move(name);
    made.input_schema = *base::parse_json(schema);
    return made;
}

mcp::ToolResult text_result(std::string text) {
    mcp::ToolResult result;
    result.content.push_back(mcp::TextContent{std::move(text)});
    return result;
}

Browser::Browser()
    : config(http.expect("GET", "https://parley.example/config.json").any_number_of_times().answers_json("{}")) {}
Browser::~Browser() = default;

Tab::Tab(Browser& b) : browser(b), update(b.ports(), state, b.servers.connect()) {
    update.start();
    browser.settle();
    frame();
}
Tab::~Tab() = default;

void Tab::frame() {
    update.after_frame();
    browser.settle();
}

void Tab::ask(const model::Intent& intent) {
    update.carry_out(intent);
    browser.settle();
    frame();
}

model::Server& Tab::server() {
    REQUIRE(state.servers.size() == 1);
    return state.servers.front();
}

chat::Conversation& Tab::conversation() {
    auto* selected = model::find_conversation(state, state.selected_conversation);
    REQUIRE(selected);
    return *selected;
}

const chat::Entry& Tab::last_entry() {
    REQUIRE_FALSE(conversation().entries.empty());
    return conversation().entries.back();
}

const chat::ToolRun& Tab::last_run() {
    const auto* run = std::get_if<chat::ToolRun>(&last_entry().content);
    REQUIRE(run);
    return *run;
}

const chat::Message& Tab::last_message() {
    const auto* message = std::get_if<chat::Message>(&last_entry().content);
    REQUIRE(message);
    return *message;
}

const model::Notice& Tab::last_notice() {
    REQUIRE_FALSE(state.notices.empty());
    return state.notices.back();
}

Connected::Connected(std::vector<mcp::Tool> tools) {
    servers.at(address).tools = std::move(tools);
    tab = std::make_unique<Tab>(*this);
    tab->ask(model::AddServer{address});
    REQUIRE(tab->server().state == model::ConnectionState::connected);
}
Connected::~Connected() = default;

}  // namespace app_test
