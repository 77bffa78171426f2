#include "text/selection.hpp"

#include <algorithm>
#include <utility>

namespace text {

SelectedSpan order_selection(const Selection& selection, std::size_t anchor_message, std::size_t head_message) {
    const std::pair anchor{anchor_message, selection.anchor.offset};
    const std::pair head{head_message, selection.head.offset};
    const auto& [first, last] = std::minmax(anchor, head);
    return {first.first, last.first, first.second, last.second};
}

std::optional<SelectedSpan> order_selection(const Selection& selection, std::span<const MessageText> messages) {
    const auto index_of = [&](std::uint64_t id) {
        return static_cast<std::size_t>(
            std::find_if(messages.begin(), messages.end(), [&](const MessageText& m) { return m.id == id; }) -
            messages.begin());
    };
    const std::size_t anchor = index_of(selection.anchor.message);
    const std::size_t head = index_of(selection.head.message);
    if (anchor >= messages.size() || head >= messages.size()) {
        return std::nullopt;
    }
    return order_selection(selection, anchor, head);
}

TextRange selected_part(const SelectedSpan& span, std::size_t message, std::size_t plain_size) {
    if (message < span.first_message || message > span.last_message) {
        return {};
    }
    const std::size_t begin = message == span.first_message ? std::min(span.begin, plain_size) : 0;
    const std::size_t end = message == span.last_message ? std::min(span.end, plain_size) : plain_size;
    return {begin, std::max(begin, end)};
}

std::string selected_text(const Selection& selection, std::span<const MessageText> messages) {
    std::string out;
    const std::optional<SelectedSpan> span = order_selection(selection, messages);
    if (!span) {
        return out;
    }
    for (std::size_t i = span->first_message; i <= span->last_message; ++i) {
        const TextRange part = selected_part(*span, i, messages[i].plain.size());
        if (i > span->first_message) {
            out.append("\n\n");
        }
        out.append(messages[i].plain.substr(part.begin, part.end - part.begin));
    }
    return out;
}

TextRange grow(std::string_view plain, TextRange range, Granularity granularity) {
    if (granularity == Granularity::character) {
        return range;
    }
    const auto around = [&](std::size_t offset) {
        return granularity == Granularity::word ? word_at(plain, offset) : line_at(plain, offset);
    };
    return {std::min(range.begin, around(range.begin).begin), std::max(range.end, around(range.end).end)};
}

}  // namespace text
