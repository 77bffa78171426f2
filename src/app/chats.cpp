// The list of conversations and what is said in them. Tools that run are in chats_run.cpp, the store in chats_store.cpp.
#include "app/chats.hpp"

#include <algorithm>
#include <utility>

#include "app/sentences.hpp"
#include "chat/slash_command.hpp"
#include "model/tool_sources.hpp"

namespace app {

namespace {

std::string trimmed(const std::string& text) {
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

bool is_empty(const chat::Conversation& conversation) {
    return conversation.entries.empty() && conversation.last_entry_id == 0 && conversation.title.empty() &&
           conversation.draft.empty();
}

bool has_message_of_person(const chat::Conversation& conversation) {
    return std::any_of(conversation.entries.begin(), conversation.entries.end(), [](const chat::Entry& entry) {
        const auto* message = std::get_if<chat::Message>(&entry.content);
        return message && message->author == chat::Author::user;
    });
}

}  // namespace

void Chats::start_new() {
    auto& state = context_.state;
    state.screen = model::Screen::chat;
    const auto empty = std::find_if(state.conversations.begin(), state.conversations.end(), is_empty);
    if (empty != state.conversations.end()) {
        state.selected_conversation = empty->id;
        raise(empty->id);
        return;
    }
    chat::Conversation conversation;
    conversation.id = ports::uuid_v4(context_.ports.random);
    conversation.created_at = conversation.changed_at = context_.ports.clock.wall();
    conversation.entries_loaded = true;
    state.selected_conversation = conversation.id;
    state.conversations.insert(state.conversations.begin(), std::move(conversation));
}

chat::Conversation& Chats::ensure_selected() {
    auto& state = context_.state;
    if (auto* selected = model::find_conversation(state, state.selected_conversation)) return *selected;
    const auto screen = state.screen;
    start_new();
    state.screen = screen;
    return *model::find_conversation(state, state.selected_conversation);
}

void Chats::select(const std::string& id) {
    auto& state = context_.state;
    if (!model::find_conversation(state, id)) return;
    state.selected_conversation = id;
    state.screen = model::Screen::chat;
    load_entries(id);
}

void Chats::rename(const std::string& id, const std::string& title) {
    auto* conversation = model::find_conversation(context_.state, id);
    if (!conversation) return;
    conversation->title = trimmed(title);
    save_head(*conversation);
}

void Chats::remove(const std::string& id) {
    auto& state = context_.state;
    const auto found = std::find_if(state.conversations.begin(), state.conversations.end(),
                                    [&](const chat::Conversation& c) { return c.id == id; });
    if (found == state.conversations.end()) return;
    end_runs_of_conversation(id);
    auto deleted = std::make_shared<Deleted>();
    deleted->conversation = std::move(*found);
    const auto next = state.conversations.erase(found);
    const bool was_selected = state.selected_conversation == id;
    unsaved_drafts_.erase(id);
    if (was_selected) {
        state.selected_conversation.clear();
        if (next != state.conversations.end())
            select(next->id);
        else if (!state.conversations.empty())
            select(state.conversations.back().id);
    }
    if (is_empty(deleted->conversation)) return;
    context_.saver.put(chat::head_erasure(id));
    context_.page.spawn(erase(deleted));
    context_.notices.offer_undo(say(Sentence::conversation_deleted, state), [this, deleted, was_selected] {
        deleted->taken_back = true;
        const std::string back = deleted->conversation.id;
        if (model::find_conversation(context_.state, back)) return;
        if (deleted->erased)
            for (const auto& entry : deleted->conversation.entries) context_.saver.put(chat::entry_write(back, entry));
        insert_by_time(std::move(deleted->conversation));
        save_head(*model::find_conversation(context_.state, back));
        if (was_selected) select(back);
    });
}

void Chats::insert_by_time(chat::Conversation conversation) {
    auto& list = context_.state.conversations;
    const auto place = std::find_if(list.begin(), list.end(), [&](const chat::Conversation& other) {
        return other.changed_at < conversation.changed_at;
    });
    list.insert(place, std::move(conversation));
}

void Chats::raise(const std::string& id) {
    auto& list = context_.state.conversations;
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const chat::Conversation& other) { return other.id == id; });
    if (found == list.end()) return;
    found->changed_at = context_.ports.clock.wall();
    std::rotate(list.begin(), found, found + 1);
}

