#include "base/sse_parser.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace base {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// "If the field value consists of only ASCII digits": a sign, a blank or nothing at all is ignored.
// Longer than a browser's timer can wait (2³¹ − 1 ms; over it a timer fires at once) counts as that long.
std::optional<std::chrono::milliseconds> read_retry(std::string_view value) {
    if (value.empty()) return std::nullopt;
    constexpr std::int64_t longest = 2'147'483'647;
    std::int64_t ms = 0;
    for (const char c : value) {
        if (c < '0' || c > '9') return std::nullopt;
        ms = std::min(ms * 10 + (c - '0'), longest);
    }
    return std::chrono::milliseconds(ms);
}

}  // namespace

Result<void> SseParser::feed(std::string_view bytes, std::vector<SseEvent>& out) {
    while (!bytes.empty()) {
        // The LF of a CRLF whose CR has ended the line already.
        if (std::exchange(after_cr_, false) && bytes.front() == '\n') {
            bytes.remove_prefix(1);
            continue;
        }
        const std::size_t end = bytes.find_first_of("\r\n");
        const std::string_view piece = bytes.substr(0, end);
        if (piece.size() + line_.size() + event_.data.size() + event_.type.size() > max_event_bytes_)
            return fail(Error{ErrorKind::too_large, Remedy::none, "The server's event is too large.",
                              "over " + std::to_string(max_event_bytes_) + " bytes", "HTML §9.2.6"});
        if (end == std::string_view::npos) {
            line_ += piece;
            return {};
        }
        after_cr_ = bytes[end] == '\r';
        bytes.remove_prefix(end + 1);
        if (line_.empty()) {
            take_line(piece, out);
        } else {
            line_ += piece;
            take_line(line_, out);
            line_.clear();
        }
    }
    return {};
}

void SseParser::take_line(std::string_view line, std::vector<SseEvent>& out) {
    if (std::exchange(at_start_, false) && line.starts_with(byte_order_mark))
        line.remove_prefix(byte_order_mark.size());
    if (line.empty()) return dispatch(out);
    const std::size_t colon = line.find(':');
    if (colon == 0) return;  // a comment
    const std::string_view field = line.substr(0, colon);
    std::string_view value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);  // one blank only

    if (field == "data") {
        if (std::exchange(has_data_, true)) event_.data += '\n';
        event_.data += value;
    } else if (field == "event") {
        event_.type = value;
    } else if (field == "id") {
        if (value.find('\0') != std::string_view::npos) return;
        event_.last_event_id = value;
        has_id_ = true;
    } else if (field == "retry") {
        if (const auto ms = read_retry(value)) retry_ = ms;
    }
}

void SseParser::dispatch(std::vector<SseEvent>& out) {
    last_event_id_ = event_.last_event_id;
    if (has_data_ || has_id_) {
        if (event_.type.empty()) event_.type = "message";
        out.push_back(std::move(event_));
    }
    event_ = SseEvent{};
    event_.last_event_id = last_event_id_;
    has_data_ = has_id_ = false;
}

}  // namespace base
