// Running a tool from the composer, as text: pure functions between what is typed and a call.
//
//     /add a=2 b=3                        members by name; "two words" in quotes, JSON as it is
//     /add {"a": 2, "b": 3}               all arguments as JSON
//     /echo hello there                   the rest as it stands, where the tool has one argument to fill
//     /demo:add a=2 b=3                   which server, where two have a tool of that name
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/json.hpp"
#include "mcp/tool.hpp"

namespace chat {

// A server whose tools can be run now. `tools` outlives the call.
struct ToolSource {
    std::string server_id;
    std::string server_name;
    const std::vector<mcp::Tool>* tools = nullptr;
};

struct SlashCall {
    std::string server_id;
    const mcp::Tool* tool = nullptr;  // in its source's `tools`
    base::Json arguments;             // an object; not yet validated
};

bool is_slash_command(std::string_view text);  // '/' and then something, at the very beginning

// Errors: invalid_arguments, with a sentence for the person: an unknown tool (and the nearest name), a name that two
// servers have, JSON that does not read, an argument that the tool does not have. `korean`: the sentence's language.
base::Result<SlashCall> parse_slash_command(std::string_view text, const std::vector<ToolSource>& sources,
                                            bool korean = false);

// What to type before the colon: the server's name in small letters and hyphens, with a number where two are alike.
std::string server_word(const std::vector<ToolSource>& sources, std::size_t index);

// The command that runs `tool`, without arguments: "/add", or "/demo:add" where two servers have it.
std::string slash_command_for(const std::string& server_id, const std::string& tool_name,
                              const std::vector<ToolSource>& sources);

// The same with its arguments, as JSON where there are any: what to write into the composer.
std::string slash_call_for(const std::string& server_id, const std::string& tool_name, const base::Json& arguments,
                           const std::vector<ToolSource>& sources);

struct Completion {
    std::string label;   // "add", "a", "celsius"
    std::string detail;  // the server, and the tool's title; the argument's type and description
    std::string insert;  // replaces the bytes begin…end of the text; the caret goes behind it
    std::size_t begin = 0, end = 0;
};

// Best first; empty when nothing fits or the text is no command. `caret` counts UTF-8 bytes.
std::vector<Completion> completions(std::string_view text, std::size_t caret, const std::vector<ToolSource>& sources);

}  // namespace chat
