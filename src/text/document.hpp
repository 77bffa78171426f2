#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace text {

// A piece of a line that looks the same throughout. '\n' in its text is a hard line break.
struct Span {
    std::string text;  // valid UTF-8
    bool bold = false;
    bool italic = false;
    bool code = false;
    bool strike = false;
    bool image = false;  // stands for a picture: `text` describes it, `link` is its address; it is never loaded
    int link = -1;       // index in Document::links
};

struct Link {
    std::string url;
    std::string title;
    bool allowed = false;  // whether it may be opened after the person has seen the address
};

enum class BlockKind : std::uint8_t { paragraph, heading, list, item, quote, code, table, row, cell, rule };

enum class Align : std::uint8_t { natural, left, center, right };

enum class TaskState : std::uint8_t { none, open, done };

// One node of a document. What a kind does not use keeps its default.
struct Block {
    BlockKind kind = BlockKind::paragraph;
    std::uint8_t level = 0;            // heading: 1–6
    bool ordered = false;              // list
    bool tight = true;                 // list: no room between its items
    TaskState task = TaskState::none;  // item
    unsigned start = 1;                // list: number of the first item
    std::string language;              // code: first word of the fence's info string
    std::string code;                  // code: its lines, without the last newline
    std::vector<Align> aligns;         // table: one a column
    std::vector<Span> spans;           // paragraph, heading, cell
    std::vector<Block> blocks;  // list: items; item, quote: blocks; table: rows, the first is the header; row: cells
};

struct Document {
    std::vector<Block> blocks;
    std::vector<Link> links;
    bool truncated = false;  // too large or too involved to read as Markdown: it is one block of code, as it came
};

}  // namespace text
