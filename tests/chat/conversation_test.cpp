#include "chat/conversation.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace {

chat::Entry said(std::string text, chat::Author author = chat::Author::user) {
    chat::Entry entry;
    entry.content = chat::Message{author, std::move(text)};
    return entry;
}

}  // namespace

TEST_CASE("a chat is named by its title, else by its first words, a tool's too, and not by ours") {
    chat::Conversation conversation;
    CHECK(chat::shown_title(conversation).empty());
    conversation.entries.push_back(said("a sentence of ours", chat::Author::parley));
    CHECK(chat::shown_title(conversation).empty());
    chat::Entry run;
    chat::ToolRun adding;
    adding.tool_name = "add";
    adding.tool_title = "Add numbers";
    run.content = adding;
    conversation.entries.push_back(run);
    CHECK(chat::shown_title(conversation) == "Add numbers");
    conversation.first_words = "kept in the head";
    CHECK(chat::shown_title(conversation) == "kept in the head");
    conversation.title = "Mine";
    CHECK(chat::shown_title(conversation) == "Mine");
}

TEST_CASE("first words are one line, cut at a blank where one is near") {
    CHECK(chat::title_words(said("  two\n\n lines ")) == "two lines");
    CHECK(chat::title_words(said("one two three four"), 11) == "one two…");
    CHECK(chat::title_words(said("one two three four"), 13) == "one two three…");
    CHECK(chat::title_words(said("abcdefghijklmnop"), 5) == "abcde…");
    CHECK(chat::title_words(said("안녕하세요 여러분"), 5) == "안녕하세요…");
    CHECK(chat::title_words(said("exactly"), 7) == "exactly");
    CHECK(chat::title_words(said("")).empty());
}
