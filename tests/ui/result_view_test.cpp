#include "ui/result_view.hpp"

#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include "ui/support/runs.hpp"

using tests::json_result;
using tests::Runs;
using tests::text_result;
using ui::Role;

namespace {

// An array of so many objects; `extra` is a member of the last one only.
std::string rows_of(int count, const std::string& extra = {}) {
    std::string json = "[";
    for (int i = 1; i <= count; ++i)
        json += (i > 1 ? ",{\"name\":\"row " : "{\"name\":\"row ") + std::to_string(i) + "\"" +
                (i == count && !extra.empty() ? ",\"" + extra + "\":true" : "") + "}";
    return json + "]";
}

}  // namespace

TEST_CASE("an array of like objects is a table, and JSON at the press of a button") {
    Runs runs;
    runs.answer(json_result(R"([{"name":"a","size":1},{"name":"b"}])"));
    CHECK(runs.screen.find(Role::column_header, "size"));
    CHECK(runs.screen.find(Role::cell, "b"));
    CHECK(runs.screen.count(Role::row) == 3);
    runs.screen.click(Role::button, "JSON");
    CHECK(runs.screen.count(Role::row) == 0);
    CHECK(runs.screen.find(Role::tree_item, R"(name: "b")"));
    runs.screen.click(Role::button, "Table");
    CHECK(runs.screen.find(Role::cell, "b"));
}

TEST_CASE("objects that have little in common, and ones with too many members, are no table") {
    for (const char* json :
         {R"([{"a":1},{"b":2},{"c":3},{"d":4}])", R"([{"a":1},{}])", R"([{"a":1},2])", "[]", "[1,2]",
          R"([{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10,"k":11,"l":12,"m":13}])"})
        CHECK_FALSE(ui::table_of(base::parse_json(json).value(), 10));
}

TEST_CASE("a member that only a late row has is a column too") {
    Runs runs;
    runs.answer(json_result(rows_of(200, "late")));
    CHECK(ui::table_of(base::parse_json(rows_of(200, "late")).value(), 10)->columns ==
          std::vector<std::string>{"name", "late"});
    runs.screen.click(Role::button, "Show all 200 rows");
    CHECK(runs.screen.find(Role::cell, "row 200"));
    CHECK(runs.screen.find(Role::cell, "true"));
}

TEST_CASE("a long table shows its first rows, and the others when they are asked for") {
    Runs runs;
    runs.answer(json_result(rows_of(31)));
    CHECK(runs.screen.find(Role::cell, "row 30"));
    CHECK_FALSE(runs.screen.find(Role::cell, "row 31"));
    runs.screen.click(Role::button, "Show all 31 rows");
    CHECK(runs.screen.find(Role::cell, "row 31"));
    CHECK_FALSE(runs.screen.find(Role::button, "Show all 31 rows"));
}

TEST_CASE("a table that is longer than what is shown of it says where it is cut") {
    Runs runs;
    runs.answer(json_result(rows_of(5001)));
    CHECK_FALSE(runs.screen.find(Role::button, "Show all 5001 rows"));  // it would not
    runs.screen.click(Role::button, "Show more");
    CHECK(runs.screen.find(Role::cell, "row 5000"));
    CHECK(runs.screen.find(Role::text, "The first 5000 of 5001 rows are shown."));
    CHECK_FALSE(runs.screen.find(Role::button, "Show more"));
}

TEST_CASE("where there is no room for columns each row is a record") {
    Runs runs(360);
    runs.answer(json_result(
        R"([{"name":"a long name of something","owner":"a long name of somebody","path":"/a/long/path/of/it"}])"));
    CHECK(runs.screen.count(Role::column_header) == 0);
    CHECK(runs.screen.get(Role::cell, "/a/long/path/of/it").description == "path");
}

// [req:ui-hidden-characters]
TEST_CASE("hidden characters of a result are made visible in tables and in trees, names too") {
    Runs runs;
    runs.answer(json_result("[{\"na\u202Eme\":\"a\u200Bb\",\"list\":[\"\u2060\"]}]"));
    CHECK(runs.screen.find(Role::column_header, "na⟨U+202E⟩me"));
    CHECK(runs.screen.find(Role::cell, "a⟨U+200B⟩b"));
    CHECK(runs.screen.find(Role::cell, "[\"⟨U+2060⟩\"]"));
    runs.screen.click(Role::button, "JSON");
    CHECK(runs.screen.find(Role::tree_item, "na⟨U+202E⟩me: \"a⟨U+200B⟩b\""));
}

