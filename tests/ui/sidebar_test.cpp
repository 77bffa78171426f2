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

TEST_CASE("the search says what it finds: chats, by their titles") {
    SidebarShown shown;
    shown.add("Release checklist", 1h);
    shown.add("Weekly report", 1h);
    shown.screen.frame();
    shown.screen.type("Search chats", "REPORT");
    CHECK(shown.screen.find(Role::button, "Weekly report"));
    CHECK_FALSE(shown.screen.find(Role::button, "Release checklist"));
}
