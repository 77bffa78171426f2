#include "text/clusters.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace {

std::string split(std::string_view text) {
    std::string out;
    for (const text::Cluster& cluster : text::split_clusters(text)) {
        if (!out.empty()) out += '|';
        out += text.substr(cluster.begin, cluster.size);
    }
    return out;
}

}  // namespace

// [req:text-clusters]
TEST_CASE("text falls into clusters") {
    struct Row {
        const char* why;
        std::string_view text;
        std::string_view clusters;
    };
    const Row rows[] = {
        {"empty", "", ""},
        {"ASCII", "ab c", "a|b| |c"},
        {"a carriage return and its newline", "a\r\nb", "a|\r\n|b"},
        {"combining mark", "e\u0301x", "e\u0301|x"},
        {"several marks", "a\u0323\u0302b", "a\u0323\u0302|b"},
        {"a mark at the beginning", "\u0301a", "\u0301|a"},
        {"a mark never joins a newline", "\n\u0301", "\n|\u0301"},
        {"Korean syllables", "한국", "한|국"},
        {"conjoining jamo: L V T", "\u1112\u1161\u11AB\u1100", "\u1112\u1161\u11AB|\u1100"},
        {"precomposed syllable and a final consonant", "\uD558\u11AB", "\uD558\u11AB"},
        {"a closed syllable takes no vowel", "\uD55C\u1161", "\uD55C|\u1161"},
        {"ideographs and kana", "漢字かな", "漢|字|か|な"},
        {"voiced mark", "か\u3099な", "か\u3099|な"},
        {"emoji", "😀😁", "😀|😁"},
        {"family", "👨‍👩‍👧x", "👨‍👩‍👧|x"},
        {"a sign that emoji join", "🏃🏽‍♀️!", "🏃🏽‍♀️|!"},
        {"heart on fire", "❤️‍🔥", "❤️‍🔥"},
        {"skin tone", "👍🏿👍", "👍🏿|👍"},
        {"flags by pairs", "🇰🇷🇩🇪🇫", "🇰🇷|🇩🇪|🇫"},
        {"a flag spelled with tags", "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007Fz",
         "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F|z"},
        {"tags alone join nothing", "a\U000E0061", "a|\U000E0061"},
        {"keycap", "1\uFE0F\u20E32", "1\uFE0F\u20E3|2"},
        {"variation selector", "☂\uFE0E☂", "☂\uFE0E|☂"},
        {"an Arabic word is one", "مرحبا بك", "مرحبا| |بك"},
        {"a Hebrew word is one", "שלום.", "שלום|."},
        {"a Hindi word is one", "नमस्ते दुनिया।", "नमस्ते| |दुनिया|।"},
        {"a Persian word with ZWNJ is one", "می\u200Cخواهم", "می\u200Cخواهم"},
        {"Thai by letter and mark", "ที่นี่", "ที่|นี่"},
        {"Khmer with a subscript", "ក្រ", "ក្រ"},
        {"two scripts are two words", "नमस्तेمرحبا", "नमस्ते|مرحبا"},
        {"ZWJ between letters joins only the first", "a\u200Db", "a\u200D|b"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.why);
        CHECK(split(row.text) == row.clusters);
    }
}

TEST_CASE("one ordinary code point is drawn as it is, everything else through the shaper") {
    const auto single = [](std::string_view text) { return text::cluster_at(text, 0).single; };
    CHECK(single("a"));
    CHECK(single("한"));
    CHECK(single("😀"));
    CHECK(single("ة"));
    CHECK_FALSE(single("e\u0301"));
    CHECK_FALSE(single("🇰🇷"));
    CHECK_FALSE(single("שלום"));
    CHECK_FALSE(single("\uE000"));
    CHECK_FALSE(single("\U000F0000"));
}

// [req:text-clusters]
TEST_CASE("a pile of marks is cut, so that no cluster is huge") {
    std::string zalgo = "a";
    for (int i = 0; i < 1000; ++i) zalgo += "\u0301";
    for (const text::Cluster& cluster : text::split_clusters(zalgo)) {
        CHECK(cluster.size <= 2 * text::max_cluster_code_points);
    }
}

TEST_CASE("clusters of invalid UTF-8 cover every byte once") {
    const std::string bytes = "a\xFF\xC3\xE2\x82 \xF0\x9F\x80";
    std::size_t end = 0;
    for (const text::Cluster& cluster : text::split_clusters(bytes)) {
        CHECK(cluster.begin == end);
        CHECK(cluster.size > 0);
        end += cluster.size;
    }
    CHECK(end == bytes.size());
}
