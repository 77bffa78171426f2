#include "ui/run_card.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/utf8.hpp"
#include "model/tool_sources.hpp"
#include "text/visible.hpp"
#include "ui/form_problems.hpp"
#include "ui/widgets/button.hpp"
#include "ui/widgets/card.hpp"

namespace ui {

namespace {

constexpr float header_height = 40;
constexpr std::size_t most_misfits_said = 5;

bool has_failed(const chat::ToolRun& run) { return run.state == chat::RunState::failed || run.result.is_error; }

void draw_state(Ui& ui, const chat::ToolRun& run, float center_x, float center_y) {
    const Palette& c = *ui.colors;
    if (is_active(run)) return spinner(ui, center_x, center_y, 5.5f, c.accent);
    if (has_failed(run)) return ui.paint.icon(Icon::cross, center_x, center_y, ui.px(13), c.error);
    if (run.state == chat::RunState::cancelled)
        return ui.paint.icon(Icon::minus, center_x, center_y, ui.px(12), c.faint);
    ui.paint.icon(Icon::check, center_x, center_y, ui.px(13), run.misfits.empty() ? c.ok : c.warn);
}

// True when the header was pressed.
bool draw_header(Ui& ui, const chat::Entry& entry, const chat::ToolRun& run, const Rect& r, bool open) {
    const NodeId id = ui.id("header");
    const auto style = ui.style(type_size::control);
    Rect rest = inset(r, ui.px(card_pad), 0);
    Rect press = r;
    if (is_active(run)) {
        const auto word = ui.str(Str::cancel);
        const float width = button_width(ui, word);
        const Rect stop = middle(cut_right(rest, width), ui.small_control_height());
        press.width -= width + ui.px(card_pad);
        if (button(ui, "cancel", stop, word, {.kind = ButtonKind::ghost})) ui.want(model::CancelRun{entry.id});
        cut_right(rest, ui.px(8));
        if (run.state == chat::RunState::running) {
            const float elapsed = draw_elapsed(ui, rest, entry.at, style) + ui.px(8);
            cut_right(rest, elapsed);
            press.width -= elapsed;
        }
    } else {
        const Rect arrow = cut_right(rest, ui.px(12));
        ui.paint.icon(open ? Icon::chevron_down : Icon::chevron_right, arrow.center_x(), arrow.center_y(), ui.px(9),
                      ui.colors->muted);
        cut_right(rest, ui.px(8));
        const auto took = duration_text(run.duration_ms);
        const float width = ui.paint.label_width(took, style);
        ui.paint.label(cut_right(rest, width).x, r.center_y(), took, style, ui.colors->muted);
        cut_right(rest, ui.px(8));
    }
    draw_state(ui, run, rest.x + ui.px(6), r.center_y());
    cut_left(rest, ui.px(18));
    const auto bold = ui.style(type_size::control, text::Face::bold);
    const std::string name = text::make_visible(run.tool_title.empty() ? run.tool_name : run.tool_title);
    cut_left(rest, ui.paint.label(rest.x, r.center_y(), name, bold, ui.colors->text, rest.width) + ui.px(9));
    if (!ui.narrow() && rest.width > ui.px(40))
        cut_left(rest, ui.paint.label(rest.x, r.center_y(), text::make_visible(run.server_name), style,
                                      ui.colors->muted, rest.width) +
                           ui.px(9));
    const std::string summary = text::make_visible(arguments_summary(run.arguments));
    if (rest.width > ui.px(40) && !summary.empty())
        ui.paint.label(rest.x, r.center_y(), summary, style, ui.colors->muted, rest.width);

    Node node{.id = id, .role = Role::button, .rect = press, .name = name};
    node.expanded = open ? TriState::on : TriState::off;
    ui.semantics.add(std::move(node));
    focus_ring(ui, id, press, ui.px(radius::card));
    return ui.semantics.take_click(id);
}

float draw_progress(Ui& ui, const chat::ToolRun& run, const Rect& inner) {
    float fraction = -1;
    std::string words;
    if (run.progress) {
        words = text::make_visible(run.progress->message);
        if (run.progress->total && *run.progress->total > 0)
            fraction = static_cast<float>(std::clamp(run.progress->progress / *run.progress->total, 0.0, 1.0));
    }
    char percent[16] = "";
    if (fraction >= 0) std::snprintf(percent, sizeof percent, "%d %%", static_cast<int>(fraction * 100 + 0.5f));
    progress_bar(ui, ui.id("progress"), {inner.x, inner.y, inner.width, ui.px(4)}, fraction, run.tool_name, percent);
    const auto style = ui.style(type_size::chip);
    const float line = inner.y + ui.px(4 + 8 + 9);
    if (percent[0]) {
        const float width = ui.paint.label_width(percent, style);
        label(ui, inner.right() - width, line, percent, style, ui.colors->muted);
    }
    label(ui, inner.x, line, words.empty() ? ui.str(state_word(run)) : std::string_view(words), style, ui.colors->muted,
          inner.width * 0.8f);
    return ui.px(4 + 8 + 18);
}

// One line of JSON, which opens to a tree. The height.
float draw_arguments(Ui& ui, const chat::ToolRun& run, EntryView& view, const Rect& inner) {
    if (!run.arguments.is_object() || run.arguments.empty()) return 0;
    const IdScope scope(ui, "arguments");
    const bool open = view.shows_arguments;
    const Rect box{inner.x, inner.y, inner.width, ui.press_height(34)};
    ui.paint.fill(box, ui.colors->code_bg, ui.px(radius::control));
    Rect press = box;
    if (open) {
        const auto word = ui.str(Str::copy_arguments);
        const Rect copy = middle(cut_right(press, button_width(ui, word)), ui.small_control_height());
        if (button(ui, "copy", copy, word, {.kind = ButtonKind::bare}))
            ui.want(model::CopyText{base::dump_json_pretty(run.arguments)});
    }
    constexpr std::size_t shown = 300;  // more than there is room for
    const std::string line = text::make_visible(base::utf8_prefix(base::dump_json(run.arguments), shown));
    Node node{.id = ui.id("fold"), .role = Role::button, .rect = press, .name = ui.string(Str::arguments)};
    node.expanded = open ? TriState::on : TriState::off;
    if (!open) node.description = line;
    if (ui.semantics.take_click(node.id)) {
        view.shows_arguments = !open;
        ui.want_frame_in(0);
    }
    focus_ring(ui, node.id, press, ui.px(radius::control));
    ui.semantics.add(std::move(node));
    ui.paint.icon(open ? Icon::chevron_down : Icon::chevron_right, press.x + ui.px(14), press.center_y(), ui.px(9),
                  ui.colors->muted);
    const float x = press.x + ui.px(26);
    ui.paint.label(x, press.center_y(), open ? ui.str(Str::arguments) : std::string_view(line),
                   ui.style(type_size::small, open ? text::Face::regular : text::Face::mono), ui.colors->muted,
                   press.right() - ui.px(10) - x);
    float height = box.height + ui.px(10);
    if (open) height += json_tree(ui, "json", run.arguments, inner.x, inner.y + height, inner.width, view.arguments);
    return open ? height + ui.px(10) : height;
}

void lay_out_words(Ui& ui, const chat::ToolRun& run, EntryView& view, float width) {
    text::PlainParams params;
    params.style = ui.style(type_size::control);
    params.width_px = width;
    params.line_height_px = std::round(ui.em(type_size::control * 1.55f));
    view.layout = text::lay_out_plain(text::make_visible(words_about(run, ui.locale)), params, ui.paint.shaper());
}

float draw_actions(Ui& ui, const chat::Entry& entry, const chat::ToolRun& run, float x, float y) {
    const float height = ui.small_control_height();
    const auto place = [&](Str word) {
        const Rect r{x, y, button_width(ui, ui.str(word)), height};
        x += r.width + ui.px(6);
        return r;
    };
    const ButtonLook quiet{.kind = ButtonKind::bare};
    x -= ui.px(card_pad);
    if (button(ui, "again", place(Str::run_again), ui.str(Str::run_again), quiet)) ui.want(model::RunAgain{entry.id});
    // Of a server that is gone there is nothing to run: another one may have a tool of that name.
    if (model::find_server(*ui.state, run.server_id) && button(ui, "edit", place(Str::edit), ui.str(Str::edit), quiet))
        ui.want(model::ChangeDraft{chat::slash_call_for(run.server_id, run.tool_name, run.arguments,
                                                        model::tool_sources(*ui.state, run.server_id))});
    if (!run.error && run.state != chat::RunState::cancelled && has_text(run.result) &&
        button(ui, "copy", place(Str::copy), ui.str(Str::copy), quiet))
        ui.want(model::CopyText{result_text(run.result)});
    if (button(ui, "delete", place(Str::delete_entry), ui.str(Str::delete_entry), quiet))
        ui.want(model::DeleteEntry{entry.id});
    return height;
}

float draw_body(Ui& ui, const chat::Entry& entry, const chat::ToolRun& run, EntryView& view, const Rect& inner,
                TextSelection& selection, ImageSource& images, EntryEvents& events) {
    const std::uint64_t block = entry.id * blocks_per_entry;
    float y = inner.y;
    y += draw_arguments(ui, run, view, {inner.x, y, inner.width, 0});
    if (is_active(run)) return y + draw_progress(ui, run, {inner.x, y, inner.width, 0}) - inner.y;
    const bool has_error = shown_error(run) != nullptr;
    if (has_error || !run.misfits.empty()) {
        if (view.width != inner.width) lay_out_words(ui, run, view, inner.width);
        text_view(ui, view.layout, inner.x, y, block, &selection,
                  {.text = has_error ? ui.colors->text : ui.colors->warn});
        y += view.layout.height + ui.px(8);
    }
    if (!has_error && (run.state == chat::RunState::done || run.state == chat::RunState::failed)) {
        if (!view.result_made) {
            auto made = make_result_view(run.result);
            made.tree = std::move(view.result.tree);
            made.raw = view.result.raw;
            made.all_rows = view.result.all_rows;
            made.whole_text = view.result.whole_text;
            view.result = std::move(made);
            view.result_made = true;
        }
        y += draw_result(ui, run.result, view.result, {block + 1, inner.x, y, inner.width}, selection, images,
                         events.pressed_link) +
             ui.px(8);
    }
    view.width = inner.width;
    return y + draw_actions(ui, entry, run, inner.x, y) - inner.y;
}

}  // namespace

float draw_run_card(Ui& ui, const chat::Entry& entry, const chat::ToolRun& run, EntryView& view,
                    const EntryPlace& place, TextSelection& selection, ImageSource& images, EntryEvents& events) {
    const bool open = is_active(run) || place.open_at_first != view.toggled;
    const Rect header{place.x, place.y, place.width, ui.press_height(header_height)};
    Node node{.id = ui.id("article"),
              .role = Role::article,
              .rect = header,
              .name = run.tool_name + ", " + ui.string(state_word(run))};
    node.busy = is_active(run);
    node.position = place.position;
    node.set_size = place.count;
    NodeScope article(ui, std::move(node));

    Painter::Backdrop backdrop(ui.paint);
    const bool pressed = draw_header(ui, entry, run, header, open);
    float height = header.height;
    if (open) {
        const Rect inner{place.x + ui.px(card_pad), header.bottom() + ui.px(card_pad),
                         place.width - 2 * ui.px(card_pad), 0};
        height += draw_body(ui, entry, run, view, inner, selection, images, events) + ui.px(card_pad) + ui.px(8);
    }
    const Rect card{place.x, place.y, place.width, height};
    article.node().rect = card;
    backdrop.finish([&] {
        const bool failed = has_failed(run);
        const float corner = ui.px(radius::card);
        ui.paint.fill(card, ui.colors->surface, corner);
        if (failed)
            ui.paint.fill(header, ui.colors->error_bg, corner,
                          open ? ImDrawFlags_RoundCornersTop : ImDrawFlags_RoundCornersAll);
        if (open) ui.paint.horizontal_line(card.x, header.bottom(), card.width, ui.colors->line);
        ui.paint.border(card, failed ? ui.colors->error : ui.colors->line, corner);
    });
    if (pressed) {
        view.toggled = !view.toggled;
        ui.want_frame_in(0);
    }
    return height;
}

Str state_word(const chat::ToolRun& run) {
    switch (run.state) {
        case chat::RunState::waiting: return Str::run_waiting;
        case chat::RunState::running: return Str::run_running;
        case chat::RunState::done: return run.result.is_error ? Str::run_failed : Str::run_done;
        case chat::RunState::failed: return Str::run_failed;
        case chat::RunState::cancelled: break;
    }
    return Str::run_cancelled;
}

bool is_active(const chat::ToolRun& run) {
    return run.state == chat::RunState::running || run.state == chat::RunState::waiting;
}

const base::Error* shown_error(const chat::ToolRun& run) {
    if (!run.error || (run.state != chat::RunState::failed && run.state != chat::RunState::cancelled)) return nullptr;
    return &*run.error;
}

std::string words_about(const chat::ToolRun& run, Locale locale) {
    if (const base::Error* error = shown_error(run)) return sentence(*error, locale);
    if (run.misfits.empty()) return {};
    if (run.misfits[0].keyword == "$schema") return sentence(run.misfits[0], locale);
    std::string words(text_of(Str::result_misfits, locale));
    for (std::size_t i = 0; i < run.misfits.size(); ++i) {
        words += '\n';
        if (i == most_misfits_said) return words + "…";
        const auto& misfit = run.misfits[i];
        if (!misfit.pointer.empty()) words += misfit.pointer + ": ";
        words += sentence(misfit, locale);
    }
    return words;
}

std::string duration_text(double milliseconds) {
    char text[32];
    if (milliseconds < 1000)
        std::snprintf(text, sizeof text, "%d ms", static_cast<int>(milliseconds + 0.5));
    else if (milliseconds < 60'000)
        std::snprintf(text, sizeof text, "%.1f s", milliseconds / 1000);
    else
        std::snprintf(text, sizeof text, "%d:%02d", static_cast<int>(milliseconds / 60'000),
                      static_cast<int>(milliseconds / 1000) % 60);
    return text;
}

float draw_elapsed(Ui& ui, const Rect& r, std::chrono::milliseconds began, const text::Style& style) {
    const auto elapsed = std::max(std::chrono::milliseconds(0), ui.state->now - began).count();
    const int seconds = static_cast<int>(elapsed / 1000);
    char words[32];
    std::snprintf(words, sizeof words, "%d:%02d", seconds / 60, seconds % 60);
    const float width = ui.paint.label_width(words, style);
    label(ui, r.right() - width, r.center_y(), words, style, ui.colors->muted);
    if (ui.paint.visible(r)) ui.want_frame_in(static_cast<double>(1000 - elapsed % 1000) / 1000);
    return width;
}

std::string arguments_summary(const base::Json& arguments) {
    constexpr std::size_t longest = 160;
    std::string text;
    if (!arguments.is_object()) return text;
    for (auto it = arguments.begin(); it != arguments.end() && text.size() < longest; ++it) {
        if (!text.empty()) text += ", ";
        text += it.key() + ": ";
        if (it->is_string())
            text += "“" + it->get_ref<const std::string&>().substr(0, longest) + "”";
        else
            text += base::dump_json(*it).substr(0, longest);
    }
    return text;
}

}  // namespace ui
