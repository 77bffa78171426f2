// What could follow at the caret of a command: tools' names, arguments' names, values of an enum.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/ascii.hpp"
#include "base/json_schema.hpp"
#include "chat/slash_arguments.hpp"
#include "chat/slash_command.hpp"

namespace chat {

namespace {

using base::Json;

// 0 the very name, 1 the same beginning, 2 inside as it stands, 3 its letters in order; negative when it does not fit. Case
// is no matter but to the first.
int fit(std::string_view typed, std::string_view name) {
    if (typed == name) return 0;
    if (typed.empty()) return 1;
    const auto same = [](char a, char b) { return base::lower(a) == base::lower(b); };
    const auto at = std::search(name.begin(), name.end(), typed.begin(), typed.end(), same);
    if (at == name.begin() && name.size() >= typed.size()) return 1;
    if (at != name.end()) return 2;
    std::size_t next = 0;
    for (const char c : name)
        if (next < typed.size() && same(c, typed[next])) ++next;
    return next == typed.size() ? 3 : -1;
}

struct Ranked {
    int rank;
    Completion completion;
};

std::vector<Completion> best_first(std::vector<Ranked> ranked) {
    constexpr int worst = 7;
    std::vector<Completion> list;
    list.reserve(ranked.size());
    for (int rank = 0; rank <= worst; ++rank)
        for (auto& item : ranked)
            if (item.rank == rank) list.push_back(std::move(item.completion));
    return list;
}

std::string joined(const std::string& a, const std::string& b) {
    if (a.empty() || b.empty()) return a + b;
    return a + " · " + b;
}

std::vector<Completion> complete_tool(std::string_view text, std::size_t caret,
                                      const std::vector<ToolSource>& sources) {
    const std::string_view typed = text.substr(1, caret - 1);
    std::size_t end = caret;
    while (end < text.size() && !base::is_blank_or_break(text[end])) ++end;
    std::vector<Ranked> ranked;
    for (const auto& source : sources) {
        for (const auto& tool : *source.tools) {
            const std::string command = slash_command_for(source.server_id, tool.name, sources);
            const int of_command = fit(typed, std::string_view(command).substr(1));
            const int of_name = fit(typed, tool.name);
            const int of_title = fit(typed, tool.title) == 1 && !tool.title.empty() ? 2 : -1;
            int rank = -1;
            for (const int candidate : {of_command, of_name, of_title})
                if (candidate >= 0 && (rank < 0 || candidate < rank)) rank = candidate;
            if (rank < 0) continue;
            ranked.push_back(
                {rank, {command.substr(1), joined(source.server_name, tool.title), command + " ", 0, end}});
        }
    }
    return best_first(std::move(ranked));
}

std::string type_words(const Json& schema) {
    std::string words;
    for (const auto& type : base::schema_types(schema)) words += (words.empty() ? "" : " or ") + type;
    return words;
}

bool needs(const mcp::Tool& tool, const std::string& name) {
    const Json* required = base::array_member(tool.input_schema, "required");
    return required && std::find(required->begin(), required->end(), Json(name)) != required->end();
}

std::vector<Completion> complete_name(const mcp::Tool& tool, std::string_view typed, std::size_t begin, std::size_t end,
                                      const std::vector<std::string>& used) {
    const Json* properties = base::object_member(tool.input_schema, "properties");
    if (!properties) return {};
    std::vector<Ranked> ranked;
    for (const auto& property : properties->items()) {
        const std::string& name = property.key();
        const int rank = fit(typed, name);
        if (rank < 0 || std::find(used.begin(), used.end(), name) != used.end()) continue;
        const Json& schema = *property_schema(tool, name);
        const std::string type = joined(type_words(schema), needs(tool, name) ? "required" : "");
        ranked.push_back({rank * 2 + !needs(tool, name),
                          {name, joined(type, base::string_or_empty(schema, "description")), name + "=", begin, end}});
    }
    return best_first(std::move(ranked));
}

// A text with blanks or quotes needs quotes to stay one word.
std::string quoted_where_needed(const std::string& text) {
    const bool plain =
        !text.empty() && text.find_first_of(" \t\r\n\"\\") == std::string::npos && text[0] != '{' && text[0] != '[';
    if (plain) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        if (c == '\n')
            quoted += "\\n";
        else
            quoted += c;
    }
    return quoted + "\"";
}

std::vector<Completion> complete_value(const Json& schema, std::string_view typed, std::size_t begin, std::size_t end) {
    std::vector<std::string> values;
    const auto types = base::schema_types(schema);
    if (const Json* choices = base::array_member(schema, "enum")) {
        for (const Json& choice : *choices) {
            const auto* text = choice.get_ptr<const std::string*>();
            values.push_back(text ? *text : base::dump_json(choice));
        }
    } else if (std::find(types.begin(), types.end(), "boolean") != types.end()) {
        values = {"true", "false"};
    }
    std::vector<Ranked> ranked;
    for (const auto& value : values)
        if (const int rank = fit(typed, value); rank >= 0)
            ranked.push_back({rank, {value, {}, quoted_where_needed(value) + " ", begin, end}});
    return best_first(std::move(ranked));
}

// The tool whose name ends before the caret, and where its arguments begin; null when the name is not finished.
const mcp::Tool* tool_before(std::string_view text, std::size_t caret, const std::vector<ToolSource>& sources,
                             std::size_t& arguments_begin) {
    const mcp::Tool* found = nullptr;
    arguments_begin = 0;
    for (const auto& source : sources) {
        for (const auto& tool : *source.tools) {
            for (const auto& command : {"/" + tool.name, slash_command_for(source.server_id, tool.name, sources)}) {
                if (command.size() >= caret || command.size() < arguments_begin) continue;
                if (!text.starts_with(command) || !base::is_blank_or_break(text[command.size()])) continue;
                found = &tool;
                arguments_begin = command.size();
            }
        }
    }
    return found;
}

}  // namespace

std::vector<Completion> completions(std::string_view text, std::size_t caret, const std::vector<ToolSource>& sources) {
    caret = std::min(caret, text.size());
    if (text.empty() || text[0] != '/' || caret == 0) return {};
    std::size_t begin = 0;
    const mcp::Tool* tool = tool_before(text, caret, sources, begin);
    if (!tool) {
        const bool in_first_word =
            std::none_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(caret), base::is_blank_or_break);
        return in_first_word ? complete_tool(text, caret, sources) : std::vector<Completion>();
    }
    const std::string_view arguments = text.substr(begin);
    if (const auto first = arguments.find_first_not_of(" \t\r\n");
        first != std::string_view::npos && arguments[first] == '{')
        return {};
    const std::size_t at = caret - begin;
    std::vector<std::string> used;
    const auto words = split_arguments(arguments);
    for (const auto& word : words)
        if (at < word.begin || at > word.end) used.push_back(word.name);
    for (const auto& word : words) {
        if (at < word.begin || at > word.end) continue;
        if (word.name.empty())
            return complete_name(*tool, arguments.substr(word.begin, at - word.begin), begin + word.begin,
                                 begin + word.end, used);
        const Json* schema = property_schema(*tool, word.name);
        if (!schema || at < word.value_begin) return {};
        std::string_view typed = arguments.substr(word.value_begin, at - word.value_begin);
        if (word.quoted && !typed.empty()) typed.remove_prefix(1);
        return complete_value(*schema, typed, begin + word.value_begin, begin + word.end);
    }
    return complete_name(*tool, {}, caret, caret, used);
}

}  // namespace chat
