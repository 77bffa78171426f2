// Carries out what a person asked for: one function an intent, and what happens by itself around them.
// The state changes here and in the parts this is made of, nowhere else.
#pragma once

#include <memory>
#include <string>

#include "app/chat_search.hpp"
#include "app/chats.hpp"
#include "app/context.hpp"
#include "app/servers.hpp"
#include "app/settings_store.hpp"
#include "model/intent.hpp"

namespace app {

class Update {
public:
    // `state` and all that `ports` names outlive it.
    Update(AppPorts ports, model::AppState& state, Connect connect);
    Update(const Update&) = delete;
    Update& operator=(const Update&) = delete;
    ~Update();

    // Reads the store; state.loaded tells when it is done. Takes a deep link from the address.
    void start();

    void carry_out(const model::Intent& intent);

    // After each frame: the first one with everything loaded lets the known servers connect; the window's title and the
    // place to come back to follow what is selected.
    void after_frame();

    // ---- what the browser tells
    void on_online(bool online);
    void on_leaving();  // the page is hidden or closed: drafts are saved now

private:
    // servers (update_servers.cpp)
    void on(const model::OpenAddServer&);
    void on(const model::CloseScreen&);
    void on(const model::AddServer&);
    void on(const model::ConnectServer&);
    void on(const model::DisconnectServer&);
    void on(const model::CancelConnect&);
    void on(const model::RemoveServer&);
    void on(const model::SelectServer&);
    void on(const model::OpenSignIn&);
    void on(const model::CancelSignIn&);
    void on(const model::SignInAgain&);
    void on(const model::UseAccount&);
    void on(const model::RefreshToken&);
    void on(const model::SignOut&);
    void on(const model::ForgetClient&);
    void on(const model::SetSignInSettings&);
    void on(const model::RefreshTools&);
    void on(const model::ClearTraffic&);
    void on(const model::CopyAsCurl&);
    void on(const model::SendRequest&);
    // conversations (update_chat.cpp)
    void on(const model::NewConversation&);
    void on(const model::SelectConversation&);
    void on(const model::RenameConversation&);
    void on(const model::DeleteConversation&);
    void on(const model::SearchChats&);
    void on(const model::SendMessage&);
    void on(const model::ChangeDraft&);
    void on(const model::RunTool&);
    void on(const model::CancelRun&);
    void on(const model::RunAgain&);
    void on(const model::DeleteEntry&);
    // the page (update_page.cpp)
    void on(const model::OpenSettings&);
    void on(const model::ShowInspector&);
    void on(const model::ToggleInspector&);
    void on(const model::SetTheme&);
    void on(const model::SetLanguage&);
    void on(const model::CopyText&);
    void on(const model::OpenLink&);
    void on(const model::SaveFile&);
    void on(const model::DismissNotice&);
    void on(const model::UndoNotice&);

    base::Task<void> load();
    void take_deep_link();
    void save_settings();
    void on_other_tab(const std::string& message);
    base::Task<void> reload_settings();

    AppPorts ports_;
    model::AppState& state_;
    base::TaskScope page_;
    Notices notices_;
    Saver saver_;
    Context context_;
    SignIns sign_ins_;
    Servers servers_;
    Chats chats_;
    ChatSearch chat_search_;
    std::unique_ptr<ports::Channel> channel_;
    Place place_;        // as it was saved last
    std::string title_;  // of the window
    bool servers_started_ = false;
};

// The address that a link to this page asks to connect to, "#connect=<percent-encoded>"; empty when there is none.
std::string deep_link(const std::string& page_address);

}  // namespace app
