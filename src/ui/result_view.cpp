#include "ui/result_view.hpp"

#include <algorithm>
#include <cmath>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/markdown.hpp"
#include "text/visible.hpp"
#include "ui/widgets/button.hpp"

namespace ui {

namespace {

constexpr float result_part_gap = 10, folded_text = 420, tallest_image = 420, file_row = 40;
constexpr std::size_t rows_first = 30, longest_text = 512 * 1024;

template <class... Cases>
struct Match : Cases... {
    using Cases::operator()...;
};

bool structured_says_it(const mcp::ToolResult& result, const std::string& text) {
    // MCP: a tool with structured content SHOULD also send it serialized as text; the same thing is shown once.
    if (result.structured.is_null()) return false;
    const auto parsed = base::parse_json(text);
    if (!parsed) return false;
    // Some send only the one member that matters.
    const base::Json& whole = result.structured;
    return *parsed == whole || (whole.is_object() && whole.size() == 1 && *parsed == *whole.begin());
}

// Some wrap a text into the one member that a schema wants: nothing else is said by it.
bool is_its_one_string(const mcp::ToolResult& result, const std::string& text) {
    const base::Json& whole = result.structured;
    return whole.is_object() && whole.size() == 1 && *whole.begin() == text;
}

std::string text_of_content(const mcp::Content& content) {
    if (const auto* c = std::get_if<mcp::TextContent>(&content)) return c->text;
    if (const auto* r = std::get_if<mcp::EmbeddedResourceContent>(&content)) return r->text;
    if (const auto* l = std::get_if<mcp::ResourceLinkContent>(&content)) return l->uri;
    if (const auto* u = std::get_if<mcp::UnknownContent>(&content)) return base::dump_json_pretty(u->value);
    return {};
}

ResultPart json_part(base::Json value) {
    ResultPart part;
    part.kind = ResultPart::Kind::json;
    part.table = table_of(value, rows_first);
    part.json = std::move(value);
    return part;
}

ResultPart text_part(const std::string& text, std::size_t content) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first != std::string::npos && (text[first] == '{' || text[first] == '[')) {
        auto parsed = base::parse_json(text);
        if (parsed && parsed->is_structured()) return json_part(std::move(*parsed));
    }
    ResultPart part;
    const std::string_view shown = base::utf8_prefix(text, longest_text);
    part.text = text::make_visible(shown);
    part.markdown = looks_like_markdown(part.text);
    part.content = content;
    if (shown.size() < text.size()) part.shown_size = shown.size();
    part.mime_type = "text/plain";
    part.name = "result.txt";
    return part;
}

ResultPart bytes_part(ResultPart::Kind kind, const std::string& mime_type, std::size_t content, std::string name) {
    ResultPart part;
    part.kind = kind;
    part.mime_type = mime_type;
    part.content = content;
    part.name = std::move(name);
    return part;
}

ResultPart resource_part(const mcp::EmbeddedResourceContent& resource, std::size_t content) {
    ResultPart part = text_part(resource.text, content);
    if (!resource.mime_type.empty()) part.mime_type = resource.mime_type;
    part.name = resource.uri;
    return part;
}

ResultPart link_part(const mcp::ResourceLinkContent& link) {
    std::string text = link.title.empty() ? link.name : link.title;
    text += text.empty() ? link.uri : "\n" + link.uri;
    if (!link.description.empty()) text += "\n" + link.description;
    ResultPart part;
    part.text = text::make_visible(text);
    return part;
}

void add_content(ResultView& view, const mcp::ToolResult& result, std::size_t index) {
    std::visit(Match{
                   [&](const mcp::TextContent& c) {
                       if (!structured_says_it(result, c.text)) view.parts.push_back(text_part(c.text, index));
                   },
                   [&](const mcp::ImageContent& c) {
                       view.parts.push_back(bytes_part(ResultPart::Kind::image, c.mime_type, index, "image"));
                   },
                   [&](const mcp::AudioContent& c) {
                       view.parts.push_back(bytes_part(ResultPart::Kind::file, c.mime_type, index, "audio"));
                   },
                   [&](const mcp::ResourceLinkContent& c) { view.parts.push_back(link_part(c)); },
                   [&](const mcp::EmbeddedResourceContent& c) {
                       if (!c.bytes.empty())
                           view.parts.push_back(bytes_part(ResultPart::Kind::file, c.mime_type, index, c.uri));
                       else
                           view.parts.push_back(resource_part(c, index));
                   },
                   [&](const mcp::UnknownContent& c) { view.parts.push_back(json_part(c.value)); },
               },
               result.content[index]);
}

