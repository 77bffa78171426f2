#include "chat/conversation_store.hpp"

#include <string_view>

#include "base/one_shot.hpp"
#include "chat/record.hpp"

namespace chat {

namespace {

constexpr std::string_view entry_prefix = "entry/";
constexpr std::size_t bytes_a_slice = 256 * 1024;  // about two milliseconds of reading
constexpr std::size_t records_a_slice = 200;

// Lets the loop run what else is due, and the frame end.
base::Task<void> rest(base::Loop& loop) {
    auto later = base::one_shot<int>(loop);
    loop.post([sender = later.first] { sender.send(0); });
    co_await later.second;
}

}  // namespace

std::string entry_collection(const std::string& conversation_id) { return std::string(entry_prefix) + conversation_id; }

std::string conversation_of_collection(const std::string& collection) {
    return collection.starts_with(entry_prefix) ? collection.substr(entry_prefix.size()) : std::string();
}

std::string entry_key(EntryId id) {
    const std::string digits = std::to_string(id);
    return std::string(digits.size() < 16 ? 16 - digits.size() : 0, '0') + digits;
}

ports::Write head_write(const Conversation& conversation) {
    return {head_collection, conversation.id, write_head(conversation)};
}

ports::Write entry_write(const std::string& conversation_id, const Entry& entry) {
    return {entry_collection(conversation_id), entry_key(entry.id), write_entry(entry)};
}

ports::Write head_erasure(const std::string& conversation_id) {
    return {head_collection, conversation_id, std::nullopt};
}

ports::Write entry_erasure(const std::string& conversation_id, EntryId id) {
    return {entry_collection(conversation_id), entry_key(id), std::nullopt};
}

bool is_under_way(const Entry& entry) {
    const auto* run = std::get_if<ToolRun>(&entry.content);
    return run && (run->state == RunState::waiting || run->state == RunState::running);
}

void close_run(Entry& entry) {
    if (!is_under_way(entry)) return;
    auto& run = std::get<ToolRun>(entry.content);
    run.state = RunState::cancelled;
    run.error = base::Error{base::ErrorKind::page_closed};
}

StoredHeads heads_of(const ports::Store::Listing& listing) {
    StoredHeads stored;
    stored.damaged = listing.damaged;
    for (const auto& record : listing.records) {
        auto head = read_head(record.value);
        // A head under another's key would be written back to the wrong place.
        if (head && head->id == record.key)
            stored.conversations.push_back(std::move(*head));
        else
            ++stored.damaged;
    }
    return stored;
}

base::Task<base::Result<LoadedEntries>> load_entries(ports::Store& store, base::Loop& loop,
                                                     std::string conversation_id) {
    auto listing = co_await base::or_return(co_await store.list(entry_collection(conversation_id)));
    LoadedEntries loaded;
    loaded.damaged = listing.damaged;
    loaded.entries.reserve(listing.records.size());
    std::size_t bytes = 0, records = 0;
    for (auto& record : listing.records) {
        bytes += record.value.size();
        auto entry = read_entry(record.value);
        record.value = {};
        // The listing is by key, so the entries come by id.
        if (entry && entry_key(entry->id) == record.key) {
            loaded.entries.push_back(std::move(*entry));
        } else {
            ++loaded.damaged;
        }
        if (bytes < bytes_a_slice && ++records < records_a_slice) continue;
        bytes = records = 0;
        co_await rest(loop);
    }
    co_return loaded;
}

}  // namespace chat
