#include "app/chat_search.hpp"

#include <utility>

#include "base/turn.hpp"
#include "chat/conversation_store.hpp"
#include "chat/record.hpp"
#include "chat/record_search.hpp"
#include "ui/folded.hpp"

namespace app {

namespace {

constexpr std::size_t bytes_a_turn = 512 * 1024;  // a few milliseconds of searching

}  // namespace

void ChatSearch::look_for(const std::string& text) {
    auto& state = context_.state;
    context_.page.cancel(std::exchange(task_, 0));
    state.search = {};
    state.search.text = text;
    if (text.empty()) return;
    std::vector<std::string> ids;
    ids.reserve(state.conversations.size());
    for (const auto& conversation : state.conversations) ids.push_back(conversation.id);
    state.search.chats = ids.size();
    state.search.began = context_.ports.clock.wall();
    task_ = context_.page.spawn(search(std::move(ids)));
}

base::Task<void> ChatSearch::search(std::vector<std::string> ids) {
    auto code = co_await context_.ports.deferred.ready();
    if (code) {
        co_await read_chats(std::move(ids));
    } else {
        context_.notices.report(std::move(code.error()));
        context_.state.search.chats_read = context_.state.search.chats;
    }
}

base::Task<void> ChatSearch::read_chats(std::vector<std::string> ids) {
    auto& search = context_.state.search;
    const std::string text = search.text, words = chat::words_in_record(text);
    co_await context_.ports.clock.sleep(typing_pause);
    for (const std::string& id : ids) {
        const auto* conversation = model::find_conversation(context_.state, id);
        base::Result<bool> says = false;
        if (!conversation || ui::says(chat::shown_title(*conversation), text)) {
            // Gone meanwhile, or found by its title.
        } else if (conversation->entries_loaded) {
            says = co_await loaded_chat_says(id, words);
        } else {
            says = co_await kept_chat_says(id, words);
        }
        if (search.text != text) co_return;  // cancelled, but it was its turn already
        if (!says) {
            context_.notices.report(std::move(says.error()));
            break;
        }
        if (*says) search.found.insert(id);
        ++search.chats_read;
    }
    search.chats_read = search.chats;
}

// As it would be kept: what is found is then the same in every chat.
base::Task<bool> ChatSearch::loaded_chat_says(const std::string& id, const std::string& words) {
    std::size_t bytes = 0;
    for (std::size_t i = 0;; ++i) {
        // Looked up each time: it may change during a turn.
        const auto* conversation = model::find_conversation(context_.state, id);
        if (!conversation || i >= conversation->entries.size()) co_return false;
        const std::string record = chat::write_entry(conversation->entries[i]);
        if (chat::record_says(record, words)) co_return true;
        if ((bytes += record.size()) < bytes_a_turn) continue;
        bytes = 0;
        co_await base::turn(context_.ports.loop);
    }
}

base::Task<base::Result<bool>> ChatSearch::kept_chat_says(const std::string& id, const std::string& words) {
    auto listing = co_await context_.ports.store.list(chat::entry_collection(id));
    if (!listing) co_return base::fail(std::move(listing.error()));
    std::size_t bytes = 0;
    for (auto& record : listing->records) {
        if (chat::record_says(record.value, words)) co_return true;
        bytes += record.value.size();
        record.value = {};
        if (bytes < bytes_a_turn) continue;
        bytes = 0;
        co_await base::turn(context_.ports.loop);
    }
    co_return false;
}

}  // namespace app