// **bold**: not the power of a number, a glob or a parameter.
bool has_bold(std::string_view line) {
    const auto is_word = [&](std::size_t at) { return base::is_letter_or_digit(line[at]) || line[at] == '/'; };
    const auto begin = line.find("**"), end = line.find("**", begin + 3);
    return end < line.size() && !base::is_blank(line[end - 1]) && line[begin + 2] != '/' &&
           !(begin > 0 && is_word(begin - 1)) && !(end + 2 < line.size() && is_word(end + 2));
}

// Measures nothing: for what a text says, not where.
class NoShaper : public text::Shaper {
public:
    char32_t cluster(std::string_view) override { return U' '; }
    float advance(char32_t, const text::Style&) override { return 0; }
    float line_height(const text::Style&) override { return 1; }
    float ascent(const text::Style&) override { return 1; }
    void prepare(std::u32string_view, const text::Style&) override {}
};

// How far down the last line ends that is not cut at `most`.
float whole_lines(const text::Layout& layout, float most) {
    float bottom = 0;
    for (const text::Line& line : layout.lines)
        if (line.top + line.height <= most) bottom = std::max(bottom, line.top + line.height);
    return bottom;
}

// Below a part that is shown in its best form, or as it came. The y where it ends.
float draw_raw_switch(Ui& ui, ResultView& view, float x, float y, Str best, Str raw) {
    const auto word = ui.str(view.raw ? best : raw);
    const Rect toggle{x, y + ui.px(6), button_width(ui, word), ui.small_control_height()};
    if (button(ui, "raw", toggle, word, {.kind = ButtonKind::ghost})) {
        view.raw = !view.raw;
        for (ResultPart& part : view.parts) part.laid_out_width = -1;
        ui.want_frame_in(0);
    }
    return toggle.bottom();
}

float draw_text(Ui& ui, ResultView& view, ResultPart& part, const ResultPlace& at, TextSelection& selection,
                std::string& pressed) {
    if (part.laid_out_width != at.width) {
        if (part.markdown && !view.raw) {
            text::LayoutParams params;
            params.width_px = at.width;
            params.scale = ui.input.scale;
            params.type.body = 14;
            part.layout =
                text::lay_out(text::parse_markdown(part.text, text::LineEnds::keep), params, ui.paint.shaper());
        } else {
            text::PlainParams params;
            params.style = ui.style(14);
            params.width_px = at.width;
            params.line_height_px = std::round(ui.em(14 * 1.5f));
            part.layout = text::lay_out_plain(part.text, params, ui.paint.shaper());
        }
        part.laid_out_width = at.width;
    }
    const bool folds = !view.whole_text && part.layout.height > ui.px(folded_text) * 1.2f;
    const float shown = folds ? whole_lines(part.layout, ui.px(folded_text)) : part.layout.height;
    if (folds) ui.paint.push_clip({at.x, at.y, at.width, shown});
    const int link = text_view(ui, part.layout, at.x, at.y, at.block, &selection);
    if (folds) ui.paint.pop_clip();
    if (link >= 0) pressed = part.layout.links[static_cast<std::size_t>(link)].url;
    float y = at.y + shown;
    if (folds) {
        const Rect more{at.x - ui.px(8), y, ui.px(140), ui.press_height(32)};
        if (text_button(ui, "more", more, Icon::chevron_down, ui.str(Str::show_more), ui.colors->accent)) {
            view.whole_text = true;
            ui.want_frame_in(0);
        }
        y = more.bottom();
    }
    if (part.markdown) y = draw_raw_switch(ui, view, at.x, y, Str::show_formatted, Str::show_plain);
    return y - at.y;
}

float draw_json(Ui& ui, ResultView& view, ResultPart& part, const ResultPlace& at, const TextSelection& selection) {
    float y = at.y;
    // It is selected as a whole, by what reaches over it.
    if (const auto range = selection.within(at.block, 1); range.begin != range.end)
        ui.paint.fill({at.x, at.y, at.width, part.json_height}, ui.colors->selection);
    if (part.table && !view.raw) {
        if (view.all_rows && part.table->rows.size() < std::min(part.table->all_rows, most_table_rows))
            part.table = table_of(part.json, most_table_rows);
        y += table_view(ui, "table", *part.table, at.x, y, at.width, view.all_rows);
    } else {
        y += json_tree(ui, "json", part.json, at.x, y, at.width, view.tree);
    }
    part.json_height = y - at.y;
    if (part.table) y = draw_raw_switch(ui, view, at.x, y, Str::show_table, Str::show_raw);
    return y - at.y;
}

