#include "base/json.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "base/parsed.hpp"

using base::dump_json;
using base::ErrorKind;
using base::Json;
using base::parse_json;

using tests::parsed;

namespace {

std::string echoed(std::string_view text) {
    const auto value = parse_json(text);
    return value ? dump_json(*value) : "error: " + value.error().detail;
}

std::string repeated(std::string_view piece, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += piece;
    return text;
}

}  // namespace

// [req:json-grammar]
TEST_CASE("what JSON is reads, and reads back the same") {
    const std::string_view rows[] = {
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1.5",
        "\"\"",
        "\"a\\\"b\\\\c\\n\"",
        "[]",
        "{}",
        "[1,[2,[3]],{}]",
        R"({"a":{"b":[null,true,1.25,"x"]},"":0})",
        "\"\xED\x95\x9C\xF0\x9F\x98\x80\"",
        "18446744073709551615",
        "-9223372036854775808",
        "1e+20",
    };
    for (const auto row : rows) CHECK(echoed(row) == row);
    CHECK(echoed(" \t\r\n[ 1 , 2 ] \n") == "[1,2]");
    CHECK(echoed("\xEF\xBB\xBF[]") == "[]");
    CHECK(echoed("\"\\u0041\\uD83D\\uDE00\\/\"") == "\"A\xF0\x9F\x98\x80/\"");
}

TEST_CASE("what JSON is not is malformed") {
    const std::string_view rows[] = {
        "",
        " ",
        "{",
        "[",
        "]",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{a:1}",
        "{'a':1}",
        "[1 2]",
        "1 2",
        "[] []",
        "01",
        "+1",
        ".5",
        "1.",
        "1e",
        "0x10",
        "NaN",
        "Infinity",
        "-",
        "\"",
        "\"a",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\n\"",
        "\"\t\"",
        "tru",
        "nul",
        "True",
        "// c\n1",
        "/* c */1",
        "1e999",
        "-1e999",
        "undefined",
        "<html></html>",
        "[\"a\":1]",
    };
    for (const auto row : rows) {
        CAPTURE(row);
        const auto value = parse_json(row);
        REQUIRE_FALSE(value);
        CHECK(value.error().kind == ErrorKind::malformed);
        CHECK(value.error().detail.starts_with("at byte "));
    }
}

TEST_CASE("an error tells the place and never the text, which may hold a secret") {
    const auto value = parse_json(R"({"access_token":"s3cret" "x":1})");
    REQUIRE_FALSE(value);
    CHECK(value.error().message.find("s3cret") == std::string::npos);
    CHECK(value.error().detail.find("s3cret") == std::string::npos);
}

// [req:json-depth] [req:json-bytes] [req:json-values]
TEST_CASE("too deep, too long and too many are refused, each up to its limit read") {
    const auto kind_of = [](const std::string& text, const base::JsonLimits& limits = {}) {
        const auto value = parse_json(text, limits);
        return value ? std::optional<ErrorKind>() : value.error().kind;
    };
    CHECK_FALSE(kind_of(repeated("[", 200) + repeated("]", 200)));
    CHECK(kind_of(repeated("[", 201) + repeated("]", 201)) == ErrorKind::too_large);
    CHECK_FALSE(kind_of(repeated("{\"a\":", 200) + "1" + repeated("}", 200)));
    CHECK(kind_of(repeated("{\"a\":", 201) + "1" + repeated("}", 201)) == ErrorKind::too_large);
    CHECK(kind_of(repeated("[", 1'000'000)) == ErrorKind::too_large);
    CHECK_FALSE(kind_of("[[],[]]", {.depth = 2}));
    CHECK(kind_of("[[[]]]", {.depth = 2}) == ErrorKind::too_large);

    CHECK_FALSE(kind_of("[1,2]", {.bytes = 5}));
    CHECK(kind_of("[1,2] ", {.bytes = 5}) == ErrorKind::too_large);

    CHECK_FALSE(kind_of("[1,[],{}]", {.values = 4}));
    CHECK(kind_of("[1,[],{},0]", {.values = 4}) == ErrorKind::too_large);
    CHECK(kind_of("{\"a\":1,\"a\":2}", {.values = 2}) == ErrorKind::too_large);
}

// [req:json-repeated-names] [req:json-order]
TEST_CASE("members keep their order, and of a repeated name the last value counts") {
    CHECK(echoed(R"({"z":1,"a":2,"m":3})") == R"({"z":1,"a":2,"m":3})");
    CHECK(echoed(R"({"a":1,"b":2,"a":3})") == R"({"a":3,"b":2})");
    CHECK(echoed(R"({"b":0,"a":1,"a":[1],"c":2,"a":{"a":4,"a":5},"b":6})") == R"({"b":6,"a":{"a":5},"c":2})");
    CHECK(echoed(R"({"a":1,"\u0061":2})") == R"({"a":2})");
}

