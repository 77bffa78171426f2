#include "app/sentences.hpp"

#include <string_view>

namespace app {

namespace {

struct Row {
    Sentence which;
    std::string_view english, korean;
};

constexpr Row rows[] = {
    {Sentence::no_model, "No model is connected yet: this page talks to tools. Type / to run one.",
     "아직 연결된 모델이 없습니다. 이 페이지는 도구와 대화합니다. /를 입력해 도구를 실행하세요."},
    {Sentence::copied, "Copied", "복사했습니다"},
    {Sentence::conversation_deleted, "Chat deleted", "대화를 삭제했습니다"},
    {Sentence::server_removed, "Server removed", "서버를 제거했습니다"},
    {Sentence::entry_deleted, "Message deleted", "메시지를 삭제했습니다"},
    {Sentence::records_damaged, "Some saved records could not be read: {}. They were left as they are.",
     "읽을 수 없는 저장 기록이 {}개 있습니다. 그대로 두었습니다."},
    {Sentence::server_connecting,
     "{} is still connecting, and its tools are not known yet. Send this again in a moment.",
     "{}에 아직 연결하는 중이라 도구를 알 수 없습니다. 잠시 뒤 다시 보내세요."},
    {Sentence::tool_gone, "The server does not have the tool “{}” any more.", "서버에 “{}” 도구가 더 이상 없습니다."},
    {Sentence::link_refused, "This link is not opened: only https: addresses are.",
     "https: 주소만 엽니다. 이 링크는 열지 않습니다."},
    {Sentence::tab_blocked, "The browser blocked the new tab.", "브라우저가 새 탭을 막았습니다."},
};

}  // namespace

bool is_korean(const model::AppState& state) {
    if (state.settings.language == model::Language::system) return state.system_is_korean;
    return state.settings.language == model::Language::korean;
}

std::string say(Sentence which, const model::AppState& state, const std::string& argument) {
    for (const auto& row : rows) {
        if (row.which != which) continue;
        std::string text(is_korean(state) ? row.korean : row.english);
        if (const auto at = text.find("{}"); at != std::string::npos) text.replace(at, 2, argument);
        return text;
    }
    return {};
}

}  // namespace app
