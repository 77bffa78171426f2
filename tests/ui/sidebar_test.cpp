#include "ui/sidebar.hpp"

#include <chrono>
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "ui/support/screen.hpp"

using namespace std::chrono_literals;
using tests::Screen;
using ui::Role;

namespace {

struct SidebarShown {
    ui::Sidebar sidebar;
    ui::MenuState menu;
    std::string last_age;
    std::chrono::milliseconds aged{};
    Screen screen{[this](ui::Ui& u) {
        sidebar.draw(u, {0, 0, 264, 900}, menu);
        last_age = ui::age(u, aged);
    }};

    // Saturday, 2026-11-21, 05:03:11 UTC
    SidebarShown() { screen.state.now = 1'795'237'391'042ms; }

    void add(std::string title, std::chrono::milliseconds ago) {
        chat::Conversation chat;
        chat.id = chat.title = std::move(title);
        chat.changed_at = screen.state.now - ago;
        screen.state.conversations.push_back(std::move(chat));
    }

    std::string age(std::chrono::milliseconds ago) {
        aged = screen.state.now - ago;
        screen.frame();
        return last_age;
    }

    // The chats below a caption, up to the next one.
    std::string below(std::string_view caption) const {
        std::string found;
        bool within = false;
        for (const ui::Node& node : screen.nodes()) {
            if (node.role == Role::text) within = node.name == caption;
            if (within && node.role == Role::button && !node.name.starts_with("More: ")) found += node.name + ' ';
        }
        return found;
    }
};

}  // namespace

TEST_CASE("chats are grouped by the days of the person's calendar, not by how many hours ago they were") {
    SidebarShown shown;
    shown.add("a", 5h);
    shown.add("b", 6h);
    shown.add("c", 29h);
    shown.add("d", 30h);
    shown.screen.frame();
    CHECK(shown.below("Today") == "a ");
    CHECK(shown.below("Yesterday") == "b c ");
    CHECK(shown.below("Earlier").starts_with("d "));
    shown.screen.state.utc_offset = 9h;  // 14:03 in Seoul
    shown.screen.frame();
    CHECK(shown.below("Today") == "a b ");
    CHECK(shown.below("Yesterday").starts_with("c d "));
}

TEST_CASE("how old something is: minutes, hours, the day of the week, and days where that would not tell which week") {
    SidebarShown shown;
    CHECK(shown.age(59s) == "now");
    CHECK(shown.age(61s) == "1m");
    CHECK(shown.age(23h) == "23h");
    CHECK(shown.age(25h) == "Fri");
    CHECK(shown.age(30h) == "Thu");
    CHECK(shown.age(6 * 24h) == "Sun");
    CHECK(shown.age(7 * 24h) == "7d");
    shown.screen.state.utc_offset = 9h;
    CHECK(shown.age(30h) == "Fri");
    shown.screen.state.settings.language = model::Language::korean;
    CHECK(shown.age(48h) == "목");
    CHECK(shown.age(6 * 24h) == "일");
}

// [req:chat-search]
TEST_CASE("the search asks for what was said, and shows the chats in which it is found") {
    SidebarShown shown;
    shown.add("Release checklist", 1h);
    shown.add("Weekly report", 2h);
    shown.add("Garden", 3h);
    auto& screen = shown.screen;
    screen.frame();
    screen.type("Search chats", "week");
    REQUIRE(screen.wanted<model::SearchChats>());
    CHECK(screen.wanted<model::SearchChats>()->text == "week");
    auto& search = screen.state.search;
    search.text = "week";
    search.chats = 3;
    search.began = screen.state.now;
    search.found = {"Garden"};
    screen.frame();
    CHECK(screen.find(Role::button, "Weekly report"));
    CHECK(screen.find(Role::button, "Garden"));
    CHECK_FALSE(screen.find(Role::button, "Release checklist"));

    // What is found belongs to what was looked for, not to what is typed by now.
    search.text = "wee";
    screen.frame();
    CHECK_FALSE(screen.find(Role::button, "Garden"));
    search.text = "week";

    screen.intents.clear();
    screen.press(ui::Key::enter, "Search chats");
    REQUIRE(screen.wanted<model::SelectConversation>());
    CHECK(screen.wanted<model::SelectConversation>()->conversation_id == "Weekly report");
    screen.press(ui::Key::escape, "Search chats");
    REQUIRE(screen.wanted<model::SearchChats>());
    CHECK(screen.wanted<model::SearchChats>()->text.empty());
    CHECK(screen.find(Role::button, "Release checklist"));
}

// [req:chat-search]
TEST_CASE(
    "a search that takes longer than a second says how far it is, and only when it has ended that nothing was found") {
    SidebarShown shown;
    shown.add("Garden", 1h);
    auto& screen = shown.screen;
    screen.input.reduced_motion = true;
    screen.frame();
    screen.type("Search chats", "xyz");
    auto& search = screen.state.search;
    search.text = "xyz";
    search.chats = 12;
    search.began = screen.state.now;
    screen.state.now += 400ms;
    screen.frame();
    CHECK_FALSE(screen.says("Searching chats"));
    CHECK_FALSE(screen.says("Nothing found"));
    CHECK(screen.next_frame_in() <= 0.6);
    CHECK(screen.next_frame_in() > 0);
    screen.state.now += 700ms;
    search.chats_read = 5;
    screen.frame();
    CHECK(screen.says("Searching chats: 5 of 12"));
    screen.state.settings.language = model::Language::korean;
    screen.frame();
    CHECK(screen.says("대화에서 찾는 중: 5 / 12"));
    screen.state.settings.language = model::Language::english;
    search.chats_read = 12;
    screen.frame();
    CHECK_FALSE(screen.says("Searching chats"));
    CHECK(screen.says("Nothing found for “xyz”"));
    REQUIRE(screen.announcements().size() == 1);
    CHECK(screen.announcements()[0].text == "Nothing found for “xyz”");
    screen.frame();
    CHECK(screen.announcements().size() == 1);
}

TEST_CASE("the search says what it finds: chats, by their titles") {
    SidebarShown shown;
    shown.add("Release checklist", 1h);
    shown.add("Weekly report", 1h);
    shown.screen.frame();
    shown.screen.type("Search chats", "REPORT");
    CHECK(shown.screen.find(Role::button, "Weekly report"));
    CHECK_FALSE(shown.screen.find(Role::button, "Release checklist"));
}
