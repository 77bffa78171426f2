#include "mcp/traffic_log.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "base/server_text.hpp"
#include "base/url.hpp"
#include "base/utf8.hpp"

namespace mcp {

namespace {

constexpr std::size_t asked_cap = 1'000;
constexpr std::size_t session_id_shown = 4;
constexpr std::size_t shortest_secret = 8;  // a shorter one may be any word of an answer

bool names_a_secret(std::string_view name) {
    static constexpr std::array<std::string_view, 9> words = {
        "authorization", "cookie", "token", "key", "secret", "password", "credential", "dpop", "assertion"};
    static constexpr std::array<std::string_view, 7> whole = {"auth", "code", "jwt", "sig", "signature", "pass", "pwd"};
    const std::string folded = base::lowered(std::string(name));
    if (std::find(whole.begin(), whole.end(), folded) != whole.end()) return true;
    for (const std::string_view word : words)
        if (folded.find(word) != std::string::npos) return true;
    return false;
}

std::string mask_value(std::string_view name, const std::string& value) {
    if (base::lowered(std::string(name)) == "mcp-session-id") {
        if (value.size() <= 3 * session_id_shown) return std::string(mask);
        return base::sanitize_utf8(value.substr(0, session_id_shown)) + std::string(mask);
    }
    if (!names_a_secret(name)) return value;
    const std::size_t blank = value.find(' ');
    const bool has_scheme =
        base::lowered(std::string(name)) == "authorization" && blank != std::string::npos && blank <= 20;
    return has_scheme ? value.substr(0, blank + 1) + std::string(mask) : std::string(mask);
}

// Where `secret`, beginning at `at`, ends in a text with JSON's escapes (RFC 8259 §7); npos: it is not there.
std::size_t end_of_escaped(std::string_view text, std::size_t at, std::string_view secret) {
    for (const char c : secret) {
        const std::string_view rest = text.substr(at);
        if (rest.starts_with(c)) {
            at += 1;
            continue;
        }
        if (!rest.starts_with('\\') || rest.size() < 2) return std::string_view::npos;
        static constexpr char digits[] = "0123456789abcdef";
        const char escaped[] = {'\\', 'u', '0', '0', digits[(c >> 4) & 15], digits[c & 15]};
        if (base::lowered(std::string(rest.substr(0, 6))) == std::string_view(escaped, 6))
            at += 6;
        else if (rest[1] == c)
            at += 2;
        else
            return std::string_view::npos;
    }
    return at;
}

// As servers write it that escape more of a string than they have to.
void mask_escaped(std::string& answer, std::string_view secret) {
    if (secret.find_first_of("/+=") == std::string_view::npos) return;
    const char first[] = {secret.front(), '\\'};
    std::size_t done = 0;
    std::string masked;
    for (std::size_t at = 0; (at = answer.find_first_of(std::string_view(first, 2), at)) != std::string::npos;) {
        const std::size_t end = end_of_escaped(answer, at, secret);
        if (end == std::string_view::npos) {
            ++at;
            continue;
        }
        masked.append(answer, done, at - done).append(mask);
        at = done = end;
    }
    if (done > 0) answer = std::move(masked.append(answer, done));
}

std::string cut(std::string_view body) {
    if (body.size() <= traffic_body_cap) return base::sanitize_utf8(body);
    std::size_t end = traffic_body_cap;
    while (end > 0 && (static_cast<unsigned char>(body[end]) & 0xC0) == 0x80) --end;  // not inside a character
    return base::sanitize_utf8(body.substr(0, end));
}

}  // namespace

std::vector<std::pair<std::string, std::string>> mask_headers(const ports::Headers& headers) {
    std::vector<std::pair<std::string, std::string>> masked;
    for (const auto& header : headers) masked.emplace_back(header.name, mask_value(header.name, header.value));
    return masked;
}

std::string mask_sent(std::string answer, const ports::Headers& secrets) {
    for (const auto& header : secrets) {
        const auto secret = std::string_view(header.value).substr(header.value.find(' ') + 1);
        if (secret.size() < shortest_secret) continue;
        base::replace_all(answer, secret, mask);
        mask_escaped(answer, secret);
    }
    return answer;
}

std::string mask_url(std::string_view url) {
    const std::size_t question = url.find('?');
    if (question == std::string_view::npos) return std::string(url);
    std::string masked(url.substr(0, question + 1));
    std::string_view rest = url.substr(question + 1);
    for (bool first = true; first || !rest.empty(); first = false) {
        const std::size_t ampersand = rest.find('&');
        const std::string_view pair = rest.substr(0, ampersand);
        rest = ampersand == std::string_view::npos ? std::string_view() : rest.substr(ampersand + 1);
        if (!first) masked += '&';
        const std::size_t equals = pair.find('=');
        const bool secret =
            equals != std::string_view::npos && names_a_secret(base::percent_decode(pair.substr(0, equals)));
        masked += secret ? std::string(pair.substr(0, equals + 1)) + std::string(mask) : std::string(pair);
    }
    return masked;
}

TrafficEntry TrafficLog::entry(const ExchangeFacts& facts, Direction direction, std::string_view body) const {
    TrafficEntry entry;
    entry.direction = direction;
    entry.method = facts.rpc_method;
    entry.http_method = facts.http_method;
    entry.url = mask_url(facts.url);
    entry.status = facts.status;
    entry.headers = mask_headers(facts.headers);
    entry.body = cut(body);
    entry.size = body.size();
    return entry;
}

void TrafficLog::sent(ExchangeFacts& facts, const base::Json* message, const std::string& body) {
    facts.started_ms = now_ms();
    TrafficEntry sent = entry(facts, Direction::sent, body);
    if (const base::Json* id = message ? base::member(*message, "id") : nullptr) {
        sent.id = id->is_string() ? id->get<std::string>() : base::dump_json(*id);
        if (base::string_member(*message, "method")) {
            if (asked_.size() >= asked_cap) asked_.erase(asked_.begin());
            asked_[sent.id] = {facts.rpc_method, facts.started_ms};
        } else {
            sent.is_error = base::member(*message, "error") != nullptr;
        }
    }
    sink_.on_traffic(std::move(sent));
}

void TrafficLog::name_response(TrafficEntry& entry, const jsonrpc::Response& response) {
    entry.is_error = response.error.has_value();
    if (!response.id) return;
    entry.id = jsonrpc::to_text(*response.id);
    const auto asked = asked_.find(entry.id);
    if (asked == asked_.end()) return;
    entry.method = asked->second.method;
    entry.duration_ms = now_ms() - asked->second.started_ms;
    asked_.erase(asked);
}

void TrafficLog::received(const ExchangeFacts& facts, const jsonrpc::Message* message, std::string_view body) {
    TrafficEntry received = entry(facts, Direction::received, body);
    received.duration_ms = now_ms() - facts.started_ms;
    received.is_error = facts.status >= 400;
    if (!message) {
        if (!body.empty() && facts.status < 400) received.is_error = true;  // something that is no message
    } else if (const auto* response = std::get_if<jsonrpc::Response>(message)) {
        name_response(received, *response);
    } else if (const auto* request = std::get_if<jsonrpc::Request>(message)) {
        received.method = request->method;
        received.id = jsonrpc::to_text(request->id);
    } else {
        received.method = std::get<jsonrpc::Notification>(*message).method;
    }
    sink_.on_traffic(std::move(received));
}

void TrafficLog::failed(const ExchangeFacts& facts, const base::Error& error) {
    TrafficEntry failed = entry(facts, Direction::received, {});
    failed.headers.clear();
    failed.is_error = true;
    failed.body = error.message;
    failed.duration_ms = now_ms() - facts.started_ms;
    sink_.on_traffic(std::move(failed));
}

}  // namespace mcp