const std::string& bytes_of(const mcp::ToolResult& result, const ResultPart& part) {
    static const std::string none;
    const mcp::Content& content = result.content[part.content];
    if (const auto* image = std::get_if<mcp::ImageContent>(&content)) return image->bytes;
    if (const auto* audio = std::get_if<mcp::AudioContent>(&content)) return audio->bytes;
    if (const auto* text = std::get_if<mcp::TextContent>(&content)) return text->text;
    if (const auto* resource = std::get_if<mcp::EmbeddedResourceContent>(&content))
        return resource->bytes.empty() ? resource->text : resource->bytes;
    return none;
}

std::string kilobytes(std::size_t bytes) { return std::to_string((bytes + 1023) / 1024); }

// What there is to save, and the button.
float draw_save(Ui& ui, const ResultPart& part, const std::string& bytes, const ResultPlace& at, std::string_view about,
                ImU32 color) {
    const Rect row{at.x, at.y, at.width, ui.press_height(file_row)};
    const auto words = ui.str(Str::save_file);
    const float width = button_width(ui, words);
    label(ui, row.x, row.center_y(), about, ui.style(type_size::control), color, row.width - width - ui.px(12));
    const Rect save = middle({row.right() - width, row.y, width, row.height}, ui.small_control_height());
    if (button(ui, "save", save, words, {.kind = ButtonKind::ghost}))
        ui.want(model::SaveFile{part.name.empty() ? "file" : part.name.substr(part.name.find_last_of('/') + 1),
                                part.mime_type, bytes});
    return row.height;
}

float draw_file(Ui& ui, const ResultPart& part, const std::string& bytes, const ResultPlace& at) {
    const std::string about = (part.name.empty() ? part.mime_type : part.name + " · " + part.mime_type) + " · " +
                              kilobytes(bytes.size()) + " KB";
    return draw_save(ui, part, bytes, at, text::make_visible(about), ui.colors->muted);
}

// Below a text that is not all there.
float draw_cut(Ui& ui, const ResultPart& part, const std::string& whole, const ResultPlace& at) {
    if (part.shown_size == 0) return 0;
    const std::string about = fill(ui.str(Str::text_cut), kilobytes(part.shown_size), kilobytes(whole.size()));
    return draw_save(ui, part, whole, at, about, ui.colors->warn);
}

float draw_image(Ui& ui, ResultView& view, ResultPart& part, const std::string& bytes, const ResultPlace& at,
                 ImageSource& images) {
    // Asked for are those in view and near it; of a result that is measured, those that its top would show.
    const float most = ui.px(tallest_image);
    const Rect seen = ui.paint.measuring() ? ui.screen() : ui.paint.clip();
    Picture picture;
    if (at.y + most > seen.y && at.y < seen.bottom() + most) {
        const std::uint64_t key = static_cast<std::uint64_t>(ui.id("picture")) << 32 | (bytes.size() & 0xffffffffu);
        picture = images.picture(key, part.mime_type, bytes);
        if (picture.state == Picture::State::failed) return draw_file(ui, part, bytes, at);
        if (picture.state == Picture::State::ready) {
            part.picture_width = picture.width;
            part.picture_height = picture.height;
        }
        view.awaits_picture |= part.picture_height == 0;
    }
    if (picture.state == Picture::State::loading) spinner(ui, at.x + ui.px(14), at.y + ui.px(20), 7, ui.colors->muted);
    if (part.picture_height == 0) return ui.press_height(file_row);
    // Never larger than it is, never taller than a screen can show.
    const float natural_width = part.picture_width * ui.input.scale,
                natural_height = part.picture_height * ui.input.scale;
    const float shrink = std::min({1.f, at.width / natural_width, most / natural_height});
    const Rect r{at.x, at.y, std::round(natural_width * shrink), std::round(natural_height * shrink)};
    if (picture.state == Picture::State::ready) ui.paint.image(picture.texture, r, ui.px(radius::control));
    if (ui.paint.visible(r))
        ui.semantics.add({.id = ui.id("image"), .role = Role::image, .rect = r, .name = ui.string(Str::image)});
    return r.height + ui.px(4) + draw_file(ui, part, bytes, {at.block, at.x, r.bottom() + ui.px(4), at.width});
}

}  // namespace

