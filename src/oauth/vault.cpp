#include "oauth/vault.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "base/json_object.hpp"

namespace oauth {

namespace {

using std::chrono::milliseconds;

constexpr const char* grant_collection = "grant";
constexpr const char* account_collection = "account";
constexpr const char* client_collection = "client";
constexpr const char* issuer_collection = "issuer";
constexpr const char* pending_collection = "pending";
constexpr const char* vault_channel = "parley.vault";
constexpr milliseconds pending_life{30 * 60'000};

}  // namespace

Vault::Vault(base::TaskScope& page, ports::Store& store, ports::Channels& channels,
             std::function<void(const std::string&)> on_change)
    : page_(page), store_(store), on_change_(std::move(on_change)) {
    channel_ = channels.join(vault_channel, [this](const std::string& message) { on_message(message); });
}

// A tab says only that something changed; what, the store says.
void Vault::on_message(const std::string& message) {
    const auto read = base::parse_json(message);
    const std::string* server_url = read ? base::string_member(*read, "changed") : nullptr;
    if (!server_url) return;
    forget_known(*server_url);
    if (on_change_) on_change_(*server_url);
}

void Vault::forget_known(const std::string& server_url) {
    known_.erase(server_url);
    ++changes_[server_url];
}

void Vault::changed(const std::string& server_url) {
    channel_->post(base::JsonObject().text("changed", server_url).dump());
}

base::Task<base::Result<std::optional<base::Json>>> Vault::read(std::string collection, std::string key) {
    auto record = co_await base::or_return(co_await store_.read(std::move(collection), std::move(key)));
    if (!record) co_return std::optional<base::Json>();
    auto json = co_await base::or_return(base::parse_json(*record));
    co_return std::optional<base::Json>(std::move(json));
}

base::Task<base::Result<std::optional<Grant>>> Vault::grant(std::string server_url) {
    const auto known = known_.find(server_url);
    if (known != known_.end()) co_return known->second.grant;
    auto stored = co_await stored_grant(std::move(server_url));
    co_return stored;
}

base::Task<base::Result<std::optional<Grant>>> Vault::stored_grant(std::string server_url) {
    for (;;) {
        const auto known = known_.find(server_url);
        if (known != known_.end() && known->second.unsaved) co_return known->second.grant;
        const unsigned before = changes_[server_url];
        auto grant = co_await base::or_return(co_await read_in_use(server_url));
        if (changes_[server_url] != before) continue;  // older than what is in use now
        known_[server_url] = {grant, false};
        co_return grant;
    }
}

base::Task<base::Result<std::optional<Grant>>> Vault::read_in_use(std::string server_url) {
    auto account = co_await base::or_return(co_await store_.read(account_collection, std::move(server_url)));
    if (!account) co_return std::optional<Grant>();
    auto grant = co_await read_grant_of(std::move(*account));
    co_return grant;
}

base::Task<base::Result<std::optional<Grant>>> Vault::read_grant_of(std::string key) {
    auto record = co_await base::or_return(co_await read(grant_collection, key));
    if (!record) co_return std::optional<Grant>();
    auto grant = read_grant(*record);
    // What does not read is worth a new sign-in, not an error for ever.
    if (!grant || grant->key.text() != key) co_return std::optional<Grant>();
    co_return std::optional<Grant>(std::move(*grant));
}

base::Task<base::Result<std::vector<Grant>>> Vault::all_grants() {
    auto listing = co_await base::or_return(co_await store_.list(grant_collection));
    std::vector<Grant> found;
    for (const auto& record : listing.records) {
        const auto json = base::parse_json(record.value);
        if (!json) continue;
        auto grant = read_grant(*json);
        if (grant) found.push_back(std::move(*grant));
    }
    // Those that are on their way to the disk, too.
    for (const auto& [server_url, known] : known_) {
        if (!known.unsaved || !known.grant) continue;
        std::erase_if(found, [&](const Grant& grant) { return grant.key == known.grant->key; });
        found.push_back(*known.grant);
    }
    co_return found;
}

base::Task<base::Result<std::vector<Grant>>> Vault::grants(std::string server_url) {
    auto found = co_await base::or_return(co_await all_grants());
    std::erase_if(found, [&](const Grant& grant) { return grant.key.server_url != server_url; });
    co_return found;
}

base::Task<base::Result<std::vector<Grant>>> Vault::grants_of(Client client) {
    auto found = co_await base::or_return(co_await all_grants());
    std::erase_if(found, [&](const Grant& grant) {
        return grant.key.issuer != client.issuer || grant.key.client_id != client.client_id;
    });
    co_return found;
}

base::Task<base::Result<void>> Vault::put_in_use(std::string server_url, std::optional<Grant> grant,
                                                 std::vector<ports::Write> writes) {
    const unsigned mine = ++changes_[server_url];
    known_[server_url] = {std::move(grant), true};
    auto written = co_await store_.write(std::move(writes));
    const auto known = known_.find(server_url);
    if (changes_[server_url] == mine)
        known->second.unsaved = !written;
    else if (known == known_.end() || !known->second.unsaved)
        forget_known(server_url);  // another tab wrote too: the store says who came last
    changed(server_url);
    co_return written;
}

base::Task<base::Result<void>> Vault::keep(Grant grant) {
    const std::string key = grant.key.text();
    const std::string server_url = grant.key.server_url;
    std::vector<ports::Write> writes;
    writes.push_back({grant_collection, key, base::dump_json(to_json(grant))});
    writes.push_back({account_collection, server_url, key});
    auto kept = co_await put_in_use(server_url, std::move(grant), std::move(writes));
    co_return kept;
}

void Vault::keep_soon(Grant grant, std::function<void(const base::Error&)> on_failed) {
    forget_known(grant.key.server_url);  // a reading under way is older than this
    known_[grant.key.server_url] = {grant, true};
    page_.spawn(keep_and_tell(std::move(grant), std::move(on_failed)));
}

base::Task<void> Vault::keep_and_tell(Grant grant, std::function<void(const base::Error&)> on_failed) {
    const auto kept = co_await keep(std::move(grant));
    if (!kept) on_failed(kept.error());
}

base::Task<base::Result<void>> Vault::use(GrantKey key) {
    auto grant = co_await base::or_return(co_await read_grant_of(key.text()));
    std::vector<ports::Write> writes;
    writes.push_back({account_collection, key.server_url, key.text()});
    auto used = co_await put_in_use(key.server_url, std::move(grant), std::move(writes));
    co_return used;
}

base::Task<base::Result<void>> Vault::forget(GrantKey key) {
    const std::string text = key.text();
    auto account = co_await base::or_return(co_await store_.read(account_collection, key.server_url));
    std::vector<ports::Write> writes;
    writes.push_back({grant_collection, text, std::nullopt});
    const auto known = known_.find(key.server_url);
    // What this tab has in use may be on its way to the disk.
    const bool in_use =
        known == known_.end() ? account == text : known->second.grant && known->second.grant->key == key;
    if (in_use) {
        writes.push_back({account_collection, key.server_url, std::nullopt});
        auto forgotten = co_await put_in_use(key.server_url, std::nullopt, std::move(writes));
        co_return forgotten;
    }
    auto forgotten = co_await store_.write(std::move(writes));
    changed(key.server_url);
    co_return forgotten;
}

base::Task<base::Result<Vault::Replaced>> Vault::replace(Grant spent, std::optional<Grant> renewed) {
    const std::string key = spent.key.text();
    const std::string server_url = spent.key.server_url;
    const auto in_use = [&] {
        const auto known = known_.find(server_url);
        return known != known_.end() && known->second.grant && known->second.grant->key == spent.key ? &known->second
                                                                                                     : nullptr;
    };
    std::optional<Grant> now;
    const Known* known = in_use();
    if (known && known->unsaved) {
        now = known->grant;
    } else {
        const auto stored = co_await read_grant_of(key);
        // What cannot be read cannot have been changed either, as far as this tab knows.
        known = in_use();
        if (!stored && !known) co_return base::fail(stored.error());
        now = stored ? *stored : known->grant;
    }
    if (!now) co_return Replaced::gone;
    if (now->tokens.refresh_token != spent.tokens.refresh_token) co_return Replaced::newer;
    if (!renewed) {
        const bool shown = in_use() != nullptr;
        auto ended = co_await end(std::move(spent.key), shown);
        co_return ended;
    }
    auto written = co_await write_renewed(std::move(*renewed));
    co_return written;
}

base::Task<base::Result<Vault::Replaced>> Vault::end(GrantKey key, bool in_use) {
    std::vector<ports::Write> writes;
    writes.push_back({grant_collection, key.text(), std::nullopt});
    base::Result<void> written;
    if (in_use) {
        writes.push_back({account_collection, key.server_url, std::nullopt});
        written = co_await put_in_use(key.server_url, std::nullopt, std::move(writes));
    } else {
        written = co_await store_.write(std::move(writes));
        changed(key.server_url);
    }
    if (!written) co_return base::fail(std::move(written.error()));
    co_return Replaced::done;
}

// On disk first, then in use: a page that ends in between has the one that is good.
base::Task<base::Result<Vault::Replaced>> Vault::write_renewed(Grant renewed) {
    const std::string key = renewed.key.text();
    const std::string server_url = renewed.key.server_url;
    std::vector<ports::Write> writes;
    writes.push_back({grant_collection, key, base::dump_json(to_json(renewed))});
    const unsigned before = changes_[server_url];
    const auto written = co_await store_.write(std::move(writes));
    const auto known = known_.find(server_url);
    const bool shown = known != known_.end() && known->second.grant && known->second.grant->key == renewed.key;
    const bool is_latest = changes_[server_url] == before;
    if (is_latest && shown) {
        ++changes_[server_url];
        known->second = {renewed, !written};
    }
    changed(server_url);
    if (!written) co_return base::fail(written.error());
    // Who signed out, or anew, while it was written has the last word: the store does what came later later.
    if (is_latest) co_return Replaced::done;
    const auto stored = co_await read_grant_of(key);
    if (!stored) co_return Replaced::done;
    if (!*stored) co_return Replaced::gone;
    co_return (*stored)->tokens.refresh_token == renewed.tokens.refresh_token ? Replaced::done : Replaced::newer;
}

base::Task<base::Result<std::optional<Client>>> Vault::client(std::string issuer) {
    auto record = co_await base::or_return(co_await read(client_collection, issuer));
    if (!record) co_return std::optional<Client>();
    auto client = read_client(*record);
    if (!client || client->issuer != issuer) co_return std::optional<Client>();
    co_return std::optional<Client>(std::move(*client));
}

base::Task<base::Result<std::optional<Client>>> Vault::client_for(std::string server_url) {
    auto issuer = co_await base::or_return(co_await store_.read(issuer_collection, std::move(server_url)));
    if (!issuer) co_return std::optional<Client>();
    auto found = co_await client(std::move(*issuer));
    co_return found;
}

base::Task<void> Vault::forget_issuer(std::string server_url) {
    std::vector<ports::Write> writes;
    writes.push_back({issuer_collection, std::move(server_url), std::nullopt});
    co_await store_.write(std::move(writes));
}

base::Task<base::Result<void>> Vault::forget_client(Client client) {
    const auto kept = co_await this->client(client.issuer);
    if (kept && *kept && (*kept)->client_id != client.client_id) co_return {};
    std::vector<ports::Write> writes;
    writes.push_back({client_collection, std::move(client.issuer), std::nullopt});
    auto written = co_await store_.write(std::move(writes));
    co_return written;
}

void Vault::keep_client_soon(Client client) { page_.spawn(keep_client(std::move(client))); }

// What the disk refuses now is written with what is pending.
base::Task<void> Vault::keep_client(Client client) {
    std::vector<ports::Write> writes;
    writes.push_back({client_collection, client.issuer, base::dump_json(to_json(client))});
    co_await store_.write(std::move(writes));
}

base::Task<base::Result<void>> Vault::keep_pending(PendingAuthorization pending) {
    std::vector<ports::Write> writes;
    writes.push_back({pending_collection, pending.state, base::dump_json(to_json(pending))});
    writes.push_back({issuer_collection, pending.server_url, pending.client.issuer});
    const Client& client = pending.client;
    if (client.source == ClientSource::registered)
        writes.push_back({client_collection, client.issuer, base::dump_json(to_json(client))});
    auto written = co_await store_.write(std::move(writes));
    co_return written;
}

base::Task<base::Result<std::optional<PendingAuthorization>>> Vault::take_pending(std::string state, milliseconds now) {
    std::optional<PendingAuthorization> nothing;
    if (state.empty()) co_return nothing;
    auto record = co_await base::or_return(co_await store_.take(pending_collection, state));
    if (!record) co_return nothing;
    const auto json = co_await base::or_return(base::parse_json(*record));
    auto pending = co_await base::or_return(read_pending_authorization(json));
    if (pending.state != state || now - pending.began > pending_life) co_return nothing;
    if (std::exchange(pending.client.unproven, false)) co_await prove(pending.client);
    co_return std::optional<PendingAuthorization>(std::move(pending));
}

base::Task<void> Vault::prove(Client client) {
    const auto kept = co_await this->client(client.issuer);
    if (!kept || !*kept || (*kept)->client_id != client.client_id) co_return;
    std::vector<ports::Write> writes;
    writes.push_back({client_collection, client.issuer, base::dump_json(to_json(client))});
    co_await store_.write(std::move(writes));
}

base::Task<std::vector<std::string>> Vault::sweep(milliseconds now) {
    std::vector<std::string> keys;
    auto listing = co_await store_.list(pending_collection);
    if (!listing) co_return keys;
    std::vector<ports::Write> writes;
    for (const auto& record : listing->records) {
        const auto json = base::parse_json(record.value);
        const auto pending =
            json ? read_pending_authorization(*json) : base::Result<PendingAuthorization>(base::fail(json.error()));
        if (pending && now - pending->began <= pending_life) continue;
        writes.push_back({pending_collection, record.key, std::nullopt});
        if (pending && !pending->dpop_key.empty()) keys.push_back(pending->dpop_key);
    }
    if (!writes.empty()) co_await store_.write(std::move(writes));
    co_return keys;
}

}  // namespace oauth
