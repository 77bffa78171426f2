#include "oauth/machine_credentials.hpp"

#include <nlohmann/json.hpp>

#include "base/url.hpp"

namespace oauth {

namespace {

constexpr const char* jwt_bearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

std::unexpected<base::Error> unusable(std::string why) {
    return base::fail(
        {.kind = base::ErrorKind::malformed,
         .remedy = base::Remedy::none,
         .message = "This page's config.json has machine credentials for this server that cannot be used.",
         .detail = std::move(why)});
}

base::Result<std::optional<MachineCredentials>> read(const base::Json& entry) {
    MachineCredentials read;
    read.issuer = base::string_or_empty(entry, "issuer");
    read.client_id = base::string_or_empty(entry, "client_id");
    read.client_secret = base::string_or_empty(entry, "client_secret");
    read.private_key = base::string_or_empty(entry, "private_key");
    read.assertion = base::string_or_empty(entry, "assertion");
    if (read.client_id.empty()) return unusable("client_id is missing");
    const std::string grant_type = base::string_or_empty(entry, "grant_type");
    if (grant_type == "client_credentials") {
        if (read.client_secret.empty() == read.private_key.empty())
            return unusable("client_credentials needs either client_secret or private_key");
        read.assertion.clear();
        return read;
    }
    if (grant_type != jwt_bearer)
        return unusable("grant_type is neither client_credentials nor " + std::string(jwt_bearer));
    read.private_key.clear();
    const base::Json* provider = base::object_member(entry, "identity_provider");
    if (!provider) {
        if (read.assertion.empty()) return unusable("jwt-bearer needs either assertion or identity_provider");
        return read;
    }
    IdentityProvider& from = read.identity_provider.emplace();
    from.token_endpoint = base::string_or_empty(*provider, "token_endpoint");
    from.client_id = base::string_or_empty(*provider, "client_id");
    from.id_token = base::string_or_empty(*provider, "id_token");
    if (!base::is_safe_to_open(from.token_endpoint)) return unusable("identity_provider.token_endpoint must be https");
    if (from.client_id.empty() || from.id_token.empty())
        return unusable("identity_provider needs client_id and id_token");
    return read;
}

}  // namespace

base::Result<std::optional<MachineCredentials>> find_machine_credentials(const base::Json& config,
                                                                         const std::string& server_url) {
    const base::Json* list = base::array_member(config, "machine_credentials");
    if (!list) return std::nullopt;
    for (const base::Json& entry : *list)
        if (base::string_or_empty(entry, "server") == server_url) return read(entry);
    return std::nullopt;
}

}  // namespace oauth