chat::Entry* Chats::find_entry(const std::string& conversation_id, chat::EntryId id) {
    auto* conversation = model::find_conversation(context_.state, conversation_id);
    if (!conversation) return nullptr;
    for (auto& entry : conversation->entries)
        if (entry.id == id) return &entry;
    return nullptr;
}

// Numbers come from the clock, so that two tabs that write to one conversation at the same moment do not take the same.
chat::EntryId Chats::append(const std::string& conversation_id, Content content) {
    raise(conversation_id);
    auto& conversation = *model::find_conversation(context_.state, conversation_id);
    const auto now = context_.ports.clock.wall();
    chat::Entry entry;
    entry.id =
        std::max(conversation.last_entry_id + 1, static_cast<chat::EntryId>(std::max<long long>(now.count(), 1)));
    entry.at = now;
    entry.content = std::move(content);
    conversation.last_entry_id = entry.id;
    if (conversation.first_words.empty()) conversation.first_words = chat::title_words(entry);
    context_.saver.put(chat::entry_write(conversation_id, entry));
    conversation.entries.push_back(std::move(entry));
    save_head(conversation);
    return conversation.last_entry_id;
}

// A tool that nobody has may be one of a server that is on its way.
std::string Chats::why_not(const std::string& text, const std::vector<chat::ToolSource>& sources,
                           const base::Error& error) const {
    const std::string name = text.substr(1, text.find_first_of(" \t\n") - 1);
    for (const auto& source : sources)
        for (const auto& tool : *source.tools)
            if (tool.name == name) return error.message;
    for (const auto& server : context_.state.servers)
        if (server.state == model::ConnectionState::connecting && server.tools.empty())
            return say(Sentence::server_connecting, context_.state, server.name);
    return error.message;
}

void Chats::send(const std::string& typed) {
    const std::string text = trimmed(typed);
    if (text.empty()) return;
    const std::string id = ensure_selected().id;
    if (!chat::is_slash_command(text)) {
        const bool first = !has_message_of_person(*model::find_conversation(context_.state, id));
        append(id, chat::Message{chat::Author::user, text});
        if (first) append(id, chat::Message{chat::Author::parley, say(Sentence::no_model, context_.state)});
        set_draft(id, {});
        return;
    }
    const auto sources = model::tool_sources(context_.state);
    const auto command = chat::parse_slash_command(text, sources, is_korean(context_.state));
    if (!command) {
        append(id, chat::Message{chat::Author::parley, why_not(text, sources, command.error())});
        set_draft(id, typed);
        return;
    }
    const bool started = run(command->server_id, command->tool->name, command->arguments);
    set_draft(id, started ? std::string() : typed);
}

void Chats::change_draft(const std::string& text) {
    if (text.empty() && context_.state.selected_conversation.empty()) return;
    auto& conversation = ensure_selected();
    if (conversation.draft == text) return;
    conversation.draft = text;
    unsaved_drafts_.insert(conversation.id);
    if (draft_timer_) return;
    draft_timer_ = true;
    context_.page.spawn(save_drafts_while_typed());
}

void Chats::set_draft(const std::string& conversation_id, const std::string& text) {
    auto* conversation = model::find_conversation(context_.state, conversation_id);
    if (!conversation) return;
    unsaved_drafts_.erase(conversation_id);
    conversation->draft = text;
    save_head(*conversation);
}

void Chats::remove_entry(chat::EntryId id) {
    auto& state = context_.state;
    const std::string conversation_id = state.selected_conversation;
    if (is_live(conversation_id, id)) cancel_run(id);
    const auto* entry = find_entry(conversation_id, id);
    if (!entry) return;
    auto deleted = std::make_shared<chat::Entry>(*entry);
    auto& conversation = *model::find_conversation(state, conversation_id);
    std::erase_if(conversation.entries, [&](const chat::Entry& other) { return other.id == id; });
    context_.saver.put(chat::entry_erasure(conversation_id, id));
    context_.notices.offer_undo(say(Sentence::entry_deleted, state), [this, deleted, conversation_id] {
        auto* back = model::find_conversation(context_.state, conversation_id);
        if (!back || find_entry(conversation_id, deleted->id)) return;
        put_by_id(back->entries, *deleted);
        context_.saver.put(chat::entry_write(conversation_id, *deleted));
    });
}

}  // namespace app
