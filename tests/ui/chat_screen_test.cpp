#include "ui/chat_screen.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "ui/support/runs.hpp"
#include "ui/support/servers.hpp"

using tests::Screen;
using ui::Role;

namespace {

struct Chat {
    tests::NoPictures pictures;
    ui::ChatScreen chat{pictures};
    ui::Ui* ui = nullptr;
    Screen screen{[this](ui::Ui& u) {
        ui = &u;
        bool menu_pressed = false;
        chat.draw(u, u.screen(), false, menu_pressed);
        for (const model::Intent& intent : u.intents)  // as the program does
            if (const auto* draft = std::get_if<model::ChangeDraft>(&intent.any())) conversation().draft = draft->text;
    }};

    explicit Chat(int count = 0) {
        screen.state.screen = model::Screen::chat;
        screen.state.conversations.push_back({});
        conversation().id = "c";
        screen.state.selected_conversation = "c";
        auto& entries = conversation().entries;
        entries.reserve(static_cast<std::size_t>(count));
        for (int i = 1; i <= count; ++i) entries.push_back(message(i));
    }

    // Some higher, some lower than what a message of that many letters is taken for before it is laid out.
    static chat::Entry message(int i) {
        std::string text = "message " + std::to_string(i) + " of **many**";
        for (int line = 0; line < i % 7; ++line) text += i % 2 ? "\n\nx" : " and more of it, and more of it, and more";
        return {static_cast<chat::EntryId>(i), {}, chat::Message{chat::Author::assistant, std::move(text)}, 1};
    }

    chat::Conversation& conversation() { return screen.state.conversations[0]; }

    // The positions of the first and the last message on the screen.
    std::pair<int, int> shown() const {
        std::pair<int, int> seen{1 << 30, 0};
        for (const ui::Node& node : screen.nodes()) {
            if (node.role != Role::article) continue;
            seen.first = std::min(seen.first, node.position);
            seen.second = std::max(seen.second, node.position);
        }
        return seen;
    }

    // Where a message is in the window.
    float top_of(int position) const {
        for (const ui::Node& node : screen.nodes())
            if (node.role == Role::article && node.position == position) return node.rect.y;
        FAIL("message " << position << " is not on the screen");
        return 0;
    }

    const ui::Node& log() const { return screen.get(Role::log, "Chat"); }

    // Nothing between the first and the last message is missing, and they fill the log.
    void check_filled() const {
        const auto [first, last] = shown();
        CHECK(screen.count(Role::article) == last - first + 1);
        if (first > 1) CHECK(top_of(first) <= log().rect.y);
        if (first == 1) CHECK(top_of(1) <= log().rect.y + 24);
    }

    int look_ahead() {
        int laid_out = 0;
        while (chat.look_ahead(*ui)) ++laid_out;
        return laid_out;
    }
};

}  // namespace

TEST_CASE("a chat that is still being read from the store says so and is not shown as empty") {
    Chat chat;
    chat.screen.frame();
    CHECK(chat.screen.says("Opening what this browser has kept"));
    CHECK_FALSE(chat.screen.says("What shall we run?"));
    chat.conversation().entries_loaded = true;
    chat.screen.frame();
    CHECK_FALSE(chat.screen.says("Opening what this browser has kept"));
    CHECK(chat.screen.says("What shall we run?"));
}

TEST_CASE("the button for commands begins one, opens the list again, and rests while a message is written") {
    Chat chat;
    chat.conversation().entries_loaded = true;
    auto& server = tests::add_server(chat.screen.state, "s");
    server.tools.push_back(tests::tool("echo"));
    chat.screen.frame();
    chat.screen.click(Role::button, "Insert a command");
    CHECK(chat.screen.get(Role::textbox, "Message").value == "/");
    chat.screen.frame();  // the field has the focus now
    CHECK(chat.screen.find(Role::option, "echo"));
    chat.screen.press(ui::Key::escape, "Message");
    chat.screen.frame();
    CHECK_FALSE(chat.screen.find(Role::option, "echo"));
    chat.screen.click(Role::button, "Insert a command");
    chat.screen.frame();
    CHECK(chat.screen.find(Role::option, "echo"));
    chat.screen.type("Message", "hello");
    CHECK(chat.screen.get(Role::button, "Insert a command").disabled);
}

