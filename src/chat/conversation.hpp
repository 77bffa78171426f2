// A conversation as values: what was said and which tools ran. Stored by conversation_store, drawn by ui.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/json_schema.hpp"
#include "mcp/tool.hpp"

namespace chat {

using EntryId = std::uint64_t;  // unique in its conversation, ascending; never reused

enum class Author { user, assistant, parley };  // parley: a sentence of ours, such as why nothing answered

struct Message {
    Author author = Author::user;
    std::string text;  // Markdown
};

enum class RunState { waiting, running, done, failed, cancelled };

// One call of a tool, started by hand or by a model.
struct ToolRun {
    std::string server_id;
    std::string server_name;  // as it was then; the server may be gone
    std::string tool_name;
    std::string tool_title;
    base::Json arguments;
    RunState state = RunState::waiting;
    std::optional<mcp::Progress> progress;
    mcp::ToolResult result;  // when done, or failed by the tool itself (is_error)
    std::vector<base::SchemaProblem>
        misfits;                       // how the result breaks the tool's output schema, as that was when it came
    std::optional<base::Error> error;  // when failed before the tool could answer, or ended by anything but its person
    double duration_ms = 0;
};

struct Entry {
    EntryId id = 0;
    std::chrono::milliseconds at{};  // wall clock
    std::variant<Message, ToolRun> content;
    std::uint32_t version = 0;  // goes up with every change; what is laid out is cached by (id, version)
};

struct Conversation {
    std::string id;     // UUID
    std::string title;  // empty until named: the UI shows the first words
    std::chrono::milliseconds created_at{};
    std::chrono::milliseconds changed_at{};
    std::string draft;  // what stands in the composer
    std::vector<Entry> entries;
    EntryId last_entry_id = 0;
    std::string first_words;      // of the first entry: names the chat in the list before its entries are read
    bool entries_loaded = false;  // false: `entries` has at most what was added since the start
};

// The words of an entry that may name its conversation: one line, at most `max_code_points`; empty for a sentence of ours.
std::string title_words(const Entry& entry, int max_code_points = 60);

// The title, or the first words of the first message or tool, at most `max_code_points`; empty for an empty conversation.
std::string shown_title(const Conversation& conversation, int max_code_points = 60);

}  // namespace chat
