#include "text/clusters.hpp"

#include "base/utf8.hpp"

namespace text {

namespace {

bool is_skin_tone(char32_t c) { return c >= 0x1F3FB && c <= 0x1F3FF; }

bool is_word(Kind kind) { return kind == Kind::word || kind == Kind::rtl_word; }

// Signs such as ♂, ❤ and ➡ that emoji sequences join, though they are plain symbols when alone.
bool joins_emoji(char32_t c, Kind kind) { return kind == Kind::emoji || (c >= 0x2190 && c <= 0x2BFF); }

// A precomposed syllable without a final consonant can still take one.
bool is_open_syllable(char32_t c) { return (c - 0xAC00) % 28 == 0; }

struct Tail {
    char32_t code_point;
    Kind kind;
};

// Conjoining Hangul: L* V* T*, where a precomposed syllable stands for L V or L V T (UAX #29 GB6–GB8).
bool joins_syllable(const Tail& last, const Tail& next) {
    switch (last.kind) {
        case Kind::jamo_l: return next.kind == Kind::jamo_l || next.kind == Kind::jamo_v || next.kind == Kind::hangul;
        case Kind::jamo_v: return next.kind == Kind::jamo_v || next.kind == Kind::jamo_t;
        case Kind::jamo_t: return next.kind == Kind::jamo_t;
        case Kind::hangul:
            if (last.code_point < 0xAC00 || last.code_point > 0xD7A3) {
                return false;
            }
            return next.kind == Kind::jamo_t || (next.kind == Kind::jamo_v && is_open_syllable(last.code_point));
        default: return false;
    }
}

// Whether `next` belongs to the cluster that began with `base` and so far ends with `last`.
bool joins(const Tail& base, const Tail& last, const Tail& next, int count) {
    switch (next.kind) {
        case Kind::extend:
        case Kind::linker:
        case Kind::zwj: return base.kind != Kind::control && base.kind != Kind::newline && base.kind != Kind::blank;
        case Kind::zwnj: return is_word(base.kind) || base.kind == Kind::letter || base.kind == Kind::extend;
        case Kind::tag: return base.kind == Kind::emoji;
        case Kind::regional: return base.kind == Kind::regional && count == 1;
        case Kind::word:
        case Kind::rtl_word: return base.kind == next.kind && last.kind != Kind::tag;
        default: break;
    }
    if (is_skin_tone(next.code_point)) {
        return joins_emoji(base.code_point, base.kind);
    }
    if (last.kind == Kind::zwj) {
        return joins_emoji(base.code_point, base.kind) && joins_emoji(next.code_point, next.kind);
    }
    if (last.kind == Kind::linker) {
        return next.kind == Kind::letter && last.code_point != base.code_point;
    }
    return joins_syllable(last, next);
}

}  // namespace

Cluster cluster_at(std::string_view text, std::size_t offset) {
    const auto begin = static_cast<std::uint32_t>(offset);
    // ASCII beside ASCII: nothing can join, but a carriage return and its newline.
    const auto is_ascii = [&](std::size_t i) { return i >= text.size() || static_cast<unsigned char>(text[i]) < 128; };
    if (offset < text.size() && is_ascii(offset) && is_ascii(offset + 1)) {
        const auto c = static_cast<char32_t>(text[offset]);
        const std::uint32_t size = text.substr(offset, 2) == "\r\n" ? 2 : 1;
        return {begin, size, c, kind_of(c), true};
    }
    const base::DecodedUtf8 first = base::decode_utf8(text, offset);
    const Tail base{first.code_point, kind_of(first.code_point)};
    std::size_t end = offset + first.size;
    Tail last = base;
    int count = 1;
    while (count < max_cluster_code_points && end < text.size()) {
        const base::DecodedUtf8 decoded = base::decode_utf8(text, end);
        const Tail next{decoded.code_point, kind_of(decoded.code_point)};
        if (!joins(base, last, next, count)) {
            break;
        }
        last = next;
        end += decoded.size;
        ++count;
    }
    const bool single = count == 1 && base.kind != Kind::private_use;
    return {begin, static_cast<std::uint32_t>(end - offset), base.code_point, base.kind, single};
}

std::vector<Cluster> split_clusters(std::string_view text) {
    std::vector<Cluster> clusters;
    for (std::size_t offset = 0; offset < text.size();) {
        clusters.push_back(cluster_at(text, offset));
        offset += clusters.back().size;
    }
    return clusters;
}

}  // namespace text
