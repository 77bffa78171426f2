#include "base/url.hpp"

#include <algorithm>
#include <vector>

#include "base/ascii.hpp"
#include "base/url_host.hpp"

namespace base {

namespace {

std::unexpected<Error> bad_address(std::string message) {
    return fail(Error{ErrorKind::invalid_address, Remedy::fix_address, std::move(message), {}, "WHATWG URL §4.4"});
}

void append_percent(std::string& out, char c) {
    static constexpr char digits[] = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4];
    out += digits[byte & 15];
}

// Controls are refused before; what is left to encode is the blank, everything beyond ASCII, and `also`.
std::string encode_all(std::string_view text, std::string_view also) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte > 0x7e || also.find(c) != std::string_view::npos)
            append_percent(out, c);
        else
            out += c;
    }
    return out;
}

// WHATWG URL §1.3: the path, special-query and fragment percent-encode sets.
constexpr std::string_view path_set = "\"#<>?^`{}";
constexpr std::string_view query_set = "\"#<>'";
constexpr std::string_view fragment_set = "\"<>`";

bool is_dots(std::string_view segment, std::size_t count) {
    std::size_t dots = 0;
    while (!segment.empty()) {
        if (segment.front() == '.')
            segment.remove_prefix(1);
        else if (segment.size() >= 3 && segment[0] == '%' && segment[1] == '2' && lower(segment[2]) == 'e')
            segment.remove_prefix(3);
        else
            return false;
        ++dots;
    }
    return dots == count;
}

// '\' is '/', "." and ".." (also as %2e) go: what is left is what a browser asks for.
std::string normal_path(std::string_view raw) {
    std::vector<std::string> segments;
    std::size_t at = raw.empty() ? 0 : 1;
    while (true) {
        const std::size_t end = std::min(raw.find_first_of("/\\", at), raw.size());
        const std::string_view segment = raw.substr(std::min(at, raw.size()), end - std::min(at, raw.size()));
        const bool last = end == raw.size();
        if (is_dots(segment, 2)) {
            if (!segments.empty()) segments.pop_back();
            if (last) segments.emplace_back();
        } else if (is_dots(segment, 1)) {
            if (last) segments.emplace_back();
        } else {
            segments.push_back(encode_all(segment, path_set));
        }
        if (last) break;
        at = end + 1;
    }
    std::string path;
    for (const auto& segment : segments) path += '/' + segment;
    return path;
}

std::string_view default_port(std::string_view scheme) { return scheme == "https" || scheme == "wss" ? "443" : "80"; }

Result<std::string> parse_port(std::string_view text, std::string_view scheme) {
    unsigned number = 0;
    for (const char c : text) {
        if (!is_digit(c)) return bad_address("The port has to be a number.");
        number = number * 10 + static_cast<unsigned>(c - '0');
        if (number > 65535) return bad_address("The port is over 65535.");
    }
    if (text.empty()) return std::string();
    std::string port = std::to_string(number);
    return port == default_port(scheme) ? std::string() : port;
}

// "mailto", "https"; empty when `text` does not begin with a scheme and a colon (RFC 3986 §3.1).
std::string scheme_of(std::string_view text) {
    std::string scheme;
    for (const char c : text) {
        if (c == ':') return scheme;
        const bool fits = is_letter(c) || (!scheme.empty() && (is_digit(c) || c == '+' || c == '-' || c == '.'));
        if (!fits) return {};
        scheme += lower(c);
    }
    return {};
}

Result<void> parse_authority(std::string_view authority, Url& url) {
    // Also in the path of a browser's error page a password would be shown; nobody needs it for a server of ours.
    if (authority.find('@') != std::string_view::npos)
        return bad_address("The address must not have a user name or a password in it.");
    const std::size_t host_end = authority.starts_with('[') ? authority.find(']') : 0;
    if (host_end == std::string_view::npos) return bad_address("The IPv6 address in brackets does not end.");
    const std::size_t colon = authority.find(':', host_end);
    auto host = parse_host(authority.substr(0, colon));
    if (!host) return fail(host.error());
    auto port =
        parse_port(colon == std::string_view::npos ? std::string_view() : authority.substr(colon + 1), url.scheme);
    if (!port) return fail(port.error());
    url.host = std::move(*host);
    url.port = std::move(*port);
    return {};
}

}  // namespace

