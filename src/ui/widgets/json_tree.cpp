#include "ui/widgets/json_tree.hpp"

#include "base/utf8.hpp"
#include "text/visible.hpp"
#include "ui/widgets/button.hpp"

namespace ui {

namespace {

constexpr float row_css = 22, indent_css = 16;
constexpr std::size_t members_shown = 200;
constexpr int open_levels = 2, deepest = 60;

struct Tree {
    Ui& ui;
    JsonTreeState& state;
    float x, y, width;
    text::Style style;
};

std::string summary(const base::Json& value) {
    const auto count = std::to_string(value.size());
    return value.is_array() ? "[" + count + "]" : "{" + count + "}";
}

ImU32 color_of(const Ui& ui, const base::Json& value) {
    if (value.is_string()) return ui.colors->ok;
    if (value.is_number() || value.is_boolean()) return ui.colors->warn;
    return ui.colors->muted;
}

// Of a long string the beginning; the whole of it can be copied from the card.
std::string value_text(const base::Json& value) {
    constexpr std::size_t longest = 400;
    if (value.is_structured()) return summary(value);
    if (value.is_string() && value.get_ref<const std::string&>().size() > longest) {
        const auto beginning = base::utf8_prefix(value.get_ref<const std::string&>(), longest);
        return text::make_visible(base::dump_json(std::string(beginning))) + "…";
    }
    return text::make_visible(base::dump_json(value));
}

void draw_value(Tree& tree, std::string_view name, const base::Json& value, const std::string& pointer, int depth);

// What stands in a row, hidden characters made visible.
struct RowWords {
    std::string name, value;
    ImU32 color;
};

void draw_row(Tree& tree, const Rect& row, const RowWords& words, int depth, bool opens, bool open) {
    Ui& ui = tree.ui;
    float x = row.x + ui.px(indent_css) * static_cast<float>(depth) + ui.px(4);
    if (opens)
        ui.paint.icon(open ? Icon::chevron_down : Icon::chevron_right, x + ui.px(5), row.center_y(), ui.px(9),
                      ui.colors->muted);
    x += ui.px(14);
    if (!words.name.empty()) {
        x += ui.paint.label(x, row.center_y(), words.name, tree.style, ui.colors->accent, row.right() - x);
        x += ui.paint.label(x, row.center_y(), ": ", tree.style, ui.colors->muted);
    }
    if (x < row.right()) ui.paint.label(x, row.center_y(), words.value, tree.style, words.color, row.right() - x);
}

void draw_members(Tree& tree, const base::Json& value, const std::string& pointer, int depth) {
    const bool all = tree.state.contains(pointer + "/…");
    std::size_t shown = 0;
    for (auto it = value.begin(); it != value.end(); ++it, ++shown) {
        if (shown == members_shown && !all) {
            const Rect row{tree.x + tree.ui.px(indent_css) * static_cast<float>(depth + 1), tree.y, tree.ui.px(120),
                           tree.ui.px(row_css)};
            tree.y += row.height;
            if (text_button(tree.ui, pointer + "/…", row, Icon::dots, tree.ui.str(Str::show_more),
                            tree.ui.colors->accent)) {
                tree.state.insert(pointer + "/…");
                tree.ui.want_frame_in(0);
            }
            return;
        }
        const std::string name = value.is_object() ? it.key() : std::to_string(shown);
        draw_value(tree, name, *it, pointer + "/" + name, depth + 1);
    }
}

void draw_value(Tree& tree, std::string_view name, const base::Json& value, const std::string& pointer, int depth) {
    Ui& ui = tree.ui;
    const bool opens = value.is_structured() && !value.empty() && depth < deepest;
    const bool open = opens && (depth < open_levels) != tree.state.contains(pointer);
    const Rect row{tree.x, tree.y, tree.width, ui.px(row_css)};
    tree.y += row.height;
    if (ui.paint.visible(row)) {
        const NodeId id = ui.id(pointer);
        const RowWords words{text::make_visible(name), value_text(value), color_of(ui, value)};
        Node node{.id = id, .role = Role::tree_item, .rect = row, .name = words.name};
        if (!name.empty()) node.name += ": ";
        node.name += words.value;
        node.level = depth + 1;
        if (opens) node.expanded = open ? TriState::on : TriState::off;
        node.tabbable = opens;
        ui.semantics.add(std::move(node));
        if (opens && ui.hovered(row)) ui.paint.fill(row, ui.colors->hover, ui.px(4));
        focus_ring(ui, id, row, ui.px(4));
        draw_row(tree, row, words, depth, opens, open);
        if (opens && ui.semantics.take_click(id)) {
            if (!tree.state.erase(pointer)) tree.state.insert(pointer);
            ui.want_frame_in(0);
        }
    }
    if (open) draw_members(tree, value, pointer, depth);
}

}  // namespace

float json_tree(Ui& ui, std::string_view key, const base::Json& value, float x, float y, float width,
                JsonTreeState& state) {
    const IdScope scope(ui, key);
    NodeScope node(ui, {.id = ui.id("tree"), .role = Role::tree, .rect = {x, y, width, 0}, .name = "JSON"});
    Tree tree{ui, state, x, y, width, ui.style(type_size::small, text::Face::mono)};
    draw_value(tree, "", value, "", 0);
    node.node().rect.height = tree.y - y;
    return tree.y - y;
}

}  // namespace ui
