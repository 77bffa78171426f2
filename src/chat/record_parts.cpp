// The parts of a stored tool run: what the tool answered, and what went wrong.
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/base64.hpp"
#include "base/json_object.hpp"
#include "chat/names.hpp"
#include "chat/record.hpp"

namespace chat {

namespace {

using base::ErrorKind;
using base::Json;
using base::Remedy;

constexpr std::array kind_names{
    std::pair{ErrorKind::internal, "internal"},
    std::pair{ErrorKind::cancelled, "cancelled"},
    std::pair{ErrorKind::disconnected, "disconnected"},
    std::pair{ErrorKind::connected_anew, "connected_anew"},
    std::pair{ErrorKind::server_removed, "server_removed"},
    std::pair{ErrorKind::page_closed, "page_closed"},
    std::pair{ErrorKind::client_closed, "client_closed"},
    std::pair{ErrorKind::not_connected, "not_connected"},
    std::pair{ErrorKind::invalid_address, "invalid_address"},
    std::pair{ErrorKind::unreachable, "unreachable"},
    std::pair{ErrorKind::offline, "offline"},
    std::pair{ErrorKind::blocked_by_cors, "blocked_by_cors"},
    std::pair{ErrorKind::mixed_content, "mixed_content"},
    std::pair{ErrorKind::timed_out, "timed_out"},
    std::pair{ErrorKind::too_large, "too_large"},
    std::pair{ErrorKind::http_status, "http_status"},
    std::pair{ErrorKind::not_an_mcp_server, "not_an_mcp_server"},
    std::pair{ErrorKind::malformed, "malformed"},
    std::pair{ErrorKind::wrong_type, "wrong_type"},
    std::pair{ErrorKind::stream_cut, "stream_cut"},
    std::pair{ErrorKind::rpc_error, "rpc_error"},
    std::pair{ErrorKind::unsupported_version, "unsupported_version"},
    std::pair{ErrorKind::session_lost, "session_lost"},
    std::pair{ErrorKind::sign_in_needed, "sign_in_needed"},
    std::pair{ErrorKind::forbidden, "forbidden"},
    std::pair{ErrorKind::rate_limited, "rate_limited"},
    std::pair{ErrorKind::invalid_arguments, "invalid_arguments"},
    std::pair{ErrorKind::storage_failed, "storage_failed"},
    std::pair{ErrorKind::crypto_failed, "crypto_failed"},
    std::pair{ErrorKind::redirected_away, "redirected_away"},
    std::pair{ErrorKind::no_sign_in_metadata, "no_sign_in_metadata"},
    std::pair{ErrorKind::resource_mismatch, "resource_mismatch"},
    std::pair{ErrorKind::issuer_mismatch, "issuer_mismatch"},
    std::pair{ErrorKind::issuer_changed, "issuer_changed"},
    std::pair{ErrorKind::token_endpoint_changed, "token_endpoint_changed"},
    std::pair{ErrorKind::wrong_key, "wrong_key"},
    std::pair{ErrorKind::no_pkce, "no_pkce"},
    std::pair{ErrorKind::client_id_needed, "client_id_needed"},
    std::pair{ErrorKind::registration_refused, "registration_refused"},
    std::pair{ErrorKind::popup_blocked, "popup_blocked"},
    std::pair{ErrorKind::sign_in_refused, "sign_in_refused"},
    std::pair{ErrorKind::foreign_answer, "foreign_answer"},
    std::pair{ErrorKind::invalid_grant, "invalid_grant"},
    std::pair{ErrorKind::invalid_client, "invalid_client"},
    std::pair{ErrorKind::token_refused, "token_refused"},
    std::pair{ErrorKind::wrong_config, "wrong_config"},
};

constexpr std::array remedy_names{
    std::pair{Remedy::none, "none"},
    std::pair{Remedy::retry, "retry"},
    std::pair{Remedy::fix_address, "fix_address"},
    std::pair{Remedy::sign_in, "sign_in"},
    std::pair{Remedy::allow_popup, "allow_popup"},
    std::pair{Remedy::reload, "reload"},
    std::pair{Remedy::free_space, "free_space"},
    std::pair{Remedy::copy_headers, "copy_headers"},
};

// Why a run ended was written as a sentence before it had a kind of its own.
constexpr std::array old_reasons{
    std::pair{ErrorKind::disconnected, "The server was disconnected while this ran."},
    std::pair{ErrorKind::connected_anew, "The server was connected anew."},
    std::pair{ErrorKind::server_removed, "The server was removed in another tab."},
    std::pair{ErrorKind::server_removed, "The server of this tool was removed."},
    std::pair{ErrorKind::server_removed, "이 도구의 서버가 제거되었습니다."},
    std::pair{ErrorKind::page_closed, "The page was closed while this ran."},
    std::pair{ErrorKind::client_closed, "The connection was closed."},
};

// The first of the names when none fits.
template <class Names>
auto named_or_first(const Names& names, std::string_view name) {
    return named(names, name).value_or(names.front().first);
}

base::JsonObject content_of(const char* type) {
    base::JsonObject value;
    value.text("type", type);
    return value;
}

struct ContentWriter {
    Json operator()(const mcp::TextContent& c) const { return content_of("text").text("text", c.text).take(); }
    Json operator()(const mcp::ImageContent& c) const { return media("image", c.mime_type, c.bytes); }
    Json operator()(const mcp::AudioContent& c) const { return media("audio", c.mime_type, c.bytes); }
    Json operator()(const mcp::ResourceLinkContent& c) const {
        auto value = content_of("link");
        value.text("uri", c.uri).text("name", c.name).text("title", c.title);
        return value.text("description", c.description).text("mime_type", c.mime_type).take();
    }
    Json operator()(const mcp::EmbeddedResourceContent& c) const {
        auto value = content_of("resource");
        value.text("uri", c.uri).text("mime_type", c.mime_type).text("text", c.text);
        if (!c.bytes.empty()) value.text("bytes", base::base64_encode(c.bytes));
        return value.take();
    }
    Json operator()(const mcp::UnknownContent& c) const { return content_of("unknown").json("value", c.value).take(); }

