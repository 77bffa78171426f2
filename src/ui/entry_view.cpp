#include "ui/entry_view.hpp"

#include <algorithm>
#include <cmath>

#include "text/markdown.hpp"
#include "text/visible.hpp"
#include "ui/run_card.hpp"
#include "ui/widgets/button.hpp"

namespace ui {

namespace {

constexpr float bubble_share = 0.8f, bubble_pad_x = 14, bubble_pad_y = 9;

text::LineEnds line_ends(const chat::Message& message) {
    return message.author == chat::Author::user ? text::LineEnds::keep : text::LineEnds::join;
}

void lay_out_message(Ui& ui, const chat::Message& message, EntryView& view, float width) {
    text::LayoutParams params;
    params.width_px = width;
    params.scale = ui.input.scale;
    view.layout = text::lay_out(text::parse_markdown(message.text, line_ends(message)), params, ui.paint.shaper());
}

float draw_bubble(Ui& ui, const chat::Entry& entry, EntryView& view, const EntryPlace& place, TextSelection& selection,
                  EntryEvents& events) {
    const float pad_x = ui.px(bubble_pad_x), pad_y = ui.px(bubble_pad_y);
    const Rect bubble{place.x + place.width - view.layout.width - 2 * pad_x, place.y, view.layout.width + 2 * pad_x,
                      view.layout.height + 2 * pad_y};
    ui.paint.fill(bubble, ui.colors->user_bubble, ui.px(radius::bubble));
    const int link =
        text_view(ui, view.layout, bubble.x + pad_x, bubble.y + pad_y, entry.id * blocks_per_entry, &selection);
    if (link >= 0) events.pressed_link = view.layout.links[static_cast<std::size_t>(link)].url;
    return bubble.height;
}

float draw_plain(Ui& ui, const chat::Entry& entry, EntryView& view, const EntryPlace& place, TextSelection& selection,
                 EntryEvents& events, ImU32 color) {
    const int link =
        text_view(ui, view.layout, place.x, place.y, entry.id * blocks_per_entry, &selection, {.text = color});
    if (link >= 0) events.pressed_link = view.layout.links[static_cast<std::size_t>(link)].url;
    return view.layout.height;
}

float draw_message(Ui& ui, const chat::Entry& entry, const chat::Message& message, EntryView& view,
                   const EntryPlace& place, TextSelection& selection, EntryEvents& events) {
    const bool mine = message.author == chat::Author::user;
    if (view.width != place.width) {
        lay_out_message(ui, message, view, mine ? place.width * bubble_share - 2 * ui.px(bubble_pad_x) : place.width);
        view.width = place.width;
    }
    const Str who = mine ? Str::you : Str::app_name;
    Node node{.id = ui.id("article"),
              .role = Role::article,
              .rect = {place.x, place.y, place.width, view.layout.height},
              .name = ui.string(who)};
    node.position = place.position;
    node.set_size = place.count;
    const NodeScope article(ui, std::move(node));
    if (mine) return draw_bubble(ui, entry, view, place, selection, events);
    const ImU32 color = message.author == chat::Author::parley ? ui.colors->muted : ui.colors->text;
    return draw_plain(ui, entry, view, place, selection, events, color);
}

}  // namespace

float draw_entry(Ui& ui, const chat::Entry& entry, EntryView& view, const EntryPlace& place, TextSelection& selection,
                 ImageSource& images, EntryEvents& events) {
    const IdScope scope(ui, "entry", entry.id);
    if (view.version != entry.version) {
        // What was opened stays open; what was laid out is made anew.
        view.version = entry.version;
        view.width = -1;
        view.result_made = false;
    }
    view.last_seen = ui.input.seconds;
    if (const auto* message = std::get_if<chat::Message>(&entry.content))
        return draw_message(ui, entry, *message, view, place, selection, events);
    return draw_run_card(ui, entry, std::get<chat::ToolRun>(entry.content), view, place, selection, images, events);
}

std::vector<EntryText> texts_of(const chat::Entry& entry, const EntryView& view, Locale locale) {
    const std::uint64_t first = entry.id * blocks_per_entry;
    if (const auto* message = std::get_if<chat::Message>(&entry.content))
        return {{first, plain_of(message->text, line_ends(*message))}};
    std::vector<EntryText> texts;
    const auto& run = std::get<chat::ToolRun>(entry.content);
    if (view.toggled) return texts;  // its card is closed
    if (const std::string words = words_about(run, locale); !words.empty())
        texts.push_back({first, text::make_visible(words)});
    if (!shown_error(run) && (run.state == chat::RunState::done || run.state == chat::RunState::failed)) {
        const ResultView made = make_result_view(run.result);
        texts.reserve(made.parts.size());
        for (std::size_t i = 0; i < made.parts.size(); ++i)
            texts.push_back({first + 1 + i, copied_text(made.parts[i], view.result.raw)});
    }
    return texts;
}

float estimated_height(const Ui& ui, const chat::Entry& entry, float width) {
    const auto* message = std::get_if<chat::Message>(&entry.content);
    if (!message) return ui.px(180);
    const float letters_a_line = std::max(20.f, width / ui.px(8));
    const float lines = std::ceil(static_cast<float>(message->text.size()) / letters_a_line);
    return ui.px(18) + std::max(1.f, lines) * ui.px(23);
}

}  // namespace ui
