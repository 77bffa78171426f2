#include "base/schema_form.hpp"

#include <doctest/doctest.h>

#include "base/parsed.hpp"

using base::FormField;
using base::Json;
using Kind = base::FormField::Kind;

using tests::parsed;

namespace {

std::string kind_name(Kind kind) {
    constexpr const char* names[] = {"text",   "multiline", "number", "integer", "boolean",
                                     "choice", "list",      "group",  "json"};
    return names[static_cast<int>(kind)];
}

std::string shown(const FormField& field) {
    std::string text = field.pointer + ':' + kind_name(field.kind);
    if (field.required) text += '!';
    if (field.nullable) text += '?';
    if (field.children.empty()) return text;
    text += '(';
    for (const auto& child : field.children) text += (text.back() == '(' ? "" : " ") + shown(child);
    return text + ')';
}

std::string form(std::string_view schema) {
    std::string text;
    for (const auto& field : base::form_of(parsed(schema))) text += (text.empty() ? "" : " ") + shown(field);
    return text;
}

FormField only(std::string_view property) {
    auto fields = base::form_of(parsed(R"({"type":"object","properties":{"a":)" + std::string(property) + "}}"));
    REQUIRE(fields.size() == 1);
    return fields[0];
}

}  // namespace

// [req:form-kinds]
TEST_CASE("every kind of property has its field") {
    struct Row {
        std::string_view property;
        std::string_view field;
    };
    const Row rows[] = {
        {R"({"type":"string"})", "/a:text"},
        {R"({"type":"string","maxLength":2000})", "/a:multiline"},
        {R"({"type":"string","contentMediaType":"text/markdown"})", "/a:multiline"},
        {R"({"type":"number"})", "/a:number"},
        {R"({"type":"integer"})", "/a:integer"},
        {R"({"type":"boolean"})", "/a:boolean"},
        {R"({"enum":["x","y"]})", "/a:choice"},
        {R"({"const":"x"})", "/a:choice"},
        {R"({"type":"array","items":{"type":"string"}})", "/a:list(:text!)"},
        {R"({"type":"array","items":{"enum":["x"]}})", "/a:list(:choice!)"},
        {R"({"type":"array","items":{"type":"object","properties":{"b":{"type":"integer"}},"required":["b"]}})",
         "/a:list(:group!(/b:integer!))"},
        {R"({"type":"object","properties":{"b":{"type":"string"}}})", "/a:group(/a/b:text)"},
        {R"({"properties":{"b/c":{"type":"string"}}})", "/a:group(/a/b~1c:text)"},
        // several kinds in one
        {R"({"type":["string","null"]})", "/a:text?"},
        {R"({"anyOf":[{"type":"integer"},{"type":"null"}]})", "/a:integer?"},
        {R"({"oneOf":[{"type":"null"},{"enum":["x"]}]})", "/a:choice?"},
        {R"({"anyOf":[{"type":"array","items":{"type":"number"}},{"type":"null"}],"default":null})",
         "/a:list?(:number!)"},
        {R"({"type":["string","integer"]})", "/a:text"},
        {R"({"type":["number","integer"]})", "/a:number"},
        {R"({"allOf":[{"type":"string"},{"maxLength":5}]})", "/a:text"},
        // typed as JSON
        {"{}", "/a:json"},
        {"true", "/a:json"},
        {R"({"type":"object"})", "/a:json"},
        {R"({"type":"object","properties":{}})", "/a:json"},
        {R"({"type":"object","additionalProperties":{"type":"string"}})", "/a:json"},
        {R"({"type":"array"})", "/a:json"},
        {R"({"type":"array","items":{"type":"array","items":{"type":"string"}}})", "/a:json"},
        {R"({"type":"array","prefixItems":[{"type":"string"}],"items":{"type":"string"}})", "/a:json"},
        {R"({"type":["string","object"]})", "/a:json"},
        {R"({"anyOf":[{"type":"string"},{"type":"object"}]})", "/a:json"},
        {R"({"oneOf":[{"type":"string"},{"type":"integer"},{"type":"null"}]})", "/a:json?"},
        {R"({"$ref":"https://a.example/remote"})", "/a:json"},
        {R"({"$ref":"#/nowhere"})", "/a:json"},
        {R"({"type":"no such type"})", "/a:json"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.property);
        CHECK(shown(only(row.property)) == row.field);
    }
}

TEST_CASE("fields come in the schema's order, the needed ones marked") {
    CHECK(
        form(
            R"({"type":"object","properties":{"z":{"type":"string"},"a":{"type":"integer"},"never":false},"required":["a"]})") ==
        "/z:text /a:integer!");
    CHECK(form(R"({"type":"object"})").empty());
    CHECK(form("true").empty());
    CHECK(form("[]").empty());
}

TEST_CASE("references and allOf are folded into the field") {
    CHECK(form(R"({"properties":{"a":{"$ref":"#/$defs/A"},"b":{"$ref":"#/$defs/A"}},
                   "$defs":{"A":{"type":"object","properties":{"x":{"type":"string"}},"required":["x"]}}})") ==
          "/a:group(/a/x:text!) /b:group(/b/x:text!)");
    CHECK(form(R"({"$ref":"#/$defs/Args","$defs":{"Args":{"properties":{"x":{"type":"string"}}}}})") == "/x:text");
    CHECK(
        form(
            R"({"allOf":[{"properties":{"x":{"type":"string"}},"required":["x"]},{"properties":{"y":{"type":"number"}}}]})") ==
        "/x:text! /y:number");
    const auto fields = base::form_of(parsed(
        R"({"properties":{"a":{"allOf":[{"$ref":"#/$defs/A"}],"description":"mine","default":"y"}},"$defs":{"A":{"title":"Theirs","description":"theirs","enum":["x","y"]}}})"));
    REQUIRE(fields.size() == 1);
    CHECK(fields[0].kind == Kind::choice);
    CHECK(fields[0].title == "Theirs");
    CHECK(fields[0].description == "mine");
    CHECK(fields[0].default_value == "y");
}

TEST_CASE("a schema that contains itself, or is too deep or too wide, ends as JSON") {
    CHECK(form(R"({"properties":{"v":{"type":"string"},"next":{"$ref":"#"}}})") == "/v:text /next:json");
    CHECK(
        form(
            R"({"properties":{"t":{"$ref":"#/$defs/T"}},"$defs":{"T":{"properties":{"v":{"type":"string"},"kids":{"type":"array","items":{"$ref":"#/$defs/T"}}}}}})") ==
        "/t:group(/t/v:text /t/kids:json)");
    CHECK(form(R"({"properties":{"a":{"$ref":"#/properties/b"},"b":{"$ref":"#/properties/a"}}})") == "/a:json /b:json");

    std::string deep = R"({"type":"string"})";
    for (int i = 0; i < 50; ++i) deep = R"({"type":"object","properties":{"x":)" + deep + "}}";
    CHECK(form(deep) ==
          "/x:group(/x/x:group(/x/x/x:group(/x/x/x/x:group(/x/x/x/x/x:group(/x/x/x/x/x/x:group(/x/x/x/x/x/x/"
          "x:json))))))");

    // Ten fields on each of six levels would be a million.
    std::string wide = R"({"$defs":{"l0":{"type":"string"})";
    for (int i = 1; i <= 6; ++i) {
        wide += ",\"l" + std::to_string(i) + "\":{\"properties\":{";
        for (int j = 0; j < 10; ++j)
            wide += std::string(j ? "," : "") + '"' + std::to_string(j) + "\":{\"$ref\":\"#/$defs/l" +
                    std::to_string(i - 1) + "\"}";
        wide += "}}";
    }
    const auto fields = base::form_of(parsed(wide + R"(},"$ref":"#/$defs/l6"})"));
    std::size_t count = 0;
    const auto visit = [&](const auto& self, const std::vector<FormField>& list) -> void {
        count += list.size();
        for (const auto& field : list) self(self, field.children);
    };
    visit(visit, fields);
    CHECK(count > 100);
    CHECK(count < 1000);
}

// [req:form-choices]
TEST_CASE("choices carry their titles") {
    const auto titles = [](std::string_view property) {
        std::string text;
        for (const auto& choice : only(property).choices)
            text += base::dump_json(choice.value) + '=' + choice.title + ' ';
        return text;
    };
    CHECK(titles(R"({"enum":["r","g",3,null]})") == "\"r\"=r \"g\"=g 3=3 ");
    CHECK(titles(R"({"type":"string","enum":["r","g","b"],"enumNames":["Red","Green"]})") ==
          "\"r\"=Red \"g\"=Green \"b\"=b ");
    CHECK(titles(R"({"type":"string","oneOf":[{"const":"r","title":"Red"},{"const":"g"}]})") == "\"r\"=Red \"g\"=g ");
    const auto multi = only(
        R"({"type":"array","minItems":1,"maxItems":2,"items":{"anyOf":[{"const":"r","title":"Red"},{"const":"g","title":"Green"}]}})");
    CHECK(multi.kind == Kind::list);
    CHECK(multi.min_length == 1);
    CHECK(multi.max_length == 2);
    REQUIRE(multi.children.size() == 1);
    CHECK(multi.children[0].choices.size() == 2);
    CHECK(multi.children[0].choices[1].title == "Green");
}

TEST_CASE("a field has its names, limits, format and default") {
    const auto field =
        only(R"({"type":"integer","title":"Age","description":"In years","minimum":0,"maximum":150,"default":30})");
    CHECK(field.name == "a");
    CHECK(field.title == "Age");
    CHECK(field.description == "In years");
    CHECK(field.minimum == 0);
    CHECK(field.maximum == 150);
    CHECK(field.default_value == 30);
    CHECK_FALSE(field.required);
    CHECK(only(R"({"type":"string","format":"email","minLength":3,"maxLength":9})").format == "email");
    CHECK(only(R"({"type":"string","minLength":3,"maxLength":9})").max_length == 9);
    CHECK(only(R"({"type":"string"})").title == "a");
    CHECK(only(R"({"type":"string"})").default_value.is_null());
    CHECK(only(R"({"type":"integer","exclusiveMinimum":0,"exclusiveMaximum":10})").minimum == 1);
    CHECK(only(R"({"type":"integer","exclusiveMinimum":0,"exclusiveMaximum":10})").maximum == 9);
    CHECK(only(R"({"type":"object","properties":{"b":{"default":1}}})").default_value == parsed(R"({"b":1})"));
    CHECK(only(R"({"type":"integer"})").schema == parsed(R"({"type":"integer"})"));
    const auto alone = base::field_of(parsed(R"({"type":"string","title":"T"})"), parsed("{}"), "/x", "x", true);
    CHECK(alone.pointer == "/x");
    CHECK(alone.title == "T");
    CHECK(alone.required);
}

TEST_CASE("nonsense where keywords should be makes no field fall over") {
    for (const auto schema :
         {R"({"properties":3})", R"({"properties":{"a":3}})",
          R"({"properties":{"a":{"type":7,"enum":{},"anyOf":5,"items":1}}})",
          R"({"properties":{"a":{"type":"array","items":7}}})", R"({"properties":{"a":{"enum":[]}},"required":"a"})",
          R"({"properties":{"a":{"title":1,"description":[],"minimum":"x","format":{}}}})",
          R"({"allOf":{},"$ref":4})"}) {
        CAPTURE(schema);
        for (const auto& field : base::form_of(parsed(schema))) CHECK(field.kind == Kind::json);
    }
}
