#pragma once

#include "text/words.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace text {

// A place in a chat: a message by its id, and a byte offset in the plain text of its layout.
struct Position {
    std::uint64_t message = 0;
    std::size_t offset = 0;

    friend bool operator==(const Position&, const Position&) = default;
};

// Where the person began and where they are now, in either order, across messages.
struct Selection {
    Position anchor;
    Position head;

    bool empty() const { return anchor == head; }
    friend bool operator==(const Selection&, const Selection&) = default;
};

struct MessageText {
    std::uint64_t id = 0;
    std::string_view plain;
};

// A selection by the place of its messages in the chat, first before last.
struct SelectedSpan {
    std::size_t first_message = 0;
    std::size_t last_message = 0;
    std::size_t begin = 0;  // in the first message
    std::size_t end = 0;    // in the last message
};

SelectedSpan order_selection(const Selection& selection, std::size_t anchor_message, std::size_t head_message);

// Nothing when a message the selection begins or ends in is gone.
std::optional<SelectedSpan> order_selection(const Selection& selection, std::span<const MessageText> messages);

// The part of one message that is selected; empty when there is none.
TextRange selected_part(const SelectedSpan& span, std::size_t message, std::size_t plain_size);

// What is copied: the selected parts with a blank line between messages.
std::string selected_text(const Selection& selection, std::span<const MessageText> messages);

// The same selection grown to whole words, or whole lines, at both ends (double or triple click and drag).
enum class Granularity : std::uint8_t { character, word, line };
TextRange grow(std::string_view plain, TextRange range, Granularity granularity);

}  // namespace text