// Clear signs, and none of code: its comments look like headings, its powers and globs like bold text.
bool looks_like_markdown(std::string_view text) {
    int points = 0, comments = 0;
    bool title = false, words = false, indented = false, after_blank = true;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, end - at);
        at = end + 1;
        if (line.starts_with("```") || line.starts_with("## ") || line.starts_with("### ")) return comments < 2;
        if (line.starts_with("|") && line.find("---") != std::string_view::npos) return true;
        const bool before_blank = at >= text.size() || text[at] == '\n' || text[at] == '\r';
        if (line.starts_with("# ")) {
            title |= after_blank && before_blank;
            comments += !(after_blank && before_blank);
        }
        const auto first = line.find_first_not_of(" \t");
        const auto rest = line.substr(std::min(first, line.size()));
        const bool point = rest.starts_with("- ") || rest.starts_with("* ") || rest.starts_with("1. ");
        if (first == 0 && point) ++points;
        words |= has_bold(line) || line.find("](http") != std::string_view::npos;
        indented |= first > 0 && !rest.empty() && !point && points == 0;
        after_blank = rest.empty() || rest == "\r";
    }
    return !indented && comments < 2 && (words || (comments == 0 && (title || points >= 2)));
}

ResultView make_result_view(const mcp::ToolResult& result) {
    ResultView view;
    for (std::size_t i = 0; i < result.content.size(); ++i) add_content(view, result, i);
    if (!result.structured.is_null()) view.parts.push_back(json_part(result.structured));
    return view;
}

float draw_result(Ui& ui, const mcp::ToolResult& result, ResultView& view, const ResultPlace& place,
                  TextSelection& selection, ImageSource& images, std::string& pressed_link) {
    ResultPlace at = place;
    view.awaits_picture = false;
    if (view.parts.empty()) {
        label(ui, at.x, at.y + ui.px(11), ui.str(Str::no_output), ui.style(type_size::control), ui.colors->muted,
              at.width);
        return ui.px(22);
    }
    for (std::size_t i = 0; i < view.parts.size(); ++i, ++at.block) {
        const IdScope scope(ui, "part", i);
        ResultPart& part = view.parts[i];
        if (i > 0) at.y += ui.px(result_part_gap);
        switch (part.kind) {
            case ResultPart::Kind::text:
                at.y += draw_text(ui, view, part, at, selection, pressed_link);
                at.y += draw_cut(ui, part, bytes_of(result, part), at);
                break;
            case ResultPart::Kind::json: at.y += draw_json(ui, view, part, at, selection); break;
            case ResultPart::Kind::image: at.y += draw_image(ui, view, part, bytes_of(result, part), at, images); break;
            case ResultPart::Kind::file: at.y += draw_file(ui, part, bytes_of(result, part), at); break;
        }
    }
    return at.y - place.y;
}

std::string plain_of(std::string_view markdown, text::LineEnds line_ends) {
    NoShaper shaper;
    text::LayoutParams params;
    params.width_px = 1e6f;
    return text::lay_out(text::parse_markdown(markdown, line_ends), params, shaper).plain;
}

std::string copied_text(const ResultPart& part, bool raw) {
    if (part.kind == ResultPart::Kind::json) return base::dump_json_pretty(part.json);
    if (part.kind != ResultPart::Kind::text) return {};
    return part.markdown && !raw ? plain_of(part.text, text::LineEnds::keep) : part.text;
}

std::string result_text(const mcp::ToolResult& result) {
    std::string all;
    bool says_structured = result.structured.is_null();
    for (const mcp::Content& content : result.content) {
        const std::string text = text_of_content(content);
        if (text.empty()) continue;
        if (!all.empty()) all += "\n\n";
        all += text;
        says_structured = says_structured || structured_says_it(result, text) || is_its_one_string(result, text);
    }
    if (says_structured) return all;
    if (!all.empty()) all += "\n\n";
    return all + base::dump_json_pretty(result.structured);
}

bool has_text(const mcp::ToolResult& result) {
    const auto says = [](const mcp::Content& content) {
        if (const auto* c = std::get_if<mcp::TextContent>(&content)) return !c->text.empty();
        if (const auto* r = std::get_if<mcp::EmbeddedResourceContent>(&content)) return !r->text.empty();
        if (const auto* l = std::get_if<mcp::ResourceLinkContent>(&content)) return !l->uri.empty();
        return std::holds_alternative<mcp::UnknownContent>(content);
    };
    return !result.structured.is_null() || std::any_of(result.content.begin(), result.content.end(), says);
}

}  // namespace ui
