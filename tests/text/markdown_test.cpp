#include "text/markdown.hpp"

#include "base/utf8.hpp"
#include "document_text.hpp"
#include "text/pieces.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>

using tests::repeat;

namespace {

std::string read(std::string_view markdown) { return describe(text::parse_markdown(markdown)); }

std::size_t count_blocks(const std::vector<text::Block>& blocks) {
    std::size_t count = blocks.size();
    for (const text::Block& block : blocks) count += count_blocks(block.blocks);
    return count;
}

int depth(const std::vector<text::Block>& blocks) {
    int deepest = 0;
    for (const text::Block& block : blocks) deepest = std::max(deepest, depth(block.blocks));
    return blocks.empty() ? 0 : deepest + 1;
}

}  // namespace

// [req:markdown-blocks]
TEST_CASE("Markdown becomes blocks") {
    struct Row {
        const char* why;
        std::string_view markdown;
        std::string_view document;
    };
    const Row rows[] = {
        {"nothing", "", ""},
        {"only blanks", " \n\n \n", ""},
        {"paragraphs", "one\n\ntwo", "p(one)p(two)"},
        {"a soft break is a blank", "one\ntwo", "p(one two)"},
        {"but not between ideographs", "漢字\n仮名。\n次", "p(漢字仮名。次)"},
        {"Korean lines keep their blank", "한국\n어", "p(한국 어)"},
        {"a hard break is a newline", "one  \ntwo\\\nthree", "p(one\ntwo\nthree)"},
        {"headings", "# a\n### b\nc\n===", "h1(a)h3(b)h1(c)"},
        {"emphasis", "*a* **b** ***c*** ~~d~~ `e`", "p(*a* **b** ***c*** ~d~ `e`)"},
        {"a tight list", "- a\n- b", "ul(li(p(a))li(p(b)))"},
        {"a loose list", "- a\n\n- b", "ul-loose(li(p(a))li(p(b)))"},
        {"an ordered list from 7", "7. a\n8. b", "ol7(li(p(a))li(p(b)))"},
        {"a list in a list", "- a\n  - b\n- c", "ul(li(p(a)ul(li(p(b))))li(p(c)))"},
        {"tasks", "- [ ] a\n- [x] b\n- c", "ul(li[ ](p(a))li[x](p(b))li(p(c)))"},
        {"a quote", "> a\n>\n> b", "quote(p(a)p(b))"},
        {"fenced code", "```cpp title\nint a;\n\n  b();\n```", "code[cpp](int a;\n\n  b();)"},
        {"code without an end", "```\nabc", "code[](abc)"},
        {"indented code", "    a\n     b", "code[](a\n b)"},
        {"empty code", "```\n```", "code[]()"},
        {"a rule", "a\n\n---\n\nb", "p(a)hr()p(b)"},
        {"a table", "|a|b|\n|:-|-:|\n|1|**2**|\n|3|",
         "table[<>](row(cell(a)cell(b))row(cell(1)cell(**2**))row(cell(3)cell()))"},
        {"a table's own alignments", "a|b|c\n-|:-:|-\n", "table[-^-](row(cell(a)cell(b)cell(c)))"},
        {"HTML is text", "a <b>x</b> <script>alert(1)</script>", "p(a <b>x</b> <script>alert(1)</script>)"},
        {"a block of HTML is text", "<div onclick=x>\nhi\n</div>", "p(<div onclick=x> hi </div>)"},
        {"a comment is text", "<!-- x -->", "p(<!-- x -->)"},
        {"entities", "&amp;&lt;&#65;&#x1F600;&nbsp;&unknown;", "p(&<A😀\u00A0&unknown;)"},
        {"entities that are no characters", "&#0;&#xD800;&#x110000;&#99999999;", "p(\uFFFD\uFFFD\uFFFD&#99999999;)"},
        {"escapes", "\\*a\\* \\<b>", "p(*a* <b>)"},
        {"NUL", std::string_view("a\0b", 3), "p(a\uFFFDb)"},
        {"not UTF-8", "a\xFF*b*", "p(a\uFFFD*b*)"},
        {"links", "[a *b*](https://x.example 't')", "p([a ](0)[*b*](0))"},
        {"an address becomes a link", "see https://x.example/a?b.", "p(see [https://x.example/a?b](0).)"},
        {"pictures are described, not loaded", "![a *b*](https://x.example/i.png)", "p(![a ](0)![*b*](0))"},
        {"a picture without a description shows its address", "![](https://x.example/i.png)",
         "p(![https://x.example/i.png](0))"},
        {"a picture in a link", "[![alt](https://i.example)](https://x.example) z", "p(![alt](1) z)"},
        {"marks that close nothing", "**a *b [c](", "p(**a *b [c]()"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.why);
        CHECK(read(row.markdown) == row.document);
    }
}

