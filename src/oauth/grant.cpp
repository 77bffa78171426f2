#include "oauth/grant.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/json_object.hpp"

namespace oauth {

namespace {

using base::ErrorKind;
using base::Json;
using std::chrono::milliseconds;

Json member_or_null(const Json& record, std::string_view key) {
    const Json* found = base::object_member(record, key);
    return found ? *found : Json();
}

}  // namespace

std::string GrantKey::text() const {
    Json parts = Json::array();
    for (const auto* part : {&server_url, &issuer, &client_id, &account}) parts.push_back(*part);
    return base::dump_json(parts);
}

bool is_other_sign_in(const Grant& now, const std::optional<Grant>& before) {
    return !before || now.key != before->key || now.signed_in_at != before->signed_in_at;
}

milliseconds refresh_time(milliseconds sent_at, milliseconds expires_at) {
    if (expires_at.count() == 0) return milliseconds(0);
    const milliseconds life = expires_at - sent_at;
    return expires_at - std::min(milliseconds(60'000), life / 4);
}

Json to_json(const Grant& grant) {
    base::JsonObject record;
    record.integer("v", 1).text("server_url", grant.key.server_url).text("account", grant.key.account);
    record.json("server", to_json(grant.server)).json("client", to_json(grant.client));
    record.json("tokens", to_json(grant.tokens)).integer("refresh_at", grant.refresh_at.count());
    record.text("resource", grant.resource).text("resource_metadata", grant.resource_metadata);
    record.text("scope", grant.scope).text("dpop_key", grant.dpop_key);
    record.text("account_name", grant.account_name).integer("signed_in_at", grant.signed_in_at.count());
    return record.take();
}

base::Result<Grant> read_grant(const Json& record) {
    if (base::integer_member(record, "v") != 1)
        return base::fail(ErrorKind::unsupported_version, "A newer version of this page wrote this record.");
    auto server = read_kept_server_metadata(member_or_null(record, "server"));
    if (!server) return base::fail(std::move(server.error()));
    auto client = read_client(member_or_null(record, "client"));
    if (!client) return base::fail(std::move(client.error()));
    auto tokens = read_tokens(member_or_null(record, "tokens"));
    if (!tokens) return base::fail(std::move(tokens.error()));
    Grant grant;
    grant.server = std::move(*server);
    grant.client = std::move(*client);
    grant.tokens = std::move(*tokens);
    grant.key = {base::string_or_empty(record, "server_url"), grant.server.issuer, grant.client.client_id,
                 base::string_or_empty(record, "account")};
    grant.refresh_at = milliseconds(base::integer_member(record, "refresh_at").value_or(0));
    grant.resource = base::string_or_empty(record, "resource");
    grant.resource_metadata = base::string_or_empty(record, "resource_metadata");
    grant.scope = base::string_or_empty(record, "scope");
    grant.dpop_key = base::string_or_empty(record, "dpop_key");
    grant.account_name = base::string_or_empty(record, "account_name");
    grant.signed_in_at = milliseconds(base::integer_member(record, "signed_in_at").value_or(0));
    return grant;
}

}  // namespace oauth
