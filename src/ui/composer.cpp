#include "ui/composer.hpp"

#include <algorithm>
#include <cmath>

#include "model/tool_sources.hpp"
#include "text/visible.hpp"
#include "ui/widgets/button.hpp"

namespace ui {

namespace {

constexpr int most_lines = 8, rows_shown = 8;
constexpr float menu_row_css = 36;

NodeId option_id(const Ui& ui, int index) { return ui.id("option", static_cast<std::uint64_t>(index)); }

}  // namespace

// The draft belongs to the conversation. It is taken over when another conversation is chosen, or when the program wrote it.
void Composer::follow_draft(Ui& ui) {
    const chat::Conversation* conversation = model::find_conversation(*ui.state, ui.state->selected_conversation);
    const std::string draft = conversation ? conversation->draft : std::string();
    const bool same_chat = ui.state->selected_conversation == conversation_id_;
    if (same_chat && draft == last_draft_) return;
    conversation_id_ = ui.state->selected_conversation;
    last_draft_ = draft;
    if (text_.text != draft) {
        text_.set(draft);
        text_.undoable = same_chat && !draft.empty();
        wants_focus_ = wants_focus_ || !draft.empty();
    }
}

void Composer::send(Ui& ui) {
    const bool blank = text_.text.find_first_not_of(" \t\r\n") == std::string::npos;
    if (blank) return;
    ui.want(model::SendMessage{text_.text});
    completions_.clear();
}

// Enter completes the name of a tool that is not yet whole; a whole command is sent.
const chat::Completion* Composer::completion_to_take() const {
    if (completions_.empty() || !dismissed_for_.empty()) return nullptr;
    const chat::Completion& chosen = completions_[static_cast<std::size_t>(active_)];
    const bool names_a_tool = chosen.begin == 0;
    const std::string_view typed = std::string_view(text_.text).substr(chosen.begin, chosen.end - chosen.begin);
    const bool whole = chosen.insert.starts_with(typed) && chosen.insert.size() <= typed.size() + 1;
    return names_a_tool && !whole ? &chosen : nullptr;
}

void Composer::accept(Ui& ui, const chat::Completion& completion) {
    text_.replace(static_cast<std::uint32_t>(completion.begin), static_cast<std::uint32_t>(completion.end),
                  completion.insert);
    ui.want(model::ChangeDraft{text_.text});
    last_draft_ = text_.text;
    completions_.clear();
    active_ = 0;
    wants_focus_ = true;
    ui.want_frame_in(0);
}

// Keys go to the list while it is open; the field itself keeps the focus, as a combobox does.
void Composer::complete(Ui& ui, const FieldOutcome& field, const Rect& box) {
    if (field.changed || field.moved) {
        completions_ = text_.begin == text_.end
                           ? chat::completions(text_.text, text_.caret(), model::tool_sources(*ui.state))
                           : std::vector<chat::Completion>{};
        active_ = 0;
        list_ = {};
        if (text_.text != dismissed_for_) dismissed_for_.clear();
    }
    if (completions_.empty() || !dismissed_for_.empty()) return;
    const int count = static_cast<int>(completions_.size());
    active_ = std::clamp(active_, 0, count - 1);
    if (ui.semantics.take_key(field.id, Key::down)) active_ = (active_ + 1) % count;
    if (ui.semantics.take_key(field.id, Key::up)) active_ = (active_ + count - 1) % count;
    if (ui.semantics.take_key(field.id, Key::escape)) {
        dismissed_for_ = text_.text;
        return;
    }
    if (ui.semantics.take_key(field.id, Key::tab)) return accept(ui, completions_[static_cast<std::size_t>(active_)]);
    if (ui.semantics.focused(field.id)) draw_completions(ui, box);
}

void Composer::draw_completions(Ui& ui, const Rect& box) {
    const float row = ui.press_height(menu_row_css);
    const int rows = std::min(static_cast<int>(completions_.size()), rows_shown);
    const float height = row * static_cast<float>(rows) + ui.px(12);
    const Rect r{box.x, box.y - height - ui.px(6), box.width, height};
    reveal(list_, static_cast<float>(active_) * row, static_cast<float>(active_ + 1) * row, 0);
    ui.over([this, r, row](Ui& over) {
        const IdScope scope(over, "completions");
        over.cover(r);
        over.paint.fill(r, over.colors->raised, over.px(radius::card));
        over.paint.border(r, over.colors->line, over.px(radius::card));
        const Rect inner = inset(r, over.px(6));
        ScrollArea area(over, "list", inner, list_, over.str(Str::completions), Role::listbox);
        float y = area.content_y();
        for (int i = 0; i < static_cast<int>(completions_.size()); ++i, y += row) {
            const chat::Completion& completion = completions_[static_cast<std::size_t>(i)];
            const Rect line{inner.x, y, inner.width, row};
            if (!over.paint.visible(line)) continue;
            const bool active = i == active_;
            const NodeId id = option_id(over, i);
            Node node{.id = id, .role = Role::option, .rect = line, .name = completion.label};
            node.description = completion.detail;
            node.selected = active ? TriState::on : TriState::off;
            node.tabbable = false;
            over.semantics.add(std::move(node));
            if (active || over.hovered(line)) over.paint.fill(line, over.colors->hover, over.px(6));
            const float name = over.paint.label(line.x + over.px(10), line.center_y(), completion.label,
                                                over.style(type_size::control, text::Face::bold), over.colors->text,
                                                line.width * 0.5f);
            const float x = line.x + over.px(22) + name;
            over.paint.label(x, line.center_y(), text::make_visible(completion.detail), over.style(type_size::chip),
                             over.colors->muted, line.right() - x - over.px(10));
            if (over.semantics.take_click(id)) {
                accept(over, chat::Completion(completion));
                break;
            }
        }
        area.finish(row * static_cast<float>(completions_.size()));
    });
}

void Composer::draw_buttons(Ui& ui, Rect row) {
    const float touch = ui.control_height();
    Rect send_rect = middle(cut_right(row, touch), touch);
    const bool blank = text_.text.find_first_not_of(" \t\r\n") == std::string::npos;
    if (icon_button(ui, "send", send_rect, Icon::arrow_up, ui.str(Str::send_message),
                    {.kind = ButtonKind::primary, .disabled = blank}))
        send(ui);

    const float plus = ui.press_height(30);
    const Rect slash = middle(cut_left(row, plus + ui.px(9)), plus);
    // A command is the whole of a message: into another one none can be put.
    const bool is_message = !text_.text.empty() && text_.text[0] != '/';
    if (icon_button(ui, "command", slash, Icon::plus, ui.str(Str::insert_command),
                    {.kind = ButtonKind::ghost, .disabled = is_message})) {
        if (text_.text.empty()) text_.set("/");
        dismissed_for_.clear();
        ui.want(model::ChangeDraft{text_.text});
        last_draft_ = text_.text;
        completions_ = chat::completions(text_.text, text_.caret(), model::tool_sources(*ui.state));
        wants_focus_ = true;
        ui.want_frame_in(0);
    }
    cut_left(row, ui.px(8));
    std::size_t tools = 0;
    for (const chat::ToolSource& source : model::tool_sources(*ui.state)) tools += source.tools->size();
    if (tools > 0) chip(ui, row.x, row.center_y(), fill_count(ui.str(Str::tools_on), tools), row.width);
}

float Composer::draw(Ui& ui, const Rect& r) {
    const IdScope scope(ui, "composer");
    follow_draft(ui);
    const float side = ui.px(ui.narrow() ? 12 : 20);
    const float width = std::min(r.width - 2 * side, ui.px(size::max_text_width));
    const float pad_x = ui.px(12), pad_top = ui.px(10), pad_bottom = ui.px(8), below = ui.px(ui.narrow() ? 14 : 16);
    const float button_row = ui.control_height();

    const bool list_open = !completions_.empty() && dismissed_for_.empty();
    FieldLook look{.name = ui.str(Str::message_label)};
    look.placeholder = ui.str(ui.narrow() ? Str::message_placeholder_narrow : Str::message_placeholder);
    look.multiline = true;
    look.max_lines = most_lines;
    look.bare = true;
    look.keyboard = Keyboard::message;
    look.css_size = type_size::body;
    look.keys = key_enter | key_escape | (list_open ? key_up | key_down | key_tab : 0u);
    if (list_open) look.expanded = TriState::on;

    // The field's height is known after it was drawn; it grows upward, so it is measured first.
    ui.paint.begin_measuring();
    ui.semantics.mute(true);
    const float field_height = text_field(ui, "message", 0, 0, width - 2 * pad_x, text_, look).rect.height;
    ui.semantics.mute(false);
    ui.paint.end_measuring();

    const float gap = ui.px(8);
    const float height = pad_top + field_height + gap + button_row + pad_bottom;
    const Rect box{std::round(r.x + (r.width - width) / 2), r.bottom() - below - height, width, height};
    ui.paint.fill(box, ui.colors->surface, ui.px(14));
    const auto field = text_field(ui, "message", box.x + pad_x, box.y + pad_top, width - 2 * pad_x, text_, look);
    ui.paint.border(box, ui.semantics.focused(field.id) ? ui.colors->accent : ui.colors->line, ui.px(14));
    if (wants_focus_) {
        ui.semantics.focus(field.id);
        wants_focus_ = false;
    }
    if (field.changed) {
        ui.want(model::ChangeDraft{text_.text});
        last_draft_ = text_.text;
    }
    complete(ui, field, box);
    if (field.entered) {
        // Enter takes a completion that adds something; a command that is whole is sent.
        if (const auto* completion = completion_to_take())
            accept(ui, chat::Completion(*completion));
        else
            send(ui);
    }
    draw_buttons(ui, {box.x + pad_x, box.bottom() - pad_bottom - button_row, width - 2 * pad_x, button_row});
    return height + below + ui.px(8);
}

}  // namespace ui
