#include "ui/tool_form.hpp"

#include <utility>

#include <doctest/doctest.h>

#include "ui/support/screen.hpp"
#include "ui/support/servers.hpp"

using tests::Screen;
using ui::Key;
using ui::Role;
using ui::TriState;

namespace {

// The form of one tool on a screen of its own.
struct Form {
    ui::ToolForm form;
    ui::MenuState menu;
    ui::ScrollState popup;
    ui::FormEvents events;
    Screen screen;

    explicit Form(std::string_view schema)
        : form(tests::tool("t", schema)), screen([this](ui::Ui& u) {
              if (std::exchange(switches, false)) form.switch_editor(u);
              form.draw(u, {0, 0, u.px(340), {menu, popup}}, events);
              if (!checks) return;
              checks = false;
              std::optional<ui::Rect> reveal;
              taken = form.take_arguments(u, reveal);
          }) {
        screen.frame();
    }

    bool checks = false, switches = false;
    std::optional<base::Json> taken;

    std::string arguments() const { return base::dump_json(form.arguments()); }
    // The arguments that would run; empty when something is wrong.
    std::string run() {
        checks = true;
        taken.reset();
        screen.frame();
        return taken ? base::dump_json(*taken) : std::string();
    }
};

std::string object_of(std::string_view properties, std::string_view required = "[]") {
    return R"({"type":"object","properties":)" + std::string(properties) + R"(,"required":)" + std::string(required) +
           "}";
}

}  // namespace

// [req:ui-form]
TEST_CASE("every kind of property has a field of its own, called by its title or name") {
    Form form(object_of(R"({"city":{"type":"string"},"days":{"type":"integer"},"loud":{"type":"boolean"},
        "unit":{"enum":["C","F"]},"land":{"enum":["a","b","c","d","e"],"title":"Country"},
        "tags":{"type":"array","items":{"type":"string"}},
        "where":{"type":"object","properties":{"street":{"type":"string"}}},"rest":{}})"));
    CHECK(form.screen.find(Role::textbox, "city"));
    CHECK(form.screen.find(Role::textbox, "days"));
    CHECK(form.screen.find(Role::switch_button, "loud"));
    CHECK(form.screen.find(Role::group, "unit"));
    CHECK(form.screen.find(Role::radio, "C"));
    CHECK(form.screen.find(Role::combobox, "Country"));
    CHECK(form.screen.find(Role::group, "tags"));
    CHECK(form.screen.find(Role::textbox, "street"));
    CHECK(form.screen.get(Role::textbox, "rest").multiline);
    CHECK(form.run() == "{}");
}

// [req:ui-form]
TEST_CASE("defaults are filled in, and what is emptied is left out") {
    Form form(object_of(R"({"city":{"type":"string","default":"Bern"},"days":{"type":"integer","default":3},
        "loud":{"type":"boolean","default":true},"unit":{"enum":["C","F"],"default":"F"}})"));
    CHECK(form.run() == R"({"city":"Bern","days":3,"loud":true,"unit":"F"})");
    form.screen.type("city", "");
    form.screen.type("days", "");
    CHECK(form.run() == R"({"loud":true,"unit":"F"})");
}

TEST_CASE("what is typed becomes what the schema says") {
    Form form(object_of(R"({"s":{"type":"string"},"i":{"type":"integer"},"n":{"type":"number"},"j":{}})"));
    form.screen.type("s", "12");
    form.screen.type("i", "12");
    form.screen.type("n", "1.5");
    form.screen.type("j", R"({"deep":[1,null]})");
    CHECK(form.run() == R"({"s":"12","i":12,"n":1.5,"j":{"deep":[1,null]}})");
}

// [req:ui-form]
TEST_CASE("what does not read is said in its field, and stays there") {
    Form form(object_of(R"({"i":{"type":"integer"},"j":{}})"));
    form.screen.type("i", "twelve");
    form.screen.type("j", "{");
    CHECK(form.run().empty());
    CHECK(form.screen.get(Role::textbox, "i").invalid);
    CHECK(form.screen.get(Role::textbox, "j").invalid);
    CHECK(form.screen.get(Role::textbox, "i").value == "twelve");
    CHECK(form.screen.focused() == form.screen.get(Role::textbox, "i").id);
}

TEST_CASE("a switch that may be not set goes through three states, one that has to be set through two") {
    Form form(object_of(R"({"may":{"type":"boolean"},"must":{"type":"boolean"}})", R"(["must"])"));
    CHECK(form.run() == R"({"must":false})");
    for (const char* expected :
         {R"({"may":true,"must":false})", R"({"may":false,"must":false})", R"({"must":false})"}) {
        form.screen.click(Role::switch_button, "may");
        CHECK(form.run() == expected);
    }
    form.screen.click(Role::switch_button, "must");
    CHECK(form.screen.get(Role::switch_button, "must").checked == TriState::on);
    CHECK(form.run() == R"({"must":true})");
    form.screen.click(Role::switch_button, "must");
    CHECK(form.run() == R"({"must":false})");
}

