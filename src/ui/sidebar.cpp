#include "ui/sidebar.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/folded.hpp"
#include "ui/sign_in_prompt.hpp"
#include "ui/widgets/button.hpp"

namespace ui {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr milliseconds said_after{1000};
constexpr float caption_height = 32, sidebar_pad = 12, row_gap = 4;

// Of the person's calendar, since 1970.
days day_of(const Ui& ui, milliseconds at) { return std::chrono::floor<days>(at + ui.state->utc_offset); }

Str group_of(const Ui& ui, milliseconds at) {
    const days ago = day_of(ui, ui.state->now) - day_of(ui, at);
    if (ago < days(1)) return Str::today;
    return ago < days(2) ? Str::yesterday : Str::earlier;
}

void caption(Ui& ui, const Rect& r, std::string_view text) {
    label(ui, r.x + ui.px(8), r.y + r.height - ui.px(13), text, ui.style(type_size::caption), ui.colors->faint);
}

std::string server_note(const Ui& ui, const model::Server& server) {
    if (waits_for_person(server)) return ui.string(Str::waits_for_sign_in);
    switch (server.state) {
        case model::ConnectionState::paused: return ui.string(Str::paused);
        case model::ConnectionState::connecting: return ui.string(Str::connecting);
        case model::ConnectionState::failed: return ui.string(Str::failed);
        case model::ConnectionState::connected: break;
    }
    return fill_count(ui.str(Str::tools_count), server.tools.size());
}

// A row as a button with its background; true when pressed.
bool row_button(Ui& ui, NodeId id, const Rect& row, std::string name, bool selected) {
    Node node{.id = id, .role = Role::button, .rect = row, .name = std::move(name)};
    if (selected) node.checked = TriState::on;
    ui.semantics.add(std::move(node));
    if (selected)
        ui.paint.fill(row, ui.colors->accent_bg, ui.px(radius::control));
    else if (ui.hovered(row))
        ui.paint.fill(row, ui.colors->hover, ui.px(radius::control));
    focus_ring(ui, id, row, ui.px(radius::control));
    return ui.semantics.take_click(id);
}

}  // namespace

std::string age(const Ui& ui, milliseconds at) {
    const auto elapsed = ui.state->now - at;
    if (elapsed < minutes(1)) return ui.string(Str::just_now);
    if (elapsed < hours(1)) return fill(ui.str(Str::minutes_ago), std::to_string(elapsed / minutes(1)));
    if (elapsed < hours(24)) return fill(ui.str(Str::hours_ago), std::to_string(elapsed / hours(1)));
    const days ago = day_of(ui, ui.state->now) - day_of(ui, at);
    if (ago >= days(7)) return fill(ui.str(Str::days_ago), std::to_string(ago.count()));
    const std::chrono::weekday weekday{std::chrono::sys_days(day_of(ui, at))};
    return std::string(ui.str(Str::weekdays).substr(weekday.c_encoding() * 4, 3));
}

ImU32 state_color(const Ui& ui, const model::Server& server) {
    if (waits_for_person(server)) return ui.colors->warn;
    switch (server.state) {
        case model::ConnectionState::connected: return ui.colors->ok;
        case model::ConnectionState::connecting: return ui.colors->warn;
        case model::ConnectionState::failed: return ui.colors->error;
        case model::ConnectionState::paused: break;
    }
    return ui.colors->faint;
}

void Sidebar::focus_search(Ui& ui) {
    wants_search_ = true;
    ui.want_frame_in(0);
}

void Sidebar::draw(Ui& ui, const Rect& r, MenuState& menu) {
    const IdScope scope(ui, "sidebar");
    const NodeScope node(
        ui, {.id = ui.id("navigation"), .role = Role::navigation, .rect = r, .name = ui.string(Str::sidebar)});
    ui.paint.vertical_line(r.right() - ui.px(1), r.y, r.height, ui.colors->line);
    Rect rest = inset(r, ui.px(sidebar_pad), ui.px(sidebar_pad));
    draw_brand(ui, rest);
    draw_search(ui, rest);
    const Foot foot = cut_foot(ui, rest);
    draw_conversations(ui, rest, menu);
    draw_foot(ui, foot);
}

void Sidebar::draw_brand(Ui& ui, Rect& rest) {
    Rect brand = cut_top(rest, ui.press_height(36));
    cut_top(rest, ui.px(6));
    heading(ui, brand.x + ui.px(6), brand.center_y(), ui.str(Str::app_name),
            ui.style(type_size::brand, text::Face::bold), 1);
    const auto word = ui.str(Str::new_chat);
    const float width = button_width(ui, word) + ui.px(14);
    Rect button_rect = middle(cut_right(brand, width), ui.small_control_height());
    button_rect.x -= ui.px(6);
    if (button(ui, "new", button_rect, "+ " + std::string(word), {.kind = ButtonKind::ghost}))
        ui.want(model::NewConversation{});
}

