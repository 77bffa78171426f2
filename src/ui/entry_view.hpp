// One entry of a chat: a message, or the card of a tool's run.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "chat/conversation.hpp"
#include "text/layout.hpp"
#include "ui/image_source.hpp"
#include "ui/result_view.hpp"
#include "ui/ui.hpp"
#include "ui/widgets/text_view.hpp"

namespace ui {

// What is kept of an entry between frames: laid out text, and what the person opened.
struct EntryView {
    std::uint32_t version = 0;
    float width = -1;
    text::Layout layout;  // a message's text, or the sentence of a run's error
    ResultView result;
    bool result_made = false;
    bool toggled = false;          // the card is open, where it would be closed, or the reverse
    bool shows_arguments = false;  // as a tree
    JsonTreeState arguments;
    double last_seen = 0;
};

// What drawing an entry can bring about, beside intents.
struct EntryEvents {
    std::string pressed_link;
};

// The selection's numbers: each entry has room for this many texts.
inline constexpr std::uint64_t blocks_per_entry = 256;

struct EntryPlace {
    float x = 0, y = 0, width = 0;
    int position = 0, count = 0;  // in the chat, from 1
    bool open_at_first = true;    // a run's card
};

// Draws the entry; its height. While the painter measures, only that.
float draw_entry(Ui& ui, const chat::Entry& entry, EntryView& view, const EntryPlace& place, TextSelection& selection,
                 ImageSource& images, EntryEvents& events);

// What of an entry is copied, by the selection's blocks; the same whether it was laid out or is far from the view.
struct EntryText {
    std::uint64_t block;
    std::string plain;
};
std::vector<EntryText> texts_of(const chat::Entry& entry, const EntryView& view, Locale locale);

// Before an entry was ever drawn: about how high it will be, device pixels.
float estimated_height(const Ui& ui, const chat::Entry& entry, float width);

}  // namespace ui
