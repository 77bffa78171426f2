#include "ui/result_view.hpp"

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