void Sidebar::draw_search(Ui& ui, Rect& rest) {
    cut_top(rest, ui.px(row_gap));
    Rect field = cut_top(rest, ui.control_height());
    cut_top(rest, ui.px(8));
    ui.paint.fill(field, ui.colors->raised, ui.px(radius::control));
    const FieldLook look{.name = ui.str(Str::search_chats),
                         .placeholder = ui.str(Str::search_chats),
                         .bare = true,
                         .keys = key_escape | key_enter,
                         .css_size = type_size::small};
    const float hint = ui.input.coarse_pointer || !search_.text.empty() ? 0 : ui.px(46);
    const auto outcome = text_field(ui, "search", field.x + ui.px(8), field.y + (field.height - ui.px(24)) / 2,
                                    field.width - ui.px(14) - hint, search_, look);
    if (wants_search_) {
        ui.semantics.focus(outcome.id);
        wants_search_ = false;
    }
    const bool ends = ui.semantics.take_key(outcome.id, Key::escape) && !search_.text.empty();
    if (ends) search_.set("");
    if (ends || outcome.changed) ui.want(model::SearchChats{search_.text});
    opens_first_ = outcome.entered && !search_.text.empty();
    if (ui.semantics.focused(outcome.id)) ui.paint.border(field, ui.colors->accent, ui.px(radius::control));
    if (hint <= 0) return;
    const auto keys = "Ctrl K";
    const auto style = ui.style(type_size::tiny, text::Face::mono);
    const float width = ui.paint.label_width(keys, style) + ui.px(10);
    const Rect cap{field.right() - ui.px(10) - width, field.center_y() - ui.px(8), width, ui.px(16)};
    ui.paint.border(cap, ui.colors->line, ui.px(4));
    ui.paint.label(cap.x + ui.px(5), cap.center_y(), keys, style, ui.colors->faint);
}

// At the foot, from the bottom up: settings, add server, and at most half of what is left for the servers.
Sidebar::Foot Sidebar::cut_foot(Ui& ui, Rect& rest) const {
    const float row = ui.control_height();
    const auto count = static_cast<float>(ui.state->servers.size());
    Foot foot;
    foot.settings = cut_bottom(rest, row);
    foot.add = cut_bottom(rest, row);
    if (count == 0) return foot;
    foot.list = cut_bottom(rest, std::min(row * count, std::floor(rest.height / 2)));
    foot.caption = cut_bottom(rest, ui.px(caption_height));
    return foot;
}

void Sidebar::draw_foot(Ui& ui, const Foot& foot) {
    if (!ui.state->servers.empty()) draw_servers(ui, foot);
    if (text_button(ui, "add", foot.add, Icon::plus, ui.str(Str::add_server), ui.colors->accent))
        ui.want(model::OpenAddServer{});
    if (text_button(ui, "settings", foot.settings, Icon::gear, ui.str(Str::settings), ui.colors->muted))
        ui.want(model::OpenSettings{});
}

void Sidebar::draw_servers(Ui& ui, const Foot& foot) {
    const float row = ui.control_height();
    const auto& servers = ui.state->servers;
    const Rect& list = foot.list;
    caption(ui, foot.caption, ui.str(Str::servers));
    ScrollArea area(ui, "servers", list, servers_, ui.str(Str::servers));
    float y = area.content_y();
    for (const model::Server& server : servers) {
        const Rect line{list.x, y, list.width, row};
        y += row;
        const IdScope scope(ui, server.id);
        const auto note = server_note(ui, server);
        const bool selected = server.id == ui.state->selected_server;
        if (row_button(ui, ui.id("row"), line, server.name + ", " + note, false))
            ui.want(model::SelectServer{server.id});
        if (selected)
            ui.paint.fill({line.x, line.y + ui.px(9), ui.px(2), line.height - ui.px(18)}, ui.colors->accent, ui.px(1));
        ui.paint.circle(line.x + ui.px(12), line.center_y(), ui.em(4), state_color(ui, server));
        const auto small = ui.style(type_size::caption);
        const float note_width = ui.paint.label_width(note, small);
        ui.paint.label(line.x + ui.px(25), line.center_y(), server.name, ui.style(type_size::control), ui.colors->text,
                       line.width - ui.px(25 + 16) - note_width);
        ui.paint.label(line.right() - ui.px(8) - note_width, line.center_y(), note, small, ui.colors->faint);
    }
    area.finish(y - area.content_y());
}

bool Sidebar::matches(const Ui& ui, const chat::Conversation& conversation) const {
    const std::string& needle = search_.text;
    const model::ChatSearch& search = ui.state->search;
    return needle.empty() || says(chat::shown_title(conversation), needle) ||
           (search.text == needle && search.found.contains(conversation.id));
}

bool Sidebar::searching(const Ui& ui) const {
    const model::ChatSearch& search = ui.state->search;
    return !search_.text.empty() && (search.text != search_.text || search.chats_read < search.chats);
}