TEST_CASE("few short choices stand side by side") {
    Form form(object_of(R"({"unit":{"enum":["C","F"]},"level":{"enum":[1,2,3]}})", R"(["level"])"));
    form.screen.click(Role::radio, "F");
    CHECK(form.screen.get(Role::radio, "F").checked == TriState::on);
    form.screen.click(Role::radio, "2");
    CHECK(form.run() == R"({"unit":"F","level":2})");
    form.screen.focus(Role::radio, "2");
    form.screen.press(Key::right);
    CHECK(form.run() == R"({"unit":"F","level":3})");
    form.screen.click(Role::radio, "F");
    form.screen.click(Role::radio, "3");
    CHECK(form.run() == R"({"level":3})");
}

TEST_CASE("many choices open as a list") {
    Form form(object_of(R"({"land":{"oneOf":[{"const":"ch","title":"Switzerland"},{"const":"kr","title":"Korea"},
        {"const":"a"},{"const":"b"},{"const":"c"}]}})"));
    CHECK(form.screen.get(Role::combobox, "land").value == "not set");
    form.screen.click(Role::combobox, "land");
    CHECK(form.screen.count(Role::option) == 6);
    form.screen.click(Role::option, "Korea");
    CHECK(form.screen.get(Role::combobox, "land").value == "Korea");
    CHECK(form.run() == R"({"land":"kr"})");
    form.screen.click(Role::combobox, "land");
    form.screen.click(Role::option, "not set");
    CHECK(form.run() == "{}");
}

TEST_CASE("items of a list are added and removed, and each keeps what was typed") {
    Form form(object_of(R"({"tags":{"type":"array","items":{"type":"string"},"maxItems":3}})"));
    CHECK(form.run() == "{}");
    for (const char* item : {"tags 1", "tags 2", "tags 3"}) {
        form.screen.click(Role::button, "Add item");
        form.screen.type(item, item);
    }
    CHECK_FALSE(form.screen.find(Role::button, "Add item"));
    CHECK(form.run() == R"({"tags":["tags 1","tags 2","tags 3"]})");
    form.screen.click(Role::button, "Remove item 2");
    CHECK(form.run() == R"({"tags":["tags 1","tags 3"]})");
    form.screen.type("tags 2", "");
    CHECK(form.run().empty());
    CHECK(form.screen.get(Role::textbox, "tags 2").invalid);
    CHECK_FALSE(form.screen.get(Role::textbox, "tags 1").invalid);
}

TEST_CASE("a list of objects has the fields of an object for each item") {
    Form form(object_of(R"({"people":{"type":"array","items":{"type":"object",
        "properties":{"name":{"type":"string"},"age":{"type":"integer","minimum":0}},"required":["name"]}}})"));
    form.screen.click(Role::button, "Add item");
    CHECK(form.run().empty());
    CHECK(form.screen.get(Role::textbox, "name").invalid);
    form.screen.type("name", "Ada");
    form.screen.type("age", "-1");
    CHECK(form.run().empty());
    CHECK(form.screen.get(Role::textbox, "age").invalid);
    form.screen.type("age", "36");
    CHECK(form.run() == R"({"people":[{"name":"Ada","age":36}]})");
}

TEST_CASE("an object that may be left out is left out until something of it is filled in") {
    Form form(object_of(
        R"({"opt":{"type":"object","properties":{"mode":{"type":"string","default":"fast"},"id":{"type":"string"}},
        "required":["id"]}})"));
    CHECK(form.run() == "{}");
    form.screen.type("mode", "slow");
    CHECK(form.run().empty());
    CHECK(form.screen.get(Role::textbox, "id").invalid);
    form.screen.type("id", "7");
    CHECK(form.run() == R"({"opt":{"mode":"slow","id":"7"}})");
}

TEST_CASE("a text with line breaks is never squeezed into one line") {
    Form form(object_of(R"({"text":{"type":"string","default":"one\ntwo"}})"));
    CHECK(form.screen.get(Role::textbox, "text").multiline);
    CHECK(form.run() == R"({"text":"one\ntwo"})");
}

TEST_CASE("problems are said in the person's language") {
    Form form(object_of(R"({"name":{"type":"string","minLength":3}})", R"(["name"])"));
    form.screen.state.settings.language = model::Language::korean;
    CHECK(form.run().empty());
    CHECK(form.screen.get(Role::textbox, "name").description == "값이 필요합니다.");
    form.screen.type("name", "ab");
    CHECK(form.run().empty());
    CHECK(form.screen.get(Role::textbox, "name").description == "3자 이상이어야 합니다.");
}

