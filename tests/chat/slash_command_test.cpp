#include "chat/slash_command.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace {

mcp::Tool tool(std::string name, std::string_view schema) {
    mcp::Tool made;
    made.name = std::move(name);
    made.input_schema = *base::parse_json(schema);
    return made;
}

const char* add_schema = R"({"type":"object","properties":{"a":{"type":"number"},"b":{"type":"number"}},
                            "required":["a","b"]})";
const char* echo_schema = R"({"type":"object","properties":{"message":{"type":"string"}},"required":["message"]})";
const char* weather_schema = R"({"type":"object","properties":{
    "city":{"type":"string","description":"Where"},
    "unit":{"enum":["celsius","fahrenheit","degrees kelvin"]},
    "days":{"type":"integer"},
    "detailed":{"type":"boolean"},
    "tags":{"type":"array","items":{"type":"string"}},
    "place":{"$ref":"#/$defs/place"}},
    "required":["city"],"$defs":{"place":{"type":"object"}}})";

struct Demo {
    std::vector<mcp::Tool> demo{tool("add", add_schema), tool("echo", echo_schema), tool("get-weather", weather_schema),
                                tool("now", R"({"type":"object"})"),
                                tool("strict", R"({"type":"object","properties":{"a":{},"b":{}},
                                                  "additionalProperties":false})")};
    std::vector<mcp::Tool> other{tool("add", add_schema), tool("add up", add_schema)};
    std::vector<chat::ToolSource> one{{"1", "Demo server", &demo}};
    std::vector<chat::ToolSource> two{{"1", "Demo server", &demo}, {"2", "Demo server", &other}};

    std::string arguments(std::string_view text) {
        const auto call = chat::parse_slash_command(text, one);
        return call ? base::dump_json(call->arguments) : "error: " + call.error().message;
    }
};

}  // namespace

TEST_CASE("a command begins with a slash and a name") {
    CHECK(chat::is_slash_command("/add"));
    CHECK_FALSE(chat::is_slash_command("/"));
    CHECK_FALSE(chat::is_slash_command("/ add"));
    CHECK_FALSE(chat::is_slash_command("say /add"));
    CHECK_FALSE(chat::is_slash_command(""));
}

// [req:command-read]
TEST_CASE("arguments are read in each way of writing them") {
    Demo demo;
    const std::pair<const char*, const char*> rows[] = {
        {"/now", "{}"},
        {"/now   ", "{}"},
        {R"(/add {"a": 2, "b": 3})", R"({"a":2,"b":3})"},
        {"/add a=2 b=3.5", R"({"a":2,"b":3.5})"},
        {"/add\na=2\nb=3", R"({"a":2,"b":3})"},
        {"/echo hello there", R"({"message":"hello there"})"},
        {"/echo 5", R"({"message":"5"})"},
        {"/echo message=5", R"({"message":"5"})"},
        {R"(/echo message="two words")", R"({"message":"two words"})"},
        {R"(/echo "two words")", R"({"message":"two words"})"},
        {R"(/echo message="a \"quote\" and \\ and \n end")", R"({"message":"a \"quote\" and \\ and \n end"})"},
        {"/echo a=b is no argument here", R"({"message":"a=b is no argument here"})"},
        {"/get-weather city=Seoul unit=celsius days=3 detailed=true",
         R"({"city":"Seoul","unit":"celsius","days":3,"detailed":true})"},
        {"/get-weather Seoul", R"({"city":"Seoul"})"},
        {R"(/get-weather city=서울 unit="degrees kelvin")", R"({"city":"서울","unit":"degrees kelvin"})"},
        {R"(/get-weather city=a tags=["x", "y z"])", R"({"city":"a","tags":["x","y z"]})"},
        {R"(/get-weather city=a place={"name": "b }"})", R"({"city":"a","place":{"name":"b }"}})"},
        {R"(/now anything=1 else="1")", R"({"anything":1,"else":"1"})"},
    };
    for (const auto& [text, arguments] : rows) {
        CAPTURE(text);
        CHECK(demo.arguments(text) == arguments);
    }
}

