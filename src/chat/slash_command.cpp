#include "chat/slash_command.hpp"

#include <algorithm>
#include <utility>

#include "base/ascii.hpp"
#include "chat/slash_arguments.hpp"
#include "chat/slash_words.hpp"

namespace chat {

namespace {

using base::ErrorKind;

std::string plain_word(const std::string& name) {
    std::string word;
    for (const char c : name) {
        if (base::is_letter_or_digit(c) || static_cast<unsigned char>(c) >= 0x80)
            word += base::lower(c);
        else if (!word.empty() && word.back() != '-')
            word += '-';
    }
    while (!word.empty() && word.back() == '-') word.pop_back();
    return word.empty() ? "server" : word;
}

std::size_t servers_with(const std::vector<ToolSource>& sources, std::string_view tool_name) {
    return static_cast<std::size_t>(std::count_if(sources.begin(), sources.end(), [&](const ToolSource& source) {
        return std::any_of(source.tools->begin(), source.tools->end(),
                           [&](const auto& t) { return t.name == tool_name; });
    }));
}

// How many single-character edits apart (Levenshtein); for suggesting a name.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = diagonal + (base::lower(a[i - 1]) != base::lower(b[j - 1]));
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
        }
    }
    return row[b.size()];
}

struct Found {
    const ToolSource* source = nullptr;
    const mcp::Tool* tool = nullptr;
    std::size_t name_end = 0;  // in the text behind the slash
    int count = 0;             // servers that fit
};

// The longest name that the text begins with, up to a blank or the end: names may have blanks themselves.
Found find_tool(std::string_view text, const std::vector<ToolSource>& sources) {
    Found found;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const std::string with_server = server_word(sources, i) + ":";
        for (const auto& tool : *sources[i].tools) {
            for (const auto& spelling : {tool.name, with_server + tool.name}) {
                if (spelling.empty() || !text.starts_with(spelling)) continue;
                if (text.size() > spelling.size() && !base::is_blank_or_break(text[spelling.size()])) continue;
                if (spelling.size() < found.name_end) continue;
                const bool same = spelling.size() == found.name_end;
                found = {&sources[i], &tool, spelling.size(), same ? found.count + 1 : 1};
            }
        }
    }
    return found;
}

std::unexpected<base::Error> refuse(std::string message, std::string subject) {
    return base::fail(base::Error{.kind = ErrorKind::invalid_arguments,
                                  .remedy = base::Remedy::none,
                                  .message = std::move(message),
                                  .subject = std::move(subject)});
}

constexpr Wording no_server{"There is no tool “{}”: no server with tools is connected.",
                            "“{}” 도구가 없습니다. 도구가 있는 서버가 연결되어 있지 않습니다."};
constexpr Wording no_tool{"There is no tool “{}”. Type / to see what there is.",
                          "“{}” 도구가 없습니다. /를 입력하면 있는 도구가 보입니다."};
constexpr Wording no_tool_but{"There is no tool “{}”. The nearest is {}.",
                              "“{}” 도구가 없습니다. 가장 비슷한 것은 {}입니다."};
constexpr Wording two_servers{"More than one server has “{}”. Type {}.",
                              "“{}” 도구가 여러 서버에 있습니다. 이렇게 쓰세요: {}"};
constexpr Wording no_command{"A command begins with / and the name of a tool.", "명령은 /와 도구 이름으로 시작합니다."};

std::unexpected<base::Error> unknown_tool(const std::string& typed, const std::vector<ToolSource>& sources,
                                          bool korean) {
    const bool any_tool =
        std::any_of(sources.begin(), sources.end(), [](const ToolSource& source) { return !source.tools->empty(); });
    if (!any_tool) return refuse(say(korean, no_server, {typed}), typed);
    std::string nearest;
    std::size_t best = 3 + typed.size() / 4;  // farther than this is another word
    for (const auto& source : sources) {
        for (const auto& tool : *source.tools) {
            const std::size_t apart = tool.name.size() > 200 ? best : distance(typed, tool.name);
            if (apart >= best) continue;
            best = apart;
            nearest = slash_command_for(source.server_id, tool.name, sources);
        }
    }
    return refuse(say(korean, nearest.empty() ? no_tool : no_tool_but, {typed, nearest}), typed);
}

std::unexpected<base::Error> ambiguous(const mcp::Tool& tool, const std::vector<ToolSource>& sources, bool korean) {
    std::string choices;
    for (std::size_t i = 0; i < sources.size(); ++i)
        for (const auto& other : *sources[i].tools)
            if (other.name == tool.name)
                choices += (choices.empty() ? "/"
                            : korean        ? ", /"
                                            : " or /") +
                           server_word(sources, i) + ":" + tool.name;
    return refuse(say(korean, two_servers, {tool.name, choices}), tool.name);
}

}  // namespace

bool is_slash_command(std::string_view text) {
    return text.size() > 1 && text[0] == '/' && !base::is_blank_or_break(text[1]);
}

std::string server_word(const std::vector<ToolSource>& sources, std::size_t index) {
    const std::string word = plain_word(sources[index].server_name);
    int before = 0;
    for (std::size_t i = 0; i < index; ++i) before += plain_word(sources[i].server_name) == word;
    return before == 0 ? word : word + "-" + std::to_string(before + 1);
}

std::string slash_command_for(const std::string& server_id, const std::string& tool_name,
                              const std::vector<ToolSource>& sources) {
    if (servers_with(sources, tool_name) < 2) return "/" + tool_name;
    for (std::size_t i = 0; i < sources.size(); ++i)
        if (sources[i].server_id == server_id) return "/" + server_word(sources, i) + ":" + tool_name;
    return "/" + tool_name;
}

std::string slash_call_for(const std::string& server_id, const std::string& tool_name, const base::Json& arguments,
                           const std::vector<ToolSource>& sources) {
    std::string call = slash_command_for(server_id, tool_name, sources) + ' ';
    if (!arguments.empty()) call += base::dump_json(arguments);
    return call;
}

base::Result<SlashCall> parse_slash_command(std::string_view text, const std::vector<ToolSource>& sources,
                                            bool korean) {
    if (!is_slash_command(text)) return refuse(say(korean, no_command), {});
    text.remove_prefix(1);
    const Found found = find_tool(text, sources);
    if (!found.tool) {
        const auto end = std::find_if(text.begin(), text.end(), base::is_blank_or_break);
        return unknown_tool(std::string(text.begin(), end), sources, korean);
    }
    if (found.count > 1) return ambiguous(*found.tool, sources, korean);
    auto arguments = read_arguments(text.substr(found.name_end), *found.tool, korean);
    if (!arguments) return base::fail(std::move(arguments.error()));
    return SlashCall{found.source->server_id, found.tool, std::move(*arguments)};
}

}  // namespace chat
