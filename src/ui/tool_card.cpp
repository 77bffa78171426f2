#include "ui/tool_card.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>
#include <vector>

#include "model/tool_sources.hpp"
#include "text/visible.hpp"
#include "ui/widgets/button.hpp"
#include "ui/widgets/card.hpp"

namespace ui {

namespace {

constexpr float tool_part_gap = 12, folded_lines = 6, schema_lines = 100'000;

struct Pill {
    Str word;
    Tone tone;
};

// Hints of the server. The last three mean nothing for a tool that only reads, so they are not shown then.
std::vector<Pill> pills_of(const mcp::ToolAnnotations& hints) {
    std::vector<Pill> pills;
    const bool reads = hints.read_only.value_or(false);
    if (reads) pills.push_back({Str::read_only, Tone::ok});
    if (!reads && hints.destructive.value_or(false)) pills.push_back({Str::destructive, Tone::warn});
    if (!reads && hints.idempotent.value_or(false)) pills.push_back({Str::idempotent, Tone::neutral});
    if (hints.open_world.value_or(false)) pills.push_back({Str::open_world, Tone::neutral});
    return pills;
}

float fraction_of(const chat::ToolRun& run) {
    if (!run.progress || !run.progress->total || *run.progress->total <= 0) return -1;
    return static_cast<float>(std::clamp(run.progress->progress / *run.progress->total, 0.0, 1.0));
}

std::string percent_of(float fraction) {
    char text[16] = "";
    if (fraction >= 0) std::snprintf(text, sizeof text, "%d %%", static_cast<int>(fraction * 100 + 0.5f));
    return text;
}

class CardDrawer {
public:
    CardDrawer(Ui& ui, const ToolCard& card, CardEvents& events)
        : ui_(ui), card_(card), tool_(card.tool), events_(events) {}

    float draw(float x, float y, float width) {
        Node item{.id = ui_.id("card"), .role = Role::list_item, .rect = {x, y, width, 0}};
        item.position = card_.position;
        item.set_size = card_.count;
        NodeScope node(ui_, std::move(item));
        const Rect header{x, y, width, ui_.press_height(card_header_height)};
        draw_header(header);
        const bool open = card_.view && card_.view->open;
        float height = header.height;
        if (open || card_.run.run) {
            const Rect inner{x + ui_.px(card_pad), header.bottom() + ui_.px(card_pad), width - 2 * ui_.px(card_pad), 0};
            ui_.paint.horizontal_line(x, header.bottom(), width, ui_.colors->line);
            height = draw_body(inner, open) + ui_.px(card_pad) - y;
        }
        node.node().rect.height = height;
        ui_.paint.border({x, y, width, height}, ui_.colors->line, ui_.px(radius::card));
        return height;
    }

private:
    void draw_header(const Rect& r) {
        const bool open = card_.view && card_.view->open;
        const auto pills = pills_of(tool_.annotations);
        add_header_node(r, open, pills);
        if (ui_.hovered(r)) ui_.paint.fill(inset(r, ui_.px(1)), ui_.colors->hover, ui_.px(radius::card - 1));
        focus_ring(ui_, ui_.id("header"), r, ui_.px(radius::card));
        if (!ui_.paint.visible(r)) return;

        Rect rest = inset(r, ui_.px(card_pad), 0);
        const Rect arrow = cut_right(rest, ui_.px(12));
        ui_.paint.icon(open ? Icon::chevron_down : Icon::chevron_right, arrow.center_x(), arrow.center_y(), ui_.px(9),
                       ui_.colors->muted);
        cut_right(rest, ui_.px(8));
        const auto bold = ui_.style(type_size::control, text::Face::bold), plain = ui_.style(type_size::control);
        const std::string name = text::make_visible(tool_.shown_name());
        const float name_room = std::min(rest.width, std::max(rest.width * 0.5f, ui_.paint.label_width(name, bold)));
        if (card_.run.run)
            draw_percent(rest, plain);
        else
            draw_pills(pills, rest, rest.x + name_room + ui_.px(8));
        cut_left(rest, ui_.paint.label(rest.x, r.center_y(), name, bold, ui_.colors->text, rest.width) + ui_.px(9));
        const bool titled = tool_.shown_name() != tool_.name;
        const std::string beside = card_.run.run ? ui_.string(Str::run_running)
                                   : titled      ? text::make_visible(tool_.name)
                                                 : std::string();
        if (rest.width > ui_.px(24))
            ui_.paint.label(rest.x, r.center_y(), beside, plain, ui_.colors->muted, rest.width);
    }

