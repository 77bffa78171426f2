// Runs that go on where this page does not see them: in another tab, or in this page before it left for a sign-in.
#include <algorithm>
#include <utility>

#include "app/chats.hpp"
#include "base/json.hpp"

namespace app {

using chat::RunState;

std::string Chats::lock_of(const std::string& conversation_id, chat::EntryId id) {
    return locks_of(conversation_id) + std::to_string(id);
}

std::string Chats::locks_of(const std::string& conversation_id) { return "run/" + conversation_id + '/'; }

base::Task<void> Chats::hold(std::string conversation_id, chat::EntryId id) {
    auto lock = co_await context_.ports.locks.acquire(lock_of(conversation_id, id));
    if (lock && is_live(conversation_id, id)) held_[lock_of(conversation_id, id)] = std::move(*lock);
}

// Where there are no locks nobody can tell, and it is over.
base::Task<void> Chats::watch(std::string conversation_id, chat::EntryId id) {
    const std::string name = lock_of(conversation_id, id);
    auto lock = co_await context_.ports.locks.acquire(name);
    watched_.erase(name);
    const auto left = take_left(name);
    auto* entry = is_live(conversation_id, id) ? nullptr : find_entry(conversation_id, id);
    if (!entry || !chat::is_under_way(*entry)) co_return;
    // A lock that comes late was another page's, who had the run until now.
    const bool in_time = left && context_.ports.clock.monotonic().count() - left->came_ms < take_up_within_ms;
    if (in_time && std::get<chat::ToolRun>(entry->content).state == RunState::waiting) {
        if (lock) held_[name] = std::move(*lock);
        co_return take_up_entry(conversation_id, *entry, *left);
    }
    // Shown, not saved: that tab's own last word may still be on its way.
    chat::close_run(*entry);
    ++entry->version;
}

std::optional<Chats::Left> Chats::take_left(const std::string& lock) {
    const auto found = std::find_if(left_.begin(), left_.end(), [&](const Left& left) { return left.lock == lock; });
    if (found == left_.end()) return std::nullopt;
    std::optional<Left> taken(std::move(*found));
    left_.erase(found);
    return taken;
}

void Chats::watch_if_elsewhere(const std::string& conversation_id, const chat::Entry& entry) {
    if (!chat::is_under_way(entry) || is_live(conversation_id, entry.id)) return;
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

void Chats::take_up(const std::string& server_id, const std::string& errand) {
    const auto runs = base::parse_json(errand);
    if (!runs || !runs->is_array()) return;
    for (const auto& each : *runs) {
        const std::string conversation_id = base::string_or_empty(each, "conversation");
        const auto entry_id = base::integer_member(each, "entry");
        if (!entry_id || !model::find_conversation(context_.state, conversation_id)) continue;
        left_.push_back({lock_of(conversation_id, static_cast<chat::EntryId>(*entry_id)), server_id,
                         context_.ports.clock.monotonic().count(), std::nullopt});
        load_entries(conversation_id);
    }
}

void Chats::take_up_entry(const std::string& conversation_id, chat::Entry& entry, const Left& left) {
    const Live live{conversation_id, entry.id, left.server_id, 0, context_.ports.clock.monotonic().count()};
    live_.push_back(live);
    save_entry(conversation_id, entry.id);  // other tabs took it for ended
    if (left.ended) return stop(live, state_ended_by(*left.ended), left.ended);
    if (servers_.connected(left.server_id)) start_waiting(left.server_id);
}

// Its entries could not be read: what is read later, when somebody looks, is not to run then.
void Chats::forget_left(const std::string& conversation_id) {
    std::erase_if(left_, [&](const Left& left) { return left.lock.starts_with(locks_of(conversation_id)); });
}

}  // namespace app
