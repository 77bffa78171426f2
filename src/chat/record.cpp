#include "chat/record.hpp"

#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/json_object.hpp"
#include "chat/names.hpp"

namespace chat {

namespace {

using base::ErrorKind;
using base::Json;

// What a record may be: results are capped where they come in, and a record wraps them a few levels deeper.
constexpr base::JsonLimits record_limits{400, std::size_t{128} << 20, 8'000'000};

constexpr std::array author_names{
    std::pair{Author::user, "user"},
    std::pair{Author::assistant, "assistant"},
    std::pair{Author::parley, "parley"},
};

constexpr std::array state_names{
    std::pair{RunState::waiting, "waiting"},     std::pair{RunState::running, "running"},
    std::pair{RunState::done, "done"},           std::pair{RunState::failed, "failed"},
    std::pair{RunState::cancelled, "cancelled"},
};

Json message_to_json(const Message& message) {
    return base::JsonObject().text("author", name_of(author_names, message.author)).text("text", message.text).take();
}

Json misfits_to_json(const std::vector<base::SchemaProblem>& misfits) {
    Json list = Json::array();
    for (const auto& misfit : misfits)
        list.push_back(base::JsonObject()
                           .text("pointer", misfit.pointer)
                           .text("keyword", misfit.keyword)
                           .text("message", misfit.message)
                           .text("limit", misfit.limit)
                           .take());
    return list;
}

std::vector<base::SchemaProblem> misfits_from_json(const Json& list) {
    std::vector<base::SchemaProblem> misfits;
    for (const Json& value : list) {
        const auto text = [&](const char* key) { return base::string_or_empty(value, key); };
        misfits.push_back({text("pointer"), text("keyword"), text("message"), text("limit")});
    }
    return misfits;
}

Json run_to_json(const ToolRun& run) {
    base::JsonObject value;
    value.text("server_id", run.server_id)
        .text("server_name", run.server_name)
        .text("tool_name", run.tool_name)
        .text("tool_title", run.tool_title)
        .json("arguments", run.arguments)
        .text("state", name_of(state_names, run.state))
        .number("duration_ms", run.duration_ms);
    const bool has_result = !run.result.content.empty() || !run.result.structured.is_null() || run.result.is_error;
    if (has_result) value.json("result", result_to_json(run.result));
    if (!run.misfits.empty()) value.json("misfits", misfits_to_json(run.misfits));
    if (run.error) value.json("error", error_to_json(*run.error));
    return value.take();
}

base::Result<Message> message_from_json(const Json& value) {
    const auto author = named(author_names, base::string_or_empty(value, "author"));
    const auto* text = base::string_member(value, "text");
    if (!author || !text) return base::fail(ErrorKind::wrong_type, "A stored message does not read.");
    return Message{*author, *text};
}

base::Result<ToolRun> run_from_json(const Json& value) {
    const auto state = named(state_names, base::string_or_empty(value, "state"));
    const auto* tool_name = base::string_member(value, "tool_name");
    if (!state || !tool_name) return base::fail(ErrorKind::wrong_type, "A stored tool run does not read.");
    ToolRun run;
    run.server_id = base::string_or_empty(value, "server_id");
    run.server_name = base::string_or_empty(value, "server_name");
    run.tool_name = *tool_name;
    run.tool_title = base::string_or_empty(value, "tool_title");
    const auto* arguments = base::object_member(value, "arguments");
    run.arguments = arguments ? *arguments : Json::object();
    run.state = *state;
    run.duration_ms = base::number_member(value, "duration_ms").value_or(0);
    if (const auto* result = base::object_member(value, "result")) run.result = result_from_json(*result);
    if (const auto* misfits = base::array_member(value, "misfits")) run.misfits = misfits_from_json(*misfits);
    if (const auto* error = base::object_member(value, "error")) run.error = error_from_json(*error);
    // As it was written before a run that its person cancelled had no error.
    if (run.error && run.error->kind == ErrorKind::cancelled && run.error->message == "Cancelled.") run.error.reset();
    return run;
}

// The record as an object of a version we know.
base::Result<Json> read_record(std::string_view record) {
    auto value = base::parse_json(record, record_limits);
    if (!value) return value;
    const auto version = base::integer_member(*value, "v");
    if (!version) return base::fail(ErrorKind::wrong_type, "A stored record has no version.");
    if (*version < 1 || *version > record_version)
        return base::fail(ErrorKind::unsupported_version, "A newer version of this page wrote this record.");
    return value;
}

std::chrono::milliseconds time_member(const Json& value, std::string_view key) {
    return std::chrono::milliseconds(base::integer_member(value, key).value_or(0));
}

}  // namespace

std::string write_head(const Conversation& conversation) {
    return base::JsonObject()
        .integer("v", record_version)
        .text("id", conversation.id)
        .text("title", conversation.title)
        .text("words", conversation.first_words)
        .integer("created_at", conversation.created_at.count())
        .integer("changed_at", conversation.changed_at.count())
        .text("draft", conversation.draft)
        .integer("last_entry_id", static_cast<std::int64_t>(conversation.last_entry_id))
        .dump();
}

std::string write_entry(const Entry& entry) {
    base::JsonObject value;
    value.integer("v", record_version)
        .integer("id", static_cast<std::int64_t>(entry.id))
        .integer("at", entry.at.count());
    if (const auto* message = std::get_if<Message>(&entry.content))
        value.json("message", message_to_json(*message));
    else
        value.json("run", run_to_json(std::get<ToolRun>(entry.content)));
    return value.dump();
}

base::Result<Conversation> read_head(std::string_view record) {
    const auto value = read_record(record);
    if (!value) return base::fail(value.error());
    Conversation conversation;
    conversation.id = base::string_or_empty(*value, "id");
    if (conversation.id.empty()) return base::fail(ErrorKind::wrong_type, "A stored conversation has no id.");
    conversation.title = base::string_or_empty(*value, "title");
    conversation.first_words = base::string_or_empty(*value, "words");
    conversation.created_at = time_member(*value, "created_at");
    conversation.changed_at = time_member(*value, "changed_at");
    conversation.draft = base::string_or_empty(*value, "draft");
    conversation.last_entry_id = static_cast<EntryId>(base::integer_member(*value, "last_entry_id").value_or(0));
    return conversation;
}

base::Result<Entry> read_entry(std::string_view record) {
    const auto value = read_record(record);
    if (!value) return base::fail(value.error());
    Entry entry;
    const auto id = base::integer_member(*value, "id");
    if (!id || *id <= 0) return base::fail(ErrorKind::wrong_type, "A stored entry has no id.");
    entry.id = static_cast<EntryId>(*id);
    entry.at = time_member(*value, "at");
    if (const auto* message = base::object_member(*value, "message")) {
        auto read = message_from_json(*message);
        if (!read) return base::fail(std::move(read.error()));
        entry.content = std::move(*read);
    } else if (const auto* run = base::object_member(*value, "run")) {
        auto read = run_from_json(*run);
        if (!read) return base::fail(std::move(read.error()));
        entry.content = std::move(*read);
    } else {
        return base::fail(ErrorKind::wrong_type, "A stored entry is neither a message nor a tool run.");
    }
    return entry;
}

}  // namespace chat
