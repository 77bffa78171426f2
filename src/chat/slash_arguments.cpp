#include "chat/slash_arguments.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/ascii.hpp"
#include "base/json_schema.hpp"
#include "chat/slash_words.hpp"

namespace chat {

namespace {

using base::ErrorKind;
using base::Json;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && base::is_blank_or_break(text.front())) text.remove_prefix(1);
    while (!text.empty() && base::is_blank_or_break(text.back())) text.remove_suffix(1);
    return text;
}

// Letters that a name before '=' may have; so that a sentence with '=' somewhere is not taken for an argument.
bool is_name_character(char c) {
    const auto u = static_cast<unsigned char>(c);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.' || c == '$' || u >= 0x80;
}

// From an opening quote at `at` to behind the closing one; the text between goes to `word`.
std::size_t read_quoted(std::string_view text, std::size_t at, ArgumentWord& word) {
    word.quoted = true;
    for (++at; at < text.size(); ++at) {
        if (text[at] == '"') return at + 1;
        if (text[at] == '\\' && at + 1 < text.size()) {
            const char next = text[++at];
            if (next != '"' && next != '\\' && next != 'n') word.value += '\\';
            word.value += next == 'n' ? '\n' : next;
        } else {
            word.value += text[at];
        }
    }
    word.closed = false;
    return at;
}

// From an opening bracket to behind the one that closes it, strings inside skipped.
std::size_t read_bracketed(std::string_view text, std::size_t at, ArgumentWord& word) {
    const std::size_t begin = at;
    int depth = 0;
    bool in_string = false;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (in_string) {
            if (c == '\\')
                ++at;
            else if (c == '"')
                in_string = false;
            continue;
        }
        if (c == '"') in_string = true;
        if (c == '{' || c == '[') ++depth;
        if ((c == '}' || c == ']') && --depth == 0) break;
    }
    word.closed = at < text.size();
    const std::size_t end = std::min(at + 1, text.size());
    word.value += text.substr(begin, end - begin);
    return end;
}

std::size_t read_value(std::string_view text, std::size_t at, ArgumentWord& word) {
    if (at < text.size() && text[at] == '"') return read_quoted(text, at, word);
    if (at < text.size() && (text[at] == '{' || text[at] == '[')) return read_bracketed(text, at, word);
    const std::size_t begin = at;
    while (at < text.size() && !base::is_blank_or_break(text[at])) ++at;
    word.value += text.substr(begin, at - begin);
    return at;
}

const Json* properties_of(const mcp::Tool& tool) { return base::object_member(tool.input_schema, "properties"); }

bool takes_unknown_names(const mcp::Tool& tool) {
    const Json* properties = properties_of(tool);
    if (!properties || properties->empty()) return true;
    const Json* additional = base::member(tool.input_schema, "additionalProperties");
    if (additional) return !additional->is_boolean() || additional->get<bool>();
    return base::object_member(tool.input_schema, "patternProperties") != nullptr;
}

// The one property that a text without a name fills: the only required one, or the only one there is.
std::string lone_property(const mcp::Tool& tool) {
    const Json* properties = properties_of(tool);
    if (!properties) return {};
    std::vector<std::string> required;
    if (const Json* names = base::array_member(tool.input_schema, "required"))
        for (const Json& name : *names)
            if (const auto* text = name.get_ptr<const std::string*>()) required.push_back(*text);
    if (required.size() == 1 && properties->contains(required[0])) return required[0];
    if (properties->size() == 1) return properties->begin().key();
    return {};
}

constexpr Wording bad_value{"“{}”: {}", "“{}” 값의 형식이 맞지 않습니다."};
constexpr Wording no_name{"“{}” has no name. Write name=value; {} takes {}.",
                          "“{}”에 이름이 없습니다. 이름=값으로 쓰세요. {}의 인자: {}"};
constexpr Wording no_end{"The value of “{}” has no end: a quote or a bracket is open.",
                         "“{}” 값이 끝나지 않았습니다. 따옴표나 괄호가 열려 있습니다."};
constexpr Wording no_argument{"{} has no argument “{}”. It takes {}.",
                              "{}에는 “{}” 인자가 없습니다. 쓸 수 있는 인자: {}"};
constexpr Wording twice{"“{}” is there twice.", "“{}”이(가) 두 번 있습니다."};
constexpr Wording not_json{"The arguments are not JSON: {}", "인자가 JSON이 아닙니다: {}"};
constexpr Wording no_object{"The arguments have to be one JSON object.", "인자는 JSON 객체 하나여야 합니다."};

std::unexpected<base::Error> bad(std::string message, const mcp::Tool& tool) {
    return base::fail(base::Error{.kind = ErrorKind::invalid_arguments,
                                  .remedy = base::Remedy::none,
                                  .message = std::move(message),
                                  .subject = tool.name});
}

