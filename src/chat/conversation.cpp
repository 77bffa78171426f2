#include "chat/conversation.hpp"

#include "base/utf8.hpp"

namespace chat {

namespace {

bool is_blank(char32_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || c == 0x3000; }

// One line without runs of blanks, cut with "…" after at most `max_code_points`, at a blank where one is near the end.
std::string first_words(const std::string& text, int max_code_points) {
    std::string words;
    std::size_t last_blank = 0;
    int count = 0, count_at_blank = 0;
    bool blank_before = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto [code_point, size] = base::decode_utf8(text, at);
        at += size;
        if (is_blank(code_point)) {
            blank_before = !words.empty();
            continue;
        }
        if (count + blank_before + 1 > max_code_points) {
            if (blank_before) return words + "…";
            if (last_blank > 0 && count_at_blank > max_code_points / 2) words.resize(last_blank);
            return words + "…";
        }
        if (blank_before) {
            last_blank = words.size();
            count_at_blank = count;
            words += ' ';
            ++count;
            blank_before = false;
        }
        base::append_utf8(words, code_point);
        ++count;
    }
    return words;
}

}  // namespace

std::string title_words(const Entry& entry, int max_code_points) {
    if (const auto* message = std::get_if<Message>(&entry.content)) {
        if (message->author == Author::parley) return {};
        return first_words(message->text, max_code_points);
    }
    const auto& run = std::get<ToolRun>(entry.content);
    return first_words(run.tool_title.empty() ? run.tool_name : run.tool_title, max_code_points);
}

std::string shown_title(const Conversation& conversation, int max_code_points) {
    if (!conversation.title.empty()) return first_words(conversation.title, max_code_points);
    if (!conversation.first_words.empty()) return first_words(conversation.first_words, max_code_points);
    for (const auto& entry : conversation.entries)
        if (auto words = title_words(entry, max_code_points); !words.empty()) return words;
    return {};
}

}  // namespace chat
