// Reports each message to the TrafficSink, with secrets masked here and nowhere later.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mcp/jsonrpc.hpp"
#include "mcp/traffic.hpp"
#include "ports/clock.hpp"
#include "ports/http.hpp"

namespace mcp {

// Values of Authorization, cookies, session ids and whatever is named token, key, secret or password become "•••"; of a
// session id its first four characters stay, to tell two apart; of Authorization its scheme.
std::vector<std::pair<std::string, std::string>> mask_headers(const ports::Headers& headers);
// The same for the values of such members of the query.
std::string mask_url(std::string_view url);
// What an answer says back of the headers that authorized its request, a tool's result as well: it goes on into chats and exports.
std::string mask_sent(std::string answer, const ports::Headers& secrets);
inline constexpr std::string_view mask = "•••";

// One HTTP exchange, as far as it is known.
struct ExchangeFacts {
    std::string http_method;
    std::string url;
    std::string rpc_method;       // of the message it carries; empty for GET and DELETE
    ports::Headers headers = {};  // of the request, then of the response
    int status = 0;
    double started_ms = 0;  // monotonic
};

class TrafficLog {
public:
    // Both outlive the log.
    TrafficLog(TrafficSink& sink, const ports::Clock& clock) : sink_(sink), clock_(clock) {}

    // `message`: null for GET and DELETE. Sets facts.started_ms.
    void sent(ExchangeFacts& facts, const base::Json* message, const std::string& body);
    // `message`: null for an answer without a JSON-RPC message in it, or with one that does not read.
    void received(const ExchangeFacts& facts, const jsonrpc::Message* message, std::string_view body);
    // The exchange gave no answer at all.
    void failed(const ExchangeFacts& facts, const base::Error& error);

    double now_ms() const { return clock_.monotonic().count(); }

private:
    struct Asked {
        std::string method;
        double started_ms;
    };
    TrafficEntry entry(const ExchangeFacts& facts, Direction direction, std::string_view body) const;
    void name_response(TrafficEntry& entry, const jsonrpc::Response& response);

    TrafficSink& sink_;
    const ports::Clock& clock_;
    std::map<std::string, Asked> asked_;  // by id, of requests without an answer; bounded
};

}  // namespace mcp
