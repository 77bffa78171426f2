// What went over the wire, for the Traffic panel. Values hold no secret: Authorization and the like are masked at the source.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace mcp {

enum class Direction { sent, received };

// One JSON-RPC message (or one HTTP exchange without any).
struct TrafficEntry {
    std::uint64_t number = 0;  // ascending, over all servers of this page
    Direction direction = Direction::sent;
    std::chrono::milliseconds at{};  // wall clock
    std::string method;              // JSON-RPC method; of a response, the method of its request
    std::string id;                  // JSON-RPC id as text; empty for notifications
    std::string http_method;         // of the HTTP exchange that carried it
    std::string url;
    int status = 0;  // HTTP status; 0 while unknown
    bool is_error = false;
    std::vector<std::pair<std::string, std::string>> headers;  // of the request or response, secrets masked as "•••"
    std::string body;  // at most traffic_body_cap bytes; `size` tells the true length
    std::size_t size = 0;
    double duration_ms = 0;  // of a response: since its request went out
};

inline constexpr std::size_t traffic_body_cap = 256u * 1024u;

class TrafficSink {
public:
    virtual ~TrafficSink() = default;
    virtual void on_traffic(TrafficEntry entry) = 0;  // `number` and `at` are filled in by the sink
};

}  // namespace mcp
