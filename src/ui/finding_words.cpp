#include "ui/finding_card.hpp"

namespace ui {

namespace {

using enum doctor::Cause;

struct Row {
    doctor::Cause cause;
    FindingWords english, korean;
};

constexpr Row rows[] = {
    {unreachable,
     {"Nothing answers", "Check the address, whether {} is running, and whether its certificate is good."},
     {"응답이 없음", "주소가 맞는지, {}이(가) 켜져 있고 인증서가 올바른지 확인하세요."}},
    {local_network,
     {"Local network may be blocked",
      "Allow this page the local network in the browser's site settings, and check that {} is running."},
     {"로컬 네트워크가 막혔을 수 있음",
      "브라우저의 사이트 설정에서 이 페이지에 로컬 네트워크를 허용하고, {}이(가) 켜져 있는지 확인하세요."}},
    {mixed_content,
     {"The address is not https", "Use the https: address of {}: a browser keeps an https page from http addresses."},
     {"https 주소가 아님", "{}의 https: 주소를 쓰세요. 브라우저는 https 페이지가 http 주소를 부르지 못하게 합니다."}},
    {origin_not_allowed,
     {"This page is not allowed (CORS)",
      "{} answers, but not for this page. Send these headers with every answer, with errors too."},
     {"이 페이지가 허용되지 않음 (CORS)",
      "{}이(가) 답하지만 이 페이지에는 허용하지 않습니다. 오류를 포함한 모든 답에 이 헤더를 보내세요."}},
    {preflight_refused,
     {"The preflight is refused",
      "Answer OPTIONS at {} before anything asks for a sign-in: status 204 and these headers."},
     {"사전 요청이 거절됨", "{}에서 로그인을 묻기 전에 OPTIONS에 상태 204와 이 헤더로 답하세요."}},
    {header_not_allowed,
     {"A request header is not allowed", "Name all headers that MCP needs in the answer to OPTIONS at {}."},
     {"요청 헤더가 허용되지 않음", "{}의 OPTIONS 답에 MCP에 필요한 헤더를 모두 적으세요."}},
    {challenge_hidden,
     {"WWW-Authenticate is hidden", "Let pages read the header by which {} says where to sign in."},
     {"WWW-Authenticate가 숨겨져 있음", "{}이(가) 로그인할 곳을 알리는 헤더를 페이지가 읽게 하세요."}},
    {session_hidden,
     {"Mcp-Session-Id is hidden", "Let pages read the header in which {} names the session."},
     {"Mcp-Session-Id가 숨겨져 있음", "{}이(가) 세션을 알리는 헤더를 페이지가 읽게 하세요."}},
    {nonce_hidden,
     {"DPoP-Nonce is hidden", "Let pages read the header in which {} names the nonce that it wants in each proof."},
     {"DPoP-Nonce가 숨겨져 있음", "{}이(가) 증명에 넣으라고 알리는 nonce 헤더를 페이지가 읽게 하세요."}},
    {metadata_without_cors,
     {"Sign-in metadata without CORS",
      "Let every page read the sign-in's documents at {}, those below /.well-known/ too: they are public."},
     {"로그인 메타데이터에 CORS가 없음",
      "{}의 로그인 문서와 /.well-known/ 아래 문서는 공개 문서이니 모든 페이지가 읽게 하세요."}},
    {registration_hidden,
     {"Registration without CORS",
      "Let this page read the answers of the registration at {}; or register by hand, and enter the client id."},
     {"등록 주소에 CORS가 없음", "{}의 등록 답을 이 페이지가 읽게 하거나, 직접 등록하고 클라이언트 ID를 넣으세요."}},
    {token_endpoint_hidden,
     {"Token endpoint without CORS", "Allow this page at {}, as a rule in the settings of the client."},
     {"토큰 주소에 CORS가 없음", "{}에서, 보통 클라이언트 설정에서 이 페이지를 허용하세요."}},
    {registration_closed,
     {"Registration is closed", "Register this redirect address at {} by hand, and enter the client id here."},
     {"자동 등록이 닫혀 있음", "{}에 이 리디렉션 주소를 직접 등록하고 클라이언트 ID를 여기에 넣으세요."}},
    {issuer_mismatch,
     {"The issuer does not match", "Name the issuer in the server's metadata letter by letter as it names itself."},
     {"issuer가 다름", "서버의 메타데이터에 issuer가 스스로 밝힌 이름을 글자 그대로 적으세요."}},
    {resource_mismatch,
     {"The metadata is for another address",
      "The server's protected resource metadata must name this very address, or a parent of it (RFC 9728 §3.3)."},
     {"메타데이터가 다른 주소의 것",
      "서버의 보호 리소스 메타데이터에 바로 이 주소나 그 상위 주소를 적으세요(RFC 9728 §3.3)."}},
    {no_pkce,
     {"No PKCE", "Say in the metadata of {} that it has PKCE. Who trusts it can allow a sign-in without."},
     {"PKCE가 없음", "{}의 메타데이터에 PKCE 지원을 밝히세요. 믿을 수 있으면 PKCE 없는 로그인을 허용할 수 있습니다."}},
    {redirect_not_allowed,
     {"Redirect address not allowed", "Add this redirect address to the client at {}, letter by letter."},
     {"리디렉션 주소가 허용되지 않음", "{}의 클라이언트에 이 리디렉션 주소를 글자 그대로 더하세요."}},
    {resource_refused,
     {"The resource is refused",
      "Turn the resource off in the sign-in settings, or make the server's address known at {}."},
     {"resource가 거절됨", "로그인 설정에서 resource를 끄거나, {}에 서버 주소를 등록하세요."}},
    {client_refused,
     {"The client is refused", "Check the client id and the secret of {}; or forget the client, and sign in again."},
     {"클라이언트가 거절됨", "{}의 클라이언트 ID와 비밀을 확인하거나, 클라이언트를 지우고 다시 로그인하세요."}},
    {clock_off,
     {"This computer's clock may be wrong",
      "{} does not take the time in what this page signs. Set this computer's clock right, and try again."},
     {"이 컴퓨터의 시계가 틀렸을 수 있음",
      "{}이(가) 이 페이지가 서명한 시각을 받지 않습니다. 컴퓨터 시계를 맞추고 다시 시도하세요."}},
    {redirect_unanswered,
     {"If the provider showed an error",
      "If it was about the redirect address or the client, add this redirect address at {}. If not, all is well."},
     {"제공자가 오류를 보여 주었다면",
      "리디렉션 주소나 클라이언트에 대한 오류였다면 {}에 이 리디렉션 주소를 더하세요. 아니라면 괜찮습니다."}},
    {client_unanswered,
     {"If the provider showed an error",
      "If it was about the redirect address or the client, add this redirect address at {}, and check the client id, "
      "which may be unknown there. If not, all is well."},
     {"제공자가 오류를 보여 주었다면",
      "리디렉션 주소나 클라이언트에 대한 오류였다면 {}에 이 리디렉션 주소를 더하고, 그곳이 모르는 클라이언트 ID가 "
      "아닌지 "
      "확인하세요. 아니라면 괜찮습니다."}},
};

}  // namespace

FindingWords words_of(doctor::Cause cause, Locale locale) {
    for (const Row& row : rows)
        if (row.cause == cause) return locale == Locale::korean ? row.korean : row.english;
    return {};
}

}  // namespace ui
