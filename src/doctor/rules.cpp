#include "doctor/rules.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/ascii.hpp"
#include "base/server_text.hpp"
#include "base/url.hpp"
#include "doctor/providers.hpp"

namespace doctor {

namespace {

using base::ErrorKind;
using ports::Reachability;

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
    return all;
}

std::string host_of(const std::string& address) {
    const auto url = base::Url::parse(address);
    return url ? url->host_and_port() : address;
}

Mender usual_mender(Cause cause) {
    switch (cause) {
        case Cause::local_network:
        case Cause::mixed_content:
        case Cause::resource_refused:
        case Cause::client_refused:
        case Cause::clock_off: return Mender::person;
        case Cause::metadata_without_cors:
        case Cause::registration_hidden:
        case Cause::token_endpoint_hidden:
        case Cause::registration_closed:
        case Cause::no_pkce:
        case Cause::redirect_not_allowed: return Mender::provider_admin;
        default: return Mender::server_operator;
    }
}

std::string usual_lines(Cause cause, const Failure& failure) {
    const std::string allow = "Access-Control-Allow-Origin: " + failure.page_origin;
    switch (cause) {
        case Cause::origin_not_allowed:
        case Cause::preflight_refused:
        case Cause::header_not_allowed: return cors_lines(failure.page_origin);
        case Cause::challenge_hidden:
        case Cause::session_hidden: return "Access-Control-Expose-Headers: WWW-Authenticate, Mcp-Session-Id";
        case Cause::nonce_hidden: return "Access-Control-Expose-Headers: WWW-Authenticate, Mcp-Session-Id, DPoP-Nonce";
        case Cause::metadata_without_cors: return "Access-Control-Allow-Origin: *";
        case Cause::registration_hidden: return allow + "\nAccess-Control-Allow-Headers: content-type";
        case Cause::token_endpoint_hidden:
            return allow +
                   "\nAccess-Control-Allow-Headers: authorization, dpop\nAccess-Control-Expose-Headers: DPoP-Nonce";
        case Cause::issuer_mismatch: return "\"authorization_servers\": [\"" + failure.error.subject + "\"]";
        case Cause::resource_mismatch: return "\"resource\": \"" + failure.server_url + "\"";
        case Cause::no_pkce: return "\"code_challenge_methods_supported\": [\"S256\"]";
        case Cause::registration_closed:
        case Cause::redirect_not_allowed: return failure.redirect_uri;
        default: return {};
    }
}

// Which provider is asked: who answered last.
const std::string& last_address(const Failure& failure) {
    return failure.exchanges.empty() ? failure.server_url : failure.exchanges.back().url;
}

Finding found(Cause cause, Certainty certainty, const std::string& address, std::string evidence,
              const Failure& failure) {
    Finding finding{
        cause, certainty, usual_mender(cause), host_of(address), std::move(evidence), {}, usual_lines(cause, failure)};
    if (const auto advice = advice_of(address, cause)) {
        finding.mender = advice->mender;
        finding.place = advice->place;
        if (advice->lines) finding.lines = *advice->lines;
    }
    base::replace_all(finding.lines, "{page}", failure.page_origin);
    base::replace_all(finding.lines, "{redirect}", failure.redirect_uri);
    base::replace_all(finding.lines, "{server}", failure.server_url);
    return finding;
}

Finding known(Cause cause, const Failure& failure) {
    return found(cause, Certainty::known, last_address(failure), failure.error.detail, failure);
}

std::string asked(const Exchange& exchange) { return exchange.method + ' ' + exchange.url; }

// Hosts that Local Network Access asks a permission for: this computer, RFC 1918, RFC 3927, RFC 4193, RFC 6762.
bool is_local(const base::Url& url) {
    const std::string_view host = url.host;
    if (url.is_loopback() || host.ends_with(".local")) return true;
    for (const std::string_view begin : {"10.", "192.168.", "169.254.", "[fc", "[fd", "[fe8"})
        if (host.starts_with(begin) && (begin[0] == '[' || host.find_first_not_of("0123456789.") == host.npos))
            return true;
    if (!host.starts_with("172.") || host.find_first_not_of("0123456789.") != host.npos) return false;
    const std::string_view second = host.substr(4, host.find('.', 4) - 4);
    return second.size() == 2 && second >= "16" && second <= "31";
}

// Nothing came, not even to a request whose answer nobody may read.
Finding no_answer(const Failure& failure, const Probes& probes) {
    const auto page = base::Url::parse(failure.page_origin), url = base::Url::parse(probes.address);
    const bool from_outside = page && url && !is_local(*page) && is_local(*url);
    return found(from_outside ? Cause::local_network : Cause::unreachable, Certainty::inferred, probes.address,
                 "no-cors GET " + probes.address + " → nothing", failure);
}

// Something is there. What else got through tells what was in the way.
Finding blocked(const Failure& failure, const Probes& probes) {
    if (!probes.plain_read)
        return found(Cause::origin_not_allowed, Certainty::known, probes.address,
                     "no-cors GET → answered; GET → not readable", failure);
    const std::string plain = "GET → " + std::to_string(probes.plain_status);
    if (probes.refused.empty())
        return found(Cause::origin_not_allowed, Certainty::inferred, probes.address,
                     plain + ", preflights pass; POST → not readable", failure);
    const std::string refused = plain + "; with " + joined(probes.refused) + " → refused";
    if (probes.allowed.empty())
        return found(Cause::preflight_refused, Certainty::known, probes.address, refused, failure);
    return found(Cause::header_not_allowed, Certainty::known, probes.address,
                 refused + "; with " + joined(probes.allowed) + " → allowed", failure);
}

std::vector<Finding> without_reason(const Failure& failure, const Probes& probes) {
    const Exchange* hidden = hidden_exchange(failure);
    if (!probes.reach || *probes.reach == Reachability::offline) return {};
    if (*probes.reach == Reachability::unreachable) return {no_answer(failure, probes)};
    const Stage stage = hidden ? stage_of(*hidden, failure.server_url) : Stage::server;
    if (stage == Stage::server) return {blocked(failure, probes)};
    const Cause cause = stage == Stage::registration ? Cause::registration_hidden
                        : stage == Stage::token      ? Cause::token_endpoint_hidden
                                                     : Cause::metadata_without_cors;
    return {found(cause, Certainty::inferred, hidden->url, asked(*hidden) + " → not readable; no-cors GET → answered",
                  failure)};
}

// RFC 9110 §11.6.1: a 401 has the field; where it is not seen, it is not exposed.
std::vector<Finding> hidden_challenge(const Failure& failure) {
    for (const Exchange& exchange : failure.exchanges)
        if (exchange.status == 401 && !exchange.has_challenge &&
            stage_of(exchange, failure.server_url) == Stage::server)
            return {found(Cause::challenge_hidden, Certainty::inferred, exchange.url,
                          asked(exchange) + " → 401 without a readable WWW-Authenticate", failure)};
    return {};
}

bool is_in_word(char c) { return base::is_letter_or_digit(c) || c == '_'; }

// RFC 7519 §4.1, RFC 9449 §4.3 (11): a proof or an assertion has times of this computer's clock in it.
bool speaks_of_time(const base::Error& error) {
    if (error.subject == "invalid_dpop_proof") return true;
    const std::string words = base::lowered(error.message);
    for (const std::string_view sign : {"iat", "exp", "nbf", "clock", "too old", "in the future"})
        for (auto at = words.find(sign); at != std::string::npos; at = words.find(sign, at + 1)) {
            const auto end = at + sign.size();
            if ((at == 0 || !is_in_word(words[at - 1])) && (end == words.size() || !is_in_word(words[end])))
                return true;
        }
    return false;
}

// RFC 9449 §8, §9: who wants a nonce sends it along; where it is not seen, it is not exposed.
std::vector<Finding> refused_proof(const Failure& failure) {
    for (auto each = failure.exchanges.rbegin(); each != failure.exchanges.rend(); ++each) {
        const bool wants_nonce = each->dpop_error == "use_dpop_nonce";
        if (each->dpop_error.empty() || (wants_nonce && each->has_nonce)) continue;
        return {found(wants_nonce ? Cause::nonce_hidden : Cause::clock_off, Certainty::inferred, each->url,
                      asked(*each) + " → " + each->dpop_error + (wants_nonce ? " without a readable DPoP-Nonce" : ""),
                      failure)};
    }
    return {};
}

std::vector<Finding> refused_by_server(const Failure& failure) {
    auto findings = refused_proof(failure);
    return findings.empty() ? hidden_challenge(failure) : findings;
}

std::vector<Finding> no_metadata(const Failure& failure, const Probes& probes) {
    std::vector<Finding> findings;
    if (!probes.documents.empty())
        findings.push_back(found(Cause::metadata_without_cors, Certainty::inferred, probes.documents.back(),
                                 "GET " + joined(probes.documents) + " → not readable; no-cors GET → answered",
                                 failure));
    else if (probes.reach == Reachability::unreachable)
        findings.push_back(no_answer(failure, probes));
    for (Finding& finding : hidden_challenge(failure)) findings.push_back(std::move(finding));
    return findings;
}

std::vector<Finding> hidden_by_connect(const Failure& failure, const Probes& probes) {
    if (!probes.refused.empty()) return without_reason(failure, probes);
    const bool session = failure.error.subject == "Mcp-Session-Id";
    return {found(session ? Cause::session_hidden : Cause::header_not_allowed, Certainty::inferred, failure.server_url,
                  failure.error.detail, failure)};
}

bool says(const base::Error& error, std::string_view word) {
    return error.message.find(word) != std::string::npos || error.subject.find(word) != std::string::npos;
}

// RFC 8707 §2, and Entra ID's own numbers.
bool refuses_resource(const base::Error& error) {
    return error.subject == "invalid_target" || says(error, "AADSTS901002") || says(error, "AADSTS9010010");
}

bool refuses_redirect(const base::Error& error) {
    return error.subject == "invalid_redirect_uri" || says(error, "redirect_uri") || says(error, "AADSTS50011");
}

bool hides_nonce(const Failure& failure) {
    return failure.error.subject == "use_dpop_nonce" && !failure.exchanges.empty() &&
           !failure.exchanges.back().has_nonce;
}

std::vector<Finding> refused_by_provider(const Failure& failure) {
    const base::Error& error = failure.error;
    const bool hidden = hides_nonce(failure);
    Cause cause = Cause::client_refused;
    if (refuses_resource(error))
        cause = Cause::resource_refused;
    else if (refuses_redirect(error))
        cause = Cause::redirect_not_allowed;
    else if (hidden)
        cause = Cause::nonce_hidden;
    else if (speaks_of_time(error))
        cause = Cause::clock_off;
    else if (error.kind != ErrorKind::invalid_client)
        return {};
    Finding finding = known(cause, failure);
    if (hidden || cause == Cause::clock_off) finding.certainty = Certainty::inferred;
    if (hidden) {
        finding.mender = Mender::provider_admin;
        finding.lines = "Access-Control-Expose-Headers: DPoP-Nonce";
    }
    return {std::move(finding)};
}

// RFC 6749 §4.1.2.1: of a redirect address or a client that it does not know, a provider tells the person alone, who can but give up.
std::vector<Finding> unanswered(const Failure& failure) {
    if (failure.sent_to.empty()) return {};
    const auto& all = failure.exchanges;
    const auto metadata = std::find_if(all.rbegin(), all.rend(), [&](const Exchange& each) {
        return each.status == 200 && stage_of(each, failure.server_url) == Stage::metadata;
    });
    const std::string address = metadata == all.rend() ? "https://" + failure.sent_to : metadata->url;
    Finding finding =
        found(Cause::redirect_not_allowed, Certainty::inferred, address, failure.sent_to + " → no answer", failure);
    finding.cause = failure.given_client ? Cause::client_unanswered : Cause::redirect_unanswered;
    finding.subject = failure.sent_to;
    return {std::move(finding)};
}

// After a proof was refused, the person was sent to sign in again and again.
std::vector<Finding> given_up(const Failure& failure) {
    auto findings = refused_proof(failure);
    return findings.empty() ? unanswered(failure) : findings;
}

std::vector<Finding> refused_registration(const Failure& failure) {
    const bool redirect = failure.error.subject == "invalid_redirect_uri";
    return {known(redirect ? Cause::redirect_not_allowed : Cause::registration_closed, failure)};
}

// Of the metadata. A client given by hand for another issuer is no fault of any server.
std::vector<Finding> mismatched(const Failure& failure) {
    if (failure.error.clause != "RFC 8414 §3.3") return {};
    return {known(Cause::issuer_mismatch, failure)};
}

// A registration that fails in any other way: whether it is closed for ever, the answer does not say.
std::vector<Finding> failed_registration(const Failure& failure) {
    if (failure.exchanges.empty()) return {};
    const Exchange& last = failure.exchanges.back();
    if (stage_of(last, failure.server_url) != Stage::registration || last.status < 400) return {};
    return {found(Cause::registration_closed, Certainty::inferred, last.url,
                  asked(last) + " → " + std::to_string(last.status), failure)};
}

// "Only https: addresses are opened": also what a page that came over http: would get from any other one.
// The address that a person typed; or, in the sign-in, the one that metadata name, with which the error's detail ends.
std::vector<Finding> not_https(const Failure& failure) {
    const bool is_named = failure.error.part == base::Error::Part::sign_in;
    const std::string& named = failure.error.detail;
    const std::string address = is_named ? named.substr(named.rfind(' ') + 1) : failure.server_url;
    if (!address.starts_with("http:")) return {};
    Finding finding = found(Cause::mixed_content, Certainty::known, address, is_named ? named : address, failure);
    if (is_named)
        finding.mender = named.find("_endpoint ") != named.npos ? Mender::provider_admin : Mender::server_operator;
    return {std::move(finding)};
}

bool is_well_known(const std::string& address) { return address.find("/.well-known/") != std::string::npos; }

}  // namespace