TEST_CASE("a tree is open two levels deep, and opens and closes") {
    Runs runs;
    runs.answer(json_result(R"({"a":{"b":{"c":1}},"d":[]})"));
    CHECK(runs.screen.get(Role::tree_item, "a: {1}").expanded == ui::TriState::on);
    CHECK(runs.screen.get(Role::tree_item, "b: {1}").expanded == ui::TriState::off);
    CHECK(runs.screen.get(Role::tree_item, "d: [0]").expanded == ui::TriState::none);
    CHECK_FALSE(runs.screen.find(Role::tree_item, "c: 1"));
    runs.screen.click(Role::tree_item, "b: {1}");
    CHECK(runs.screen.get(Role::tree_item, "c: 1").level == 4);
    runs.screen.click(Role::tree_item, "a: {1}");
    CHECK_FALSE(runs.screen.find(Role::tree_item, "b: {1}"));
    runs.screen.click(Role::tree_item, "a: {1}");
    CHECK(runs.screen.find(Role::tree_item, "c: 1"));  // what was opened in it stays open
}

TEST_CASE("a tree shows 200 members of a level, and the others when they are asked for") {
    std::string json = "[0";
    for (int i = 1; i <= 200; ++i) json += "," + std::to_string(i);
    Runs runs;
    runs.answer(json_result(json + "]"));
    CHECK(runs.screen.find(Role::tree_item, "199: 199"));
    CHECK_FALSE(runs.screen.find(Role::tree_item, "200: 200"));
    runs.screen.click(Role::button, "Show more");
    CHECK(runs.screen.find(Role::tree_item, "200: 200"));
    CHECK_FALSE(runs.screen.find(Role::button, "Show more"));
}

TEST_CASE("of a long string a tree shows the beginning, and no part of a character") {
    Runs runs;
    std::string text;
    for (int i = 0; i < 200; ++i) text += "한";
    runs.answer(json_result("[\"" + text + "\"]"));
    CHECK(runs.screen.find(Role::tree_item, "0: \"" + text.substr(0, 399) + "\"…"));
}

TEST_CASE("a text that is too long to show says how much of it is shown, and can be saved and copied whole") {
    std::string text = "x";  // so that the end of what is shown lies within a character
    while (text.size() < 700 * 1024) text += "한글 ";
    Runs runs;
    runs.answer(text_result(text));
    CHECK(runs.screen.find(Role::text, "512 of 701 KB are shown."));
    runs.screen.click(Role::button, "Show more");
    CHECK_FALSE(runs.screen.says("\uFFFD"));
    CHECK(runs.screen.find(Role::text, "512 of 701 KB are shown."));
    runs.screen.click(Role::button, "Save file");
    const auto* save = runs.screen.wanted<model::SaveFile>();
    REQUIRE(save);
    CHECK(save->name == "result.txt");
    CHECK(save->mime_type == "text/plain");
    CHECK(save->bytes == text);
    runs.screen.click(Role::button, "Copy");
    REQUIRE(runs.screen.wanted<model::CopyText>());
    CHECK(runs.screen.wanted<model::CopyText>()->text == text);
}

TEST_CASE("a short text is all there, and offers no file") {
    Runs runs;
    runs.answer(text_result("hello"));
    CHECK(runs.screen.says("hello"));
    CHECK_FALSE(runs.screen.find(Role::button, "Save file"));
}

TEST_CASE("a resource that is no text is saved under its own name") {
    mcp::ToolResult result;
    result.content.push_back(mcp::EmbeddedResourceContent{"file:///reports/2026.pdf", "application/pdf", "", "%PDF"});
    Runs runs;
    runs.answer(result);
    CHECK(runs.screen.says("file:///reports/2026.pdf · application/pdf · 1 KB"));
    runs.screen.click(Role::button, "Save file");
    REQUIRE(runs.screen.wanted<model::SaveFile>());
    CHECK(runs.screen.wanted<model::SaveFile>()->name == "2026.pdf");
    CHECK(runs.screen.wanted<model::SaveFile>()->bytes == "%PDF");
}

TEST_CASE("a text of many lines is folded until it is asked for, and stays open when the window changes") {
    std::string text;
    for (int i = 1; i <= 100; ++i) text += "line " + std::to_string(i) + "\n";
    Runs runs;
    runs.answer(text_result(text));
    const float folded = runs.screen.get(Role::article, "echo, done").rect.height;
    runs.screen.click(Role::button, "Show more");
    CHECK_FALSE(runs.screen.find(Role::button, "Show more"));
    CHECK(runs.screen.get(Role::article, "echo, done").rect.height > folded + 900);
    runs.screen.input.width -= 300;
    runs.screen.frame();
    CHECK_FALSE(runs.screen.find(Role::button, "Show more"));
}

