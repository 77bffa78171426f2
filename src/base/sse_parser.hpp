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
    // `max_event_bytes`: an event whose lines grow over this is an error (too_large); feed nothing more after it.
    explicit SseParser(std::size_t max_event_bytes = 32u << 20) : max_event_bytes_(max_event_bytes) {}

    // Appends the events that `bytes` completes to `out`. Pieces may be cut anywhere, also inside CRLF, the BOM, or a character.
    // Also dispatched: an event with an id but no data (priming events of MCP), with empty `data`; the caller skips it.
    // What the stream's end cuts off is dropped. Bytes that are no UTF-8 pass as they are: the JSON parser refuses them.
    Result<void> feed(std::string_view bytes, std::vector<SseEvent>& out);

    // The server's last word on how long to wait before coming back; at most 2³¹ − 1 ms.
    std::optional<std::chrono::milliseconds> retry() const { return retry_; }
    // What `Last-Event-ID` says on coming back: as of the last blank line.
    const std::string& last_event_id() const { return last_event_id_; }

private:
    void take_line(std::string_view line, std::vector<SseEvent>& out);
    void dispatch(std::vector<SseEvent>& out);

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
