#include "base/json_schema.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "base/parsed.hpp"

using base::Json;

using tests::parsed;

namespace {

// "pointer keyword; pointer keyword"
std::string problems(std::string_view schema, std::string_view value) {
    std::string text;
    for (const auto& problem : base::validate(parsed(schema), parsed(value))) {
        CHECK_FALSE(problem.message.empty());
        text += (text.empty() ? "" : "; ") + problem.pointer + ' ' + problem.keyword;
    }
    return text;
}

struct Row {
    std::string_view schema;
    std::string_view value;
    std::string_view problems;
};

void check(std::initializer_list<Row> rows) {
    for (const auto& row : rows) {
        CAPTURE(row.schema);
        CAPTURE(row.value);
        CHECK(problems(row.schema, row.value) == row.problems);
    }
}

}  // namespace

// [req:schema-keywords]
TEST_CASE("each keyword refuses what it must and nothing else") {
    check({
        {"true", "1", ""},
        {"false", "1", " false"},
        {"{}", "null", ""},
        {"[]", "1", ""},
        // type
        {R"({"type":"string"})", "\"\"", ""},
        {R"({"type":"string"})", "1", " type"},
        {R"({"type":"integer"})", "1", ""},
        {R"({"type":"integer"})", "1.0", ""},
        {R"({"type":"integer"})", "1.5", " type"},
        {R"({"type":"integer"})", "1e300", ""},
        {R"({"type":"number"})", "1", ""},
        {R"({"type":"number"})", "true", " type"},
        {R"({"type":"boolean"})", "0", " type"},
        {R"({"type":"null"})", "null", ""},
        {R"({"type":"array"})", "{}", " type"},
        {R"({"type":"object"})", "[]", " type"},
        {R"({"type":["string","null"]})", "null", ""},
        {R"({"type":["string","null"]})", "1", " type"},
        {R"({"type":"any"})", "1", ""},
        {R"({"type":3})", "1", ""},
        // enum, const
        {R"({"enum":["a",1,null,{"x":1,"y":2}]})", R"({"y":2,"x":1})", ""},
        {R"({"enum":["a",1]})", "1.0", ""},
        {R"({"enum":["a",1]})", "\"A\"", " enum"},
        {R"({"const":[1,2]})", "[1,2.0]", ""},
        {R"({"const":[1,2]})", "[2,1]", " const"},
        {R"({"const":null})", "false", " const"},
        // numbers
        {R"({"minimum":3})", "3", ""},
        {R"({"minimum":3})", "2.9", " minimum"},
        {R"({"maximum":3})", "3", ""},
        {R"({"maximum":3})", "3.1", " maximum"},
        {R"({"exclusiveMinimum":3})", "3", " exclusiveMinimum"},
        {R"({"exclusiveMaximum":3})", "3", " exclusiveMaximum"},
        {R"({"exclusiveMaximum":true,"maximum":3})", "3", ""},
        {R"({"multipleOf":0.1})", "0.3", ""},
        {R"({"multipleOf":5})", "-10", ""},
        {R"({"multipleOf":5})", "7", " multipleOf"},
        {R"({"multipleOf":0})", "7", ""},
        {R"({"minimum":3})", "\"x\"", ""},
        // text, counted in characters
        {R"({"minLength":2})", "\"\xED\x95\x9C\"", " minLength"},
        {R"({"minLength":2,"maxLength":2})", "\"\xED\x95\x9C\xF0\x9F\x98\x80\"", ""},
        {R"({"maxLength":2})", "\"abc\"", " maxLength"},
        {R"({"maxLength":-1})", "\"abc\"", ""},
        {R"({"pattern":"^a"})", "\"b\"", ""},
        // lists
        {R"({"minItems":1})", "[]", " minItems"},
        {R"({"maxItems":1})", "[1,2]", " maxItems"},
        {R"({"uniqueItems":true})", "[1,\"1\",true]", ""},
        {R"({"uniqueItems":true})", R"([{"a":1,"b":2},{"b":2,"a":1.0}])", " uniqueItems"},
        {R"({"uniqueItems":false})", "[1,1]", ""},
        // objects
        {R"({"required":["a","b"]})", R"({"b":null})", "/a required"},
        {R"({"required":["a/b"]})", "{}", "/a~1b required"},
        {R"({"minProperties":1})", "{}", " minProperties"},
        {R"({"maxProperties":1})", R"({"a":1,"b":2})", " maxProperties"},
        {R"({"dependentRequired":{"a":["b"]}})", R"({"a":1})", "/b dependentRequired"},
        {R"({"dependentRequired":{"a":["b"]}})", R"({"c":1})", ""},
        {R"({"propertyNames":{"maxLength":1}})", R"({"ab":1,"c":2})", "/ab maxLength"},
    });
}

