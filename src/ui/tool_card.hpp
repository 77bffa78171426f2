// One tool in the inspector: its header, and what opens below it.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "chat/conversation.hpp"
#include "model/app_state.hpp"
#include "ui/tool_form.hpp"
#include "ui/ui.hpp"
#include "ui/widgets/select.hpp"

namespace ui {

// What is kept of a tool between frames, once it was opened: what was filled in above all.
struct ToolView {
    bool open = false;
    bool whole_description = false;
    bool shows_schema = false;
    std::uint32_t tools_version = 0;  // that `form` and the schemas were made from
    std::unique_ptr<ToolForm> form;
    WrappedText description;
    TextBuffer input_schema, output_schema;
    float height = 0;  // of the card, as it was drawn last
};

// A run of the tool that has not ended, in the chat that is shown.
struct RunUnderWay {
    chat::EntryId entry_id = 0;
    const chat::ToolRun* run = nullptr;
};

struct ToolCard {
    const model::Server& server;
    const mcp::Tool& tool;
    ToolView* view;  // null: it was never opened
    RunUnderWay run;
    Popups popups;
    int position, count;  // in the list, from 1
};

struct CardEvents {
    bool toggled = false;  // the header was pressed
    std::string pressed_link;
    std::optional<Rect> reveal;  // what should be scrolled into view
};

inline constexpr float card_header_height = 40;  // CSS pixels

// Draws at (x, y); the height.
float draw_tool_card(Ui& ui, const ToolCard& card, float x, float y, float width, CardEvents& events);

}  // namespace ui
