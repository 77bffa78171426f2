#include "text/words.hpp"

#include "text/clusters.hpp"

#include <algorithm>

namespace text {

namespace {

constexpr std::size_t max_reach = 4096;

enum class Group { word, digits, han, hiragana, katakana, blank, alone };

Group group_of(const Cluster& cluster) {
    switch (cluster.kind) {
        case Kind::letter:
        case Kind::word:
        case Kind::rtl_word:
        case Kind::hangul:
        case Kind::jamo_l:
        case Kind::jamo_v:
        case Kind::jamo_t: return Group::word;
        case Kind::digit: return Group::digits;
        case Kind::ideograph: return Group::han;
        case Kind::hiragana: return Group::hiragana;
        case Kind::katakana: return Group::katakana;
        // Small kana belong to the syllabary they were cut from.
        case Kind::small_kana: return cluster.first < 0x30A0 ? Group::hiragana : Group::katakana;
        case Kind::blank:
        case Kind::glue: return Group::blank;
        default: return Group::alone;
    }
}

bool is_wordlike(Group group) { return group == Group::word || group == Group::digits; }

bool is_selectable_word(Group group) { return group != Group::alone && group != Group::blank; }

// "don't", "3.14", "1,000": a sign inside, with its own kind on both sides.
bool joins_inside(Group before, char32_t sign, Group after) {
    if (sign == '\'' || sign == 0x2019) {
        return before == Group::word && after == Group::word;
    }
    return (sign == '.' || sign == ',') && before == Group::digits && after == Group::digits;
}

// The end of the group that begins at `begin`.
std::size_t group_end(std::string_view text, std::size_t begin, Group& group) {
    Cluster cluster = cluster_at(text, begin);
    group = group_of(cluster);
    std::size_t end = begin + cluster.size;
    if (group == Group::alone) {
        return end;
    }
    Group last = group;
    while (end < text.size()) {
        cluster = cluster_at(text, end);
        const Group next = group_of(cluster);
        if (next == group || (is_wordlike(group) && is_wordlike(next))) {
            last = next;
            end += cluster.size;
            continue;
        }
        const std::size_t after = end + cluster.size;
        if (after >= text.size()) {
            break;
        }
        if (!joins_inside(last, cluster.first, group_of(cluster_at(text, after)))) {
            break;
        }
        end = after;
    }
    return end;
}

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

}  // namespace

TextRange line_at(std::string_view text, std::size_t offset) {
    offset = std::min(offset, text.size());
    const std::size_t before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
    const std::size_t after = text.find('\n', offset);
    return {before == std::string_view::npos ? 0 : before + 1, after == std::string_view::npos ? text.size() : after};
}

TextRange paragraph_at(std::string_view text, std::size_t offset) {
    offset = std::min(offset, text.size());
    const std::size_t before = offset == 0 ? std::string_view::npos : text.rfind("\n\n", offset - 1);
    const std::size_t after = text.find("\n\n", offset);
    return {before == std::string_view::npos ? 0 : before + 2, after == std::string_view::npos ? text.size() : after};
}

TextRange word_at(std::string_view text, std::size_t offset) {
    const TextRange line = line_at(text, offset);
    offset = std::clamp(offset, line.begin, line.end);
    if (line.begin == line.end) {
        return line;
    }
    std::size_t begin = std::max(line.begin, offset > max_reach ? offset - max_reach : 0);
    while (begin > line.begin && is_continuation(text[begin])) {
        --begin;
    }
    const std::string_view around = text.substr(0, std::min(line.end, offset + max_reach));
    TextRange previous{begin, begin};
    Group previous_group = Group::alone;
    while (begin < around.size()) {
        Group group = Group::alone;
        const std::size_t end = group_end(around, begin, group);
        if (offset < end) {
            const bool prefers_previous =
                offset == begin && is_selectable_word(previous_group) && !is_selectable_word(group);
            return prefers_previous ? previous : TextRange{begin, end};
        }
        previous = {begin, end};
        previous_group = group;
        begin = end;
    }
    return previous;
}

}  // namespace text
