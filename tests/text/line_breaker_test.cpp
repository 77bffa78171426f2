#include "text/line_breaker.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace {

// "|" where a line may end, "!" where it must.
std::string mark_breaks(std::string_view text) {
    std::string out;
    std::size_t copied = 0;
    for (const text::BreakAt& at : text::break_opportunities(text)) {
        out += text.substr(copied, at.offset - copied);
        out += at.kind == text::Break::mandatory ? '!' : '|';
        copied = at.offset;
    }
    out += text.substr(copied);
    return out;
}

}  // namespace

// [req:text-lines]
TEST_CASE("lines break where they may") {
    struct Row {
        const char* why;
        std::string_view text;
        std::string_view marked;
    };
    const Row rows[] = {
        {"empty", "", ""},
        {"after blanks", "one two  three", "one |two  |three"},
        {"a tab is a blank", "a\tb", "a\t|b"},
        {"at the newline", "a\nb\r\nc\n\nd", "a\n!b\r\n!c\n!\n!d"},
        {"the paragraph separator", "a\u2029b", "a\u2029!b"},
        {"not at punctuation", "Hello, world! (yes)", "Hello, |world! |(yes)"},
        {"not inside brackets", "f(x)[1]{2}", "f(x)[1]{2}"},
        {"not at a quotation mark", "say \"hi\" 'x'", "say |\"hi\" |'x'"},
        {"curly quotes", "“a b” ‘c’", "“a |b” |‘c’"},
        {"apostrophe", "don’t don't", "don’t |don't"},
        {"numbers", "3.14 1,000 50% $5", "3.14 |1,000 |50% |$5"},
        {"hyphen between letters", "well-known", "well-|known"},
        {"not in a number, a flag, a date", "-1 --flag 2026-11-21 GPT-4", "-1 |--flag |2026-11-21 |GPT-4"},
        {"the hyphen that does not break", "a\u2011b", "a\u2011b"},
        {"after a dash, not before", "yes—no", "yes—|no"},
        {"two dashes are one", "是——不", "是——|不"},
        {"no-break space", "10\u00A0km a", "10\u00A0km |a"},
        {"word joiner", "漢\u2060字", "漢\u2060字"},
        {"zero width space", "long\u200Bword", "long\u200B|word"},
        {"ellipsis stays", "wait… what", "wait… |what"},
        {"slashes outside an address", "and/or", "and/or"},
        // Chinese and Japanese
        {"ideographs", "漢字仮名", "漢|字|仮|名"},
        {"kana", "かなカナ", "か|な|カ|ナ"},
        {"no small kana at the start", "ちょっと", "ちょっ|と"},
        {"no prolonged sound at the start", "サーバー", "サー|バー"},
        {"no full stop at the start", "です。次、は", "で|す。|次、|は"},
        {"brackets hold what they enclose", "私「本」だ", "私|「本」|だ"},
        {"full-width parentheses", "甲（乙）丙", "甲|（乙）|丙"},
        {"punctuation in a row", "本」。次", "本」。|次"},
        {"iteration mark", "人々", "人々"},
        {"ideographic space", "東\u3000京", "東\u3000|京"},
        {"Latin among ideographs", "使用MCP协议", "使|用|MCP|协|议"},
        {"a number among ideographs", "第10章", "第|10|章"},
        {"ASCII punctuation after an ideograph", "好!好,好", "好!|好,|好"},
        {"Chinese quotes", "他说“好”了", "他|说|“好”|了"},
        // Korean
        {"words stay whole", "할 일 목록을 정리", "할 |일 |목록을 |정리"},
        {"a particle stays with its word", "「책」은 API를", "「책」은 |API를"},
        // emoji
        {"around emoji", "ok👍👍go", "ok|👍|👍|go"},
        {"not before the full stop", "👍.", "👍."},
        // addresses
        {"an address after its punctuation", "https://a.example/b/c?d=e&f=g#h-i_j",
         "https://a.|example/|b/|c?|d=|e&|f=|g#|h-|i_|j"},
        {"an address in parentheses", "(see http://a.b/c).", "(see |http://a.|b/|c)."},
        {"www", "www.example.org/x", "www.|example.|org/|x"},
        {"an address ends at an ideograph", "http://a.b漢字.x", "http://a.|b|漢|字.x"},
        {"no break after an address's last sign", "http://a.b/, next", "http://a.|b/, |next"},
        {"a point outside an address", "a.b.c", "a.b.c"},
        // what is not seen
        {"a bidi control is as if it were not there", "a \u202Eb", "a \u202E|b"},
        {"a line of a hidden character is one line", "a\n\u200Eb", "a\n!\u200Eb"},
        // scripts with words as clusters
        {"Arabic", "مرحبا بكم، هنا", "مرحبا |بكم، |هنا"},
        {"Hindi", "नमस्ते दुनिया", "नमस्ते |दुनिया"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.why);
        CHECK(mark_breaks(row.text) == row.marked);
    }
}

TEST_CASE("a line breaker begins anew after reset") {
    text::LineBreaker breaker;
    for (const char32_t c : U"https://a") {
        if (c != 0) breaker.before(c);
    }
    breaker.reset();
    CHECK(breaker.before('\n') == text::Break::none);
    CHECK(breaker.before('a') == text::Break::mandatory);
    CHECK(breaker.before('.') == text::Break::none);
    CHECK(breaker.before('b') == text::Break::none);
}