TEST_CASE("the line ends of who writes a message can be kept") {
    const auto kept = [](std::string_view markdown) {
        return describe(text::parse_markdown(markdown, text::LineEnds::keep));
    };
    CHECK(kept("one\ntwo") == "p(one\ntwo)");
    CHECK(kept("한국\n어\n漢字\n仮名") == "p(한국\n어\n漢字\n仮名)");
    CHECK(kept("- a\n  b\n\nc") == "ul(li(p(a\nb)))p(c)");
}

// [req:ui-links]
TEST_CASE("links keep address and title, and say whether they may be opened") {
    struct Row {
        std::string_view address;
        bool allowed;
    };
    const Row rows[] = {
        {"https://a.example/x", true},
        {"HTTPS://a.example", true},
        {"http://localhost:3000/", true},
        {"http://127.0.0.1/", true},
        {"http://[::1]:8080/", true},
        {"http://a.example", false},
        {"http://localhost.evil.example", false},
        {"javascript:alert(1)", false},
        {"JaVaScRiPt:alert(1)", false},
        {"data:text/html,x", false},
        {"file:///etc/passwd", false},
        {"vbscript:x", false},
        {"//a.example", false},
        {"/relative", false},
        {"#anchor", false},
        {"mailto:a@b.example", false},
        {"https://user:pass@a.example", false},
        {"https:", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.address);
        const text::Document document =
            text::parse_markdown("[text](<" + std::string(row.address) + "> \"title &amp; more\")");
        REQUIRE(document.links.size() == 1);
        CHECK(document.links[0].url == row.address);
        CHECK(document.links[0].title == "title & more");
        CHECK(document.links[0].allowed == row.allowed);
    }
}

TEST_CASE("an entity cannot smuggle a scheme past the test") {
    const text::Document document = text::parse_markdown("[a](java&#115;cript:alert(1)) [b](&#x6A;avascript:x)");
    REQUIRE(document.links.size() == 2);
    CHECK(document.links[0].url == "javascript:alert(1)");
    CHECK_FALSE(document.links[0].allowed);
    CHECK_FALSE(document.links[1].allowed);
}

TEST_CASE("the test of addresses can be given") {
    const auto none = [](std::string_view) { return false; };
    CHECK_FALSE(text::parse_markdown("<https://a.example>", text::LineEnds::join, none).links.at(0).allowed);
}

// [req:markdown-hostile]
TEST_CASE("nesting is capped and what is deeper is still there") {
    for (const std::string_view mark : {">", "- ", "1. ", "> - "}) {
        CAPTURE(mark);
        const text::Document document = text::parse_markdown(repeat(mark, 10'000) + "deep");
        CHECK(depth(document.blocks) <= 2 * text::max_block_depth + 2);
        CHECK(describe(document).find("deep") != std::string::npos);
    }
}

// [req:markdown-hostile]
TEST_CASE("what hostile Markdown opens and never closes is text") {
    for (const std::string_view mark :
         {"[", "![", "[](", "*", "**a ", "`", "~~", "<", "[a](", "![[", "_", "&", "|", "\\"}) {
        CAPTURE(mark);
        const text::Document document = text::parse_markdown(repeat(mark, 10'000));
        CHECK(count_blocks(document.blocks) < 100);
    }
}

// [req:markdown-hostile]
TEST_CASE("a table that grows out of all proportion is shown as it came") {
    const std::string table = repeat("|a", 100) + "\n" + repeat("|-", 100) + "\n" + repeat("|\n", 100'000);
    const text::Document document = text::parse_markdown(table);
    CHECK(document.truncated);
    CHECK(count_blocks(document.blocks) == 1);
}

TEST_CASE("a long address used many times does not multiply") {
    const std::string text = "[a]: https://a.example/" + repeat("x", 3000) + "\n\n" + repeat("[a] [b] ", 20'000);
    std::size_t bytes = 0;
    for (const text::Link& link : text::parse_markdown(text).links) bytes += link.url.size();
    CHECK(bytes <= 2 * text::max_markdown_bytes);
    const text::Document longer = text::parse_markdown("[a](https://a.example/" + repeat("x", 5000) + ")");
    CHECK(longer.links.empty());
}

// [req:markdown-hostile]
TEST_CASE("what is too large is one block of code") {
    const std::string large(text::max_markdown_bytes + 1, '*');
    const text::Document document = text::parse_markdown(large);
    CHECK(document.truncated);
    REQUIRE(document.blocks.size() == 1);
    CHECK(document.blocks[0].kind == text::BlockKind::code);
    CHECK(document.blocks[0].code == large);
}

TEST_CASE("every text in a document is UTF-8, whatever bytes came in") {
    std::string bytes;
    for (int i = 0; i < 4096; ++i) bytes += static_cast<char>((i * 7919 + i / 3) & 0xFF);
    const auto check = [](const auto& self, const std::vector<text::Block>& blocks) -> void {
        for (const text::Block& block : blocks) {
            CHECK(base::is_valid_utf8(block.code));
            for (const text::Span& span : block.spans) CHECK(base::is_valid_utf8(span.text));
            self(self, block.blocks);
        }
    };
    check(check, text::parse_markdown(bytes).blocks);
}
