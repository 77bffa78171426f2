#include "oauth/provider_error.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/ascii.hpp"
#include "base/server_text.hpp"
#include "oauth/documents.hpp"

namespace oauth {

namespace {

using base::ErrorKind;
using base::Remedy;

constexpr std::size_t code_cap = 60;
constexpr std::size_t words_cap = 300;

bool is_word(char c) { return base::is_letter_or_digit(c) || c == '-' || c == '_'; }

// 8-4-4-4-12: a trace id, which a provider's support asks for.
bool is_uuid(std::string_view word) {
    if (word.size() != 36) return false;
    for (const std::size_t at : {8, 13, 18, 23})
        if (word[at] != '-') return false;
    return true;
}

bool looks_secret(std::string_view word) {
    return word.size() >= 20 && std::any_of(word.begin(), word.end(), base::is_digit) && !is_uuid(word);
}

}  // namespace

std::string provider_words(std::string_view text) {
    const std::string line = base::printable(text, words_cap);
    std::string words;
    for (std::size_t at = 0; at < line.size();) {
        const auto begin = line.begin() + static_cast<std::ptrdiff_t>(at);
        const auto end = std::find_if_not(begin, line.end(), is_word);
        const std::string_view word(begin, end);
        words += looks_secret(word) ? std::string_view("…") : word;
        at += word.size();
        if (at < line.size()) words += line[at++];
    }
    return words;
}

std::string error_code(std::string_view text) { return base::printable(provider_words(text), code_cap); }

void strike(std::string& answer, std::string_view secret) { base::replace_all(answer, secret, "…"); }

base::Error provider_error(const ports::HttpResponse& response, ErrorKind kind, std::string_view action,
                           std::string_view clause) {
    const int status = response.head.status;
    const auto document = read_document(response.body, "The answer", clause);
    base::Error error{.kind = kind,
                      .message = std::string(action) + " (HTTP " + std::to_string(status) + ").",
                      .detail = "HTTP " + std::to_string(status),
                      .clause = clause,
                      .code = status};
    if (document) error.subject = error_code(short_text(*document, "error"));
    if (error.subject.empty()) {
        if (status == 429) error.kind = ErrorKind::rate_limited;
        if (status >= 500) error.kind = ErrorKind::http_status;
        if (status == 429 || status >= 500) error.remedy = Remedy::retry;
        return error;
    }
    error.detail += ", error " + error.subject;
    const bool passes = error.subject == "server_error" || error.subject == "temporarily_unavailable";
    if (passes) error.remedy = Remedy::retry;
    const std::string* description = base::string_member(*document, "error_description");
    if (!description) description = base::string_member(*document, "message");  // QUIRKS, Auth0
    if (description) error.words = provider_words(*description);
    if (error.words.empty()) error.words = error.subject;
    error.message = std::string(action) + ": " + error.words;
    return error;
}

base::Error token_error(const ports::HttpResponse& response) {
    base::Error error =
        provider_error(response, ErrorKind::token_refused, "The provider gave no token", "RFC 6749 §5.2");
    if (error.subject == "invalid_grant") error.kind = ErrorKind::invalid_grant;
    if (error.subject == "invalid_client") error.kind = ErrorKind::invalid_client;
    return error;
}

}  // namespace oauth
