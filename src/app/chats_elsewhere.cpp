// Runs that go on where this page does not see them: in another tab, or in this page before it left for a sign-in.
#include <utility>

#include "app/chats.hpp"
#include "base/json.hpp"

namespace app {

using chat::RunState;

std::string Chats::lock_of(const std::string& conversation_id, chat::EntryId id) {
    return "run/" + conversation_id + "/" + std::to_string(id);
}

base::Task<void> Chats::hold(std::string conversation_id, chat::EntryId id) {
    auto lock = co_await context_.ports.locks.acquire(lock_of(conversation_id, id));
    if (lock && is_live(conversation_id, id)) held_[lock_of(conversation_id, id)] = std::move(*lock);
}

// Where there are no locks nobody can tell, and it is over.
base::Task<void> Chats::watch(std::string conversation_id, chat::EntryId id) {
    const std::string name = lock_of(conversation_id, id);
    const auto lock = co_await context_.ports.locks.acquire(name);
    watched_.erase(name);
    auto* entry = is_live(conversation_id, id) ? nullptr : find_entry(conversation_id, id);
    if (!entry || !chat::is_under_way(*entry)) co_return;
    // Shown, not saved: that tab's own last word may still be on its way.
    chat::close_run(*entry);
    ++entry->version;
}

void Chats::take_up_or_watch(const std::string& conversation_id, const chat::Entry& entry) {
    if (!chat::is_under_way(entry) || is_live(conversation_id, entry.id)) return;
    if (left_.erase(lock_of(conversation_id, entry.id)) > 0) return take_up_entry(conversation_id, entry);
    if (watched_.insert(lock_of(conversation_id, entry.id)).second)
        context_.page.spawn(watch(conversation_id, entry.id));
}

std::string Chats::errand(const std::string& server_id) {
    base::Json runs = base::Json::array();
    for (const auto& live : live_) {
        const auto* entry = find_entry(live.conversation_id, live.entry_id);
        const auto* run = entry ? std::get_if<chat::ToolRun>(&entry->content) : nullptr;
        if (!run || live.server_id != server_id || run->state != RunState::waiting) continue;
        runs.push_back({{"conversation", live.conversation_id}, {"entry", live.entry_id}});
    }
    return runs.empty() ? std::string() : base::dump_json(runs);
}

void Chats::take_up(const std::string& errand) {
    const auto runs = base::parse_json(errand);
    if (!runs || !runs->is_array()) return;
    for (const auto& each : *runs) {
        const std::string conversation_id = base::string_or_empty(each, "conversation");
        const auto entry_id = base::integer_member(each, "entry");
        if (!entry_id) continue;
        left_.insert(lock_of(conversation_id, static_cast<chat::EntryId>(*entry_id)));
        load_entries(conversation_id);
    }
}

void Chats::take_up_entry(const std::string& conversation_id, const chat::Entry& entry) {
    const std::string server_id = std::get<chat::ToolRun>(entry.content).server_id;
    const Live live{conversation_id, entry.id, server_id, 0, context_.ports.clock.monotonic().count()};
    live_.push_back(live);
    context_.page.spawn(hold(conversation_id, entry.id));
    const auto* server = model::find_server(context_.state, server_id);
    if (servers_.connected(server_id))
        start_waiting(server_id);
    else if (!server || server->state != model::ConnectionState::connecting)  // the sign-in is over, and went wrong
        stop(live, RunState::failed, server && server->error ? *server->error : not_connected(server));
}

}  // namespace app