    void add_header_node(const Rect& r, bool open, const std::vector<Pill>& pills) {
        const NodeId id = ui_.id("header");
        Node node{.id = id, .role = Role::button, .rect = r, .name = text::make_visible(tool_.name)};
        if (tool_.shown_name() != tool_.name) node.description = text::make_visible(tool_.title);
        for (const Pill& pill : pills)
            node.description += (node.description.empty() ? "" : ", ") + ui_.string(pill.word);
        node.expanded = open ? TriState::on : TriState::off;
        ui_.semantics.add(std::move(node));
        events_.toggled |= ui_.semantics.take_click(id);
    }

    void draw_percent(Rect& rest, const text::Style& style) {
        const std::string percent = percent_of(fraction_of(*card_.run.run));
        if (percent.empty()) return;
        const float width = ui_.paint.label_width(percent, style);
        const Rect r = cut_right(rest, width + ui_.px(8));
        ui_.paint.label(r.right() - width, r.center_y(), percent, style, ui_.colors->muted);
    }

    // From the right, as many as there is room for beside the name.
    void draw_pills(const std::vector<Pill>& pills, Rect& rest, float left) {
        float wanted = 0;
        std::size_t fitting = 0;
        for (; fitting < pills.size(); ++fitting) {
            const float width = pill_width(ui_, ui_.str(pills[fitting].word)) + ui_.px(6);
            if (fitting > 0 && rest.right() - wanted - width < left) break;
            wanted += width;
        }
        Rect row = cut_right(rest, std::min(wanted, rest.width * 0.6f));
        float x = row.x + ui_.px(6);
        for (std::size_t i = 0; i < fitting; ++i)
            x += pill(ui_, x, row.center_y(), ui_.str(pills[i].word), pills[i].tone, row.right() - x) + ui_.px(6);
    }

    // The y where it ends.
    float draw_body(const Rect& inner, bool open) {
        float y = inner.y;
        if (card_.run.run) y = draw_run(inner.x, y, inner.width) + (open ? ui_.px(tool_part_gap) : 0);
        if (!open) return y;
        y = draw_description(inner.x, y, inner.width);
        FormEvents form_events;
        y += form().draw(ui_, {inner.x, y, inner.width, card_.popups}, form_events) + ui_.px(tool_part_gap);
        y = draw_buttons(inner.x, y, inner.width, form_events.entered);
        return card_.view->shows_schema ? draw_schemas(inner.x, y + ui_.px(tool_part_gap), inner.width) : y;
    }

    ToolForm& form() {
        ToolView& view = *card_.view;
        if (!view.form) {
            view.form = std::make_unique<ToolForm>(tool_);
        } else if (view.tools_version != card_.server.tools_version) {
            view.form->follow(tool_);
        } else {
            return *view.form;
        }
        view.tools_version = card_.server.tools_version;
        view.input_schema.set(base::dump_json_pretty(tool_.input_schema));
        view.output_schema.set(tool_.output_schema.is_null() ? std::string()
                                                             : base::dump_json_pretty(tool_.output_schema));
        return *view.form;
    }

    float draw_run(float x, float y, float width) {
        const chat::ToolRun& run = *card_.run.run;
        const float fraction = fraction_of(run);
        const std::string message = run.progress ? text::make_visible(run.progress->message) : std::string();
        progress_bar(ui_, ui_.id("progress"), {x, y, width, ui_.px(4)}, fraction, tool_.name, percent_of(fraction));
        const std::string_view word = ui_.str(Str::cancel);
        const float button_size = button_width(ui_, word), height = ui_.small_control_height();
        const Rect stop{x + width - button_size, y + ui_.px(4 + 8), button_size, height};
        label(ui_, x, stop.center_y(), message.empty() ? ui_.str(Str::run_running) : std::string_view(message),
              ui_.style(type_size::chip), ui_.colors->muted, width - button_size - ui_.px(8));
        if (button(ui_, "cancel", stop, word, {.kind = ButtonKind::ghost}))
            ui_.want(model::CancelRun{card_.run.entry_id});
        return stop.bottom();
    }

