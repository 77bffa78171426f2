// Conversations and their entries as bytes in the store, and back. Each record is one JSON object with a version `v`.
//
//   head   {"v":1,"id","title","words","created_at","changed_at","draft","last_entry_id"}
//   entry  {"v":1,"id","at","message":{"author","text"}}  or
//          {"v":1,"id","at","run":{"server_id","server_name","tool_name","tool_title","arguments","state","duration_ms",
//                                  "result"?,"misfits"?:[{"pointer","keyword","message","limit"}],"error"?}}
// Times are milliseconds since the epoch, bytes are base64. A reader skips members it does not know.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/json.hpp"
#include "chat/conversation.hpp"

namespace chat {

inline constexpr int record_version = 1;

std::string write_head(const Conversation& conversation);
std::string write_entry(const Entry& entry);

// Errors: malformed, wrong_type, unsupported_version (a newer page wrote it).
base::Result<Conversation> read_head(std::string_view record);  // `entries` is empty, entries_loaded false
base::Result<Entry> read_entry(std::string_view record);

// Parts of the entry, for the tests and for what else is stored beside.
base::Json result_to_json(const mcp::ToolResult& result);
mcp::ToolResult result_from_json(const base::Json& value);  // content that does not read is UnknownContent
base::Json error_to_json(const base::Error& error);         // without `clause`, which is a literal of the code
base::Error error_from_json(const base::Json& value);

}  // namespace chat
