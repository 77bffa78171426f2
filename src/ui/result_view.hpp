// What a tool answered, part by part: text, JSON, tables, pictures, links.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mcp/tool.hpp"
#include "text/layout.hpp"
#include "text/markdown.hpp"
#include "ui/image_source.hpp"
#include "ui/ui.hpp"
#include "ui/widgets/json_tree.hpp"
#include "ui/widgets/table_view.hpp"
#include "ui/widgets/text_view.hpp"

namespace ui {

// One part of a result, made ready once: parsed, laid out, its table found.
struct ResultPart {
    enum class Kind { text, json, image, file } kind = Kind::text;
    std::string text;  // Markdown or plain
    bool markdown = false;
    text::Layout layout;  // of `text`, for `laid_out_width`
    float laid_out_width = -1;
    base::Json json;
    float json_height = 0;  // as it was drawn last
    std::optional<Table> table;
    float picture_width = 0, picture_height = 0;  // pixels of the picture, once it was seen
    std::string mime_type, name;
    std::size_t content = 0;     // which of the result's contents has all of it, to save
    std::size_t shown_size = 0;  // bytes of a long text that are shown; 0: all of them
};

struct ResultView {
    std::vector<ResultPart> parts;
    JsonTreeState tree;
    bool raw = false;  // JSON instead of the table, text as it came instead of Markdown
    bool all_rows = false;
    bool whole_text = false;      // long text is not cut
    bool awaits_picture = false;  // when it comes, the result is higher
};

ResultView make_result_view(const mcp::ToolResult& result);

struct ResultPlace {
    std::uint64_t block = 0;  // of its first text part, for the selection; the next ones follow
    float x = 0, y = 0, width = 0;
};

// `view` was made of `result`. Draws at `place`; the height. A link that was pressed is put into `pressed_link`.
float draw_result(Ui& ui, const mcp::ToolResult& result, ResultView& view, const ResultPlace& place,
                  TextSelection& selection, ImageSource& images, std::string& pressed_link);

// A part as text, as a selection that goes over it copies it; empty for what is no text.
std::string copied_text(const ResultPart& part, bool raw);
// Markdown as it is read: what its layout has as plain text.
std::string plain_of(std::string_view markdown, text::LineEnds line_ends);

// The result as text, to copy: what its contents say, and the structured result where they do not say the same.
std::string result_text(const mcp::ToolResult& result);
// False for one that has only pictures, sounds and files, or nothing.
bool has_text(const mcp::ToolResult& result);

// Whether text that a tool sent is meant as Markdown: it has a heading, a fence, a table, or a list of several points, and is no
// code or settings.
bool looks_like_markdown(std::string_view text);

}  // namespace ui
