#include "app/update.hpp"

namespace app {

void Update::on(const model::NewConversation&) { chats_.start_new(); }
void Update::on(const model::SelectConversation& asked) { chats_.select(asked.conversation_id); }
void Update::on(const model::RenameConversation& asked) { chats_.rename(asked.conversation_id, asked.title); }
void Update::on(const model::DeleteConversation& asked) { chats_.remove(asked.conversation_id); }
void Update::on(const model::SearchChats& asked) { chat_search_.look_for(asked.text); }
void Update::on(const model::SendMessage& asked) { chats_.send(asked.text); }
void Update::on(const model::ChangeDraft& asked) { chats_.change_draft(asked.text); }
void Update::on(const model::RunTool& asked) { chats_.run_tool(asked.server_id, asked.tool_name, asked.arguments); }
void Update::on(const model::CancelRun& asked) { chats_.cancel_run(asked.entry_id); }
void Update::on(const model::RunAgain& asked) { chats_.run_again(asked.entry_id); }
void Update::on(const model::DeleteEntry& asked) { chats_.remove_entry(asked.entry_id); }

}  // namespace app