TEST_CASE("an object of a hundred thousand members is read without searching it for each") {
    std::string text = "{";
    for (int i = 0; i < 100'000; ++i) text += (i ? ",\"" : "\"") + std::to_string(i) + "\":" + std::to_string(i);
    text += ",\"7\":\"seven\"}";
    const Json value = parsed(text);
    CHECK(value.size() == 100'000);
    CHECK(base::string_or_empty(value, "7") == "seven");
    CHECK(value.begin().key() == "0");
}

// [req:json-surrogates]
TEST_CASE("half of an emoji, as a server that cut a text sends it, becomes the replacement character") {
    CHECK(echoed(R"("a\ud83d")") == "\"a\xEF\xBF\xBD\"");
    CHECK(echoed(R"("\ude00b")") ==
          "\"\xEF\xBF\xBD"
          "b\"");
    CHECK(echoed(R"("\uD83D\uD83D\uDE00")") == "\"\xEF\xBF\xBD\xF0\x9F\x98\x80\"");
    CHECK(echoed(R"("\ud83dx\ude00")") == "\"\xEF\xBF\xBDx\xEF\xBF\xBD\"");
    CHECK(echoed(R"("\\ud83d")") == R"("\\ud83d")");
    CHECK(echoed(R"("\\\ud83d")") == "\"\\\\\xEF\xBF\xBD\"");
    CHECK(echoed(R"({"\udfff":1})") == "{\"\xEF\xBF\xBD\":1}");
}

// [req:json-utf8]
TEST_CASE("bytes that are no UTF-8 are refused coming in and replaced going out") {
    for (const std::string_view row :
         {"\"\xFF\"", "\"\xC3\"", "\"\xED\xA0\x80\"", "\"\xC0\x80\"", "\"\xF4\x90\x80\x80\""}) {
        const auto value = parse_json(row);
        REQUIRE_FALSE(value);
        CHECK(value.error().kind == ErrorKind::malformed);
    }
    CHECK(dump_json(Json("a\xFF")) == "\"a\xEF\xBF\xBD\"");
}

// [req:json-exact-keys] [req:json-checked-access]
TEST_CASE("a member is found by its exact name and type, else it is absent") {
    const Json value = parsed(R"({"s":"x","b":false,"n":1.5,"i":3,"o":{},"a":[],"z":null})");
    CHECK(base::member(value, "z")->is_null());
    CHECK_FALSE(base::member(value, "S"));
    CHECK_FALSE(base::member(value, "s "));
    CHECK(*base::string_member(value, "s") == "x");
    CHECK(base::bool_member(value, "b") == false);
    CHECK(base::number_member(value, "n") == 1.5);
    CHECK(base::number_member(value, "i") == 3.0);
    CHECK(base::integer_member(value, "i") == 3);
    CHECK(base::object_member(value, "o"));
    CHECK(base::array_member(value, "a"));
    CHECK(base::string_or_empty(value, "s") == "x");
    CHECK(base::string_or_empty(value, "n").empty());

    for (const char* key : {"s", "b", "n", "i", "o", "a", "z", "absent"}) {
        CAPTURE(key);
        const char kind = key[0];
        CHECK((base::string_member(value, key) != nullptr) == (kind == 's'));
        CHECK(base::bool_member(value, key).has_value() == (kind == 'b'));
        CHECK(base::number_member(value, key).has_value() == (kind == 'n' || kind == 'i'));
        CHECK(base::integer_member(value, key).has_value() == (kind == 'i'));
        CHECK((base::object_member(value, key) != nullptr) == (kind == 'o'));
        CHECK((base::array_member(value, key) != nullptr) == (key == std::string_view("a")));
    }
    for (const char* text : {"null", "1", "\"s\"", "[]", "true"}) {
        CHECK_FALSE(base::member(parsed(text), "s"));
        CHECK_FALSE(base::string_member(parsed(text), "s"));
        CHECK_FALSE(base::integer_member(parsed(text), "s"));
    }
}

// [req:json-integers]
TEST_CASE("an integer is what is whole and fits") {
    struct Row {
        std::string_view text;
        std::optional<std::int64_t> value;
    };
    const Row rows[] = {
        {"0", 0},
        {"-0.0", 0},
        {"2.0", 2},
        {"-2e3", -2000},
        {"1.5", {}},
        {"9223372036854775807", INT64_MAX},
        {"9223372036854775808", {}},
        {"18446744073709551615", {}},
        {"-9223372036854775808", INT64_MIN},
        {"-9223372036854775809", INT64_MIN},  // read as a double, which is -2^63
        {"1e18", 1'000'000'000'000'000'000},
        {"1e19", {}},
        {"-1e300", {}},
        {"\"1\"", {}},
        {"true", {}},
        {"null", {}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        CHECK(base::integer_of(parsed(row.text)) == row.value);
    }
}

TEST_CASE("values that the program made are written without an exception") {
    Json value = {{"nan", std::numeric_limits<double>::quiet_NaN()}, {"bad", "\xC3"}};
    CHECK(dump_json(value) == "{\"nan\":null,\"bad\":\"\xEF\xBF\xBD\"}");
    CHECK(base::dump_json_pretty(Json{{"a", 1}}) == "{\n  \"a\": 1\n}");
}