    static Json media(const char* type, const std::string& mime_type, const std::string& bytes) {
        return content_of(type).text("mime_type", mime_type).text("bytes", base::base64_encode(bytes)).take();
    }
};

mcp::Content read_content(const Json& value) {
    const auto type = base::string_or_empty(value, "type");
    const auto text = [&](const char* key) { return base::string_or_empty(value, key); };
    const auto bytes = base::base64_decode(text("bytes"));
    if (type == "text") return mcp::TextContent{text("text")};
    if (type == "image" && bytes) return mcp::ImageContent{text("mime_type"), *bytes};
    if (type == "audio" && bytes) return mcp::AudioContent{text("mime_type"), *bytes};
    if (type == "link")
        return mcp::ResourceLinkContent{text("uri"), text("name"), text("title"), text("description"),
                                        text("mime_type")};
    if (type == "resource" && bytes)
        return mcp::EmbeddedResourceContent{text("uri"), text("mime_type"), text("text"), *bytes};
    if (const auto* inner = base::member(value, "value"); inner && type == "unknown")
        return mcp::UnknownContent{*inner};
    return mcp::UnknownContent{value};
}

}  // namespace

Json result_to_json(const mcp::ToolResult& result) {
    Json content = Json::array();
    for (const auto& item : result.content) content.push_back(std::visit(ContentWriter{}, item));
    base::JsonObject value;
    value.json("content", std::move(content)).flag("is_error", result.is_error);
    if (!result.structured.is_null()) value.json("structured", result.structured);
    return value.take();
}

mcp::ToolResult result_from_json(const Json& value) {
    mcp::ToolResult result;
    if (const auto* content = base::array_member(value, "content"))
        for (const auto& item : *content) result.content.push_back(read_content(item));
    if (const auto* structured = base::member(value, "structured")) result.structured = *structured;
    result.is_error = base::bool_member(value, "is_error").value_or(false);
    return result;
}

Json error_to_json(const base::Error& error) {
    return base::JsonObject()
        .text("kind", name_of(kind_names, error.kind))
        .text("remedy", name_of(remedy_names, error.remedy))
        .text("message", error.message)
        .text("detail", error.detail)
        .text("subject", error.subject)
        .text("words", error.words)
        .integer("code", error.code)
        .take();
}

base::Error error_from_json(const Json& value) {
    base::Error error;
    error.kind = named_or_first(kind_names, base::string_or_empty(value, "kind"));
    error.remedy = named_or_first(remedy_names, base::string_or_empty(value, "remedy"));
    error.message = base::string_or_empty(value, "message");
    const auto reason = error.kind == ErrorKind::cancelled ? named(old_reasons, error.message) : std::nullopt;
    if (reason) error = {*reason};
    error.detail = base::string_or_empty(value, "detail");
    error.subject = base::string_or_empty(value, "subject");
    error.words = base::string_or_empty(value, "words");
    error.code = static_cast<int>(base::integer_member(value, "code").value_or(0));
    return error;
}

}  // namespace chat
