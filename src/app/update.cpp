#include "app/update.hpp"

#include <utility>

#include "app/sentences.hpp"
#include "base/early.hpp"
#include "base/json_object.hpp"
#include "base/url.hpp"
#include "chat/conversation_store.hpp"

namespace app {

namespace {

constexpr const char* channel_name = "parley";

std::string changed_message(const std::string& collection, const std::string& key) {
    return base::JsonObject().text("kind", "changed").text("collection", collection).text("key", key).dump();
}

}  // namespace

Update::Update(AppPorts ports, model::AppState& state, Connect connect)
    : ports_(ports),
      state_(state),
      page_(ports.loop, [this](std::string text) { notices_.report(bug_error(std::move(text))); }),
      notices_(state, ports.clock, page_),
      saver_(ports.store, page_,
             {[this](const std::string& collection, const std::string& key) {
                  if (channel_) channel_->post(changed_message(collection, key));
              },
              [this](base::Error error) { notices_.report(std::move(error), [this] { saver_.retry(); }); },
              [this] { notices_.withdraw(base::ErrorKind::storage_failed); }}),
      context_{ports_, state_, page_, saver_, notices_},
      sign_ins_(context_,
                {[this](const std::string& id) { servers_.reconnect(id); },
                 [this](const std::string& id) { servers_.disconnect(id); },
                 [this](const std::string& id) { servers_.save_settings(id); },
                 [this](const std::string& id) { return chats_.errand(id); },
                 [this](const std::string& id) { servers_.came_back(id); },
                 [this](const std::string& id, const std::string& errand) { chats_.take_up(id, errand); },
                 [this](const std::string& id, const base::Result<bool>& result) { servers_.resumed(id, result); }}),
      servers_(context_, sign_ins_, std::move(connect),
               {[this](const std::string& id, const base::Error& why) { chats_.end_runs(id, why); },
                [this](const std::string& id) { chats_.start_waiting(id); }}),
      chats_(context_, servers_),
      chat_search_(context_) {}

Update::~Update() {
    // What was cancelled ends while everything it refers to is still there.
    channel_.reset();
    servers_.end_all();
    page_.cancel_all();
    ports_.loop.drain();
}

void Update::start() {
    state_.online = ports_.window.online();
    if (const auto page = base::Url::parse(ports_.window.address())) state_.page_origin = page->origin();
    state_.now = ports_.clock.wall();
    const auto languages = ports_.window.languages();
    state_.system_is_korean = !languages.empty() && languages.front().starts_with("ko");
    channel_ = ports_.channels.join(channel_name, [this](std::string message) { on_other_tab(message); });
    page_.spawn(load());
}

// The page works without a store too: then it begins empty, says why, and goes on in memory.
base::Task<void> Update::load() {
    int damaged = 0;
    // All asked for at once.
    base::Early settings(ports_.loop, ports_.store.list(settings_collection));
    base::Early servers(ports_.loop, ports_.store.list(server_collection));
    base::Early heads(ports_.loop, ports_.store.list(chat::head_collection));
    const auto settings_found = co_await settings.result();
    const auto servers_found = co_await servers.result();
    const auto heads_found = co_await heads.result();
    if (settings_found) {
        auto stored = settings_of(*settings_found);
        state_.settings = stored.settings;
        place_ = std::move(stored.place);
    } else {
        notices_.report(settings_found.error());
    }
    if (servers_found) {
        auto stored = servers_of(*servers_found);
        damaged += stored.damaged;
        servers_.show(std::move(stored.servers));
    } else {
        notices_.report(servers_found.error());
    }
    if (heads_found) {
        auto stored = chat::heads_of(*heads_found);
        damaged += stored.damaged;
        chats_.show(std::move(stored.conversations));
    } else {
        notices_.report(heads_found.error());
    }
    if (damaged > 0) notices_.say(say(Sentence::records_damaged, state_, std::to_string(damaged)));

    co_await sign_ins_.start();

    if (state_.selected_server.empty() && !state_.servers.empty())
        state_.selected_server =
            model::find_server(state_, place_.server_id) ? place_.server_id : state_.servers.front().id;
    if (state_.selected_conversation.empty() && !state_.conversations.empty()) {
        const bool there = model::find_conversation(state_, place_.conversation_id) != nullptr;
        const auto id = there ? place_.conversation_id : state_.conversations.front().id;
        chats_.select(id);
    }
    state_.loaded = true;
    take_deep_link();
}

std::string deep_link(const std::string& page_address) {
    const auto hash = page_address.find('#');
    if (hash == std::string::npos) return {};
    const std::string_view fragment = std::string_view(page_address).substr(hash + 1);
    constexpr std::string_view name = "connect=";
    if (!fragment.starts_with(name)) return {};
    return base::percent_decode(fragment.substr(name.size()));
}

// A link only fills in; a person connects. (THREATS: deep links.)
void Update::take_deep_link() {
    const std::string address = deep_link(ports_.window.address());
    if (address.empty()) return;
    ports_.window.replace_fragment("");
    on(model::OpenAddServer{address});
}

void Update::carry_out(const model::Intent& intent) {
    std::visit([this](const auto& asked) { on(asked); }, intent.any());
}

void Update::after_frame() {
    if (!state_.loaded) return;
    if (!std::exchange(servers_started_, true)) servers_.connect_known();
    const auto* conversation = model::find_conversation(state_, state_.selected_conversation);
    std::string title = conversation ? chat::shown_title(*conversation) : std::string();
    title = title.empty() ? "Parley" : title + " · Parley";
    if (title != title_) ports_.window.set_title(title_ = title);
    Place place{state_.selected_server, conversation && conversation->last_entry_id ? conversation->id : std::string()};
    if (place != place_) saver_.put(place_write(place_ = std::move(place)));
}

void Update::on_online(bool online) {
    if (std::exchange(state_.online, online) == online) return;
    if (online)
        servers_.on_online();
    else
        servers_.on_offline();
}

void Update::on_leaving() { chats_.save_drafts(); }

void Update::on_other_tab(const std::string& message) {
    const auto value = base::parse_json(message);
    if (!value || base::string_or_empty(*value, "kind") != "changed") return;
    const std::string collection = base::string_or_empty(*value, "collection");
    const std::string key = base::string_or_empty(*value, "key");
    if (collection == server_collection) page_.spawn(servers_.reload(key));
    if (collection == chat::head_collection) page_.spawn(chats_.reload_head(key));
    if (collection == settings_collection && key == settings_key) page_.spawn(reload_settings());
    if (const auto conversation = chat::conversation_of_collection(collection); !conversation.empty())
        page_.spawn(chats_.reload_entry(conversation, key));
}

base::Task<void> Update::reload_settings() {
    const auto record = co_await ports_.store.read(settings_collection, settings_key);
    if (record && *record) state_.settings = read_settings(**record);
}

}  // namespace app
