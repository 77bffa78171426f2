// Conversations in ports::Store: a head in the collection "conversation" by its id, and each entry in a collection of its
// conversation's own, "entry/<conversation id>", by its number with leading zeros. So appending writes one small record,
// opening one chat reads no other, and a chat of 10,000 messages is never rewritten. Shapes: chat/record.hpp.
#pragma once

#include <string>
#include <vector>

#include "base/loop.hpp"
#include "base/task.hpp"
#include "chat/conversation.hpp"
#include "ports/store.hpp"

namespace chat {

inline constexpr const char* head_collection = "conversation";
std::string entry_collection(const std::string& conversation_id);
// Empty when `collection` is not one of entries.
std::string conversation_of_collection(const std::string& collection);
std::string entry_key(EntryId id);

// What to write, for one ports::Store::write or several.
ports::Write head_write(const Conversation& conversation);
ports::Write entry_write(const std::string& conversation_id, const Entry& entry);
ports::Write head_erasure(const std::string& conversation_id);
ports::Write entry_erasure(const std::string& conversation_id, EntryId id);

// `damaged` counts records that did not decrypt or read; they are left where they are.
struct StoredHeads {
    std::vector<Conversation> conversations;  // in no order
    int damaged = 0;
};
struct LoadedEntries {
    std::vector<Entry> entries;  // by id
    int damaged = 0;
};

StoredHeads heads_of(const ports::Store::Listing& listing);  // of head_collection

// Reads in slices between which other work of the loop gets its turn.
base::Task<base::Result<LoadedEntries>> load_entries(ports::Store& store, base::Loop& loop,
                                                     std::string conversation_id);

bool is_under_way(const Entry& entry);  // a run that waits or runs, in some tab, or did when that was closed

// What an entry that was under way when its page closed is now.
void close_run(Entry& entry);

}  // namespace chat
