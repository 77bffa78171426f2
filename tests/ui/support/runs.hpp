// A chat of tools that ran, for tests of their cards.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "chat/conversation.hpp"
#include "ui/chat_log.hpp"
#include "ui/support/screen.hpp"

namespace tests {

// A browser that decodes no picture, or takes all for the same.
struct NoPictures : ui::ImageSource {
    ui::Picture::State state = ui::Picture::State::loading;
    std::set<std::uint64_t> asked;
    ui::Picture picture(std::uint64_t key, const std::string&, const std::string&) override {
        asked.insert(key);
        ui::Picture some;
        some.state = state;
        if (state == ui::Picture::State::ready) some.width = 320, some.height = 200;
        return some;
    }
};

inline mcp::ToolResult text_result(std::string text) {
    mcp::ToolResult result;
    result.content.push_back(mcp::TextContent{std::move(text)});
    return result;
}

inline mcp::ToolResult json_result(std::string_view structured) {
    mcp::ToolResult result;
    result.structured = base::parse_json(structured).value();
    return result;
}

struct Runs {
    NoPictures pictures;
    ui::ChatLog log{pictures};
    Screen screen;

    explicit Runs(float width = 900)
        : screen([this](ui::Ui& u) { log.draw(u, u.screen(), screen.state.conversations[0]); }, width) {
        screen.state.conversations.push_back({});
        screen.state.conversations[0].id = "c";
        screen.state.conversations[0].entries_loaded = true;
        screen.state.selected_conversation = "c";
    }

    std::vector<chat::Entry>& entries() { return screen.state.conversations[0].entries; }

    // A run of `echo` that goes on.
    chat::ToolRun& start() {
        chat::ToolRun run;
        run.server_id = "s";
        run.server_name = "demo";
        run.tool_name = "echo";
        run.arguments = base::Json::object();
        run.state = chat::RunState::running;
        entries().push_back({entries().size() + 1, screen.state.now, std::move(run), 1});
        return std::get<chat::ToolRun>(entries().back().content);
    }

    // One that has answered, on the screen.
    void answer(mcp::ToolResult result) {
        chat::ToolRun& run = start();
        run.state = chat::RunState::done;
        run.result = std::move(result);
        screen.frame();
    }

    // One that ended before it could.
    void end(chat::RunState state, base::Error error) {
        chat::ToolRun& run = start();
        run.state = state;
        run.error = std::move(error);
        screen.frame();
    }

    // As the program does, after it has changed the entry.
    chat::ToolRun& change(std::size_t index) {
        ++entries()[index].version;
        return std::get<chat::ToolRun>(entries()[index].content);
    }
};

}  // namespace tests