// [req:command-read]
TEST_CASE("what cannot be read is one sentence, and no call") {
    Demo demo;
    const std::pair<const char*, const char*> rows[] = {
        {"/add {\"a\": 2", "not JSON"},
        {"/add 1 2", "has no name"},
        {"/add a=1 a=2", "twice"},
        {"/strict c=1", "has no argument “c”"},
        {"/add a=two", "“a”"},
        {R"(/get-weather city="Seo)", "no end"},
        {R"(/get-weather city=a tags=["x")", "no end"},
        {"/add {\"a\": 2} and more", "not JSON"},
    };
    for (const auto& [text, part] : rows) {
        CAPTURE(text);
        const auto call = chat::parse_slash_command(text, demo.one);
        REQUIRE_FALSE(call);
        CHECK(call.error().kind == base::ErrorKind::invalid_arguments);
        CAPTURE(call.error().message);
        CHECK(call.error().message.find(part) != std::string::npos);
    }
}

TEST_CASE("a command that cannot be run is answered in Korean where that is asked for") {
    Demo demo;
    const std::pair<const char*, const char*> rows[] = {
        {"/ad a=1", "“ad” 도구가 없습니다. 가장 비슷한 것은 /add입니다."},
        {"/strict c=1", "strict에는 “c” 인자가 없습니다. 쓸 수 있는 인자: "},
        {"/add 1 2", "“1”에 이름이 없습니다. 이름=값으로 쓰세요. add의 인자: a, b"},
        {"/add a=two", "“a” 값의 형식이 맞지 않습니다."},
        {"/add a=1 a=2", "“a”이(가) 두 번 있습니다."},
    };
    for (const auto& [text, sentence] : rows) {
        CAPTURE(text);
        const auto call = chat::parse_slash_command(text, demo.one, true);
        REQUIRE_FALSE(call);
        CAPTURE(call.error().message);
        CHECK(call.error().message.starts_with(sentence));
    }
}

// [req:command-read]
TEST_CASE("an unknown tool is answered with the nearest name, when one is near") {
    Demo demo;
    const auto near = chat::parse_slash_command("/ad a=1", demo.one);
    REQUIRE_FALSE(near);
    CHECK(near.error().message == "There is no tool “ad”. The nearest is /add.");
    const auto far = chat::parse_slash_command("/transmogrify", demo.one);
    CHECK(far.error().message == "There is no tool “transmogrify”. Type / to see what there is.");
    const auto nobody = chat::parse_slash_command("/add", {});
    CHECK(nobody.error().message.find("no server with tools is connected") != std::string::npos);
}

// [req:command-servers]
TEST_CASE("a tool that two servers have needs the server's name") {
    Demo demo;
    const auto unclear = chat::parse_slash_command("/add a=1 b=2", demo.two);
    REQUIRE_FALSE(unclear);
    CHECK(unclear.error().message == "More than one server has “add”. Type /demo-server:add or /demo-server-2:add.");
    const auto second = chat::parse_slash_command("/demo-server-2:add a=1 b=2", demo.two);
    REQUIRE(second);
    CHECK(second->server_id == "2");
    CHECK(second->tool == &demo.other[0]);
    CHECK(chat::parse_slash_command("/demo-server:add a=1 b=2", demo.two)->server_id == "1");
    CHECK(chat::parse_slash_command("/echo hi", demo.two)->server_id == "1");
    CHECK(chat::slash_command_for("2", "add", demo.two) == "/demo-server-2:add");
    CHECK(chat::slash_command_for("1", "echo", demo.two) == "/echo");
}

TEST_CASE("the longest name wins, so that a name may have blanks") {
    Demo demo;
    const auto call = chat::parse_slash_command("/add up a=1 b=2", demo.two);
    REQUIRE(call);
    CHECK(call->tool->name == "add up");
}

TEST_CASE("no text breaks the reader") {
    Demo demo;
    const std::string odd[] = {"/",           "/add =",     "/add ==",    "/add a=",        "/add \"",
                               "/add a=\"\\", "/add [",     "/add a=[\"", "/add \xff=\xfe", "/\xf0\x9f",
                               "/add a={}}",  "/add {} {}", "/:",         "/demo-server:"};
    for (const auto& text : odd) {
        for (std::size_t caret = 0; caret <= text.size() + 1; ++caret) {
            for (const auto& completion : chat::completions(text, caret, demo.two)) {
                CHECK(completion.begin <= completion.end);
                CHECK(completion.end <= text.size());
            }
        }
        const auto call = chat::parse_slash_command(text, demo.two);
        if (!call) CHECK_FALSE(call.error().message.empty());
    }
}