    float draw_description(float x, float y, float width) {
        if (tool_.description.empty()) return y;
        ToolView& view = *card_.view;
        const float line = ui_.em(type_size::control * 1.55f);
        const float most = view.whole_description ? std::numeric_limits<float>::max() : line * folded_lines;
        y += view.description.draw_markdown(ui_, "description", tool_.description, x, y, width, most,
                                            events_.pressed_link);
        if (view.description.whole_height() > line * folded_lines) {
            const Rect more{x - ui_.px(space::s), y, ui_.px(130), ui_.small_control_height()};
            const Str word = view.whole_description ? Str::show_less : Str::show_more;
            if (text_button(ui_, "more", more, view.whole_description ? Icon::minus : Icon::plus, ui_.str(word),
                            ui_.colors->accent)) {
                view.whole_description = !view.whole_description;
                ui_.want_frame_in(0);
            }
            y = more.bottom();
        }
        return y + ui_.px(tool_part_gap);
    }

    float draw_buttons(float x, float y, float width, bool entered) {
        ToolView& view = *card_.view;
        const bool connected = card_.server.state == model::ConnectionState::connected;
        ButtonRow row(ui_, x, y, width);
        const ButtonLook run_look{.kind = ButtonKind::primary,
                                  .disabled = !connected,
                                  .description = connected ? std::string_view() : ui_.str(Str::connect_first)};
        if (row.button("run", Str::run, run_look) || (entered && connected)) run();
        if (row.button("insert", Str::insert_in_chat, {.kind = ButtonKind::ghost})) insert();
        if (row.button("editor", view.form->as_json() ? Str::edit_as_form : Str::edit_as_json,
                       {.kind = ButtonKind::bare})) {
            view.form->switch_editor(ui_);
            ui_.want_frame_in(0);
        }
        if (row.button("schema", view.shows_schema ? Str::hide_schema : Str::show_schema, {.kind = ButtonKind::bare})) {
            view.shows_schema = !view.shows_schema;
            ui_.want_frame_in(0);
        }
        return row.bottom();
    }

    void close_drawer() {
        if (ui_.css_width() < medium_width) ui_.want(model::ToggleInspector{});
    }

    void run() {
        auto arguments = card_.view->form->take_arguments(ui_, events_.reveal);
        if (!arguments) return;
        ui_.want(model::RunTool{card_.server.id, tool_.name, std::move(*arguments)});
        close_drawer();
    }

    void insert() {
        if (card_.view->form->refuses_json(ui_, events_.reveal)) return;
        const std::string& server = card_.server.id;
        ui_.want(model::ChangeDraft{chat::slash_call_for(server, tool_.name, card_.view->form->arguments(),
                                                         model::tool_sources(*ui_.state, server))});
        close_drawer();
    }

    float draw_schemas(float x, float y, float width) {
        const auto show = [&](std::string_view key, Str name, TextBuffer& text) {
            if (text.text.empty()) return;
            label(ui_, x, y + ui_.px(9), ui_.str(name), ui_.style(type_size::small), ui_.colors->muted, width);
            FieldLook look{.name = ui_.str(name)};
            look.multiline = look.mono = look.read_only = true;
            look.max_lines = static_cast<int>(schema_lines);
            look.css_size = type_size::caption;
            y = text_field(ui_, key, x, y + ui_.px(20), width, text, look).rect.bottom() + ui_.px(tool_part_gap);
        };
        show("input schema", Str::input_schema, card_.view->input_schema);
        show("output schema", Str::output_schema, card_.view->output_schema);
        return y - ui_.px(tool_part_gap);
    }

    Ui& ui_;
    const ToolCard& card_;
    const mcp::Tool& tool_;
    CardEvents& events_;
};

}  // namespace

float draw_tool_card(Ui& ui, const ToolCard& card, float x, float y, float width, CardEvents& events) {
    return CardDrawer(ui, card, events).draw(x, y, width);
}

}  // namespace ui
