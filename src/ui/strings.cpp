#include "ui/strings.hpp"

#include <array>
#include <cstddef>

namespace ui {

namespace {

struct Sentence {
    Str id;
    std::string_view english, korean;
};

constexpr Sentence sentences[] = {
    {Str::app_name, "Parley", "Parley"},
    {Str::new_chat, "New", "새 대화"},
    {Str::search_chats, "Search chats and messages", "대화와 메시지 찾기"},
    {Str::today, "Today", "오늘"},
    {Str::yesterday, "Yesterday", "어제"},
    {Str::earlier, "Earlier", "이전"},
    {Str::servers, "Servers", "서버"},
    {Str::add_server, "Add server", "서버 추가"},
    {Str::settings, "Settings", "설정"},
    {Str::no_chats_found, "Nothing found for “{}”", "“{}”에 맞는 대화가 없습니다"},
    {Str::untitled_chat, "New chat", "새 대화"},
    {Str::delete_chat, "Delete chat", "대화 삭제"},
    {Str::rename_chat, "Rename chat", "대화 이름 바꾸기"},
    {Str::chat_title, "Chat title", "대화 제목"},
    {Str::more, "More", "더 보기"},
    {Str::menu, "Menu", "메뉴"},
    {Str::close, "Close", "닫기"},
    {Str::cancel, "Cancel", "취소"},
    {Str::save, "Save", "저장"},
    {Str::undo, "Undo", "되돌리기"},
    {Str::retry, "Retry", "다시 시도"},
    {Str::copy, "Copy", "복사"},
    {Str::copied, "Copied", "복사했습니다"},
    {Str::open, "Open", "열기"},
    {Str::paused, "paused", "멈춤"},
    {Str::connecting, "connecting", "연결 중"},
    {Str::failed, "failed", "실패"},
    {Str::connected, "connected", "연결됨"},
    {Str::tools_count, "{} tools", "도구 {}개"},
    {Str::connect_heading, "Connect an MCP server", "MCP 서버 연결"},
    {Str::connect_explain, "Paste the address of a server. What you do here stays in this browser.",
     "서버 주소를 붙여 넣으세요. 여기서 하는 일은 이 브라우저 안에만 남습니다."},
    {Str::server_address, "Server address", "서버 주소"},
    {Str::address_placeholder, "https://example.com/mcp", "https://example.com/mcp"},
    {Str::connect, "Connect", "연결"},
    {Str::found_by_itself, "Transport and revision: found by itself", "전송 방식과 규격판: 자동으로 찾음"},
    {Str::steps_of, "{} of {}", "{} / {}"},
    {Str::step_reach, "Reach the server", "서버에 닿기"},
    {Str::step_discover, "Ask what it speaks", "쓰는 규격 묻기"},
    {Str::step_initialize, "Open a session", "세션 열기"},
    {Str::step_list_tools, "List its tools", "도구 목록 받기"},
    {Str::try_again, "Try again", "다시 시도"},
    {Str::remove_server, "Remove server", "서버 지우기"},
    {Str::disconnect, "Disconnect", "연결 끊기"},
    {Str::reconnect, "Connect again", "다시 연결"},
    {Str::server_details, "Server", "서버"},
    {Str::revision, "Revision", "규격판"},
    {Str::version, "Version", "버전"},
    {Str::address, "Address", "주소"},
    {Str::instructions, "Instructions", "안내"},
    {Str::message_label, "Message", "메시지"},
    {Str::message_placeholder, "Message, or / for tools", "메시지를 쓰세요. / 도구"},
    {Str::message_placeholder_narrow, "Message or /", "메시지 또는 /"},
    {Str::send, "Send", "보내기"},
    {Str::chat_label, "Chat", "대화"},
    {Str::chat_list, "Chats", "대화 목록"},
    {Str::tools_on, "{} tools on", "도구 {}개 켜짐"},
    {Str::insert_command, "Insert a command", "명령 넣기"},
    {Str::empty_title, "What shall we run?", "무엇을 해 볼까요?"},
    {Str::empty_no_server, "Connect an MCP server to see its tools and run them from here.",
     "MCP 서버를 연결하면 도구를 보고 여기서 바로 실행할 수 있습니다."},
    {Str::empty_with_tools, "Type / to run a tool, or open one in the panel at the right.",
     "/ 를 눌러 도구를 실행하거나, 오른쪽 패널에서 도구를 여세요."},
    {Str::run_waiting, "waiting", "기다리는 중"},
    {Str::run_running, "running", "실행 중"},
    {Str::run_done, "done", "완료"},
    {Str::run_failed, "failed", "실패"},
    {Str::run_cancelled, "cancelled", "취소됨"},
    {Str::run_again, "Run again", "다시 실행"},
    {Str::delete_entry, "Delete", "삭제"},
    {Str::arguments, "Arguments", "인자"},
    {Str::result, "Result", "결과"},
    {Str::no_output, "The tool answered without any output.", "도구가 출력 없이 답했습니다."},
    {Str::show_raw, "JSON", "JSON"},
    {Str::show_table, "Table", "표"},
    {Str::show_all_rows, "Show all {} rows", "{}행 모두 보기"},
    {Str::show_more, "Show more", "더 보기"},
    {Str::image, "Image", "그림"},
    {Str::audio, "Audio", "소리"},
    {Str::save_file, "Save file", "파일로 저장"},
    {Str::resource, "Resource", "리소스"},
    {Str::tab_tools, "Tools", "도구"},
    {Str::tab_traffic, "Traffic", "통신"},
    {Str::tab_server, "Server", "서버"},
    {Str::inspector, "Inspector", "살펴보기"},
    {Str::sidebar, "Chats and servers", "대화와 서버"},
    {Str::filter_tools, "Filter {} tools", "도구 {}개에서 찾기"},
    {Str::no_tools, "This server offers no tools.", "이 서버에는 도구가 없습니다."},
    {Str::no_tools_match, "No tool matches “{}”.", "“{}”에 맞는 도구가 없습니다."},
    {Str::no_server_selected, "No server yet. Add one to see its tools here.",
     "아직 서버가 없습니다. 추가하면 도구가 여기에 보입니다."},
    {Str::refresh_tools, "Refresh tools", "도구 새로 고침"},
    {Str::loading, "Loading…", "불러오는 중…"},
    {Str::read_only, "read only", "읽기 전용"},
    {Str::destructive, "destructive", "되돌릴 수 없음"},
    {Str::idempotent, "idempotent", "반복해도 같음"},
    {Str::open_world, "open world", "외부와 통신"},
    {Str::run, "Run", "실행"},
    {Str::insert_in_chat, "Insert in chat", "대화에 넣기"},
    {Str::edit_as_json, "Edit as JSON", "JSON으로 쓰기"},
    {Str::edit_as_form, "Edit as form", "양식으로 쓰기"},
    {Str::arguments_as_json, "Arguments as JSON", "JSON 인자"},
    {Str::show_schema, "Show schema", "스키마 보기"},
    {Str::hide_schema, "Hide schema", "스키마 숨기기"},
    {Str::input_schema, "Input schema", "입력 스키마"},
    {Str::output_schema, "Output schema", "출력 스키마"},
    {Str::add_item, "Add item", "항목 추가"},
    {Str::remove_item, "Remove item {}", "{}번 항목 빼기"},
    {Str::not_set, "not set", "없음"},
    {Str::yes, "yes", "예"},
    {Str::no, "no", "아니요"},
    {Str::needs_value, "Needs a value.", "값이 필요합니다."},
    {Str::not_json, "This is not JSON: {}", "JSON이 아닙니다: {}"},
    {Str::must_be_object, "Arguments are a JSON object: { … }", "인자는 JSON 객체입니다: { … }"},
    {Str::traffic_empty, "What is sent and received appears here.", "주고받은 내용이 여기에 보입니다."},
    {Str::clear, "Clear", "비우기"},
    {Str::copy_as_curl, "Copy as curl", "curl로 복사"},
    {Str::copy_body, "Copy body", "본문 복사"},
    {Str::send_request, "Send a request", "요청 보내기"},
    {Str::method, "Method", "메서드"},
    {Str::params_as_json, "Params as JSON", "JSON 매개변수"},
    {Str::status_of, "HTTP {}", "HTTP {}"},
    {Str::headers, "Headers", "헤더"},
    {Str::body, "Body", "본문"},
    {Str::body_cut, "The first {} KB of {} KB are kept.", "{} KB까지만 보관했습니다 (전체 {} KB)."},
    {Str::message_filter, "Filter messages", "메시지 찾기"},
    {Str::theme, "Theme", "테마"},
    {Str::theme_system, "As the system", "시스템 설정"},
    {Str::theme_dark, "Dark", "어둡게"},
    {Str::theme_light, "Light", "밝게"},
    {Str::language, "Language", "언어"},
    {Str::language_system, "As the browser", "브라우저 설정"},
    {Str::privacy_note,
     "Servers and chats are kept encrypted in this browser. Nothing is sent anywhere but to the servers you add.",
     "서버와 대화는 이 브라우저에 암호화되어 저장됩니다. 추가한 서버 말고는 어디에도 보내지 않습니다."},
    {Str::open_link_title, "Open this address?", "이 주소를 열까요?"},
    {Str::open_link_explain, "It opens in a new tab that cannot see this page.",
     "이 페이지를 볼 수 없는 새 탭에서 열립니다."},
    {Str::blocked_link, "Only https: addresses are opened. This one is not.",
     "https: 주소만 엽니다. 이 주소는 열지 않습니다."},
    {Str::copy_address, "Copy address", "주소 복사"},
    {Str::details, "Details", "자세히"},
    {Str::dismiss, "Dismiss", "닫기"},
    {Str::offline_note, "This browser is offline. Servers are asked again when the network is back.",
     "브라우저가 오프라인입니다. 네트워크가 돌아오면 서버에 다시 묻습니다."},
    {Str::you, "You", "나"},
    {Str::sending_to, "on {}", "{}에서"},
    {Str::search, "Search", "찾기"},
    {Str::completions, "Completions", "자동 완성"},
    {Str::loading_chats, "Opening what this browser has kept…", "이 브라우저에 저장된 내용을 여는 중…"},
    {Str::minutes_ago, "{}m", "{}분"},
    {Str::hours_ago, "{}h", "{}시간"},
    {Str::days_ago, "{}d", "{}일"},
    {Str::just_now, "now", "방금"},
    {Str::run_tool_name, "Run {}", "{} 실행"},
    {Str::select_text_hint, "Select text to copy it", "글을 선택해 복사할 수 있습니다"},
    {Str::copy_headers, "Copy the header lines", "헤더 줄 복사"},
    {Str::reload, "Reload", "새로 고침"},
    {Str::to_newest, "To the newest", "맨 아래로"},
    {Str::english, "English", "English"},
    {Str::korean, "한국어", "한국어"},
    {Str::show_inspector, "Show inspector", "살펴보기 열기"},
    {Str::hide_inspector, "Hide inspector", "살펴보기 닫기"},
    {Str::form_cannot_show, "The form cannot show all of this JSON.", "양식으로는 이 JSON을 모두 보여줄 수 없습니다."},
    {Str::no_arguments, "This tool takes no arguments.", "이 도구는 인자를 받지 않습니다."},
    {Str::show_less, "Show less", "접기"},
    {Str::sent, "sent", "보냄"},
    {Str::received, "received", "받음"},
    {Str::params_must_be_object, "Params are a JSON object: { … }", "매개변수는 JSON 객체입니다: { … }"},
    {Str::server_name, "Name", "이름"},
    {Str::no_messages_match, "No message matches “{}”.", "“{}”에 맞는 메시지가 없습니다."},
    {Str::connect_first, "Connect to the server first.", "먼저 서버에 연결하세요."},
    {Str::tools_left_out, "Left out, since they are not described as they should be: {}",
     "설명이 올바르지 않아 뺀 도구: {}개"},
    {Str::send_message, "Send message", "메시지 보내기"},
};

constexpr std::size_t sentence_count = static_cast<std::size_t>(Str::count_);
static_assert(std::size(sentences) == sentence_count, "every Str has its sentence");
static_assert(
    [] {
        for (std::size_t i = 0; i < sentence_count; ++i)
            if (static_cast<std::size_t>(sentences[i].id) != i) return false;
        return true;
    }(),
    "sentences stand in the order of Str");

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
    {base::ErrorKind::cancelled, "Cancelled.", "취소했습니다."},
    {base::ErrorKind::internal, "Something in this page went wrong. Your chats are safe.",
     "페이지 안에서 문제가 생겼습니다. 대화는 안전합니다."},
};

std::string with_subject(std::string_view pattern, const base::Error& error, Locale locale) {
    if (!error.subject.empty()) return fill(pattern, error.subject);
    return fill(pattern, locale == Locale::korean ? "서버" : "The server");
}

}  // namespace

std::string_view text_of(Str which, Locale locale) {
    const Sentence& found = sentences[static_cast<std::size_t>(which)];
    return locale == Locale::korean ? found.korean : found.english;
}

std::string fill(std::string_view pattern, std::string_view argument) {
    const auto at = pattern.find("{}");
    if (at == std::string_view::npos) return std::string(pattern);
    std::string text(pattern.substr(0, at));
    text += argument;
    text += pattern.substr(at + 2);
    return text;
}

std::string fill(std::string_view pattern, std::string_view first, std::string_view second) {
    const auto at = pattern.find("{}");
    if (at == std::string_view::npos) return std::string(pattern);
    std::string text(pattern.substr(0, at));
    text += first;
    text += fill(pattern.substr(at + 2), second);
    return text;
}

std::string sentence(const base::Error& error, Locale locale) {
    // English has the better sentence where the layer that failed wrote one for this very case.
    if (locale == Locale::english && !error.message.empty()) return error.message;
    for (const ErrorSentence& known : error_sentences)
        if (known.kind == error.kind)
            return with_subject(locale == Locale::korean ? known.korean : known.english, error, locale);
    return error.message;
}

}  // namespace ui
