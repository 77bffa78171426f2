#include "fuzz/targets.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "base/json_schema.hpp"
#include "base/schema_form.hpp"
#include "base/sse_parser.hpp"
#include "base/url.hpp"
#include "base/utf8.hpp"
#include "chat/slash_command.hpp"
#include "mcp/jsonrpc.hpp"
#include "mcp/tools.hpp"
#include "mcp/wire/param_headers.hpp"
#include "oauth/authorization_response.hpp"
#include "oauth/form.hpp"
#include "oauth/www_authenticate.hpp"
#include "text/line_breaker.hpp"
#include "text/markdown.hpp"

namespace fuzz {

namespace {

void expect(bool holds, const char* property) {
    if (!holds) throw Broken(property);
}

std::string shown(const std::vector<base::SseEvent>& events) {
    std::string text;
    for (const auto& event : events) text += event.type + '\x01' + event.data + '\x02' + event.last_event_id + '\x03';
    return text;
}

// However the network cuts the bytes, the events are the same. The first byte of the input says where it cuts.
void sse(std::string_view input) {
    const std::size_t step = input.empty() ? 1 : 1 + static_cast<unsigned char>(input[0]) % 7;
    constexpr std::size_t cap = 4096;
    base::SseParser whole(cap), pieces(cap);
    std::vector<base::SseEvent> at_once, one_by_one;
    bool whole_good = whole.feed(input, at_once).has_value(), pieces_good = true;
    for (std::size_t at = 0; pieces_good && at < input.size(); at += step)
        pieces_good = pieces.feed(input.substr(at, step), one_by_one).has_value();
    expect(whole_good == pieces_good, "cutting the stream changes whether it is read");
    if (!whole_good) return;
    expect(shown(at_once) == shown(one_by_one), "cutting the stream changes its events");
    expect(whole.retry() == pieces.retry() && whole.last_event_id() == pieces.last_event_id(),
           "cutting the stream changes what is remembered of it");
}

// An address that was read is written so that it reads as itself.
void url(std::string_view input) {
    for (const auto& read : {base::Url::parse(input), base::parse_typed_address(input)}) {
        if (!read) continue;
        const auto again = base::Url::parse(read->to_string());
        expect(again.has_value(), "a written address does not read");
        expect(again->to_string() == read->to_string(), "a written address reads as another");
        expect(
            !base::is_safe_to_fetch(*read) || read->scheme == "https" || read->scheme == "wss" || read->is_loopback(),
            "an address is safe to fetch that must not be");
    }
    if (base::is_safe_to_open(input)) {
        const auto read = base::Url::parse(input);
        expect(read && (read->scheme == "https" || (read->scheme == "http" && read->is_loopback())),
               "a link may be opened that must not be");
    }
    expect(base::percent_decode(base::percent_encode(input)) == input, "percent encoding does not come back");
}

void json(std::string_view input) {
    const auto read = base::parse_json(input, {.depth = 50, .bytes = 1 << 16, .values = 10'000});
    if (!read) return;
    const auto written = base::dump_json(*read);
    const auto again = base::parse_json(written);
    expect(again.has_value(), "written JSON does not read");
    expect(base::dump_json(*again) == written, "written JSON reads as something else");
    expect(base::parse_json(base::dump_json_pretty(*read)).has_value(), "pretty JSON does not read");
}

// One message, whatever its shape; a tool list and a result too, since they come from the same server.
void message(std::string_view input) {
    auto read = base::parse_json(input);
    if (!read) return;
    (void)mcp::read_progress(*read);
    (void)mcp::read_tool_result(*read);
    if (const auto page = mcp::read_tool_page(*read)) {
        for (const auto& tool : page->tools) expect(!tool.name.empty(), "a tool without a name is listed");
    }
    for (const bool batches : {false, true}) (void)mcp::jsonrpc::read_messages(*read, batches);
}

// {"schema": …, "value": …}: a form of the schema, its defaults, the value judged by it.
void schema(std::string_view input) {
    const auto read = base::parse_json(input);
    if (!read) return;
    const base::Json* schema = base::member(*read, "schema");
    if (!schema) schema = &*read;
    static const base::Json nothing;
    const base::Json* value = base::member(*read, "value");
    if (!value) value = &nothing;
    const auto problems = base::validate(*schema, *value);
    expect(problems.size() <= base::schema_problem_cap, "more problems than the cap");
    (void)base::form_of(*schema);
    (void)base::defaults_of(*schema);
    (void)base::coerce(*schema, "1");
    expect(base::same_value(*value, *value), "a value is not the same as itself");
    if (mcp::wire::read_param_headers(*schema)) (void)mcp::wire::make_param_headers(*schema, *value);
}

// What was understood of a header, written out properly, is understood as the same.
void challenge(std::string_view input) {
    const auto read = oauth::read_www_authenticate(input);
    std::string written;
    for (const auto& [scheme, parameters] : read) {
        expect(!scheme.empty(), "a challenge has no scheme");
        written += (written.empty() ? "" : ", ") + scheme;
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            written += (i == 0 ? " " : ", ") + parameters[i].first + "=\"";
            for (const char c : parameters[i].second)
                written += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
            written += '"';
        }
    }
    const auto again = oauth::read_www_authenticate(written);
    // Written out it is longer, and may be cut by the cap.
    if (written.size() > 16 * 1024) return;
    expect(again.size() == read.size(), "written challenges read as more or fewer");
    for (std::size_t i = 0; i < read.size(); ++i)
        expect(again[i].scheme == read[i].scheme && again[i].parameters == read[i].parameters,
               "a written challenge reads as another");
    (void)oauth::read_refusal(401, {{"WWW-Authenticate", std::string(input)}});
}

// An answer with a code has our state and no foreign issuer, whatever else stands in it.
void answer(std::string_view input) {
    oauth::PendingAuthorization pending;
    pending.state = "w-state";
    pending.server.issuer = "https://a.example";
    const auto code = oauth::read_authorization_response(input, pending);
    if (code) {
        expect(!code->empty(), "an empty code is taken");
        expect(oauth::state_of(input) == pending.state, "an answer without our state is taken");
        for (const auto& [name, value] : oauth::form_decode(input))
            expect(name != "error", "an error is taken for a code");
    } else if (code.error().kind == base::ErrorKind::foreign_answer) {
        expect(code.error().detail.empty() && code.error().subject.empty(), "a foreign answer speaks");
    } else {
        expect(oauth::state_of(input) == pending.state, "an answer without our state is read");
        expect(base::is_valid_utf8(code.error().message), "words are not UTF-8");
    }
    // Named on top of it, another state or issuer spoils it.
    expect(!oauth::read_authorization_response(std::string(input) + "&state=x", pending),
           "a second state is overlooked");
}

void check_block(const text::Block& block, const text::Document& document, int depth) {
    expect(depth <= text::max_block_depth + 4, "blocks are nested deeper than the cap");
    for (const auto& span : block.spans) {
        expect(base::is_valid_utf8(span.text), "a span is not UTF-8");
        expect(span.link < static_cast<int>(document.links.size()), "a span has a link that is not there");
    }
    for (const auto& inner : block.blocks) check_block(inner, document, depth + 1);
}

void markdown(std::string_view input) {
    const auto document = text::parse_markdown(input);
    for (const auto& block : document.blocks) check_block(block, document, 0);
    for (const auto& link : document.links) {
        expect(!link.allowed || base::is_safe_to_open(link.url), "a link may be opened that must not be");
    }
}

// Every break lies between two characters, in order, and never in front of the first.
void lines(std::string_view input) {
    const std::string clean = base::sanitize_utf8(input);
    expect(base::is_valid_utf8(clean), "sanitized text is not UTF-8");
    expect(base::to_utf8(base::to_utf32(clean)) == clean, "UTF-32 does not come back");
    std::size_t last = 0;
    for (const auto& [offset, kind] : text::break_opportunities(clean)) {
        expect(offset > last && offset <= clean.size(), "breaks are out of order or out of the text");
        expect(offset == clean.size() || (static_cast<unsigned char>(clean[offset]) & 0xC0) != 0x80,
               "a break lies inside a character");
        last = offset;
    }
}

void slash(std::string_view input) {
    static const auto tools = [] {
        std::vector<mcp::Tool> made(2);
        made[0].name = "add";
        made[0].input_schema = *base::parse_json(
            R"({"type":"object","properties":{"a":{"type":"number"},"b":{"enum":["one","two words"]}},"required":["a"]})");
        made[1].name = "echo";
        made[1].input_schema = *base::parse_json(R"({"type":"object","properties":{"text":{"type":"string"}}})");
        return made;
    }();
    const std::vector<chat::ToolSource> sources = {{"1", "Demo", &tools}, {"2", "Demo", &tools}};
    (void)chat::parse_slash_command(input, sources);
    for (const std::size_t caret : {input.size(), input.size() / 2}) {
        for (const auto& completion : chat::completions(input, caret, sources)) {
            expect(completion.begin <= completion.end && completion.end <= input.size(),
                   "a completion is out of the text");
        }
    }
}

}  // namespace

std::span<const Target> targets() {
    static const std::vector<Target> all = {
        {"sse",
         sse,
         {"data: one\n\n", ": c\r\nevent: e\r\ndata: a\r\ndata: b\r\nid: 7\r\nretry: 500\r\n\r\n",
          "\xEF\xBB\xBF"
          "data\rdata\r\r"},
         {"data:", "event:", "id:", "retry:", "\n", "\r", "\r\n", "\n\n", ":", " ", "\xEF\xBB\xBF", "500"}},
        {"url",
         url,
         {"https://a.example:8443/mcp?x=1#y", "http://[::1]:80/", "localhost:3000/mcp", "http://127.1",
          "wss://a.example"},
         {"https://", "http://", "ws:", "//", "@",         ":",      "/",    "?",  "#",           "[", "]",
          "::",       "%",       "%2e", "..", "localhost", "0x7f.1", "xn--", "\\", "javascript:", " ", "\t"}},
        {"json",
         json,
         {R"({"a":[1,2.5e3,-0,true,null,"\u00e9\ud83d\ude00"]})", "[]", "\"x\""},
         {"{", "}", "[", "]", ",", ":", "\"", "\\u", "\\ud83d", "\\n", "null", "true", "1e999", "-", "0.1",
          "[[[[[[[["}},
        {"message",
         message,
         {R"({"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"a","inputSchema":{"type":"object"}}],"nextCursor":"x"}})",
          R"({"content":[{"type":"text","text":"hi"},{"type":"image","data":"AAAA","mimeType":"image/png"}],"isError":true})",
          R"({"tools":[{"name":"a","title":"A","inputSchema":{"type":"object"},"annotations":{"readOnlyHint":true}}]})",
          R"([{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"p","progress":1,"total":2}}])"},
         {"\"jsonrpc\":\"2.0\"", "\"id\":", "\"method\":", "\"params\":", "\"result\":", "\"error\":", "\"tools\":",
          "\"name\":", "\"content\":", "\"type\":", "\"structuredContent\":", "\"inputSchema\":", "null", "{}", "[]",
          "1", "\"x\""}},
        {"schema",
         schema,
         {R"({"schema":{"type":"object","properties":{"a":{"type":"string","minLength":2},"b":{"$ref":"#/$defs/b"}},"required":["a"],"$defs":{"b":{"oneOf":[{"const":1,"title":"One"}]}}},"value":{"a":"x","b":1}})",
          R"({"schema":{"type":"array","items":{"type":["integer","null"],"minimum":0},"uniqueItems":true},"value":[1,null,1]})",
          R"({"schema":{"if":{"type":"object"},"then":{"required":["x"]},"else":false,"x-mcp-header":"Region"},"value":{}})"},
         {"\"$ref\":\"#\"",
          "\"$defs\":",
          "\"type\":",
          "\"properties\":",
          "\"items\":",
          "\"anyOf\":",
          "\"allOf\":",
          "\"oneOf\":",
          "\"not\":",
          "\"pattern\":\"(a+)+$\"",
          "\"enum\":",
          "\"const\":",
          "\"multipleOf\":",
          "\"format\":\"date-time\"",
          "\"prefixItems\":",
          "\"additionalProperties\":",
          "\"x-mcp-header\":\"A\"",
          "\"default\":",
          "1e308",
          "0"}},
        {"markdown",
         markdown,
         {"# A\n\n- [x] b\n  1. c\n\n> d\n\n```cpp\ne\n```\n\n| a | b |\n|:-|-:|\n| 1 | 2 |\n",
          "*a* **b** ~~c~~ `d` [e](https://f \"g\") ![h](i)",
          "<b>x</b> https://a.example <https://b.example> &amp; \\*"},
         {"*",        "**",          "_",       "`",    "```",
          "~~",       "[",           "](",      ")",    "![",
          "<",        ">",           "#",       "- ",   "1. ",
          "> ",       "|",           "|-|-|\n", "\n\n", "    ",
          "https://", "javascript:", "&lt;",    "\\",   "\xF0\x9F\x98\x80",
          "\xFF"}},
        {"lines",
         lines,
         {"Hello, world. https://a.example/b?c=d", "안녕하세요 세계", "「日本語」です。",
          "👩‍👩‍👧 flags 🇰🇷 e\u0301"},
         {" ", "\n", "\u00A0", "\u200D", "-", "https://", "www.", "「", "。", "\u0301", "🇰", "한", "\xFF"}},
        {"challenge",
         challenge,
         {R"(Bearer resource_metadata="https://a.example/.well-known/oauth-protected-resource/mcp", scope="a b")",
          R"(Basic realm="simple", Newauth realm="apps", type=1, title="Login to \"apps\"")",
          R"(DPoP error="use_dpop_nonce", algs="ES256", Bearer, Negotiate YII+/a==)"},
         {"Bearer", "DPoP", "Basic ", " realm=", "\"", "\\\"", "=", ",", " ", "scope=", "error=", "a==", "\t",
          "resource_metadata="}},
        {"answer",
         answer,
         {"?code=abc&state=w-state&iss=https%3A%2F%2Fa.example",
          "error=access_denied&error_description=No.&state=w-state", "?state=w-state&code=a%2Bb+c&x"},
         {"&", "=", "?", "+", "%", "%00", "state=w-state", "code=", "error=", "iss=https://a.example",
          "iss=", "error_description=", "\xFF"}},
        {"slash",
         slash,
         {"/add a=2 b=\"two words\"", "/demo:add {\"a\": 2}", "/echo hello there", "/demo-2:echo text=x"},
         {"/", ":", "=", "\"", "{", "}", " ", "add", "echo", "demo", "a=", "\\", "text="}},
    };
    return all;
}

std::vector<std::string> corpus(const Target& target) {
    std::vector<std::string> inputs(target.seeds.begin(), target.seeds.end());
    const auto folder = std::filesystem::path(TEST_DATA) / "fuzz" / target.name;
    if (!std::filesystem::is_directory(folder)) return inputs;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        std::ifstream stream(file, std::ios::binary);
        inputs.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    }
    return inputs;
}

}  // namespace fuzz
