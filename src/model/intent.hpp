// What a person asked for, as values. Views return them; app/update carries them out.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/json.hpp"
#include "chat/conversation.hpp"
#include "model/app_state.hpp"

namespace model {

// Servers
struct OpenAddServer {
    std::string address = {};
};
struct CloseScreen {};  // back to the chat
struct AddServer {
    std::string typed_address;
    std::optional<SignInSettings> sign_in = {};  // as they were opened and filled in
};  // checks, keeps and connects
struct ConnectServer {
    std::string server_id;
};  // again, after a failure or a pause
struct DisconnectServer {
    std::string server_id;
};
struct CancelConnect {
    std::string server_id;
};
struct RemoveServer {
    std::string server_id;
};  // can be undone
struct SelectServer {
    std::string server_id;
};
struct RefreshTools {
    std::string server_id;
};
struct ClearTraffic {
    std::string server_id;
};
struct CopyAsCurl {
    std::string server_id;
    std::uint64_t number;
};
struct SendRequest {
    std::string server_id, method;
    base::Json params;
};  // by hand; its answer is read in the traffic

// Sign-in
struct OpenSignIn {
    std::string server_id;
    bool in_this_page = false;  // instead of a window
};  // the click that the browser wants
struct CancelSignIn {
    std::string server_id;
};  // nobody is waited for any more; what needed it fails
struct SignInAgain {
    std::string server_id;
    bool another_account = false;
};
struct UseAccount {
    std::string server_id, account_key;
};
struct RefreshToken {
    std::string server_id;
};
struct SignOut {
    std::string server_id;
    std::string account_key = {};  // one that is not in use; empty: the one that is
};
struct ForgetClient {
    std::string server_id;
};  // and sign out
struct SetSignInSettings {
    std::string server_id;
    SignInSettings settings;
};

// Conversations
struct NewConversation {};
struct SelectConversation {
    std::string conversation_id;
};
struct RenameConversation {
    std::string conversation_id, title;
};
struct DeleteConversation {
    std::string conversation_id;
};  // can be undone
struct SearchChats {
    std::string text;
};  // in what is said in them; empty: no more
struct SendMessage {
    std::string text;
};  // plain text, or `/tool arguments`
struct ChangeDraft {
    std::string text;
};
struct RunTool {
    std::string server_id, tool_name;
    base::Json arguments;
};
struct CancelRun {
    chat::EntryId entry_id;
};
struct RunAgain {
    chat::EntryId entry_id;
};
struct DeleteEntry {
    chat::EntryId entry_id;
};

// The page
struct OpenSettings {};
struct ShowInspector {
    InspectorTab tab;
};
struct ToggleInspector {};
struct SetTheme {
    Theme theme;
};
struct SetLanguage {
    Language language;
};
struct CopyText {
    std::string text;
};
struct OpenLink {
    std::string url;
};  // the person has seen the address; checked again before it opens
struct SaveFile {
    std::string name, mime_type, bytes;
};
struct DismissNotice {
    std::uint64_t notice_id;
};
struct UndoNotice {
    std::uint64_t notice_id;
};

// One of the above. What makes and ends one is compiled once, in intent.cpp: a variant of so many, made in every view, was most of
// what the compiler did there.
class Intent {
public:
    using Any =
        std::variant<OpenAddServer, CloseScreen, AddServer, ConnectServer, DisconnectServer, CancelConnect,
                     RemoveServer, SelectServer, OpenSignIn, CancelSignIn, SignInAgain, UseAccount, RefreshToken,
                     SignOut, ForgetClient, SetSignInSettings, RefreshTools, ClearTraffic, CopyAsCurl, SendRequest,
                     NewConversation, SelectConversation, RenameConversation, DeleteConversation, SearchChats,
                     SendMessage, ChangeDraft, RunTool, CancelRun, RunAgain, DeleteEntry, OpenSettings, ShowInspector,
                     ToggleInspector, SetTheme, SetLanguage, CopyText, OpenLink, SaveFile, DismissNotice, UndoNotice>;

    template <class T>
    Intent(T intent);
    Intent(const Intent&);
    Intent(Intent&&) noexcept;
    Intent& operator=(const Intent&);
    Intent& operator=(Intent&&) noexcept;
    ~Intent();

    const Any& any() const { return any_; }
    template <class T>
    bool is() const {
        return std::holds_alternative<T>(any_);
    }

private:
    Any any_;
};
using Intents = std::vector<Intent>;

}  // namespace model
