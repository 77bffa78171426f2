#include "base/json_pointer.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "base/parsed.hpp"

using base::Json;

using tests::parsed;

// [req:json-pointer]
TEST_CASE("the examples of RFC 6901 lead where it says") {
    const Json document =
        parsed(R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8})");
    struct Row {
        std::string_view pointer;
        std::string_view value;
    };
    const Row rows[] = {
        {"/foo", R"(["bar","baz"])"},
        {"/foo/0", R"("bar")"},
        {"/", "0"},
        {"/a~1b", "1"},
        {"/c%d", "2"},
        {"/e^f", "3"},
        {"/g|h", "4"},
        {"/i\\j", "5"},
        {"/k\"l", "6"},
        {"/ ", "7"},
        {"/m~0n", "8"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.pointer);
        REQUIRE(base::at_pointer(document, row.pointer));
        CHECK(base::dump_json(*base::at_pointer(document, row.pointer)) == row.value);
    }
    CHECK(base::at_pointer(document, "") == &document);
    for (const auto* pointer :
         {"foo", "/foo/2", "/foo/00", "/foo/-1", "/foo/-", "/foo/0/x", "/Foo", "/a/b", "//", "/foo/99999999999999"})
        CHECK_FALSE(base::at_pointer(document, pointer));
    CHECK(base::pointer_to("/x", "a/b~c") == "/x/a~1b~0c");
    CHECK(base::pointer_to("", std::size_t{3}) == "/3");
    CHECK(base::pointer_steps("/a~1b//~01") == std::vector<std::string>{"a/b", "", "~1"});
}

TEST_CASE("a value is put where the pointer leads, with the objects on the way") {
    Json value;
    CHECK(base::put_at_pointer(value, "/a/b", 1));
    CHECK(base::put_at_pointer(value, "/list", Json::array()));
    CHECK(base::put_at_pointer(value, "/list/0", "x"));
    CHECK(base::put_at_pointer(value, "/list/-", "y"));
    CHECK(base::put_at_pointer(value, "/list/1", "z"));
    CHECK_FALSE(base::put_at_pointer(value, "/list/3", "far"));
    CHECK_FALSE(base::put_at_pointer(value, "/a/b/c", 2));
    CHECK_FALSE(base::put_at_pointer(value, "a", 2));
    CHECK(base::dump_json(value) == R"({"a":{"b":1},"list":["x","z"]})");
    CHECK(base::erase_at_pointer(value, "/list/0"));
    CHECK(base::erase_at_pointer(value, "/a/b"));
    CHECK_FALSE(base::erase_at_pointer(value, "/a/b"));
    CHECK_FALSE(base::erase_at_pointer(value, "/list/7"));
    CHECK_FALSE(base::erase_at_pointer(value, ""));
    CHECK(base::dump_json(value) == R"({"a":{},"list":["z"]})");
    CHECK(base::put_at_pointer(value, "", 5));
    CHECK(value == 5);
}