namespace {

// "label|insert|begin-end" of each, so that a row of a table can say it.
std::vector<std::string> shown(std::string_view text, std::size_t caret, const std::vector<chat::ToolSource>& sources) {
    std::vector<std::string> rows;
    for (const auto& c : chat::completions(text, caret, sources))
        rows.push_back(c.label + "|" + c.insert + "|" + std::to_string(c.begin) + "-" + std::to_string(c.end));
    return rows;
}
using Rows = std::vector<std::string>;

}  // namespace

// [req:command-complete]
TEST_CASE("tools are completed by their beginning first, then inside, then by letters in order") {
    Demo demo;
    CHECK(shown("/", 1, demo.one).size() == 5);
    CHECK(shown("/e", 2, demo.one) == Rows{"echo|/echo |0-2", "get-weather|/get-weather |0-2"});
    CHECK(shown("/gw", 3, demo.one) == Rows{"get-weather|/get-weather |0-3"});
    CHECK(shown("/WEATHER", 8, demo.one) == Rows{"get-weather|/get-weather |0-8"});
    CHECK(shown("/ech and", 2, demo.one).front() == "echo|/echo |0-4");
    CHECK(shown("/zzz", 4, demo.one).empty());
    CHECK(shown("hello", 3, demo.one).empty());
    CHECK(shown("/unknown a", 10, demo.one).empty());
    CHECK(chat::completions("/e", 2, demo.one)[0].detail == "Demo server");
}

// [req:command-complete]
TEST_CASE("the very name comes before those that begin with it") {
    const auto named = [](const char* name) {
        mcp::Tool tool;
        tool.name = name;
        return tool;
    };
    const std::vector<mcp::Tool> tools{named("delete-all"), named("Delete"), named("delete")};
    const std::vector<chat::ToolSource> sources{{"demo", "Demo server", &tools}};
    CHECK(shown("/delete", 7, sources) ==
          Rows{"delete|/delete |0-7", "delete-all|/delete-all |0-7", "Delete|/Delete |0-7"});
    CHECK(shown("/del", 4, sources).front() == "delete-all|/delete-all |0-4");
}

TEST_CASE("the completion of a name that two servers have says which server") {
    Demo demo;
    const auto rows = shown("/add", 4, demo.two);
    CHECK(rows == Rows{"demo-server:add|/demo-server:add |0-4", "demo-server-2:add|/demo-server-2:add |0-4",
                       "add up|/add up |0-4"});
    CHECK(shown("/demo-server-2:", 15, demo.two) == Rows{"demo-server-2:add|/demo-server-2:add |0-15"});
}

// [req:command-complete]
TEST_CASE("arguments are completed: required ones first, those that are there not again") {
    Demo demo;
    CHECK(shown("/add ", 5, demo.one) == Rows{"a|a=|5-5", "b|b=|5-5"});
    CHECK(shown("/add a=1 ", 9, demo.one) == Rows{"b|b=|9-9"});
    CHECK(shown("/get-weather de", 15, demo.one) == Rows{"detailed|detailed=|13-15"});
    const auto rows = chat::completions("/get-weather ", 13, demo.one);
    REQUIRE(rows.size() == 6);
    CHECK(rows[0].label == "city");
    CHECK(rows[0].detail == "string · required · Where");
    CHECK(rows[5].detail == "object");
    CHECK(shown("/add {", 6, demo.one).empty());
}

// [req:command-complete]
TEST_CASE("values of an enum and of a boolean are completed, in quotes where they need them") {
    Demo demo;
    CHECK(shown("/get-weather unit=", 18, demo.one) ==
          Rows{"celsius|celsius |18-18", "fahrenheit|fahrenheit |18-18", "degrees kelvin|\"degrees kelvin\" |18-18"});
    CHECK(shown("/get-weather unit=fa", 20, demo.one) == Rows{"fahrenheit|fahrenheit |18-20"});
    CHECK(shown("/get-weather unit=\"de", 21, demo.one) == Rows{"degrees kelvin|\"degrees kelvin\" |18-21"});
    CHECK(shown("/get-weather detailed=t", 23, demo.one) == Rows{"true|true |22-23"});
    CHECK(shown("/get-weather city=", 18, demo.one).empty());
}
