// The arguments of one tool while they are filled in: as a form, or as JSON.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "mcp/tool.hpp"
#include "ui/tool_form_fields.hpp"

namespace ui {

class ToolForm {
public:
    explicit ToolForm(const mcp::Tool& tool) { begin(tool.input_schema); }

    // The server has told its tools anew. What was filled in stays, also when the schema is another one now.
    void follow(const mcp::Tool& tool);

    // The fields, or the text field of the JSON; the height.
    float draw(Ui& ui, const FormPlace& place, FormEvents& events);

    bool as_json() const { return as_json_; }
    // To JSON always; to the form only when it can show all of the JSON, else it says so.
    void switch_editor(const Ui& ui);

    // What is filled in, whether it is right or not; an object.
    base::Json arguments() const;

    // True where JSON is typed that cannot be read: says so, as below.
    bool refuses_json(Ui& ui, std::optional<Rect>& reveal);

    // The arguments when they are right. Else says what is wrong, and the focus goes there; `reveal` is where that is.
    std::optional<base::Json> take_arguments(Ui& ui, std::optional<Rect>& reveal);

private:
    void begin(const base::Json& schema);
    void say_problem(Ui& ui, const std::string& problem, NodeId id, const Rect& r, std::optional<Rect>& reveal);
    std::optional<base::Json> take_form(Ui& ui, std::optional<Rect>& reveal);
    std::optional<base::Json> take_json(Ui& ui, std::optional<Rect>& reveal);

    base::Json schema_;
    std::optional<base::SchemaProblem> unknown_dialect_;  // then there are no fields
    FormState form_;
    bool as_json_ = false;
    TextBuffer json_;
    std::string json_problem_;
    WrappedText json_problem_text_, dialect_text_;
    NodeId json_id_ = 0;
    Rect json_rect_;
};

}  // namespace ui
