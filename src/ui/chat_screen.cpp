#include "ui/chat_screen.hpp"

#include <algorithm>
#include <cmath>

#include "model/tool_sources.hpp"
#include "text/layout.hpp"
#include "ui/sidebar.hpp"
#include "ui/sign_in_prompt.hpp"
#include "ui/widgets/button.hpp"
#include "ui/widgets/text_view.hpp"

namespace ui {

namespace {

constexpr std::size_t suggestions = 4;

std::string title_of(const Ui& ui) {
    switch (ui.state->screen) {
        case model::Screen::add_server: return ui.string(Str::add_server);
        case model::Screen::settings: return ui.string(Str::settings);
        case model::Screen::chat: break;
    }
    const chat::Conversation* conversation = model::find_conversation(*ui.state, ui.state->selected_conversation);
    const std::string title = conversation ? chat::shown_title(*conversation) : std::string();
    return title.empty() ? ui.string(Str::untitled_chat) : title;
}

// What is centred on an empty screen. The height.
float centred(Ui& ui, std::string_view words, const Rect& at, float css_size, ImU32 color) {
    text::PlainParams params;
    params.style = ui.style(css_size);
    params.width_px = at.width;
    params.line_height_px = std::round(ui.em(css_size * 1.55f));
    text::Layout layout = text::lay_out_plain(words, params, ui.paint.shaper());
    for (const text::Line& line : layout.lines) {
        if (line.first_run == line.last_run) continue;
        const text::Run& last = layout.runs[line.last_run - 1];
        const float shift = std::round((layout.width - last.x - last.width) / 2);
        for (std::uint32_t i = line.first_run; i < line.last_run; ++i) layout.runs[i].x += shift;
    }
    const IdScope scope(ui, words);
    text_view(ui, layout, at.x + (at.width - layout.width) / 2, at.y, 0, nullptr, {.text = color});
    return layout.height;
}

void draw_offline(Ui& ui, const Rect& r) {
    const NodeScope node(ui, {.id = ui.id("offline"), .role = Role::status, .rect = r, .name = {}});
    ui.paint.fill(r, ui.colors->warn_bg);
    const float side = ui.px(space::m);
    centred(ui, ui.str(Str::offline_note), {r.x + side, r.y + ui.px(6), r.width - 2 * side, 0}, type_size::small,
            ui.colors->text);
}

}  // namespace

void ChatScreen::draw_header(Ui& ui, const Rect& r, bool has_menu, bool& menu_pressed) {
    ui.paint.horizontal_line(r.x, r.bottom() - ui.px(1), r.width, ui.colors->line);
    Rect rest = inset(r, ui.px(ui.narrow() ? 10 : 20), 0);
    const float icon = ui.press_height(32);
    if (has_menu) {
        menu_pressed = icon_button(ui, "menu", middle(cut_left(rest, icon), icon), Icon::menu, ui.str(Str::menu),
                                   {.kind = ButtonKind::bare});
        cut_left(rest, ui.px(8));
    }
    const bool open = ui.inspector_shown;
    const Rect panel = middle(cut_right(rest, icon), icon);
    if (icon_button(ui, "inspector", panel, Icon::panel, ui.str(open ? Str::hide_inspector : Str::show_inspector),
                    {.kind = ButtonKind::bare, .expanded = open ? TriState::on : TriState::off}))
        ui.want(model::ToggleInspector{});
    cut_right(rest, ui.px(8));
    if (const model::Server* server = model::find_server(*ui.state, ui.state->selected_server)) {
        if (ui.narrow()) {
            ui.paint.circle(cut_right(rest, ui.px(16)).center_x(), rest.center_y(), ui.em(4), state_color(ui, *server));
        } else {
            if (!server->revision.empty()) {
                const float width = chip_width(ui, server->revision);
                chip(ui, cut_right(rest, width).x, rest.center_y(), server->revision);
                cut_right(rest, ui.px(10));
            }
            const float width = std::min(chip_width(ui, server->name) + ui.px(14), rest.width * 0.45f);
            chip_with_dot(ui, cut_right(rest, width).x, rest.center_y(), server->name, state_color(ui, *server), width);
            cut_right(rest, ui.px(10));
        }
    }
    heading(ui, rest.x, rest.center_y(), title_of(ui), ui.style(14, text::Face::bold), 1, rest.width);
}

void ChatScreen::draw_empty(Ui& ui, const Rect& r, bool loading) {
    const IdScope scope(ui, "empty");
    const auto sources = model::tool_sources(*ui.state);
    const float width = std::min(r.width - ui.px(40), ui.px(460));
    const float x = std::round(r.x + (r.width - width) / 2);
    float y = r.y + std::max(ui.px(40), r.height * 0.28f);
    if (loading) {
        spinner(ui, r.center_x(), y, 9, ui.colors->accent);
        centred(ui, ui.str(Str::loading_chats), {x, y + ui.px(24), width, 0}, type_size::control, ui.colors->muted);
        return;
    }
    y += centred(ui, ui.str(Str::empty_title), {x, y, width, 0}, type_size::heading, ui.colors->text) + ui.px(6);
    const Str words = sources.empty() ? Str::empty_no_server : Str::empty_with_tools;
    y += centred(ui, ui.str(words), {x, y, width, 0}, 14, ui.colors->muted) + ui.px(18);
    if (ui.state->servers.empty()) {
        const auto word = ui.str(Str::add_server);
        const float wide = button_width(ui, word);
        if (button(ui, "add", {r.center_x() - wide / 2, y, wide, ui.control_height()}, word,
                   {.kind = ButtonKind::primary}))
            ui.want(model::OpenAddServer{});
        return;
    }
    // The first tools, as commands to begin with.
    std::size_t shown = 0;
    for (const chat::ToolSource& source : sources) {
        for (const mcp::Tool& tool : *source.tools) {
            if (shown++ == suggestions) return;
            const std::string command = chat::slash_command_for(source.server_id, tool.name, sources);
            const Rect row{x, y, width, ui.control_height() + ui.px(4)};
            y += row.height + ui.px(8);
            if (button(ui, command, row, command, {.kind = ButtonKind::ghost})) {
                ui.want(model::ChangeDraft{command + " "});
                composer_.focus();
            }
        }
    }
}

std::string ChatScreen::draw(Ui& ui, const Rect& r, bool has_menu, bool& menu_pressed) {
    const IdScope scope(ui, "main");
    const NodeScope node(ui, {.id = ui.id("node"), .role = Role::main, .rect = r, .name = ui.string(Str::chat_label)});
    Rect rest = r;
    draw_header(ui, cut_top(rest, ui.px(size::header)), has_menu, menu_pressed);
    if (!ui.state->online) draw_offline(ui, cut_top(rest, ui.px(ui.narrow() ? 52 : 32)));
    const bool entered = ui.state->screen != last_screen_ || ui.state->selected_conversation != last_conversation_;
    last_screen_ = ui.state->screen;
    last_conversation_ = ui.state->selected_conversation;
    switch (ui.state->screen) {
        case model::Screen::add_server:
            if (entered) add_server_.opened();
            add_server_.draw(ui, rest);
            return {};
        case model::Screen::settings: settings_.draw(ui, rest); return {};
        case model::Screen::chat: break;
    }
    // On a phone the keyboard would cover the chat that was just opened.
    if (entered && ui.state->loaded && !ui.input.coarse_pointer) composer_.focus();
    cut_bottom(rest, composer_.draw(ui, rest));
    sign_in_banner(ui, rest);
    const chat::Conversation* conversation = model::find_conversation(*ui.state, ui.state->selected_conversation);
    if (conversation && !conversation->entries.empty()) return log_.draw(ui, rest, *conversation);
    log_.nothing_at(ui.state->now);
    draw_empty(ui, rest, !ui.state->loaded || (conversation && !conversation->entries_loaded));
    return {};
}

}  // namespace ui
