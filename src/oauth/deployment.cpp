#include "oauth/deployment.hpp"

#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "oauth/authorization_request.hpp"

namespace oauth {

namespace {

enum class ValueForm { words, address, https, here };

struct ConfigSetting {
    std::string_view name;
    ValueForm form;
    std::string& value;
};

bool fits(const std::string& value, ValueForm form, const base::Url& folder) {
    if (value.empty()) return false;
    if (form == ValueForm::words) return true;
    const auto url = base::Url::parse(value);
    if (!url || !url->fragment.empty() || !base::is_safe_to_open(value)) return false;
    if (form == ValueForm::https) return url->scheme == "https";
    // callback.html finds its script and the page beside itself; and RFC 6749 §3.1.2: no fragment.
    const std::string here = folder.to_string();
    return form != ValueForm::here || (url->query.empty() && url->to_string() == value && value.starts_with(here) &&
                                       value.size() > here.size() && value.find('/', here.size()) == value.npos);
}

base::Error wrong(std::string_view name, ValueForm form, const base::Url& folder) {
    const std::string here = folder.to_string() + "…";
    const std::string wanted = form == ValueForm::words  ? "a text that is not empty"
                               : form == ValueForm::here ? "an address in the folder of this page, " + here
                                                         : "an https: address";
    const std::string pattern = form == ValueForm::words ? "\"…\"" : form == ValueForm::here ? here : "https://…";
    return {.kind = base::ErrorKind::wrong_config,
            .message =
                "In the config.json of this page, " + std::string(name) + " is not used: it has to be " + wanted + ".",
            .clause = "CONTRACTS 5",
            .subject = std::string(name) + " (" + pattern + ")"};
}

std::string slashless(std::string url) {
    if (url.ends_with('/')) url.pop_back();
    return url;
}

}  // namespace

std::vector<base::Error> read_deployment(const base::Json& config, const base::Url& folder, Deployment& into) {
    ClientDescription& client = into.description;
    const ConfigSetting settings[] = {
        {"client_name", ValueForm::words, client.client_name},
        {"client_uri", ValueForm::address, client.client_uri},
        {"logo_uri", ValueForm::address, client.logo_uri},
        {"redirect_uri", ValueForm::here, client.redirect_uri},
        {"software_id", ValueForm::words, client.software_id},
        {"software_version", ValueForm::words, client.software_version},
        {"client_id_metadata_url", ValueForm::https, into.client_metadata_url},
        {"auth_server_url", ValueForm::address, into.auth_server_url},
        {"scope", ValueForm::words, into.scope},
        {"mcp_server_url", ValueForm::address, into.mcp_server_url},
    };
    std::vector<base::Error> problems;
    for (const ConfigSetting& setting : settings) {
        const auto said = config.find(setting.name);
        if (said == config.end()) continue;
        const std::string* value = base::string_member(config, setting.name);
        if (value && fits(*value, setting.form, folder))
            setting.value = *value;
        else
            problems.push_back(wrong(setting.name, setting.form, folder));
    }
    return problems;
}

std::string issuer_for(const base::Url& server, const Deployment& deployment) {
    const auto named = base::Url::parse(deployment.mcp_server_url);
    return !named || named->same_origin(server) ? deployment.auth_server_url : std::string();
}

void complete(ProtectedResource& resource, const ServerMetadata& server, const Deployment& deployment) {
    const bool ours = slashless(server.issuer) == slashless(deployment.auth_server_url);
    if (ours && resource.scopes_supported.empty()) resource.scopes_supported = words_of(deployment.scope);
}

}  // namespace oauth
