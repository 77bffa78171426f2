#include "oauth/client.hpp"

#include <algorithm>
#include <cstdint>

#include <nlohmann/json.hpp>

#include "base/json_object.hpp"

namespace oauth {

base::Json to_json(const Client& client) {
    return base::JsonObject()
        .text("issuer", client.issuer)
        .text("client_id", client.client_id)
        .text("client_secret", client.client_secret)
        .integer("source", static_cast<int>(client.source))
        .integer("authentication", static_cast<int>(client.authentication))
        .integer("secret_expires_at", client.secret_expires_at.count())
        .text("redirect_uri", client.redirect_uri)
        .text("token_endpoint", client.token_endpoint)
        .text("scope", client.scope)
        .flag("unproven", client.unproven)
        .text("registration_client_uri", client.registration_client_uri)
        .text("registration_access_token", client.registration_access_token)
        .take();
}

base::Result<Client> read_client(const base::Json& record) {
    Client client;
    client.issuer = base::string_or_empty(record, "issuer");
    client.client_id = base::string_or_empty(record, "client_id");
    if (client.issuer.empty() || client.client_id.empty())
        return base::fail(base::ErrorKind::wrong_type, "A stored client has no id or no issuer.");
    client.client_secret = base::string_or_empty(record, "client_secret");
    const auto choice = [&](const char* name) {
        return std::clamp<std::int64_t>(base::integer_member(record, name).value_or(0), 0, 2);
    };
    client.source = static_cast<ClientSource>(choice("source"));
    client.authentication = static_cast<ClientAuthentication>(choice("authentication"));
    client.secret_expires_at = std::chrono::seconds(base::integer_member(record, "secret_expires_at").value_or(0));
    client.redirect_uri = base::string_or_empty(record, "redirect_uri");
    client.token_endpoint = base::string_or_empty(record, "token_endpoint");
    client.scope = base::string_or_empty(record, "scope");
    client.unproven = base::bool_member(record, "unproven").value_or(false);
    client.registration_client_uri = base::string_or_empty(record, "registration_client_uri");
    client.registration_access_token = base::string_or_empty(record, "registration_access_token");
    return client;
}

}  // namespace oauth
