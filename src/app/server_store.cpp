#include "app/server_store.hpp"

#include <nlohmann/json.hpp>

#include "base/json_object.hpp"
#include "base/url.hpp"

namespace app {

namespace {

constexpr int record_version = 1;

base::Json sign_in_json(const model::SignInSettings& settings) {
    base::JsonObject value;
    value.text("client_id", settings.client_id).text("client_secret", settings.client_secret);
    value.text("given_issuer", settings.given_issuer).text("scope", settings.scope);
    value.text("given_token_endpoint", settings.given_token_endpoint);
    value.integer("resource_indicator", static_cast<int>(settings.resource_indicator));
    value.text("resource", settings.resource).text("initial_access_token", settings.initial_access_token);
    value.flag("allow_without_pkce", settings.allow_without_pkce).flag("dpop", settings.dpop);
    value.flag("page_credentials", settings.page_credentials);
    base::Json extra = base::Json::array();
    for (const auto& [name, text] : settings.extra_parameters)
        extra.push_back(base::JsonObject().text("name", name).text("value", text).take());
    return value.json("extra_parameters", std::move(extra)).take();
}

model::SignInSettings read_sign_in(const base::Json& value) {
    model::SignInSettings settings;
    settings.client_id = base::string_or_empty(value, "client_id");
    settings.client_secret = base::string_or_empty(value, "client_secret");
    settings.given_issuer = base::string_or_empty(value, "given_issuer");
    settings.given_token_endpoint = base::string_or_empty(value, "given_token_endpoint");
    settings.scope = base::string_or_empty(value, "scope");
    const auto indicator = base::integer_member(value, "resource_indicator").value_or(0);
    if (indicator >= 0 && indicator <= 2)
        settings.resource_indicator = static_cast<model::SignInSettings::ResourceIndicator>(indicator);
    settings.resource = base::string_or_empty(value, "resource");
    settings.initial_access_token = base::string_or_empty(value, "initial_access_token");
    settings.page_credentials = base::bool_member(value, "page_credentials").value_or(false);
    settings.allow_without_pkce = base::bool_member(value, "allow_without_pkce").value_or(false);
    settings.dpop = base::bool_member(value, "dpop").value_or(true);
    if (const base::Json* extra = base::array_member(value, "extra_parameters"))
        for (const base::Json& each : *extra)
            settings.extra_parameters.emplace_back(base::string_or_empty(each, "name"),
                                                   base::string_or_empty(each, "value"));
    return settings;
}

}  // namespace

ports::Write server_write(const ServerRecord& record) {
    base::JsonObject value;
    value.integer("v", record_version).text("id", record.id).text("url", record.url).text("name", record.name);
    value.text("revision", record.revision).integer("order", record.order).flag("paused", record.paused);
    if (record.sign_in != model::SignInSettings()) value.json("sign_in", sign_in_json(record.sign_in));
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
    if (const base::Json* sign_in = base::object_member(*value, "sign_in")) server.sign_in = read_sign_in(*sign_in);
    return server;
}

StoredServers servers_of(const ports::Store::Listing& listing) {
    StoredServers stored;
    stored.damaged = listing.damaged;
    for (const auto& record : listing.records) {
        auto server = read_server(record.value);
        if (server && server->id == record.key)
            stored.servers.push_back(std::move(*server));
        else
            ++stored.damaged;
    }
    return stored;
}

}  // namespace app
