#include "app/chat_search.hpp"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "app/world.hpp"
#include "chat/conversation_store.hpp"

using namespace app_test;

namespace {

// Chats that a closed page has left in the browser: none of them but the selected one is read at the start.
struct Kept {
    Browser browser;
    std::unique_ptr<Tab> tab;

    // The first is the oldest.
    explicit Kept(const std::vector<std::pair<std::string, std::string>>& titles_and_words) {
        {
            Tab closed(browser);
            for (const auto& [title, words] : titles_and_words) {
                browser.clock.advance(1min);
                closed.ask(model::NewConversation{});
                closed.ask(model::SendMessage{words});
                closed.ask(model::RenameConversation{closed.state.selected_conversation, title});
            }
        }
        tab = std::make_unique<Tab>(browser);
    }

    void look_for(const std::string& text) {
        tab->ask(model::SearchChats{text});
        browser.clock.advance(app::ChatSearch::typing_pause);
        browser.settle();
    }

    // The same, with `other` done between the steps of it.
    void look_for(const std::string& text, const std::function<void()>& other) {
        tab->ask(model::SearchChats{text});
        std::function<void()> again = [&] {
            other();
            if (!done() && tab->state.search.text == text) browser.loop.post(again);
        };
        browser.clock.wake(app::ChatSearch::typing_pause);
        browser.loop.post(again);
        browser.settle();
    }

    std::string found() const {
        std::string titles;
        for (const auto& conversation : tab->state.conversations)
            if (tab->state.search.found.contains(conversation.id)) titles += conversation.title + ' ';
        return titles;
    }

    bool done() const { return tab->state.search.chats_read == tab->state.search.chats; }
};

}  // namespace

// [req:chat-search]
TEST_CASE("what was said is found in every chat that this browser keeps, opened or not") {
    Kept kept({{"a", "plans for the Garden"}, {"b", "the weather"}, {"c", "garden chairs"}, {"garden", "nothing"}});
    int loaded = 0;
    for (const auto& conversation : kept.tab->state.conversations) loaded += conversation.entries_loaded;
    CHECK(loaded == 1);
    kept.look_for("GARDEN");
    CHECK(kept.done());
    CHECK(kept.found() == "c a ");  // the title is the view's
    kept.look_for("weather");
    CHECK(kept.found() == "b ");
    kept.look_for("nobody said this");
    CHECK(kept.done());
    CHECK(kept.found().empty());
    kept.look_for("");
    CHECK(kept.tab->state.search.chats == 0);
    for (const auto& conversation : kept.tab->state.conversations) loaded -= conversation.entries_loaded;
    CHECK(loaded == 0);  // nothing stays in memory of what was searched

    kept.tab->ask(model::SendMessage{"and a shed"});
    kept.look_for("a shed");
    CHECK(kept.found() == "garden ");
}

// [req:chat-search]
TEST_CASE("the newest chat is read first, and what is found is there before the search has ended") {
    Kept kept({{"old", "words"}, {"new", "words"}});
    std::string after_one;
    kept.look_for("words", [&] {
        if (kept.tab->state.search.chats_read == 1) after_one = kept.found();
    });
    CHECK(after_one == "new ");
    CHECK(kept.found() == "new old ");
}

// [req:chat-search]
TEST_CASE("another query takes the place of the one under way, at whatever step that is") {
    int tried = 0;
    for (int steps = 0; steps < 40; ++steps) {
        CAPTURE(steps);
        Kept kept({{"a", "apples"}, {"b", "pears"}, {"c", "apples and pears"}});
        int step = 0;
        kept.look_for("apples", [&] {
            if (step++ == steps) kept.tab->update.carry_out(model::SearchChats{"pears"});
        });
        kept.browser.clock.advance(app::ChatSearch::typing_pause);
        kept.browser.settle();
        if (step <= steps) break;  // it has ended before
        ++tried;
        CHECK(kept.found() == "c b ");
        CHECK(kept.done());
    }
    CHECK(tried > 3);
}

TEST_CASE("while letters are typed no chat is read") {
    Kept kept({{"a", "apples"}, {"b", "pears"}});
    kept.tab->ask(model::SearchChats{"a"});
    kept.tab->ask(model::SearchChats{"ap"});
    kept.browser.settle();
    CHECK(kept.tab->state.search.chats_read == 0);
    kept.browser.clock.advance(app::ChatSearch::typing_pause);
    kept.browser.settle();
    CHECK(kept.found() == "a ");
}

// [req:chat-search]
TEST_CASE("searching a long chat lets other work have its turn") {
    for (const bool loaded : {false, true}) {
        CAPTURE(loaded);
        Kept kept({{"other", "..."}, {"long", "a"}});
        auto& browser = kept.browser;
        const std::string id = kept.tab->state.conversations.front().id;
        for (int i = 0; i < 100; ++i) {
            kept.tab->ask(model::SelectConversation{id});
            kept.tab->ask(model::SendMessage{std::string(64 * 1024, 'x')});
        }
        if (!loaded) kept.tab = std::make_unique<Tab>(browser), kept.tab->ask(model::NewConversation{});
        for (auto& conversation : kept.tab->state.conversations)
            if (!loaded && conversation.id == id) conversation.entries.clear(), conversation.entries_loaded = false;
        int turns = 0;
        kept.look_for("needle", [&] { ++turns; });
        CHECK(kept.done());
        CHECK(turns > 12);
    }
}

TEST_CASE("a store that cannot be read is told once, and ends the search") {
    Kept kept({{"a", "apples"}, {"b", "apples"}, {"c", "pears"}});
    kept.browser.store.broken = true;
    kept.look_for("apples");
    CHECK(kept.done());
    CHECK(kept.found().empty());
    REQUIRE(kept.tab->state.notices.size() == 1);
    CHECK(kept.tab->last_notice().error.kind == ErrorKind::storage_failed);
}

TEST_CASE("a chat that is deleted while it is searched is none of those found") {
    Kept kept({{"a", "apples"}, {"b", "apples"}});
    kept.tab->update.carry_out(model::SearchChats{"apples"});
    kept.tab->update.carry_out(model::DeleteConversation{kept.tab->state.conversations.back().id});
    kept.browser.settle();
    kept.browser.clock.advance(app::ChatSearch::typing_pause);
    kept.browser.settle();
    CHECK(kept.found() == "b ");
    CHECK(kept.done());
}
