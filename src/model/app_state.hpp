// Everything the screen shows, as plain values. Only app/update changes it; ui reads it.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "chat/conversation.hpp"
#include "doctor/finding.hpp"
#include "mcp/tool.hpp"
#include "mcp/traffic.hpp"
#include "model/sign_in.hpp"

namespace model {

enum class ConnectionState { paused, connecting, connected, failed };

// One line of the connecting timeline.
struct ConnectStep {
    enum class Name {
        reach,
        find_resource,  // these five only where a sign-in is asked for
        find_server,
        get_client,
        sign_in,
        exchange,
        discover,
        initialize,
        list_tools,
        diagnose  // only where the browser hides why a request failed
    };
    enum class State { waiting, running, done, failed };
    Name name = Name::reach;
    State state = State::waiting;
    std::string detail;  // in the words of the wire: "POST /mcp → 200"
    double duration_ms = 0;
    std::optional<base::Error> error = {};  // why it failed: told in the person's language, in place of the detail
    std::chrono::milliseconds began{};      // while it runs: since when, wall clock
    double held_before_ms = 0;              // Server::held_ms when it began
};

// A tool that the server lists and this page cannot offer.
struct SkippedTool {
    std::string name;
    std::string reason;  // our words, English
};

struct Server {
    std::string id;    // UUID, ours
    std::string url;   // as checked by base::Url
    std::string name;  // what the person sees: the server's title or name, until then the host
    ConnectionState state = ConnectionState::paused;
    std::vector<ConnectStep> steps;
    // A sign-in holds the steps of the connection up: the time that it, and with it the person, took is none of theirs.
    std::chrono::milliseconds held_since{};  // while one goes on, wall clock
    double held_ms = 0;                      // of those that are over
    std::optional<base::Error> error;        // when failed
    std::vector<doctor::Finding> findings;   // why, of the last attempt to connect or to sign in
    std::string revision;                    // "2026-07-28"; kept over reloads as what it spoke last
    std::string version;                     // of the server's software
    std::string instructions;
    SignInSettings sign_in_settings;
    SignIn sign_in;
    std::vector<mcp::Tool> tools;
    bool tools_loading = false;
    std::uint32_t tools_version = 0;         // goes up when `tools` changes
    std::vector<SkippedTool> skipped_tools;  // of the last listing
    std::deque<mcp::TrafficEntry> traffic;   // newest last, at most traffic_cap
    std::uint32_t traffic_version = 0;
};
inline constexpr std::size_t traffic_cap = 500;

// Changes the step's line, or adds one at its place in the order of the names. `now`: wall clock.
void tell_step(std::vector<ConnectStep>& steps, ConnectStep step, std::chrono::milliseconds now);

// Between the two a sign-in goes on. What it held up runs again, from then on.
void hold_steps(Server& server, std::chrono::milliseconds now);
void release_steps(Server& server, std::chrono::milliseconds now);
// A step of the connection: without the time that it was held up.
void tell_held_step(Server& server, ConnectStep step, std::chrono::milliseconds now);

enum class Screen { chat, add_server, settings };
enum class InspectorTab { tools, sign_in, traffic, server };
enum class Theme { system, dark, light };
enum class Language { system, english, korean };

// A short sentence that goes by itself or by a click; `undo` offers to take the last deletion back.
struct Notice {
    std::uint64_t id = 0;
    base::Error error;  // kind internal with an empty message: none; then `text` is shown
    std::string text;   // a key of ui/strings or plain text of ours
    bool undo = false;  // of an error: offers to try again
};

struct Settings {
    Theme theme = Theme::system;
    Language language = Language::system;
    bool inspector_open = true;
};

// The search over what is said in the chats; their titles the view searches itself.
struct ChatSearch {
    std::string text;                       // what is looked for; empty: nothing
    std::set<std::string> found;            // ids of conversations
    std::size_t chats = 0, chats_read = 0;  // it goes on as long as they differ
    std::chrono::milliseconds began{};      // wall clock
};

struct AppState {
    bool loaded = false;      // false until the store was read
    bool code_comes = false;  // the part of the page's code that is brought after the first frame is not here yet
    Screen screen = Screen::chat;
    InspectorTab inspector_tab = InspectorTab::tools;
    Settings settings;

    std::vector<Server> servers;
    std::string selected_server;     // id; empty when none. Its tools and traffic are in the inspector
    std::string add_server_address;  // what the address field begins with: from a deep link, or what failed
    std::optional<base::Error>
        add_server_error;  // the address was refused before anything was asked; shown at the field
    std::vector<doctor::Finding> add_server_findings;
    unsigned add_server_round = 0;  // counts what was added: after that the form begins anew
    std::string connecting_server;  // id of the one the Add server screen shows the timeline of

    // Newest first by changed_at. Entries are loaded for the selected one and those opened since the start.
    std::vector<chat::Conversation> conversations;
    std::string selected_conversation;
    ChatSearch search;

    std::vector<Notice> notices;
    std::chrono::milliseconds now{};    // wall clock at this frame, for "2 min ago"
    std::chrono::minutes utc_offset{};  // of the person's clock, now
    std::string offered_server;         // by the deployment: what a person who adds one begins with
    std::string page_origin;            // "https://chat.example", for the header lines that a server needs
    std::string callback_address;       // where a provider sends the person back to: the redirect address to register
    bool online = true;
    bool prefers_dark = true;  // of the browser
    bool system_is_korean = false;
};

// Null when there is none.
Server* find_server(AppState& state, const std::string& id);
const Server* find_server(const AppState& state, const std::string& id);
const chat::Conversation* find_conversation(const AppState& state, const std::string& id);
chat::Conversation* find_conversation(AppState& state, const std::string& id);

}  // namespace model