Stage stage_of(const Exchange& exchange, const std::string& server_url) {
    if (is_well_known(exchange.url)) return Stage::metadata;
    if (exchange.is_form) return Stage::token;
    if (exchange.url == server_url) return Stage::server;
    if (exchange.method == "POST") return Stage::registration;
    // RFC 9728 §5.1: the server names any address for its document. Documents are asked for without a header of ours.
    const bool is_document = exchange.method == "GET" && exchange.header_names.empty();
    return is_document ? Stage::metadata : Stage::server;
}

const Exchange* hidden_exchange(const Failure& failure) {
    const auto found = std::find_if(failure.exchanges.rbegin(), failure.exchanges.rend(),
                                    [](const Exchange& each) { return each.error == ErrorKind::unreachable; });
    return found == failure.exchanges.rend() ? nullptr : &*found;
}

std::vector<Finding> examine(const Failure& failure, const Probes& probes) {
    switch (failure.error.kind) {
        case ErrorKind::unreachable:
        case ErrorKind::offline: return without_reason(failure, probes);
        case ErrorKind::blocked_by_cors: return hidden_by_connect(failure, probes);
        case ErrorKind::mixed_content:
        case ErrorKind::invalid_address: return not_https(failure);
        case ErrorKind::no_sign_in_metadata: return no_metadata(failure, probes);
        case ErrorKind::sign_in_needed: return refused_by_server(failure);
        case ErrorKind::issuer_mismatch: return mismatched(failure);
        case ErrorKind::resource_mismatch: return {known(Cause::resource_mismatch, failure)};
        case ErrorKind::no_pkce: return {known(Cause::no_pkce, failure)};
        case ErrorKind::client_id_needed: return {known(Cause::registration_closed, failure)};
        case ErrorKind::registration_refused: return refused_registration(failure);
        case ErrorKind::sign_in_refused:
        case ErrorKind::invalid_grant:
        case ErrorKind::invalid_client:
        case ErrorKind::token_refused: return refused_by_provider(failure);
        case ErrorKind::http_status: return failed_registration(failure);
        case ErrorKind::cancelled: return given_up(failure);
        default: return {};
    }
}

std::string cors_lines(const std::string& page_origin) {
    return "Access-Control-Allow-Origin: " + page_origin +
           "\nAccess-Control-Allow-Methods: GET, POST, DELETE, OPTIONS"
           "\nAccess-Control-Allow-Headers: authorization, content-type, accept, mcp-protocol-version, mcp-session-id, "
           "mcp-method, mcp-name, last-event-id, dpop"
           "\nAccess-Control-Expose-Headers: mcp-session-id, www-authenticate, dpop-nonce";
}

}  // namespace doctor
