#include "mcp/curl.hpp"

#include <string_view>

#include "mcp/traffic_log.hpp"

namespace mcp {

namespace {

// POSIX.1 Shell Command Language §2.2.2: between single quotes nothing is special; a quote itself is '\''.
std::string shell_word(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'')
            out += "'\\''";
        else if (c != '\0')
            out += c;
    }
    return out + "'";
}

std::string variable_of(std::string_view header) {
    std::string name;
    for (const char c : header) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool digit = c >= '0' && c <= '9' && !name.empty();
        name += letter && c >= 'a' ? static_cast<char>(c - 'a' + 'A') : letter || digit ? c : '_';
    }
    return name;
}

// What stands before the mask (a scheme, the beginning of an id) helps nobody who has to fill in the whole value.
std::string header_option(const std::pair<std::string, std::string>& header) {
    const auto& [name, value] = header;
    if (value.find(mask) != std::string::npos)
        return "-H " + shell_word(name + ": ") + "\"$" + variable_of(name) + "\"";
    // "Name;" is how curl is told to send a header with an empty value.
    return "-H " + shell_word(value.empty() ? name + ";" : name + ": " + value);
}

}  // namespace

std::string as_curl(const TrafficEntry& entry) {
    if (entry.direction != Direction::sent) return {};
    constexpr std::string_view next = " \\\n  ";
    std::string command = "curl -sS -N -X " + shell_word(entry.http_method);
    command += next;
    command += shell_word(entry.url);
    for (const auto& header : entry.headers) {
        command += next;
        command += header_option(header);
    }
    if (!entry.body.empty()) {
        command += next;
        command += "--data-raw " + shell_word(entry.body);
    }
    if (entry.size > entry.body.size())
        command += "\n# the body is cut: " + std::to_string(entry.size) + " bytes in all";
    return command + "\n";
}

}  // namespace mcp