// [req:ui-form-pattern]
TEST_CASE("the pattern of a text is shown below its field and read out with it, and refuses nothing") {
    Form form(object_of(R"({"code":{"type":"string","description":"Of the land.","pattern":"^[A-Z]{2}\u200b$"},
        "slow":{"type":"string","pattern":"^(a+)+$"},"bad":{"type":"string","pattern":"(["},
        "odd":{"type":"string","pattern":7},"count":{"type":"integer","pattern":"x"}})"));
    const auto said = [&](std::string_view field) { return form.screen.get(Role::textbox, field).description; };
    CHECK(said("code") == "Of the land.\nPattern: ^[A-Z]{2}⟨U+200B⟩$");
    CHECK(form.screen.says("Of the land.\nPattern: ^[A-Z]{2}⟨U+200B⟩$"));
    CHECK(said("slow") == "Pattern: ^(a+)+$");
    CHECK(said("bad") == "Pattern: ([");
    CHECK(said("odd").empty());
    CHECK(said("count").empty());
    form.screen.type("code", "lower case");
    form.screen.type("slow", std::string(60, 'a') + "!");
    CHECK(form.run() == R"({"code":"lower case","slow":")" + std::string(60, 'a') + "!\"}");
    form.screen.state.settings.language = model::Language::korean;
    form.screen.frame();
    CHECK(said("slow") == "패턴: ^(a+)+$");
}

TEST_CASE("a tool without arguments says so, and runs") {
    Form form(R"({"type":"object"})");
    CHECK(form.screen.says("This tool takes no arguments."));
    CHECK(form.run() == "{}");
}

// [req:schema-dialect]
TEST_CASE("a tool whose schema is in an unknown dialect is run with JSON, which nothing refuses") {
    const std::string dialect = R"({"$schema":"urn:x","type":"object","properties":{"a":{"type":"integer"}}})";
    Form form(dialect);
    CHECK(form.screen.says("Not checked: its schema is in a dialect that this page does not know: urn:x"));
    CHECK_FALSE(form.screen.find(Role::textbox, "a"));
    CHECK(form.run() == "{}");
    form.screen.type("Arguments as JSON", R"({"a":"no number"})");
    CHECK(form.run() == R"({"a":"no number"})");
    form.switches = true;
    form.screen.frame();
    CHECK(form.screen.says("The form cannot show all of this JSON."));
    CHECK(form.run() == R"({"a":"no number"})");
    form.screen.state.settings.language = model::Language::korean;
    form.screen.frame();
    CHECK(form.screen.says("이 페이지가 모르는 스키마 방언이라 검사하지 않습니다: urn:x"));
}

// [req:schema-dialect]
TEST_CASE("what was filled in is there as JSON when the server tells its tools anew in an unknown dialect") {
    Form known(object_of(R"({"a":{"type":"integer"}})"));
    known.screen.type("a", "7");
    known.form.follow(tests::tool("t", R"({"$schema":"urn:x","type":"object","properties":{"a":{"type":"integer"}}})"));
    known.screen.frame();
    CHECK(known.run() == R"({"a":7})");
    CHECK(known.screen.says("does not know: urn:x"));
}

// [req:ui-form-json]
TEST_CASE("the form becomes JSON and back without loss") {
    Form form(object_of(
        R"({"tags":{"type":"array","items":{"type":"integer"}},"where":{"type":"object","properties":{"x":{"type":"number"}}},
        "on":{"type":"boolean"},"kind":{"enum":["a","b"]}})"));
    const char* arguments = R"({"tags":[1,2],"where":{"x":1.5},"on":false,"kind":"b"})";
    ui::FormState state;
    state.fields = base::form_of(base::parse_json(object_of(R"({"tags":{"type":"array","items":{"type":"integer"}},
        "where":{"type":"object","properties":{"x":{"type":"number"}}},"on":{"type":"boolean"},"kind":{"enum":["a","b"]}})"))
                                     .value());
    const base::Json root = base::Json::object();
    CHECK(ui::show_arguments(state.fields, root, base::parse_json(arguments).value(), state.parts, state.last_serial));
    CHECK(base::dump_json(ui::arguments_of(state.fields, root, state.parts)) == arguments);
    CHECK_FALSE(ui::show_arguments(state.fields, root, base::parse_json(R"({"kind":"c"})").value(), state.parts,
                                   state.last_serial));
    CHECK_FALSE(ui::show_arguments(state.fields, root, base::parse_json(R"({"tags":"none"})").value(), state.parts,
                                   state.last_serial));
}