// [req:ui-visible-only]
TEST_CASE("of 10,000 messages only those in view are on the screen, wherever it is scrolled to") {
    constexpr int count = 10'000;
    Chat chat(count);
    const auto few = [&] {
        chat.check_filled();
        CHECK(chat.screen.count(Role::article) < 40);  // a message is at least 23 CSS pixels high, and 900 are seen
        for (const ui::Node& node : chat.screen.nodes())
            if (node.role == Role::article) CHECK(node.set_size == count);
        return chat.shown();
    };
    chat.screen.frame();
    CHECK(few().second == count);  // a chat opens at its end
    chat.screen.scroll("Chat", 0);
    CHECK(few().first == 1);
    CHECK(chat.screen.says("message 1 of many"));
    chat.screen.scroll("Chat", 200'000);
    CHECK(few().first > 1000);
    CHECK(few().second < count - 1000);
}

// [req:ui-follow]
TEST_CASE("a slow finger leaves the end of a chat, and only who is at the end is taken along by a new message") {
    Chat chat(100);
    chat.screen.frame();
    const float end = chat.log().scroll_y;
    for (int pixels = 1; pixels <= 30; ++pixels) {
        chat.screen.scroll("Chat", chat.log().scroll_y - 1);
        chat.screen.frame();
        CHECK(chat.log().scroll_y == end - static_cast<float>(pixels));
    }
    auto& entries = chat.conversation().entries;
    entries.back().version++;  // grew, as an answer does that is still coming
    std::get<chat::Message>(entries.back().content).text += "\n\nmore\n\nand more";
    chat.screen.frame();
    CHECK(chat.log().scroll_y == end - 30);

    chat.screen.scroll("Chat", 1e6f);
    const float grown = chat.log().scroll_y;
    CHECK(grown > end);
    entries.back().version++;
    std::get<chat::Message>(entries.back().content).text += "\n\nand even more";
    chat.screen.frame();
    CHECK(chat.log().scroll_y > grown);
}

TEST_CASE("between frames what scrolling shows next is laid out, and no more") {
    Chat chat(10'000);
    chat.screen.frame();
    CHECK(chat.chat.wants_look_ahead());
    const int above = chat.look_ahead();
    CHECK(above > 4);
    CHECK(above < 48);  // two views of less than 900, and a message takes 39 at the least
    CHECK_FALSE(chat.chat.wants_look_ahead());
    chat.screen.frame();
    CHECK_FALSE(chat.chat.wants_look_ahead());  // nothing is done twice
    chat.screen.scroll("Chat", chat.log().scroll_y - 300);
    const int next = chat.look_ahead();
    CHECK(next > 0);
    CHECK(next < 20);
}

TEST_CASE("what is deleted before its turn came to be laid out is not") {
    Chat chat(200);
    chat.screen.frame();
    chat.conversation().entries.clear();
    CHECK(chat.look_ahead() == 0);
    for (int i = 1; i <= 200; ++i) chat.conversation().entries.push_back(Chat::message(i + 1000));
    CHECK(chat.look_ahead() == 0);
    chat.screen.frame();
    CHECK(chat.look_ahead() > 0);
}

// [req:ui-follow]
TEST_CASE("messages whose height was only guessed push nothing that is seen, and the browser's place is left to it") {
    for (const bool ahead : {false, true}) {
        CAPTURE(ahead);
        Chat chat(2000);
        chat.screen.frame();
        float y = chat.log().scroll_y;
        for (int step = 0; step < 60; ++step) {
            if (ahead) chat.look_ahead();
            const int reading = chat.shown().first;
            const float before = chat.top_of(reading);
            y -= 250;
            chat.screen.scroll("Chat", y);
            CHECK(chat.log().scroll_y == y);
            // What reaches beyond the top of the content is made up for on the way there, with each step a little: these
            // messages, many of them several times as high as guessed, by a twentieth of the step.
            CHECK(std::abs(chat.top_of(reading) - before - 250) <= 250 / 20);
            chat.check_filled();
            chat.screen.frame();
            CHECK(chat.log().scroll_y == y);
        }
    }
}

TEST_CASE("the top is reached by small steps as well as at once, and nothing is above the first message") {
    Chat chat(120);
    chat.screen.frame();
    for (float y = chat.log().scroll_y; y > 0; y -= 333) {
        chat.screen.scroll("Chat", y);
        chat.look_ahead();
        chat.check_filled();
    }
    chat.screen.scroll("Chat", 0);
    CHECK(chat.shown().first == 1);
    CHECK(chat.top_of(1) == chat.log().rect.y + 24);
    // And the end, from there.
    for (int step = 0; step < 400 && chat.shown().second < 120; ++step)
        chat.screen.scroll("Chat", chat.log().scroll_y + 333);
    CHECK(chat.shown().second == 120);
}

// [req:ui-announce]
TEST_CASE("what is answered in a new chat is announced from the first, and what an old one has is not") {
    Chat shown;
    shown.conversation().entries_loaded = true;
    shown.screen.frame();
    shown.screen.state.now += std::chrono::seconds(5);
    shown.conversation().id = "the new one";
    shown.screen.state.selected_conversation = "the new one";
    shown.conversation().entries.push_back(
        {1, shown.screen.state.now, chat::Message{chat::Author::parley, "There is no tool nosuch."}, 1});
    shown.screen.frame();
    REQUIRE(shown.screen.announcements().size() == 1);
    CHECK(shown.screen.announcements()[0].text == "There is no tool nosuch.");
    shown.screen.state.now += std::chrono::seconds(5);
    shown.screen.frame();
    shown.conversation().id = shown.screen.state.selected_conversation = "an old one";
    shown.screen.frame();
    CHECK(shown.screen.announcements().size() == 1);
}