// [req:schema-applicators]
TEST_CASE("schemas apply to the parts that they are for") {
    check({
        {R"({"properties":{"a":{"type":"string"}}})", R"({"a":1,"b":2})", "/a type"},
        {R"({"properties":{"a":{}},"additionalProperties":false})", R"({"a":1,"b":2})", "/b additionalProperties"},
        {R"({"additionalProperties":{"type":"string"}})", R"({"a":"x","b":2})", "/b type"},
        {R"({"additionalProperties":true})", R"({"a":"x"})", ""},
        {R"({"patternProperties":{"^x":{}},"additionalProperties":false})", R"({"a":"x"})", ""},
        {R"({"items":{"type":"integer"}})", "[1,\"x\",2,null]", "/1 type; /3 type"},
        {R"({"items":false})", "[]", ""},
        {R"({"prefixItems":[{"type":"string"}],"items":{"type":"integer"}})", "[\"a\",1,\"b\"]", "/2 type"},
        {R"({"prefixItems":[{"type":"string"}],"items":false})", "[\"a\",1]", "/1 false"},
        {R"({"items":[{"type":"string"}],"additionalItems":{"type":"integer"}})", "[1,\"b\"]", "/0 type; /1 type"},
        {R"({"items":[{"type":"string"}]})", "[\"a\",1]", ""},
        {R"({"allOf":[{"minimum":1},{"maximum":3}]})", "4", " maximum"},
        {R"({"anyOf":[{"type":"string"},{"type":"integer"}]})", "1", ""},
        {R"({"anyOf":[{"type":"string"},{"type":"integer"}]})", "1.5", " anyOf"},
        {R"({"anyOf":[{"type":"string","minLength":3},{"type":"null"}]})", "\"a\"", " minLength"},
        {R"({"oneOf":[{"minimum":1},{"minimum":2}]})", "1", ""},
        {R"({"oneOf":[{"minimum":1},{"minimum":2}]})", "2", " oneOf"},
        {R"({"oneOf":[{"const":"a"},{"const":"b"}]})", "\"c\"", " oneOf"},
        {R"({"not":{"type":"string"}})", "\"a\"", " not"},
        {R"({"not":{"type":"string"}})", "1", ""},
        {R"({"not":{}})", "1", " not"},
        {R"({"if":{"properties":{"kind":{"const":"a"}}},"then":{"required":["x"]},"else":{"required":["y"]}})",
         R"({"kind":"a"})", "/x required"},
        {R"({"if":{"properties":{"kind":{"const":"a"}}},"then":{"required":["x"]},"else":{"required":["y"]}})",
         R"({"kind":"b"})", "/y required"},
        {R"({"if":{"type":"string"}})", "1", ""},
        {R"({"properties":{"a":{"items":{"properties":{"b":{"type":"string"}}}}}})", R"({"a":[{"b":"x"},{"b":1}]})",
         "/a/1/b type"},
    });
}

