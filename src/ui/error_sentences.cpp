#include <algorithm>
#include <optional>

#include "ui/strings.hpp"

namespace ui {

namespace {

// What the layers say of one case, where a kind has several; `{}` is what varies.
struct Wording {
    std::string_view english, korean;
};

constexpr Wording wordings[] = {
    {"The address is empty.", "주소가 비어 있습니다."},
    {"The address is too long.", "주소가 너무 깁니다."},
    {"The address has a control character in it.", "주소에 제어 문자가 있습니다."},
    {"The address begins or ends with a blank.", "주소가 빈칸으로 시작하거나 끝납니다."},
    {"An address begins with https://.", "주소는 https://로 시작해야 합니다."},
    {"An address of the kind “{}:” is never opened.", "“{}:” 주소는 열지 않습니다."},
    {"After “{}:” there have to be two slashes.", "“{}:” 뒤에는 빗금이 두 개 있어야 합니다."},
    {"The address must not have a user name or a password in it.",
     "주소에 사용자 이름이나 비밀번호를 넣을 수 없습니다."},
    {"The port has to be a number.", "포트는 숫자여야 합니다."},
    {"The port is over 65535.", "포트가 65535를 넘습니다."},
    {"The address has no host.", "주소에 호스트가 없습니다."},
    {"The host is too long.", "호스트가 너무 깁니다."},
    {"A part of the host between the dots is empty or too long.", "호스트의 점 사이가 비었거나 너무 깁니다."},
    {"A host cannot have “{}” in it.", "호스트에는 “{}”을(를) 쓸 수 없습니다."},
    {"Please write the host in ASCII (an international name as its “xn--” form).",
     "호스트는 ASCII로 쓰세요. 한글 도메인은 “xn--” 형식입니다."},
    {"The host ends in a number but is no IPv4 address.", "호스트가 숫자로 끝나지만 IPv4 주소가 아닙니다."},
    {"The IPv6 address in brackets does not end.", "대괄호 안의 IPv6 주소가 끝나지 않았습니다."},
    {"The IPv6 address in brackets does not read.", "대괄호 안의 IPv6 주소가 올바르지 않습니다."},
    {"Only https{}", "https: 주소만 엽니다. http:는 이 컴퓨터의 주소만 됩니다."},
    {"The provider's sign-in address {}", "제공자의 로그인 주소가 열 수 없는 주소입니다."},
    {"The sign-in server names an address {}", "로그인 서버가 알린 주소 중에 열 수 없는 주소가 있습니다."},
    {"The server names a sign-in address {}", "서버가 알린 로그인 주소가 열 수 없는 주소입니다."},
    {"The server's sign-in metadata is at an address {}", "서버의 로그인 메타데이터가 열 수 없는 주소에 있습니다."},
    {"The server refused the request (HTTP {}).", "서버가 요청을 거절했습니다(HTTP {})."},
    {"The server failed to answer (HTTP {}).", "서버가 답하지 못했습니다(HTTP {}). 잠시 뒤 다시 시도하세요."},
    {"The provider gave no token (HTTP {}).", "제공자가 토큰을 주지 못했습니다(HTTP {})."},
    {"The provider refused to register Parley (HTTP {}).", "제공자가 Parley를 등록하지 못했습니다(HTTP {})."},
    {"The sign-in metadata could not be asked for now (HTTP {}).",
     "지금은 로그인 메타데이터를 받을 수 없습니다(HTTP {})."},
    {"The provider does not say who signed in.", "제공자가 누가 로그인했는지 알려 주지 않습니다."},
    {"This number is too large for the server to take.", "서버가 받을 수 없는 큰 수입니다."},
    {"A header of this request has a name or a value that cannot be sent.",
     "이 요청의 헤더에 보낼 수 없는 이름이나 값이 있습니다."},
    {"The server wants a model's answer first, and this page has no model to give it.",
     "서버가 먼저 모델의 답을 원하지만 이 페이지에는 답할 모델이 없습니다."},
    {"This browser offers no cryptography here; the page has to come over https.",
     "이 브라우저는 여기서 암호화를 쓸 수 없습니다. 페이지를 https로 여세요."},
    {"The browser could not sign with this page's key.", "브라우저가 이 페이지의 키로 서명하지 못했습니다."},
    {"This is no private key that can be used here{}",
     "여기서 쓸 수 있는 개인 키가 아닙니다. PEM PKCS #8 형식의 P-256 키여야 합니다."},
};

struct ErrorSentence {
    base::ErrorKind kind;
    std::string_view english, korean;
};

// `{}` is the error's subject: a host, a tool, a field.
constexpr ErrorSentence error_sentences[] = {
    {base::ErrorKind::unreachable,
     "{} could not be reached. The browser does not say why: the address may be wrong, the server may be down, or it "
     "may "
     "not allow this page (CORS).",
     "{}에 닿지 못했습니다. 브라우저는 이유를 알려 주지 않습니다. 주소가 틀렸거나, 서버가 꺼져 있거나, 이 페이지를 "
     "허용하지 않을 수 있습니다(CORS)."},
    {base::ErrorKind::offline, "This browser is offline. {} is tried again when the network is back.",
     "브라우저가 오프라인입니다. 연결되면 {}에 다시 시도합니다."},
    {base::ErrorKind::blocked_by_cors,
     "{} is there, but the browser was not allowed to read its answer (CORS). Its operator must allow this page's "
     "origin.",
     "{}은(는) 살아 있지만 브라우저가 답을 읽도록 허용되지 않았습니다(CORS). 운영자가 이 페이지의 출처를 허용해야 "
     "합니다."},
    {base::ErrorKind::mixed_content,
     "A page opened over https: may not ask {} over http:. Use the server's https: address.",
     "https:로 연 페이지는 {}에 http:로 요청할 수 없습니다. 서버의 https: 주소를 쓰세요."},
    {base::ErrorKind::timed_out, "{} did not answer in time.", "{}이(가) 제때 답하지 않았습니다."},
    {base::ErrorKind::too_large, "The answer of {} is larger than this page accepts.",
     "{}의 답이 이 페이지가 받는 크기를 넘었습니다."},
    {base::ErrorKind::not_an_mcp_server, "{} answered, but not as an MCP server. Check the address.",
     "{}이(가) 답했지만 MCP 서버가 아닙니다. 주소를 확인하세요."},
    {base::ErrorKind::malformed, "The answer of {} could not be read.", "{}의 답을 읽을 수 없습니다."},
    {base::ErrorKind::wrong_type, "The answer of {} does not have the form that MCP gives it.",
     "{}의 답이 MCP가 정한 형식과 다릅니다."},
    {base::ErrorKind::stream_cut, "The connection to {} ended before the answer came.",
     "답이 오기 전에 {}와(과)의 연결이 끊겼습니다."},
    {base::ErrorKind::unsupported_version, "{} and this page have no protocol revision in common.",
     "{}와(과) 이 페이지가 함께 쓰는 규격판이 없습니다."},
    {base::ErrorKind::session_lost, "{} has forgotten the session.", "{}이(가) 세션을 잊었습니다."},
    {base::ErrorKind::sign_in_needed, "{} asks for a sign-in.", "{}에 로그인이 필요합니다."},
    {base::ErrorKind::forbidden, "{} does not allow this.", "{}이(가) 허용하지 않습니다."},
    {base::ErrorKind::rate_limited, "{} asks to wait: too many requests.",
     "{}: 요청이 너무 많습니다. 잠시 기다리세요."},
    {base::ErrorKind::storage_failed, "This browser could not keep the change. It stays until this page is closed.",
     "브라우저가 변경을 저장하지 못했습니다. 저장 공간을 비운 뒤 다시 시도하세요. 그때까지는 이 페이지를 닫으면 "
     "사라집니다."},
    {base::ErrorKind::redirected_away, "{} sends to another server, which was not followed.",
     "{}이(가) 다른 서버로 보내려 해서 따르지 않았습니다."},
    {base::ErrorKind::wrong_config, "In the config.json of this page, {} is wrong and is not used.",
     "이 페이지의 config.json에 있는 {} 값이 올바르지 않아 쓰지 않습니다. 페이지 운영자가 고쳐야 합니다."},
    {base::ErrorKind::no_sign_in_metadata,
     "{} asks for a sign-in but does not say where. Its operator must publish the OAuth metadata.",
     "{}에 로그인이 필요하지만 어디서 하는지 알 수 없습니다. 운영자가 OAuth 메타데이터를 공개해야 합니다."},
    {base::ErrorKind::resource_mismatch, "What protects {} is meant for another address. Check the address.",
     "{}의 로그인 정보는 다른 주소의 것입니다. 주소를 확인하세요."},
    {base::ErrorKind::issuer_mismatch,
     "{} calls itself by another name, so it is not trusted. Its operator must correct the issuer.",
     "{}이(가) 다른 이름을 대서 믿지 않습니다. 운영자가 issuer를 고쳐야 합니다."},
    {base::ErrorKind::issuer_changed,
     "The server now sends you to {}, another sign-in provider. What was given is for the old one. If that is right, "
     "enter it again; where it is this page's own, sign out and allow it again.",
     "서버가 이제 다른 로그인 제공자 {}(으)로 보냅니다. 넣은 값은 이전 제공자의 것입니다. 맞는 제공자라면 값을 다시 "
     "넣으세요. 이 페이지에 들어 있던 값이라면 로그아웃한 뒤 다시 허용하세요."},
    {base::ErrorKind::token_endpoint_changed,
     "The provider now wants the secret at another address, {}. If that is right, enter it again; where it is this "
     "page's own, sign out and allow it again.",
     "제공자가 이제 비밀을 다른 주소 {}에서 받으려 합니다. 맞는 주소라면 비밀을 다시 넣으세요. 이 페이지에 들어 있던 "
     "비밀이라면 로그아웃한 뒤 다시 허용하세요."},
    {base::ErrorKind::wrong_key,
     "The private key in this page's config.json cannot be used: it has to be an EC key of the curve P-256, in PEM as "
     "PKCS #8.",
     "이 페이지의 config.json에 있는 개인 키는 쓸 수 없습니다. P-256 곡선의 EC 키를 PKCS #8 PEM으로 넣어야 합니다."},
    {base::ErrorKind::no_pkce, "{} does not offer PKCE. If you trust it, allow a sign-in without it in the settings.",
     "{}이(가) PKCE를 지원하지 않습니다. 믿을 수 있으면 설정에서 PKCE 없는 로그인을 허용하세요."},
    {base::ErrorKind::client_id_needed,
     "The provider registers nobody by itself. Register {} there as the redirect address, and enter the client id.",
     "제공자가 자동으로 등록하지 않습니다. 리디렉션 주소 {}를 직접 등록하고 클라이언트 ID를 넣으세요."},
    {base::ErrorKind::registration_refused,
     "The provider refused to register this page. Register it by hand, and enter the client id.",
     "제공자가 등록을 거절했습니다. 직접 등록하고 클라이언트 ID를 넣으세요."},
    {base::ErrorKind::popup_blocked, "The browser blocked the window. Allow it, or sign in in this page.",
     "브라우저가 창을 막았습니다. 허용하거나 이 페이지에서 로그인하세요."},
    {base::ErrorKind::sign_in_refused, "The sign-in was refused. Try again, or with another account.",
     "로그인이 거절되었습니다. 다시 시도하거나 다른 계정을 쓰세요."},
    {base::ErrorKind::foreign_answer, "An answer came that belongs to no sign-in of this page. Sign in again.",
     "이 페이지의 로그인이 아닌 답이 왔습니다. 다시 로그인하세요."},
    {base::ErrorKind::invalid_grant, "The sign-in is over. Sign in again.", "로그인이 끝났습니다. 다시 로그인하세요."},
    {base::ErrorKind::invalid_client,
     "The provider does not know this client, or not its secret. Check them, or forget the client.",
     "제공자가 이 클라이언트나 비밀을 모릅니다. 확인하거나 클라이언트를 지우세요."},
    {base::ErrorKind::token_refused, "The provider gave no token. Sign in again, or check the settings.",
     "제공자가 토큰을 주지 않았습니다. 다시 로그인하거나 설정을 확인하세요."},
    {base::ErrorKind::cancelled, "Cancelled.", "취소했습니다."},
    {base::ErrorKind::disconnected, "The server was disconnected while this ran.",
     "실행하는 동안 서버 연결이 끊겼습니다."},
    {base::ErrorKind::connected_anew, "The server was connected anew.", "서버에 다시 연결하면서 실행이 끝났습니다."},
    {base::ErrorKind::server_removed, "The server of this tool was removed.", "이 도구의 서버를 지웠습니다."},
    {base::ErrorKind::page_closed, "The page was closed while this ran.", "실행하는 동안 페이지가 닫혔습니다."},
    {base::ErrorKind::client_closed, "The connection was closed.", "연결이 닫혔습니다."},
    {base::ErrorKind::not_connected, "{} is not connected. Connect it, then run the tool again.",
     "{}에 연결되어 있지 않습니다. 연결한 뒤 도구를 다시 실행하세요."},
    {base::ErrorKind::http_status, "{} answered with an error.", "{}이(가) 오류로 답했습니다."},
    {base::ErrorKind::rpc_error, "{} answered with an error.", "{}이(가) 요청을 처리하지 못했다고 답했습니다."},
    {base::ErrorKind::invalid_address, "This address cannot be used. Check it.",
     "쓸 수 없는 주소입니다. 주소를 확인하세요."},
    {base::ErrorKind::invalid_arguments, "The arguments are not right. Check them.",
     "인자가 맞지 않습니다. 값을 확인하세요."},
    {base::ErrorKind::crypto_failed, "The browser's cryptography failed.", "브라우저의 암호 기능을 쓰지 못했습니다."},
    {base::ErrorKind::internal, "Something in this page went wrong. Your chats are safe.",
     "페이지 안에서 문제가 생겼습니다. 대화는 안전합니다."},
};

std::string with_subject(std::string_view pattern, const base::Error& error, Locale locale) {
    if (!error.subject.empty()) return fill(pattern, error.subject);
    return fill(pattern, locale == Locale::korean ? "서버" : "The server");
}

// What stands for `{}`; nothing where the text is another one.
std::optional<std::string_view> match(std::string_view pattern, std::string_view text) {
    const auto at = std::min(pattern.find("{}"), pattern.size());
    const std::string_view before = pattern.substr(0, at), after = pattern.substr(std::min(at + 2, pattern.size()));
    const bool varies = at < pattern.size();
    if (text.size() < before.size() + after.size() || (!varies && text.size() != at)) return std::nullopt;
    if (!text.starts_with(before) || !text.ends_with(after)) return std::nullopt;
    return text.substr(at, text.size() - before.size() - after.size());
}

// Of Korean syllables (U+AC00 to U+D7A3): app and chat write their sentences in the person's language at once.
bool is_korean(std::string_view text) { return text.find_first_of("\xEA\xEB\xEC\xED") != std::string_view::npos; }

std::string in_korean(const base::Error& error) {
    if (error.kind == base::ErrorKind::invalid_arguments && is_korean(error.message)) return error.message;
    for (const Wording& known : wordings)
        if (const auto varying = match(known.english, error.message)) return fill(known.korean, *varying);
    for (const ErrorSentence& known : error_sentences)
        if (known.kind == error.kind)
            return with_subject(known.korean, error, Locale::korean) +
                   (error.words.empty() ? std::string() : " “" + error.words + "”");
    return error.message;
}

}  // namespace

std::string sentence(const base::Error& error, Locale locale) {
    if (locale == Locale::korean) return in_korean(error);
    // The better sentence, where the layer that failed wrote one for this very case.
    if (!error.message.empty()) return error.message;
    for (const ErrorSentence& known : error_sentences)
        if (known.kind == error.kind) return with_subject(known.english, error, locale);
    return {};
}

}  // namespace ui
