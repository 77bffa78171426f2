// Server-sent events from pieces of bytes. Source: WHATWG HTML §9.2.6 (event stream interpretation).
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace base {

struct SseEvent {
    std::string type = "message";
    std::string data;
    std::string last_event_id;  // as it stands after this event; it persists from event to event
};

class SseParser {
public:
    // `max_event_bytes`: an event whose lines grow over this is an error (too_large).
    explicit SseParser(std::size_t max_event_bytes = 32u << 20) : max_event_bytes_(max_event_bytes) {}

    // Appends the events that `bytes` completes to `out`. Pieces may be cut anywhere, also inside CRLF, the BOM, or a character.
    // Also dispatched: an event with an id but an empty data field (priming events of MCP), with empty `data`; the caller skips it.
    Result<void> feed(std::string_view bytes, std::vector<SseEvent>& out);

    std::optional<std::chrono::milliseconds> retry() const { return retry_; }
    const std::string& last_event_id() const { return last_event_id_; }

private:
    Result<void> take_line(std::string_view line, std::vector<SseEvent>& out);

    std::size_t max_event_bytes_;
    std::string line_;
    SseEvent event_;
    bool has_data_ = false;
    bool has_id_ = false;
    bool after_cr_ = false;
    bool at_start_ = true;
    std::string last_event_id_;
    std::optional<std::chrono::milliseconds> retry_;
};

}  // namespace base