// [req:schema-local-refs] [req:schema-no-remote-refs]
TEST_CASE("references within the document are followed, others hold for every value") {
    check({
        {R"({"$ref":"#/$defs/a","$defs":{"a":{"type":"string"}}})", "1", " type"},
        {R"({"$ref":"#/definitions/a","definitions":{"a":{"type":"string"}}})", "1", " type"},
        {R"({"$ref":"#/$defs/a~1b%20c","$defs":{"a/b c":{"type":"string"}}})", "1", " type"},
        {R"({"$ref":"#n","$defs":{"a":{"$anchor":"n","type":"string"}}})", "1", " type"},
        {R"({"$ref":"#n","definitions":{"a":{"$id":"#n","type":"string"}}})", "1", " type"},
        {R"({"$ref":"#n","const":{"$anchor":"n","type":"string"}})", R"({"$anchor":"n","type":"string"})", ""},
        {R"({"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"type":"string"}}})", "1", " type"},
        {R"({"$ref":"#/$defs/a","minimum":5,"$defs":{"a":{"maximum":1}}})", "3", " maximum;  minimum"},
        {R"({"$id":"https://a.example/s","$ref":"https://a.example/s#/$defs/a","$defs":{"a":{"type":"string"}}})", "1",
         " type"},
        // a tree that contains itself
        {R"({"type":"object","properties":{"next":{"$ref":"#"}},"required":["v"]})",
         R"({"v":1,"next":{"next":{"v":2}}})", "/next/v required"},
        // out of the document, or nowhere
        {R"({"$ref":"https://a.example/other.json"})", "1", ""},
        {R"({"$ref":"other.json#/a"})", "1", ""},
        {R"({"properties":{"a":{"$ref":"http://localhost:1/canary"}}})", R"({"a":1})", ""},
        {R"({"$ref":"#/$defs/none"})", "1", ""},
        {R"({"$ref":"#none"})", "1", ""},
        {R"({"$ref":7})", "1", ""},
        // circles
        {R"({"$ref":"#"})", "1", ""},
        {R"({"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}})", "1", ""},
        {R"({"allOf":[{"$ref":"#"}],"type":"string"})", "\"a\"", ""},
    });
    const Json schema = parsed(R"({"a":{"$ref":"#/b"},"b":{"type":"string"},"c":{"$ref":"https://x.example/"}})");
    CHECK(base::resolve(*base::member(schema, "a"), schema) == base::member(schema, "b"));
    CHECK(base::resolve(*base::member(schema, "b"), schema) == base::member(schema, "b"));
    CHECK_FALSE(base::resolve(*base::member(schema, "c"), schema));
}

// [req:schema-hostile]
TEST_CASE("a schema made to take for ever ends, and holds") {
    // Each level asks the next one twenty times.
    std::string bomb = R"({"$defs":{"l0":{"type":"string"})";
    for (int i = 1; i < 30; ++i) {
        bomb += ",\"l" + std::to_string(i) + "\":{\"anyOf\":[";
        for (int j = 0; j < 20; ++j)
            bomb += std::string(j ? "," : "") + "{\"$ref\":\"#/$defs/l" + std::to_string(i - 1) + "\"}";
        bomb += "]}";
    }
    CHECK(problems(bomb + R"(},"$ref":"#/$defs/l29"})", "1").empty());

    CHECK(problems(R"({"anyOf":[{"$ref":"#"},{"$ref":"#"}]})", "1").empty());
    CHECK(problems(R"({"not":{"$ref":"#"}})", "1").empty());

    std::string anchors = R"({"allOf":[)";
    for (int i = 0; i < 2000; ++i) anchors += R"({"$ref":"#missing"},)";
    CHECK(problems(anchors + "{}]}", "1").empty());

    std::string many = "[";
    for (int i = 0; i < 5000; ++i) many += "1,";
    CHECK(base::validate(parsed(R"({"items":{"type":"string"}})"), parsed(many + "1]")).size() ==
          base::schema_problem_cap);
}

// [req:schema-hostile]
TEST_CASE("a value of many megabytes and a schema made for it end too, and hold") {
    const auto list = [](int count, auto item) {
        std::string text = "[";
        for (int i = 0; i < count; ++i) text += (i ? "," : "") + item(i);
        return text + "]";
    };
    const auto object = [](int first, int step) {
        std::string text = "{";
        for (int i = 0; i < 20'000; ++i) text += (i ? ",\"a" : "\"a") + std::to_string(first + i * step) + "\":1";
        return text + "}";
    };
    const auto one = [](int) { return std::string("1"); };
    const auto name = [](int i) { return "\"b" + std::to_string(i) + '"'; };
    const std::string numbers = list(50'000, one), names = list(20'000, name);
    const std::string large = object(0, 1), turned = object(19'999, -1);

    // The pointer of each item has the long name in it.
    CHECK(problems(R"({"additionalProperties":{"items":{"type":"string"}}})",
                   "{\"" + std::string(1 << 20, 'k') + "\":" + numbers + "}")
              .empty());
    // Each item looks through all keywords, all types, all choices.
    for (const std::string& items :
         {large.substr(0, large.size() - 1) + R"(,"type":"number"})", R"({"type":)" + names + "}",
          R"({"enum":)" + names.substr(0, names.size() - 1) + ",1]}"})
        CHECK(problems(R"({"items":)" + items + "}", numbers).empty());
    // Members have no order, so they are looked for one by one.
    CHECK(problems(R"({"const":)" + turned + "}", large).empty());
    CHECK(problems(R"({"uniqueItems":true})", "[" + large + "," + turned + "]").empty());
    CHECK(problems(R"({"required":)" + names + "}", large).empty());
    // The same long text, measured once for each part of the schema.
    CHECK(problems(R"({"allOf":)" + list(20'000, [](int) { return std::string(R"({"minLength":9999999})"); }) + "}",
                   '"' + std::string(1 << 20, 'x') + '"')
              .empty());
}

TEST_CASE("long lists of small things are still checked") {
    base::Json rows = base::Json::array(), choices = base::Json::array();
    for (int i = 0; i < 250; ++i) choices.push_back("choice " + std::to_string(i));
    for (int i = 0; i < 5'000; ++i)
        rows.push_back(
            base::Json{{"id", i}, {"kind", choices[static_cast<std::size_t>(i % 250)]}, {"text", "some words"}});
    const auto schema = base::Json{
        {"items", {{"$ref", "#/$defs/row"}}},
        {"$defs",
         {{"row",
           {{"type", "object"},
            {"required", {"id", "kind"}},
            {"properties",
             {{"id", {{"type", "integer"}}}, {"kind", {{"enum", choices}}}, {"text", {{"type", "string"}}}}}}}}}};
    CHECK(base::validate(schema, rows).empty());
    rows[4'999]["kind"] = "another";
    const auto found = base::validate(schema, rows);
    REQUIRE(found.size() == 1);
    CHECK(found[0].pointer == "/4999/kind");

    base::Json unique = base::Json::array();
    for (int i = 0; i < 499; ++i) unique.push_back("item " + std::to_string(i));
    unique.push_back("item 7");
    CHECK(base::validate(base::Json{{"uniqueItems", true}}, unique).size() == 1);
}

TEST_CASE("a problem says what would be right") {
    const auto first = [](std::string_view schema, std::string_view value) {
        const auto found = base::validate(parsed(schema), parsed(value));
        REQUIRE(found.size() == 1);
        return found[0].message + '|' + found[0].limit;
    };
    CHECK(first(R"({"type":["integer","null"]})", "\"x\"") == "Has to be a whole number or empty.|integer, null");
    CHECK(first(R"({"minimum":0.5})", "0") == "Has to be 0.5 or more.|0.5");
    CHECK(first(R"({"minLength":1})", "\"\"") == "Needs at least 1 character.|1");
    CHECK(first(R"({"maxItems":2})", "[1,2,3]") == "Can have at most 2 items.|2");
    CHECK(first(R"({"format":"email"})", "\"x\"") == "Is not of the form “email”.|email");
    CHECK(first(R"({"maximum":9007199254740991})", "1e300") == "Has to be 9007199254740991 or less.|9007199254740991");
}

// [req:schema-dialect]
TEST_CASE("a schema in a dialect that is not known is told, and checks nothing") {
    for (const char* known :
         {"https://json-schema.org/draft/2020-12/schema", "https://json-schema.org/draft/2020-12/schema#",
          "https://json-schema.org/draft/2019-09/schema", "http://json-schema.org/draft-07/schema#",
          "http://json-schema.org/draft-07/schema", "https://json-schema.org/draft-06/schema#",
          "http://json-schema.org/draft-04/schema#", "http://json-schema.org/schema#"}) {
        CAPTURE(known);
        const base::Json schema{{"$schema", known}, {"type", "string"}};
        CHECK_FALSE(base::unknown_dialect(schema));
        CHECK(base::validate(schema, 1).size() == 1);
    }
    for (const char* unknown :
         {"https://json-schema.org/draft/2030-01/schema", "https://spec.openapis.org/oas/3.1/dialect/base",
          "http://json-schema.org/draft-03/schema#", "https://json-schema.example/draft-07/schema", ""}) {
        CAPTURE(unknown);
        const base::Json schema{{"$schema", unknown}, {"type", "string"}};
        REQUIRE(base::unknown_dialect(schema));
        CHECK(base::unknown_dialect(schema)->keyword == "$schema");
        CHECK(base::unknown_dialect(schema)->limit == unknown);
        CHECK(base::unknown_dialect(schema)->message ==
              "Not checked: its schema is in a dialect that this page does not know: " + std::string(unknown));
        CHECK(base::validate(schema, 1).empty());
    }
    CHECK_FALSE(base::unknown_dialect(parsed(R"({"$schema":7})")));
    CHECK_FALSE(base::unknown_dialect(parsed("true")));
    CHECK(base::unknown_dialect(base::Json{{"$schema", std::string(5000, 'x')}})->message.size() < 300);
}

// [req:schema-format]
TEST_CASE("formats of text, row by row") {
    struct FormatRow {
        std::string_view format;
        std::string_view text;
        bool fits;
    };
    const FormatRow rows[] = {
        {"date", "2026-11-21", true},
        {"date", "2024-02-29", true},
        {"date", "2023-02-29", false},
        {"date", "1900-02-29", false},
        {"date", "2000-02-29", true},
        {"date", "2026-13-01", false},
        {"date", "2026-00-01", false},
        {"date", "2026-04-31", false},
        {"date", "2026-1-1", false},
        {"date", "2026-11-21 ", false},
        {"date", "", false},
        {"date", "21.11.2026", false},
        {"time", "23:59:60Z", true},
        {"time", "24:00:00Z", false},
        {"time", "12:00Z", false},
        {"time", "12:00:00", false},
        {"date-time", "2026-11-21T10:20:30Z", true},
        {"date-time", "2026-11-21t10:20:30.5+09:00", true},
        {"date-time", "2026-11-21 10:20:30Z", false},
        {"date-time", "2026-11-21T10:20:30", false},
        {"date-time", "2026-11-21T10:20:30.Z", false},
        {"date-time", "2026-11-21T10:20:30+9:00", false},
        {"date-time", "2026-11-21", false},
        {"email", "a@b.example", true},
        {"email", "a.b+c@localhost", true},
        {"email", "a@b@c", false},
        {"email", "@b", false},
        {"email", "a@", false},
        {"email", "a b@c", false},
        {"email", "a@b..c", false},
        {"email", "a", false},
        {"uri", "https://a.example/x?y#z", true},
        {"uri", "mailto:a@b", true},
        {"uri", "urn:x:y", true},
        {"uri", "/relative", false},
        {"uri", "a b:c", false},
        {"uri", "1a:b", false},
        {"uri", "a:", false},
        {"uri", "https://a/ b", false},
        {"uri", "", false},
        {"hostname", "anything goes", true},
    };
    for (const auto& row : rows) {
        CAPTURE(row.format);
        CAPTURE(row.text);
        CHECK(base::has_format(row.text, row.format) == row.fits);
    }
}

// [req:schema-coerce]
TEST_CASE("what is typed becomes what the schema asks for") {
    struct TypedRow {
        std::string_view schema;
        std::string_view typed;
        std::string_view value;  // empty: refused
    };
    const TypedRow rows[] = {
        {R"({"type":"string"})", "12", "\"12\""},
        {R"({"type":"string"})", "", "\"\""},
        {R"({"type":"string"})", " a ", "\" a \""},
        {R"({"type":"string"})", "\"q\"", R"("\"q\"")"},
        {R"({"type":"integer"})", "12", "12"},
        {R"({"type":"integer"})", " -3 ", "-3"},
        {R"({"type":"integer"})", "2.0", "2.0"},
        {R"({"type":"integer"})", "2.5", ""},
        {R"({"type":"integer"})", "twelve", ""},
        {R"({"type":"integer"})", "", ""},
        {R"({"type":"integer"})", "1,000", ""},
        {R"({"type":"number"})", "2.5", "2.5"},
        {R"({"type":"number"})", "1e3", "1000.0"},
        {R"({"type":"number"})", "NaN", ""},
        {R"({"type":"boolean"})", "true", "true"},
        {R"({"type":"boolean"})", "yes", ""},
        {R"({"type":"null"})", "", "null"},
        {R"({"type":["integer","null"]})", "", "null"},
        {R"({"type":["integer","null"]})", "null", "null"},
        {R"({"type":["string","null"]})", "null", "null"},
        {R"({"type":["string","null"]})", "", "\"\""},
        {R"({"type":["string","integer"]})", "7", "7"},
        {R"({"type":["string","integer"]})", "7a", "\"7a\""},
        {R"({"type":"array"})", "[1, 2]", "[1,2]"},
        {R"({"type":"array"})", "1, 2", ""},
        {R"({"type":"object"})", "{\"a\": 1}", "{\"a\":1}"},
        {R"({"type":"object"})", "[]", ""},
        {R"({"enum":[1,"2",true]})", "1", "1"},
        {R"({"enum":[1,"2",true]})", "2", "\"2\""},
        {R"({"enum":[1,"2",true]})", "true", "true"},
        {"{}", "{\"a\":1}", "{\"a\":1}"},
        {"{}", "plain words", "\"plain words\""},
        {"true", "5", "5"},
        {R"({"$ref":"https://a.example/"})", "5", "5"},
        {R"({"$ref":"#/$defs/n","$defs":{"n":{"type":"integer"}}})", "5", "5"},
        {R"({"$ref":"#/$defs/n","$defs":{"n":{"type":"integer"}}})", "x", ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.schema);
        CAPTURE(row.typed);
        const auto value = base::coerce(parsed(row.schema), row.typed);
        CHECK(value.has_value() == !row.value.empty());
        if (value) CHECK(base::dump_json(*value) == row.value);
        if (!value) CHECK(value.error().kind == base::ErrorKind::invalid_arguments);
    }
}

TEST_CASE("a form begins with the defaults") {
    const auto defaults = [](std::string_view schema) { return base::dump_json(base::defaults_of(parsed(schema))); };
    CHECK(defaults(R"({"type":"string","default":"x"})") == "\"x\"");
    CHECK(defaults(R"({"const":5})") == "5");
    CHECK(defaults(R"({"type":"string"})") == "null");
    CHECK(defaults("true") == "null");
    CHECK(
        defaults(
            R"({"properties":{"a":{"default":1},"b":{"type":"string"},"c":{"properties":{"d":{"default":[]}}},"e":{"default":null}}})") ==
        R"({"a":1,"c":{"d":[]}})");
    CHECK(defaults(R"({"properties":{"a":{"$ref":"#/$defs/x"}},"$defs":{"x":{"default":2}}})") == R"({"a":2})");
    CHECK(defaults(R"({"properties":{"a":{"$ref":"#/$defs/x","default":3}},"$defs":{"x":{"default":2}}})") ==
          R"({"a":3})");
    CHECK(defaults(R"({"properties":{"a":{"$ref":"#"},"b":{"$ref":"#"}}})") == "null");
}
