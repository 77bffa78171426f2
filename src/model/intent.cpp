#include "model/intent.hpp"

#include <utility>

namespace model {

template <class T>
Intent::Intent(T intent) : any_(std::move(intent)) {}
Intent::Intent(const Intent&) = default;
Intent::Intent(Intent&&) noexcept = default;
Intent& Intent::operator=(const Intent&) = default;
Intent& Intent::operator=(Intent&&) noexcept = default;
Intent::~Intent() = default;

template Intent::Intent(OpenAddServer);
template Intent::Intent(CloseScreen);
template Intent::Intent(AddServer);
template Intent::Intent(ConnectServer);
template Intent::Intent(DisconnectServer);
template Intent::Intent(CancelConnect);
template Intent::Intent(RemoveServer);
template Intent::Intent(SelectServer);
template Intent::Intent(OpenSignIn);
template Intent::Intent(CancelSignIn);
template Intent::Intent(SignInAgain);
template Intent::Intent(UseAccount);
template Intent::Intent(RefreshToken);
template Intent::Intent(SignOut);
template Intent::Intent(ForgetClient);
template Intent::Intent(SetSignInSettings);
template Intent::Intent(RefreshTools);
template Intent::Intent(ClearTraffic);
template Intent::Intent(CopyAsCurl);
template Intent::Intent(SendRequest);
template Intent::Intent(NewConversation);
template Intent::Intent(SelectConversation);
template Intent::Intent(RenameConversation);
template Intent::Intent(DeleteConversation);
template Intent::Intent(SearchChats);
template Intent::Intent(SendMessage);
template Intent::Intent(ChangeDraft);
template Intent::Intent(RunTool);
template Intent::Intent(CancelRun);
template Intent::Intent(RunAgain);
template Intent::Intent(DeleteEntry);
template Intent::Intent(OpenSettings);
template Intent::Intent(ShowInspector);
template Intent::Intent(ToggleInspector);
template Intent::Intent(SetTheme);
template Intent::Intent(SetLanguage);
template Intent::Intent(CopyText);
template Intent::Intent(OpenLink);
template Intent::Intent(SaveFile);
template Intent::Intent(DismissNotice);
template Intent::Intent(UndoNotice);

}  // namespace model
