#include "base/url_host.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "base/ascii.hpp"

namespace base {

namespace {

std::unexpected<Error> bad_host(std::string message) {
    return fail(Error{ErrorKind::invalid_address, Remedy::fix_address, std::move(message), {}, "WHATWG URL §3.5"});
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

// "The IPv4 number parser": decimal, 0x hexadecimal, 0 octal. At most 2³², which is already too much.
std::optional<std::uint64_t> ipv4_number(std::string_view text) {
    if (text.empty()) return std::nullopt;
    unsigned radix = 10;
    if (text.size() >= 2 && text[0] == '0' && lower(text[1]) == 'x') {
        radix = 16;
        text.remove_prefix(2);
    } else if (text.size() >= 2 && text[0] == '0') {
        radix = 8;
        text.remove_prefix(1);
    }
    std::uint64_t number = 0;
    for (const char c : text) {
        const int digit = hex_digit(c);
        if (digit < 0 || static_cast<unsigned>(digit) >= radix) return std::nullopt;
        number = std::min<std::uint64_t>(number * radix + static_cast<unsigned>(digit), std::uint64_t{1} << 32);
    }
    return number;
}

// "Ends in a number": then the host is an IPv4 address or nothing.
bool ends_in_number(std::string_view host) {
    auto labels = split(host, '.');
    if (labels.back().empty() && labels.size() > 1) labels.pop_back();
    const std::string_view last = labels.back();
    return (!last.empty() && std::all_of(last.begin(), last.end(), is_digit)) || ipv4_number(last).has_value();
}

std::optional<std::string> parse_ipv4(std::string_view host) {
    auto labels = split(host, '.');
    if (labels.back().empty() && labels.size() > 1) labels.pop_back();
    if (labels.size() > 4) return std::nullopt;
    std::uint64_t address = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto number = ipv4_number(labels[i]);
        if (!number) return std::nullopt;
        const bool last = i + 1 == labels.size();
        const unsigned bits = last ? 8 * static_cast<unsigned>(5 - labels.size()) : 8;
        if (*number >= std::uint64_t{1} << bits) return std::nullopt;
        address = (address << bits) | *number;
    }
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) {
        if (!text.empty()) text += '.';
        text += std::to_string((address >> shift) & 255);
    }
    return text;
}

using Pieces = std::array<std::uint16_t, 8>;

// "192.0.2.1" at the end of an IPv6 address: strictly four decimal numbers.
bool read_embedded_ipv4(std::string_view text, Pieces& pieces, std::size_t at) {
    const auto labels = split(text, '.');
    if (labels.size() != 4) return false;
    std::uint32_t address = 0;
    for (const auto label : labels) {
        if (label.empty() || label.size() > 3 || (label.size() > 1 && label[0] == '0')) return false;
        unsigned number = 0;
        for (const char c : label) {
            if (!is_digit(c)) return false;
            number = number * 10 + static_cast<unsigned>(c - '0');
        }
        if (number > 255) return false;
        address = (address << 8) | number;
    }
    pieces[at] = static_cast<std::uint16_t>(address >> 16);
    pieces[at + 1] = static_cast<std::uint16_t>(address & 0xffff);
    return true;
}

// The 16-bit pieces of one side of "::". False when there are more than `pieces` holds, or one does not read.
bool read_pieces(std::string_view text, Pieces& pieces, std::size_t& count) {
    count = 0;
    if (text.empty()) return true;
    const auto parts = split(text, ':');
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i + 1 == parts.size() && parts[i].find('.') != std::string_view::npos) {
            if (count > 6 || !read_embedded_ipv4(parts[i], pieces, count)) return false;
            count += 2;
            return true;
        }
        if (count == 8 || parts[i].empty() || parts[i].size() > 4) return false;
        unsigned piece = 0;
        for (const char c : parts[i]) {
            if (hex_digit(c) < 0) return false;
            piece = piece * 16 + static_cast<unsigned>(hex_digit(c));
        }
        pieces[count++] = static_cast<std::uint16_t>(piece);
    }
    return true;
}

std::optional<Pieces> parse_ipv6(std::string_view text) {
    Pieces pieces{};
    const std::size_t gap = text.find("::");
    std::size_t count = 0;
    if (gap == std::string_view::npos) {
        if (!read_pieces(text, pieces, count) || count != 8) return std::nullopt;
        return pieces;
    }
    const std::string_view head = text.substr(0, gap);
    const std::string_view tail = text.substr(gap + 2);
    Pieces after{};
    std::size_t after_count = 0;
    if (head.find('.') != std::string_view::npos) return std::nullopt;
    if (!read_pieces(head, pieces, count) || !read_pieces(tail, after, after_count)) return std::nullopt;
    if (count + after_count > 7) return std::nullopt;
    std::copy_n(after.begin(), after_count, pieces.end() - static_cast<std::ptrdiff_t>(after_count));
    return pieces;
}

// RFC 5952: lower case, no leading zeros, the longest run of two or more zero pieces as "::".
std::string ipv6_text(const Pieces& pieces) {
    std::size_t gap = 8;
    std::size_t gap_length = 1;
    for (std::size_t i = 0; i < 8; ++i) {
        std::size_t length = 0;
        while (i + length < 8 && pieces[i + length] == 0) ++length;
        if (length > gap_length) {
            gap = i;
            gap_length = length;
        }
    }
    static constexpr char digits[] = "0123456789abcdef";
    std::string text = "[";
    for (std::size_t i = 0; i < 8; ++i) {
        if (i == gap) {
            text += i == 0 ? "::" : ":";
            i += gap_length - 1;
            continue;
        }
        bool leading = true;
        for (int shift = 12; shift >= 0; shift -= 4) {
            const unsigned digit = (pieces[i] >> shift) & 15u;
            if (leading && digit == 0 && shift > 0) continue;
            leading = false;
            text += digits[digit];
        }
        if (i != 7) text += ':';
    }
    return text + "]";
}

}  // namespace

Result<std::string> parse_host(std::string_view text) {
    if (text.empty()) return bad_host("The address has no host.");
    if (text.front() == '[') {
        const auto pieces = text.back() == ']' ? parse_ipv6(text.substr(1, text.size() - 2)) : std::nullopt;
        if (!pieces) return bad_host("The IPv6 address in brackets does not read.");
        return ipv6_text(*pieces);
    }
    std::string host;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= 0x80)
            return bad_host("Please write the host in ASCII (an international name as its “xn--” form).");
        // A browser lets a few more through, none of which a host on the internet can have.
        const char small = lower(c);
        if (!is_digit(c) && !(small >= 'a' && small <= 'z') && c != '-' && c != '.' && c != '_')
            return bad_host(std::string("A host cannot have “") + (c == '\x7f' || c < ' ' ? '?' : c) + "” in it.");
        host += small;
    }
    if (ends_in_number(host)) {
        const auto address = parse_ipv4(host);
        if (!address) return bad_host("The host ends in a number but is no IPv4 address.");
        return *address;
    }
    auto labels = split(host, '.');
    if (labels.size() > 1 && labels.back().empty()) labels.pop_back();
    for (const auto label : labels)
        if (label.empty() || label.size() > 63)
            return bad_host("A part of the host between the dots is empty or too long.");
    if (host.size() > 254) return bad_host("The host is too long.");
    return host;
}

bool is_loopback_host(std::string_view host) {
    if (host == "localhost" || host == "[::1]" || host.ends_with(".localhost")) return true;
    return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace base
