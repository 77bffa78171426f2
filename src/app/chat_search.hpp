// The search over all that was said in the chats of this browser, the ones too that were not opened since the start.
#pragma once

#include <string>
#include <vector>

#include "app/context.hpp"

namespace app {

class ChatSearch {
public:
    explicit ChatSearch(Context& context) : context_(context) {}

    // Looks for `text` from now on, and for nothing else; empty: for nothing. What is found comes to state.search, newest
    // chats first, while other work of the loop gets its turns.
    void look_for(const std::string& text);

    static constexpr std::chrono::milliseconds typing_pause{150};  // who types on does not want the letters so far

private:
    base::Task<void> search(std::vector<std::string> ids);
    base::Task<void> read_chats(std::vector<std::string> ids);
    // Both strings outlive the task.
    base::Task<bool> loaded_chat_says(const std::string& id, const std::string& words);
    base::Task<base::Result<bool>> kept_chat_says(const std::string& id, const std::string& words);

    Context& context_;
    base::TaskScope::Id task_ = 0;
};

}  // namespace app
