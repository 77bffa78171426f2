#include "app/server_store.hpp"

#include "base/json_object.hpp"
#include "base/url.hpp"

namespace app {

namespace {

constexpr int record_version = 1;

}  // namespace

ports::Write server_write(const ServerRecord& record) {
    base::JsonObject value;
    value.integer("v", record_version).text("id", record.id).text("url", record.url).text("name", record.name);
    value.text("revision", record.revision).integer("order", record.order).flag("paused", record.paused);
    return {server_collection, record.id, value.dump()};
}

ports::Write server_erasure(const std::string& id) { return {server_collection, id, std::nullopt}; }

base::Result<ServerRecord> read_server(std::string_view record) {
    const auto value = base::parse_json(record);
    if (!value) return base::fail(value.error());
    const auto version = base::integer_member(*value, "v");
    if (!version) return base::fail(base::ErrorKind::wrong_type, "A stored server has no version.");
    if (*version < 1 || *version > record_version)
        return base::fail(base::ErrorKind::unsupported_version, "A newer version of this page wrote this record.");
    ServerRecord server;
    server.id = base::string_or_empty(*value, "id");
    if (server.id.empty()) return base::fail(base::ErrorKind::wrong_type, "A stored server has no id.");
    server.url = base::string_or_empty(*value, "url");
    const auto url = base::Url::parse(server.url);
    if (!url) return base::fail(url.error());
    if (!base::is_safe_to_fetch(*url))
        return base::fail(base::ErrorKind::invalid_address, "A stored server has an address that is never asked.");
    server.name = base::string_or_empty(*value, "name");
    server.revision = base::string_or_empty(*value, "revision");
    server.order = base::integer_member(*value, "order").value_or(0);
    server.paused = base::bool_member(*value, "paused").value_or(false);
    return server;
}

base::Task<base::Result<LoadedServers>> load_servers(ports::Store& store) {
    auto listing = co_await base::or_return(co_await store.list(server_collection));
    LoadedServers loaded;
    loaded.damaged = listing.damaged;
    for (const auto& record : listing.records) {
        auto server = read_server(record.value);
        if (server && server->id == record.key)
            loaded.servers.push_back(std::move(*server));
        else
            ++loaded.damaged;
    }
    co_return loaded;
}

}  // namespace app
