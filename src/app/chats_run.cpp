// Tools that run from a chat: checked first, then called, shown while they go on, and kept as they end.
#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "app/chats.hpp"
#include "app/sentences.hpp"
#include "base/json_schema.hpp"
#include "mcp/tools.hpp"
#include "ui/form_problems.hpp"

namespace app {

namespace {

using base::ErrorKind;
using base::Remedy;
using chat::RunState;

const mcp::Tool* find_tool(const model::Server& server, const std::string& name) {
    for (const auto& tool : server.tools)
        if (tool.name == name) return &tool;
    return nullptr;
}

// A member that is null and need not be there says the same as one that is not: it is checked as absent, and sent as given.
base::Json without_nulls(const mcp::Tool& tool, const base::Json& arguments) {
    const base::Json* required = base::array_member(tool.input_schema, "required");
    base::Json given = base::Json::object();
    for (auto it = arguments.begin(); it != arguments.end(); ++it) {
        const bool needed =
            required && std::find(required->begin(), required->end(), base::Json(it.key())) != required->end();
        if (!it->is_null() || needed) given[it.key()] = *it;
    }
    return given;
}

// Before anything is sent: what does not fit the tool's schema, as one sentence.
std::optional<base::Error> argument_problem(const mcp::Tool& tool, const base::Json& arguments, bool korean) {
    std::string sentence;
    constexpr std::size_t most_named = 5;
    const auto problems =
        base::validate(tool.input_schema, arguments.is_object() ? without_nulls(tool, arguments) : arguments);
    for (std::size_t i = 0; i < problems.size() && i < most_named; ++i) {
        const auto& problem = problems[i];
        if (!sentence.empty()) sentence += ' ';
        if (!problem.pointer.empty()) sentence += problem.pointer.substr(1) + ": ";
        sentence += korean ? ui::sentence(problem, ui::Locale::korean) : problem.message;
    }
    if (problems.empty()) return std::nullopt;
    return base::Error{ErrorKind::invalid_arguments, Remedy::none, std::move(sentence), {}, {}, tool.name};
}

base::Error tool_gone(const model::AppState& state, const std::string& name) {
    return {ErrorKind::invalid_arguments, Remedy::none, say(Sentence::tool_gone, state, name), {}, {}, name};
}

base::Error not_connected(const model::Server* server) {
    if (!server) return {ErrorKind::server_removed};
    return {ErrorKind::not_connected, Remedy::retry, {}, {}, {}, server->name};
}

}  // namespace

void Chats::run_tool(const std::string& server_id, const std::string& tool_name, const base::Json& arguments) {
    ensure_selected();
    context_.state.screen = model::Screen::chat;
    run(server_id, tool_name, arguments);
}

// True when it was started. What cannot be started is an entry too, with the reason: nothing a person asks for vanishes.
bool Chats::run(const std::string& server_id, const std::string& tool_name, const base::Json& arguments,
                const std::string& earlier_name) {
    const auto& state = context_.state;
    const auto* server = model::find_server(state, server_id);
    const auto* tool = server ? find_tool(*server, tool_name) : nullptr;
    chat::ToolRun run;
    run.server_id = server_id;
    run.server_name = server ? server->name : earlier_name;
    run.tool_name = tool_name;
    run.tool_title = tool ? tool->title : std::string();
    run.arguments = arguments.is_null() ? base::Json::object() : arguments;
    run.state = RunState::failed;

    const bool connected = servers_.connected(server_id) != nullptr;
    const bool comes = server && server->state == model::ConnectionState::connecting && !server->tools.empty();
    if (!connected && !comes) {
        run.error = not_connected(server);
    } else if (!tool) {
        run.error = tool_gone(state, tool_name);
    } else {
        run.error = argument_problem(*tool, run.arguments, is_korean(state));
    }
    if (run.error) {
        append(state.selected_conversation, std::move(run));
        return false;
    }
    run.state = connected ? RunState::running : RunState::waiting;
    mcp::Tool called = *tool;
    base::Json given = run.arguments;
    Live live{state.selected_conversation, 0, server_id, 0, context_.ports.clock.monotonic().count()};
    live.entry_id = append(live.conversation_id, std::move(run));
    live_.push_back(live);
    context_.page.spawn(hold(live.conversation_id, live.entry_id));
    if (connected) start(live, std::move(called), std::move(given));
    return true;
}

// Of a server that is connected.
void Chats::start(const Live& live, mcp::Tool tool, base::Json arguments) {
    auto& scope = servers_.connected(live.server_id)->scope;
    const auto task = scope.spawn(call(live, std::move(tool), std::move(arguments)));
    if (auto* kept = find_live(live.conversation_id, live.entry_id)) kept->task = task;
}

void Chats::start_waiting(const std::string& server_id) {
    const auto* server = model::find_server(context_.state, server_id);
    const auto now = live_;
    for (const Live& waiting : now) {
        if (waiting.server_id != server_id || waiting.task != 0) continue;
        auto* run = find_run_to_change(waiting);
        const auto* tool = run && server ? find_tool(*server, run->tool_name) : nullptr;
        if (!tool) {
            const std::string name = run ? run->tool_name : std::string();
            stop(waiting, RunState::failed, tool_gone(context_.state, name));
            continue;
        }
        run->state = RunState::running;
        start(waiting, *tool, run->arguments);
    }
}

base::Task<void> Chats::call(Live live, mcp::Tool tool, base::Json arguments) {
    auto* connection = servers_.connected(live.server_id);
    if (!connection || !is_live(live.conversation_id, live.entry_id)) co_return;
    auto on_progress = [this, live](mcp::Progress progress) {
        if (!is_live(live.conversation_id, live.entry_id)) return;
        if (auto* run = find_run_to_change(live)) run->progress = std::move(progress);
    };
    mcp::CallEvents events{std::move(on_progress), [this, live](bool waits) { on_person(live, waits); }};
    auto answer = co_await connection->client->call_tool(std::move(tool), std::move(arguments), std::move(events));
    // As it is kept: it may have begun anew after a sign-in.
    const auto* kept = find_live(live.conversation_id, live.entry_id);
    if (kept) finish(*kept, std::move(answer));
}

// Kept as what it is: should the page leave for the sign-in, it goes on from here.
void Chats::on_person(const Live& live, bool waits) {
    auto* kept = find_live(live.conversation_id, live.entry_id);
    auto* run = kept ? find_run_to_change(live) : nullptr;
    if (!run) return;
    run->state = waits ? RunState::waiting : RunState::running;
    kept->began_ms = context_.ports.clock.monotonic().count();  // the time of a sign-in is none of the tool's
    save_entry(live.conversation_id, live.entry_id);
}

RunState Chats::state_ended_by(const base::Error& why) {
    return base::is_ending(why.kind) ? RunState::cancelled : RunState::failed;
}

// By value: what the caller names is an element of live_.
void Chats::finish(Live live, base::Result<mcp::ToolResult> answer) {
    forget_live(live);
    auto* run = find_run_to_change(live);
    if (!run) return;
    run->duration_ms = context_.ports.clock.monotonic().count() - live.began_ms;
    run->progress.reset();
    if (answer) {
        run->state = answer->is_error ? RunState::failed : RunState::done;
        const auto* server = model::find_server(context_.state, live.server_id);
        const auto* tool = server ? find_tool(*server, run->tool_name) : nullptr;
        if (tool) run->misfits = mcp::misfits_of(*tool, *answer);
        run->result = std::move(*answer);
    } else {
        run->state = state_ended_by(answer.error());
        run->error = std::move(answer.error());
        if (run->error->kind == ErrorKind::unreachable) servers_.doubt(live.server_id);
    }
    save_entry(live.conversation_id, live.entry_id);
}

// By value: what the caller names may be an element of live_.
void Chats::stop(Live stopped, RunState state, std::optional<base::Error> why) {
    if (auto* connection = servers_.connected(stopped.server_id)) connection->scope.cancel(stopped.task);
    forget_live(stopped);
    auto* run = find_run_to_change(stopped);
    if (!run) return;
    run->duration_ms = context_.ports.clock.monotonic().count() - stopped.began_ms;
    run->progress.reset();
    run->state = state;
    run->error = std::move(why);
    save_entry(stopped.conversation_id, stopped.entry_id);
}

void Chats::cancel_run(chat::EntryId id) {
    const std::string& conversation_id = context_.state.selected_conversation;
    for (const auto& live : live_) {
        if (live.conversation_id != conversation_id || live.entry_id != id) continue;
        stop(live, RunState::cancelled, std::nullopt);
        return;
    }
    // It runs in another tab, or did when that was closed: here it is over.
    auto* entry = find_entry(conversation_id, id);
    auto* run = entry ? std::get_if<chat::ToolRun>(&entry->content) : nullptr;
    if (!run || (run->state != RunState::running && run->state != RunState::waiting)) return;
    run->state = RunState::cancelled;
    ++entry->version;
    save_entry(conversation_id, id);
}

void Chats::run_again(chat::EntryId id) {
    const auto* entry = find_entry(context_.state.selected_conversation, id);
    const auto* found = entry ? std::get_if<chat::ToolRun>(&entry->content) : nullptr;
    if (!found) return;
    const chat::ToolRun earlier = *found;  // its place in memory moves
    // It may be one that is only shown as ended here: nobody is to take it up any more.
    if (earlier.error && earlier.error->kind == ErrorKind::page_closed)
        save_entry(context_.state.selected_conversation, id);
    run(earlier.server_id, earlier.tool_name, earlier.arguments, earlier.server_name);
}

void Chats::end_runs(const std::string& server_id, const base::Error& why) {
    const auto now = live_;
    for (const auto& live : now)
        if (live.server_id == server_id) stop(live, state_ended_by(why), why);
    for (auto& left : left_)
        if (left.server_id == server_id && !left.ended) left.ended = why;
}

void Chats::end_runs_of_conversation(const std::string& id) {
    const auto now = live_;
    for (const auto& live : now)
        if (live.conversation_id == id) stop(live, RunState::cancelled, std::nullopt);
}

void Chats::forget_live(const Live& live) {
    held_.erase(lock_of(live.conversation_id, live.entry_id));
    std::erase_if(live_, [id = live.entry_id, conversation = live.conversation_id](const Live& other) {
        return other.entry_id == id && other.conversation_id == conversation;
    });
}

Chats::Live* Chats::find_live(const std::string& conversation_id, chat::EntryId id) {
    const auto found = std::find_if(live_.begin(), live_.end(), [&](const Live& live) {
        return live.entry_id == id && live.conversation_id == conversation_id;
    });
    return found == live_.end() ? nullptr : &*found;
}

chat::ToolRun* Chats::find_run_to_change(const Live& live) {
    auto* entry = find_entry(live.conversation_id, live.entry_id);
    auto* run = entry ? std::get_if<chat::ToolRun>(&entry->content) : nullptr;
    if (run) ++entry->version;
    return run;
}

}  // namespace app