// At the foot, so that no row moves.
void Sidebar::draw_search_progress(Ui& ui, Rect& r) {
    const model::ChatSearch& search = ui.state->search;
    const auto elapsed = ui.state->now - search.began;
    if (search.text != search_.text) return;
    if (elapsed < said_after) return ui.want_frame_in(std::chrono::duration<double>(said_after - elapsed).count());
    caption(ui, cut_bottom(r, ui.px(caption_height)),
            fill(ui.str(Str::searching_chats), std::to_string(search.chats_read), std::to_string(search.chats)));
}

void Sidebar::draw_conversations(Ui& ui, const Rect& place, MenuState& menu) {
    Rect r = place;
    const bool goes_on = searching(ui);
    if (goes_on) draw_search_progress(ui, r);
    ScrollArea area(ui, "chats", r, conversations_, ui.str(Str::chat_list));
    float y = area.content_y();
    const Str none = Str::count_;
    Str group = none;
    bool any = false;
    for (const chat::Conversation& conversation : ui.state->conversations) {
        if (!matches(ui, conversation)) continue;
        if (std::exchange(opens_first_, false)) ui.want(model::SelectConversation{conversation.id});
        const Str now_in = group_of(ui, conversation.changed_at);
        if (now_in != group) {
            caption(ui, {r.x, y, r.width, ui.px(caption_height)}, ui.str(now_in));
            y += ui.px(caption_height);
            group = now_in;
        }
        const Rect row{r.x, y, r.width, ui.control_height()};
        y += row.height + ui.px(row_gap);
        any = true;
        if (!ui.paint.visible(row)) continue;
        const IdScope scope(ui, conversation.id);
        if (conversation.id == renaming_)
            draw_rename(ui, row, conversation);
        else
            draw_conversation(ui, row, conversation, menu);
    }
    const std::string none_found = any || goes_on ? std::string() : fill(ui.str(Str::no_chats_found), search_.text);
    if (!none_found.empty() && !search_.text.empty()) {
        label(ui, r.x + ui.px(8), y + ui.px(20), none_found, ui.style(type_size::small), ui.colors->faint,
              r.width - ui.px(16));
        if (was_searching_) ui.semantics.announce(none_found);
    }
    was_searching_ = goes_on;
    area.finish(y - area.content_y());
}

void Sidebar::draw_conversation(Ui& ui, const Rect& row, const chat::Conversation& conversation, MenuState& menu) {
    std::string title = chat::shown_title(conversation);
    if (title.empty()) title = ui.string(Str::untitled_chat);
    const bool selected = conversation.id == ui.state->selected_conversation && ui.state->screen == model::Screen::chat;
    if (row_button(ui, ui.id("row"), row, title, selected)) ui.want(model::SelectConversation{conversation.id});

    const float d = ui.press_height(26);
    const Rect dots{row.right() - ui.px(4) - d, row.y + (row.height - d) / 2, d, d};
    const NodeId dots_id = ui.id("more");
    const bool shows_dots = ui.hovered(row) || menu.open_for(dots_id) || ui.semantics.focused(dots_id) || selected;
    float right = row.right() - ui.px(8);
    if (shows_dots || ui.input.coarse_pointer) {
        right = dots.x;
        menu_button(ui, menu, "more", dots, ui.string(Str::more) + ": " + title,
                    {{Icon::pencil, ui.string(Str::rename_chat), false,
                      [this, id = conversation.id, title](Ui&) {
                          renaming_ = id;
                          title_.set(title);
                          title_.begin = 0;
                          wants_title_ = true;
                      }},
                     {Icon::trash, ui.string(Str::delete_chat), true,
                      [id = conversation.id](Ui& over) { over.want(model::DeleteConversation{id}); }}});
    } else {
        const auto old = age(ui, conversation.changed_at);
        const auto style = ui.style(type_size::caption);
        const float width = ui.paint.label_width(old, style);
        ui.paint.label(right - width, row.center_y(), old, style, ui.colors->faint);
        right -= width;
    }
    ui.paint.label(row.x + ui.px(8), row.center_y(), title, ui.style(type_size::control), ui.colors->text,
                   right - row.x - ui.px(16));
}

void Sidebar::draw_rename(Ui& ui, const Rect& row, const chat::Conversation& conversation) {
    const FieldLook look{.name = ui.str(Str::chat_title), .keys = key_enter | key_escape};
    const auto outcome = text_field(ui, "title", row.x, row.y, row.width, title_, look);
    if (wants_title_) {
        ui.semantics.focus(outcome.id);
        wants_title_ = false;
        return;
    }
    const bool left = !ui.semantics.focused(outcome.id);
    if (ui.semantics.take_key(outcome.id, Key::escape)) {
        renaming_.clear();
    } else if (outcome.entered || left) {
        ui.want(model::RenameConversation{conversation.id, title_.text});
        renaming_.clear();
    }
}

}  // namespace ui