TEST_CASE("a text is Markdown where it looks like it, and else as it stands") {
    Runs runs;
    runs.answer(text_result("# Title\n\nwith **bold** words"));
    CHECK(runs.screen.says("with bold words"));
    runs.answer(text_result("2 * 3 * 4 and #5 and snake_case_name"));
    CHECK(runs.screen.says("2 * 3 * 4 and #5 and snake_case_name"));
    for (const char* text : {"```\ncode\n```", "## Two", "| a |\n|---|\n| 1 |", "- a\n- b", "**b**", "[a](https://b.c)",
                             "# One\n\ntext", "It is **very**: so.", "아주 **중요한**이라는",
                             "# One\n\n- a\n  more of a\n  - b", "1. a\n\n   of a\n\n1. b"})
        CHECK_MESSAGE(ui::looks_like_markdown(text), text);
    for (const char* text :
         {"", "plain", "- one", "a **b", "#tag", "2**10", "[a](b)", "a**2 + b**2", "src/**/x and src/**/y",
          "**/a and **/b", "f(*a, **b) or g(**c)", "# a comment\nlist:\n- a\n- b", "# a comment\nx = a **b** c\n# more",
          "#!/bin/sh\n# says it\n# twice\n\necho hi\n", "server:\n  port: 80\n  # why\n\n# more\n\nx: 1"})
        CHECK_FALSE_MESSAGE(ui::looks_like_markdown(text), text);
}

// [req:ui-plain-text]
TEST_CASE("code and settings are shown as they came, line by line") {
    const std::string settings = "# where it listens\nserver:\n  hosts: [a, b]\n# more\npaths: src/**/x lib/**/y\n";
    const std::string program = "# the square\ndef f(a, b):\n    return a**2 + b**2  # and more\n";
    for (const std::string& text : {settings, program}) {
        Runs runs;
        runs.answer(text_result(text));
        const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
        std::size_t begin = 0;
        for (std::size_t i = 0; i < lines; ++i) {
            const std::size_t end = text.find('\n', begin);
            CHECK(runs.screen.says(text.substr(begin, end - begin)));
            begin = end + 1;
        }
        CHECK_FALSE(runs.screen.find(Role::button, "Plain text"));
    }
}

// [req:ui-plain-text]
TEST_CASE("what was taken for Markdown keeps its lines, and is shown as it came at the press of a button") {
    Runs runs;
    runs.answer(text_result("## Two\n\none **bold** line\nand another"));
    CHECK(runs.screen.says("one bold line\nand another"));
    runs.screen.click(Role::button, "Plain text");
    CHECK(runs.screen.says("## Two"));
    CHECK(runs.screen.says("one **bold** line"));
    ui::EntryView view;
    CHECK(ui::texts_of(runs.entries()[0], view, ui::Locale::english)[0].plain == "Two\n\none bold line\nand another");
    view.result.raw = true;
    CHECK(ui::texts_of(runs.entries()[0], view, ui::Locale::english)[0].plain.starts_with("## Two"));
    runs.screen.click(Role::button, "Formatted");
    CHECK_FALSE(runs.screen.says("## Two"));
    CHECK(runs.screen.find(Role::button, "Plain text"));
}

TEST_CASE("a text that says the same as the structured result is left out, any other is not") {
    const auto with = [](std::string text, const char* structured) {
        mcp::ToolResult result = json_result(structured);
        result.content.push_back(mcp::TextContent{std::move(text)});
        return ui::make_result_view(result).parts.size();
    };
    CHECK(with(R"({ "a": 1 })", R"({"a":1})") == 1);
    CHECK(with(R"([1,2])", R"({"list":[1,2]})") == 1);
    CHECK(with(R"({"a":2})", R"({"a":1})") == 2);
    CHECK(with("one", R"({"a":1})") == 2);
}

TEST_CASE("a picture that the browser cannot decode can be saved") {
    mcp::ToolResult result;
    result.content.push_back(mcp::ImageContent{"image/png", "PNG"});
    Runs runs;
    runs.pictures.state = ui::Picture::State::failed;
    runs.answer(result);
    runs.screen.click(Role::button, "Save file");
    REQUIRE(runs.screen.wanted<model::SaveFile>());
    CHECK(runs.screen.wanted<model::SaveFile>()->bytes == "PNG");
}

TEST_CASE("of many pictures those in view and near it are asked for, and each keeps its place once it was seen") {
    mcp::ToolResult result;
    for (int i = 0; i < 200; ++i) result.content.push_back(mcp::ImageContent{"image/png", "PNG"});
    Runs runs;
    runs.answer(result);
    CHECK(runs.pictures.asked.size() > 10);
    CHECK(runs.pictures.asked.size() < 100);
    runs.pictures.state = ui::Picture::State::ready;
    runs.screen.frame();
    const float height = runs.screen.get(Role::log, "Chat").content_height;
    runs.pictures.state = ui::Picture::State::loading;  // they were dropped meanwhile
    runs.screen.frame();
    CHECK(runs.screen.get(Role::log, "Chat").content_height == height);
}

TEST_CASE("a result without anything says so") {
    Runs runs;
    runs.answer({});
    CHECK(runs.screen.says("The tool answered without any output."));
}