Result<Url> Url::parse(std::string_view text) {
    constexpr std::size_t longest = 64 * 1024;
    if (text.empty()) return bad_address("The address is empty.");
    if (text.size() > longest) return bad_address("The address is too long.");
    for (const char c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            return bad_address("The address has a control character in it.");
    if (text.front() == ' ' || text.back() == ' ') return bad_address("The address begins or ends with a blank.");

    Url url;
    url.scheme = scheme_of(text);
    if (url.scheme.empty()) return bad_address("An address begins with https://.");
    if (url.scheme != "https" && url.scheme != "http" && url.scheme != "wss" && url.scheme != "ws")
        return bad_address("An address of the kind “" + url.scheme.substr(0, 20) + ":” is never opened.");
    text.remove_prefix(url.scheme.size() + 1);
    if (!text.starts_with("//")) return bad_address("After “" + url.scheme + ":” there have to be two slashes.");
    text.remove_prefix(2);

    if (const auto hash = text.find('#'); hash != std::string_view::npos) {
        url.fragment = encode_all(text.substr(hash + 1), fragment_set);
        text = text.substr(0, hash);
    }
    if (const auto mark = text.find('?'); mark != std::string_view::npos) {
        url.query = encode_all(text.substr(mark + 1), query_set);
        text = text.substr(0, mark);
    }
    const std::size_t slash = std::min(text.find_first_of("/\\"), text.size());
    if (auto read = parse_authority(text.substr(0, slash), url); !read) return fail(read.error());
    url.path = normal_path(text.substr(slash));
    return url;
}

std::string Url::host_and_port() const { return port.empty() ? host : host + ':' + port; }

std::string Url::origin() const { return scheme + "://" + host_and_port(); }

std::string Url::to_string() const {
    std::string text = origin() + path;
    if (!query.empty()) text += '?' + query;
    if (!fragment.empty()) text += '#' + fragment;
    return text;
}

bool Url::is_loopback() const { return is_loopback_host(host); }

bool is_safe_to_fetch(const Url& url) {
    if (url.scheme == "https" || url.scheme == "wss") return true;
    return (url.scheme == "http" || url.scheme == "ws") && url.is_loopback();
}

bool is_safe_to_open(std::string_view url) {
    const auto parsed = Url::parse(url);
    return parsed && (parsed->scheme == "https" || (parsed->scheme == "http" && parsed->is_loopback()));
}

Result<Url> parse_typed_address(std::string_view typed) {
    constexpr std::string_view blanks = " \t\r\n\f\v";
    const std::size_t begin = std::min(typed.find_first_not_of(blanks), typed.size());
    typed = typed.substr(begin, typed.find_last_not_of(blanks) + 1 - begin);
    if (typed.empty()) return Url::parse(typed);

    // "localhost:3000" begins like a scheme; what tells them apart is the digit after the colon.
    const std::size_t scheme_size = scheme_of(typed).size();
    const bool has_scheme = scheme_size > 0 && !(scheme_size + 1 < typed.size() && is_digit(typed[scheme_size + 1]));
    if (has_scheme) return Url::parse(typed);
    if (typed.starts_with("//")) typed.remove_prefix(2);
    const auto bare = Url::parse("http://" + std::string(typed));
    if (bare && bare->is_loopback()) return bare;
    return Url::parse("https://" + std::string(typed));
}

std::string percent_encode(std::string_view text) {
    std::string out;
    for (const char c : text) {
        // RFC 3986 §2.3
        if (is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~')
            out += c;
        else
            append_percent(out, c);
    }
    return out;
}

std::string percent_decode(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
        if (low < 0) {
            out += text[i];
            continue;
        }
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

}  // namespace base