// What a word means for its schema: in quotes a text, else one of the enum's values, else as in a field of a form.
base::Result<Json> value_of(const ArgumentWord& word, const Json* schema, const mcp::Tool& tool, bool korean) {
    if (!schema) {
        auto parsed = base::parse_json(word.value);
        return word.quoted || !parsed ? Json(word.value) : std::move(*parsed);
    }
    const auto types = base::schema_types(*schema);
    const bool may_be_text = types.empty() || std::find(types.begin(), types.end(), "string") != types.end();
    if (word.quoted && may_be_text) return Json(word.value);
    if (const Json* choices = base::array_member(*schema, "enum"))
        for (const Json& choice : *choices) {
            const auto* text = choice.get_ptr<const std::string*>();
            if (text ? *text == word.value : base::dump_json(choice) == word.value) return choice;
        }
    auto value = base::coerce(*schema, tool.input_schema, word.value);
    if (!value) return bad(say(korean, bad_value, {word.name, value.error().message}), tool);
    return value;
}

std::string names_of(const mcp::Tool& tool, bool korean) {
    std::string names;
    if (const Json* properties = properties_of(tool))
        for (const auto& property : properties->items()) names += (names.empty() ? "" : ", ") + property.key();
    if (names.empty()) return korean ? "없음" : "no arguments";
    return names;
}

base::Result<Json> read_words(std::string_view text, const mcp::Tool& tool, bool korean) {
    Json arguments = Json::object();
    for (const auto& word : split_arguments(text)) {
        if (word.name.empty()) return bad(say(korean, no_name, {word.value, tool.name, names_of(tool, korean)}), tool);
        if (!word.closed) return bad(say(korean, no_end, {word.name}), tool);
        const Json* schema = property_schema(tool, word.name);
        if (!schema && !takes_unknown_names(tool))
            return bad(say(korean, no_argument, {tool.name, word.name, names_of(tool, korean)}), tool);
        if (arguments.contains(word.name)) return bad(say(korean, twice, {word.name}), tool);
        auto value = value_of(word, schema, tool, korean);
        if (!value) return value;
        arguments[word.name] = std::move(*value);
    }
    return arguments;
}

}  // namespace

std::vector<ArgumentWord> split_arguments(std::string_view text) {
    std::vector<ArgumentWord> words;
    std::size_t at = 0;
    while (true) {
        while (at < text.size() && base::is_blank_or_break(text[at])) ++at;
        if (at >= text.size()) return words;
        ArgumentWord word;
        word.begin = word.value_begin = at;
        std::size_t name_end = at;
        while (name_end < text.size() && is_name_character(text[name_end])) ++name_end;
        if (name_end > at && name_end < text.size() && text[name_end] == '=') {
            word.name = text.substr(at, name_end - at);
            word.value_begin = at = name_end + 1;
        }
        at = read_value(text, at, word);
        // What follows a closing quote or bracket without a blank belongs to the word.
        while (at < text.size() && !base::is_blank_or_break(text[at])) word.value += text[at++];
        word.end = at;
        words.push_back(std::move(word));
    }
}

const Json* property_schema(const mcp::Tool& tool, std::string_view name) {
    const Json* properties = properties_of(tool);
    const Json* schema = properties ? base::member(*properties, name) : nullptr;
    const Json* resolved = schema ? base::resolve(*schema, tool.input_schema) : nullptr;
    return resolved ? resolved : schema;
}

base::Result<Json> read_arguments(std::string_view text, const mcp::Tool& tool, bool korean) {
    text = trimmed(text);
    if (text.empty()) return Json(Json::object());
    if (text.front() == '{') {
        auto parsed = base::parse_json(text);
        if (!parsed) return bad(say(korean, not_json, {parsed.error().message}), tool);
        if (!parsed->is_object()) return bad(say(korean, no_object), tool);
        return parsed;
    }
    const std::string lone = lone_property(tool);
    if (!lone.empty()) {
        const auto words = split_arguments(text);
        const bool named = !words[0].name.empty() && property_schema(tool, words[0].name);
        if (!named) {
            const bool one_word = words.size() == 1 && words[0].name.empty() && words[0].closed;
            ArgumentWord whole = one_word ? words[0] : ArgumentWord{};
            if (!one_word) whole.value = text;
            whole.name = lone;
            auto value = value_of(whole, property_schema(tool, lone), tool, korean);
            if (!value) return value;
            Json arguments = Json::object();
            arguments[lone] = std::move(*value);
            return arguments;
        }
    }
    return read_words(text, tool, korean);
}

}  // namespace chat
