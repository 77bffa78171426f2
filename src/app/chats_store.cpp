// Conversations on their way to the store and back: entries read when a chat is opened, drafts, other tabs' changes.
#include <algorithm>
#include <utility>

#include "app/chats.hpp"
#include "app/sentences.hpp"
#include "chat/record.hpp"

namespace app {

void Chats::put_by_id(std::vector<chat::Entry>& entries, chat::Entry entry) {
    std::size_t place = entries.size();
    while (place > 0 && entries[place - 1].id > entry.id) --place;
    if (place > 0 && entries[place - 1].id == entry.id)
        entries[place - 1] = std::move(entry);
    else
        entries.insert(entries.begin() + static_cast<std::ptrdiff_t>(place), std::move(entry));
}

void Chats::show(std::vector<chat::Conversation> heads) {
    for (auto& head : heads)
        if (!model::find_conversation(context_.state, head.id)) insert_by_time(std::move(head));
}

void Chats::save_head(const chat::Conversation& conversation) {
    const bool worth_keeping =
        conversation.last_entry_id != 0 || !conversation.title.empty() || !conversation.draft.empty();
    context_.saver.put(worth_keeping ? chat::head_write(conversation) : chat::head_erasure(conversation.id));
}

void Chats::save_entry(const std::string& conversation_id, chat::EntryId id) {
    if (const auto* entry = find_entry(conversation_id, id))
        context_.saver.put(chat::entry_write(conversation_id, *entry));
}

void Chats::load_entries(const std::string& id) {
    const auto* conversation = model::find_conversation(context_.state, id);
    if (!conversation || conversation->entries_loaded || !loading_.insert(id).second) return;
    context_.page.spawn(load_entries_of(id));
}

base::Task<void> Chats::load_entries_of(std::string id) {
    auto loaded = co_await chat::load_entries(context_.ports.store, context_.ports.loop, id);
    loading_.erase(id);
    auto* conversation = model::find_conversation(context_.state, id);
    if (!conversation) co_return;
    if (!loaded) {
        forget_left(id);
        context_.notices.report(std::move(loaded.error()));
        co_return;
    }
    // What was added meanwhile is newer than what was read.
    for (auto& added : conversation->entries) put_by_id(loaded->entries, std::move(added));
    conversation->entries = std::move(loaded->entries);
    conversation->entries_loaded = true;
    if (!conversation->entries.empty())
        conversation->last_entry_id = std::max(conversation->last_entry_id, conversation->entries.back().id);
    for (const auto& entry : conversation->entries) watch_if_elsewhere(id, entry);
    if (loaded->damaged > 0)
        context_.notices.say(say(Sentence::records_damaged, context_.state, std::to_string(loaded->damaged)));
}

// Reads first what has to come back with an undo, then erases every record of the conversation, damaged ones too.
base::Task<void> Chats::erase(std::shared_ptr<Deleted> deleted) {
    auto& store = context_.ports.store;
    const std::string id = deleted->conversation.id;
    auto listing = co_await store.list(chat::entry_collection(id));
    if (deleted->taken_back) co_return;
    if (!listing) {
        context_.notices.report(std::move(listing.error()));
        co_return;
    }
    auto& conversation = deleted->conversation;
    if (!conversation.entries_loaded) {
        for (const auto& record : listing->records)
            if (auto entry = chat::read_entry(record.value)) {
                chat::close_run(*entry);
                conversation.entries.push_back(std::move(*entry));
            }
        conversation.entries_loaded = true;
    }
    for (auto& record : listing->records)
        context_.saver.put({chat::entry_collection(id), std::move(record.key), std::nullopt});
    for (const auto& entry : conversation.entries) context_.saver.put(chat::entry_erasure(id, entry.id));
    deleted->erased = true;
}

base::Task<void> Chats::save_drafts_while_typed() {
    while (!unsaved_drafts_.empty()) {
        save_drafts();
        co_await context_.ports.clock.sleep(draft_delay);
    }
    draft_timer_ = false;
}

void Chats::save_drafts() {
    for (const auto& id : std::exchange(unsaved_drafts_, {}))
        if (const auto* conversation = model::find_conversation(context_.state, id)) save_head(*conversation);
}

base::Task<void> Chats::reload_head(std::string id) {
    auto& state = context_.state;
    const auto record = co_await context_.ports.store.read(chat::head_collection, id);
    if (!record) co_return;
    auto& list = state.conversations;
    const auto known = std::find_if(list.begin(), list.end(), [&](const chat::Conversation& c) { return c.id == id; });
    const bool selected = state.selected_conversation == id;
    if (!*record) {
        // What a person is typing here outlives a deletion there.
        if (known == list.end() || (selected && !known->draft.empty())) co_return;
        end_runs_of_conversation(id);
        list.erase(known);
        if (selected) state.selected_conversation.clear();
        co_return;
    }
    auto head = chat::read_head(**record);
    if (!head || head->id != id) co_return;
    if (known == list.end()) {
        insert_by_time(std::move(*head));
        co_return;
    }
    auto kept = std::move(*known);
    list.erase(known);
    head->entries = std::move(kept.entries);
    head->entries_loaded = kept.entries_loaded;
    head->last_entry_id = std::max(head->last_entry_id, kept.last_entry_id);
    // … and is not replaced by what stands in another tab.
    if (selected || unsaved_drafts_.contains(id)) head->draft = std::move(kept.draft);
    insert_by_time(std::move(*head));
}

base::Task<void> Chats::reload_entry(std::string conversation_id, std::string key) {
    const auto record = co_await context_.ports.store.read(chat::entry_collection(conversation_id), key);
    auto* conversation = model::find_conversation(context_.state, conversation_id);
    if (!record || !conversation || !conversation->entries_loaded) co_return;
    auto& entries = conversation->entries;
    if (!*record) {
        std::erase_if(entries, [&](const chat::Entry& entry) {
            return chat::entry_key(entry.id) == key && !is_live(conversation_id, entry.id);
        });
        co_return;
    }
    auto read = chat::read_entry(**record);
    if (!read || chat::entry_key(read->id) != key || is_live(conversation_id, read->id)) co_return;
    conversation->last_entry_id = std::max(conversation->last_entry_id, read->id);
    if (const auto* shown = find_entry(conversation_id, read->id)) read->version = shown->version + 1;
    watch_if_elsewhere(conversation_id, *read);
    put_by_id(entries, std::move(*read));
}

}  // namespace app
