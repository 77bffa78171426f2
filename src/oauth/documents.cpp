#include "oauth/documents.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <nlohmann/json.hpp>

namespace oauth {

namespace {

using base::ErrorKind;
using base::Json;

constexpr base::JsonLimits document_limits{20, std::size_t{1} << 20, 20'000};
constexpr std::size_t text_cap = 2'048;
constexpr std::size_t list_cap = 200;

}  // namespace

base::Result<Json> read_document(std::string_view body, std::string_view what, std::string_view clause) {
    auto document = base::parse_json(body, document_limits);
    if (document && document->is_object()) return document;
    base::Error error =
        document ? base::Error{.kind = ErrorKind::wrong_type, .message = {}} : std::move(document.error());
    error.message = std::string(what) + (error.kind == ErrorKind::malformed    ? " is not JSON."
                                         : error.kind == ErrorKind::wrong_type ? " is not a JSON object."
                                                                               : " is too large or too deeply nested.");
    error.clause = clause;
    return base::fail(std::move(error));
}

std::string short_text(const Json& document, std::string_view key) {
    const std::string* text = base::string_member(document, key);
    return text && text->size() <= text_cap ? *text : std::string();
}

std::vector<std::string> short_texts(const Json& document, std::string_view key) {
    std::vector<std::string> texts;
    const Json* array = base::array_member(document, key);
    if (!array) return texts;
    texts.reserve(std::min(array->size(), list_cap));
    for (const Json& item : *array) {
        const auto* text = item.get_ptr<const std::string*>();
        if (text && text->size() <= text_cap) texts.push_back(*text);
        if (texts.size() == list_cap) break;
    }
    return texts;
}

std::optional<std::int64_t> loose_integer(const Json& document, std::string_view key) {
    if (const auto number = base::number_member(document, key)) {
        // Beyond this a double names no single second any more; nobody means it.
        constexpr double most = 9e15;
        return static_cast<std::int64_t>(std::clamp(*number, -most, most));
    }
    const std::string* digits = base::string_member(document, key);
    if (!digits) return std::nullopt;
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(digits->data(), digits->data() + digits->size(), number);
    if (problem != std::errc() || end != digits->data() + digits->size()) return std::nullopt;
    return number;
}

Json json_texts(const std::vector<std::string>& texts) {
    Json array = Json::array();
    for (const std::string& text : texts) array.push_back(text);
    return array;
}

std::string web_origin(const base::Url& server) {
    base::Url web = server;
    if (web.scheme == "wss") web.scheme = "https";
    if (web.scheme == "ws") web.scheme = "http";
    return web.origin();
}

}  // namespace oauth
