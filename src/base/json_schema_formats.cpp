// `format`, for those names that a form of MCP uses (MCP client/elicitation, "StringSchema").
#include <optional>

#include "base/json_schema.hpp"

#include "base/ascii.hpp"

namespace base {

namespace {

// Exactly `count` digits at the front of `text`, which they leave.
std::optional<int> take_number(std::string_view& text, std::size_t count) {
    if (text.size() < count) return std::nullopt;
    int number = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (!is_digit(text[i])) return std::nullopt;
        number = number * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return number;
}

bool take(std::string_view& text, char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

// RFC 3339 §5.6 full-date, §5.7 for the days of a month.
bool take_date(std::string_view& text) {
    const auto year = take_number(text, 4);
    if (!year || !take(text, '-')) return false;
    const auto month = take_number(text, 2);
    if (!month || *month < 1 || *month > 12 || !take(text, '-')) return false;
    const auto day = take_number(text, 2);
    constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (*year % 4 == 0 && *year % 100 != 0) || *year % 400 == 0;
    return day && *day >= 1 && *day <= days[*month - 1] + (leap && *month == 2 ? 1 : 0);
}

// "hh:mm"; both within their range.
bool take_hours_and_minutes(std::string_view& text) {
    const auto hour = take_number(text, 2);
    if (!hour || *hour > 23 || !take(text, ':')) return false;
    const auto minute = take_number(text, 2);
    return minute && *minute <= 59;
}

// RFC 3339 §5.6 full-time; second 60 is a leap second.
bool take_time(std::string_view& text) {
    if (!take_hours_and_minutes(text) || !take(text, ':')) return false;
    const auto second = take_number(text, 2);
    if (!second || *second > 60) return false;
    if (take(text, '.')) {
        if (!take_number(text, 1)) return false;
        while (take_number(text, 1)) continue;
    }
    if (take(text, 'Z') || take(text, 'z')) return true;
    return (take(text, '+') || take(text, '-')) && take_hours_and_minutes(text);
}

bool has_blank_or_control(std::string_view text) {
    for (const char c : text)
        if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f) return true;
    return false;
}

// As far as a form can tell: something, one "@", a host.
bool is_email(std::string_view text) {
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos || at == 0 || has_blank_or_control(text)) return false;
    const std::string_view local = text.substr(0, at);
    const std::string_view host = text.substr(at + 1);
    return local.find('@') == std::string_view::npos && !host.empty() && host.front() != '.' && host.back() != '.' &&
           host.find("..") == std::string_view::npos;
}

// RFC 3986 §3: a scheme, a colon, something.
bool is_uri(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
    for (std::size_t i = 0; i < colon; ++i) {
        const char c = text[i];
        const bool letter = is_letter(c);
        if (!letter && (i == 0 || !(is_digit(c) || c == '+' || c == '-' || c == '.'))) return false;
    }
    return !has_blank_or_control(text) && text.find_first_of("<>\"\\^`{|}") == std::string_view::npos;
}

}  // namespace

bool has_format(std::string_view text, std::string_view format) {
    if (format == "date") return take_date(text) && text.empty();
    if (format == "time") return take_time(text) && text.empty();
    if (format == "date-time")
        return take_date(text) && (take(text, 'T') || take(text, 't')) && take_time(text) && text.empty();
    if (format == "email") return is_email(text);
    if (format == "uri") return is_uri(text);
    return true;
}

}  // namespace base
