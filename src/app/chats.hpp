// Conversations: what is said in them, the tools that run from them, their drafts, and their way to the store and back.
//
// A conversation with nothing in it is only in memory: a record comes with the first entry, title or draft.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "app/context.hpp"
#include "app/servers.hpp"
#include "chat/conversation.hpp"
#include "chat/conversation_store.hpp"
#include "chat/slash_command.hpp"

namespace app {

class Chats {
public:
    Chats(Context& context, Servers& servers) : context_(context), servers_(servers) {}

    // ---- what a person asks for; entries are those of the selected conversation
    void start_new();
    void select(const std::string& id);
    void rename(const std::string& id, const std::string& title);
    void remove(const std::string& id);
    void send(const std::string& text);
    void change_draft(const std::string& text);
    void run_tool(const std::string& server_id, const std::string& tool_name, const base::Json& arguments);
    void cancel_run(chat::EntryId id);
    void run_again(chat::EntryId id);
    void remove_entry(chat::EntryId id);

    // ---- what happens by itself
    void show(std::vector<chat::Conversation> heads);  // at the start
    void end_runs(const std::string& server_id, const base::Error& why);
    void start_waiting(const std::string& server_id);  // it is connected now
    // The runs that wait for a sign-in at that server, of which nothing has been done: a page that comes back takes them up. Empty:
    // none.
    std::string errand(const std::string& server_id);
    void take_up(const std::string& server_id, const std::string& errand);
    void save_drafts();                            // at once: the page is being left
    base::Task<void> reload_head(std::string id);  // another tab changed the record
    base::Task<void> reload_entry(std::string conversation_id, std::string key);

    static constexpr std::chrono::milliseconds draft_delay{400};
    static constexpr double take_up_within_ms = 10'000;

private:
    // A tool that runs now, or waits for its server, which is connecting or asks who it is.
    struct Live {
        std::string conversation_id;
        chat::EntryId entry_id = 0;
        std::string server_id;
        base::TaskScope::Id task = 0;  // 0: waits for the connection
        double began_ms = 0;           // monotonic
    };
    // A run that this page left before a sign-in.
    struct Left {
        std::string lock;  // its name
        std::string server_id;
        double came_ms = 0;                // monotonic: when the page was back
        std::optional<base::Error> ended;  // before it could be taken up
    };
    using Content = std::variant<chat::Message, chat::ToolRun>;

    // A deleted conversation, for as long as it can be taken back.
    struct Deleted {
        chat::Conversation conversation;
        bool taken_back = false;
        bool erased = false;  // its entries are gone from the store; `conversation` has them all
    };

    chat::Conversation& ensure_selected();
    chat::EntryId append(const std::string& conversation_id, Content content);
    void save_head(const chat::Conversation& conversation);
    void save_entry(const std::string& conversation_id, chat::EntryId id);
    void set_draft(const std::string& conversation_id, const std::string& text);
    chat::Entry* find_entry(const std::string& conversation_id, chat::EntryId id);
    // At its place, or instead of the one with its id. Mostly it is the newest.
    static void put_by_id(std::vector<chat::Entry>& entries, chat::Entry entry);
    chat::ToolRun* find_run_to_change(const Live& live);  // its entry is shown anew
    void insert_by_time(chat::Conversation conversation);
    void raise(const std::string& id);  // to the top of the list: it changed now

    bool run(const std::string& server_id, const std::string& tool_name, const base::Json& arguments,
             const std::string& earlier_name = {});
    std::string why_not(const std::string& text, const std::vector<chat::ToolSource>& sources,
                        const base::Error& error) const;
    void start(const Live& live, mcp::Tool tool, base::Json arguments);
    base::Task<void> call(Live live, mcp::Tool tool, base::Json arguments);
    void finish(Live live, base::Result<mcp::ToolResult> answer);
    // `why`: none when its person ended it.
    void stop(Live stopped, chat::RunState state, std::optional<base::Error> why);
    static chat::RunState state_ended_by(const base::Error& why);
    void forget_live(const Live& live);
    // A run holds a lock for as long as it is under way in its tab: who gets it knows that nobody runs it any more.
    static std::string lock_of(const std::string& conversation_id, chat::EntryId id);
    static std::string locks_of(const std::string& conversation_id);  // what their names begin with
    base::Task<void> hold(std::string conversation_id, chat::EntryId id);
    base::Task<void> watch(std::string conversation_id, chat::EntryId id);
    void watch_if_elsewhere(const std::string& conversation_id, const chat::Entry& entry);
    std::optional<Left> take_left(const std::string& lock);
    void forget_left(const std::string& conversation_id);
    void take_up_entry(const std::string& conversation_id, chat::Entry& entry, const Left& left);
    void on_person(const Live& live, bool waits);
    Live* find_live(const std::string& conversation_id, chat::EntryId id);
    bool is_live(const std::string& conversation_id, chat::EntryId id) { return find_live(conversation_id, id); }
    void end_runs_of_conversation(const std::string& id);

    void load_entries(const std::string& id);
    base::Task<void> load_entries_of(std::string id);
    base::Task<void> erase(std::shared_ptr<Deleted> deleted);
    base::Task<void> save_drafts_while_typed();

    Context& context_;
    Servers& servers_;
    std::vector<Live> live_;
    std::map<std::string, std::unique_ptr<ports::Lock>> held_;  // by name
    std::vector<Left> left_;                                    // until they are taken up
    std::set<std::string> watched_;                             // names of locks of who else may have the run
    std::set<std::string> loading_;                             // ids whose entries are being read
    std::set<std::string> unsaved_drafts_;                      // ids
    bool draft_timer_ = false;
};

}  // namespace app
