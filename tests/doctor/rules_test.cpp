#include "doctor/rules.hpp"

#include <doctest/doctest.h>

using namespace doctor;
using base::ErrorKind;
using ports::Reachability;

namespace {

const std::string rules_server = "https://todo.example/mcp";
const std::string redirect = "https://chat.example/callback.html";

Failure failed(ErrorKind kind) {
    Failure failure;
    failure.error.kind = kind;
    failure.server_url = rules_server;
    failure.page_origin = "https://chat.example";
    failure.redirect_uri = redirect;
    return failure;
}

Exchange exchange(std::string method, std::string url, int status = 0) {
    Exchange made;
    made.method = std::move(method);
    made.url = std::move(url);
    made.status = status;
    if (status == 0) made.error = ErrorKind::unreachable;
    return made;
}

Failure hidden(Exchange last) {
    Failure failure = failed(ErrorKind::unreachable);
    failure.exchanges.push_back(std::move(last));
    return failure;
}

Probes answered(std::string address) {
    Probes probes;
    probes.reach = Reachability::reachable_but_blocked;
    probes.address = std::move(address);
    return probes;
}

Finding only(const std::vector<Finding>& findings) {
    REQUIRE(findings.size() == 1);
    return findings.front();
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("doctor: where nothing answers, nobody knows why") {
    Probes probes;
    probes.reach = Reachability::unreachable;
    probes.address = rules_server;
    const Finding finding = only(examine(hidden(exchange("POST", rules_server)), probes));
    CHECK(finding.cause == Cause::unreachable);
    CHECK(finding.certainty == Certainty::inferred);
    CHECK(finding.subject == "todo.example");
    CHECK(has(finding.evidence, "no-cors GET https://todo.example/mcp"));
    CHECK(finding.lines.empty());
}

TEST_CASE("doctor: offline says all by itself, and without a probe nothing is claimed") {
    Probes probes;
    CHECK(examine(hidden(exchange("POST", rules_server)), probes).empty());
    probes.reach = Reachability::offline;
    CHECK(examine(hidden(exchange("POST", rules_server)), probes).empty());
}

TEST_CASE("doctor: a page from outside that gets nothing from this network may lack the permission") {
    Probes probes;
    probes.reach = Reachability::unreachable;
    for (const char* near : {"http://localhost:3000/mcp", "https://192.168.1.7/mcp", "https://10.0.0.1/mcp",
                             "https://172.20.1.1/mcp", "https://nas.local/mcp", "https://[fd00::1]/mcp"}) {
        CAPTURE(near);
        probes.address = near;
        const Finding finding = only(examine(hidden(exchange("POST", near)), probes));
        CHECK(finding.cause == Cause::local_network);
        CHECK(finding.certainty == Certainty::inferred);
        CHECK(finding.mender == Mender::person);
    }
    for (const char* far : {"https://10.example.com/mcp", "https://172.15.0.1/mcp", "https://172.32.0.1/mcp",
                            "https://8.8.8.8/mcp", "https://fd.example/mcp"}) {
        CAPTURE(far);
        probes.address = far;
        CHECK(only(examine(hidden(exchange("POST", far)), probes)).cause == Cause::unreachable);
    }
    Failure at_home = hidden(exchange("POST", "http://localhost:3000/mcp"));
    at_home.page_origin = "http://localhost:8080";
    probes.address = "http://localhost:3000/mcp";
    CHECK(only(examine(at_home, probes)).cause == Cause::unreachable);
}

TEST_CASE("doctor: an answer that not even a plain GET may read lacks the origin") {
    const Finding finding = only(examine(hidden(exchange("POST", rules_server)), answered(rules_server)));
    CHECK(finding.cause == Cause::origin_not_allowed);
    CHECK(finding.certainty == Certainty::known);
    CHECK(finding.mender == Mender::server_operator);
    CHECK(finding.lines == cors_lines("https://chat.example"));
    CHECK(has(finding.lines, "Access-Control-Allow-Origin: https://chat.example\n"));
}

// [req:doctor-cors]
TEST_CASE("doctor: a preflight that passes with no header is refused") {
    Probes probes = answered(rules_server);
    probes.plain_read = true;
    probes.plain_status = 405;
    probes.refused = {"content-type", "mcp-protocol-version"};
    const Finding finding = only(examine(hidden(exchange("POST", rules_server)), probes));
    CHECK(finding.cause == Cause::preflight_refused);
    CHECK(finding.certainty == Certainty::known);
    CHECK(finding.evidence == "GET → 405; with content-type, mcp-protocol-version → refused");
}

// [req:doctor-cors]
TEST_CASE("doctor: a preflight that passes with some headers names those it does not allow") {
    Probes probes = answered(rules_server);
    probes.plain_read = true;
    probes.plain_status = 200;
    probes.allowed = {"content-type"};
    probes.refused = {"mcp-protocol-version"};
    const Finding finding = only(examine(hidden(exchange("POST", rules_server)), probes));
    CHECK(finding.cause == Cause::header_not_allowed);
    CHECK(finding.certainty == Certainty::known);
    CHECK(has(finding.evidence, "with mcp-protocol-version → refused; with content-type → allowed"));
    CHECK(has(finding.lines, "mcp-protocol-version"));
}

// [req:doctor-cors]
TEST_CASE("doctor: where all preflights pass, it is the answer to POST that lacks the origin") {
    Probes probes = answered(rules_server);
    probes.plain_read = true;
    probes.plain_status = 200;
    probes.allowed = {"content-type"};
    const Finding finding = only(examine(hidden(exchange("POST", rules_server)), probes));
    CHECK(finding.cause == Cause::origin_not_allowed);
    CHECK(finding.certainty == Certainty::inferred);
}

TEST_CASE("doctor: what the connection inferred without a probe") {
    Failure failure = failed(ErrorKind::blocked_by_cors);
    failure.error.subject = "Mcp-Session-Id";
    Finding finding = only(examine(failure, Probes()));
    CHECK(finding.cause == Cause::session_hidden);
    CHECK(finding.certainty == Certainty::inferred);
    CHECK(finding.lines == "Access-Control-Expose-Headers: WWW-Authenticate, Mcp-Session-Id");
    failure.error.subject = "MCP-Protocol-Version, Mcp-Method, Mcp-Name";
    finding = only(examine(failure, Probes()));
    CHECK(finding.cause == Cause::header_not_allowed);
    CHECK(finding.certainty == Certainty::inferred);
}

// [req:doctor-sign-in]
TEST_CASE("doctor: metadata that answers and cannot be read") {
    Failure failure = failed(ErrorKind::no_sign_in_metadata);
    failure.exchanges = {exchange("POST", rules_server, 401)};
    failure.exchanges[0].has_challenge = true;
    Probes probes;
    CHECK(examine(failure, probes).empty());
    probes.documents = {"https://login.example/.well-known/openid-configuration"};
    Finding finding = only(examine(failure, probes));
    CHECK(finding.cause == Cause::metadata_without_cors);
    CHECK(finding.certainty == Certainty::inferred);
    CHECK(finding.subject == "login.example");
    CHECK(finding.lines == "Access-Control-Allow-Origin: *");
    CHECK(finding.mender == Mender::provider_admin);

    probes.documents = {"https://github.com/.well-known/oauth-authorization-server/login/oauth"};
    finding = only(examine(failure, probes));
    CHECK(finding.mender == Mender::server_operator);
    CHECK(has(finding.place, "GitHub"));
}

// [req:doctor-sign-in]
TEST_CASE("doctor: a 401 without a readable challenge, where the sign-in found no metadata") {
    Failure failure = failed(ErrorKind::no_sign_in_metadata);
    failure.exchanges = {exchange("POST", rules_server, 401),
                         exchange("GET", "https://todo.example/.well-known/oauth-protected-resource", 404)};
    const Finding finding = only(examine(failure, Probes()));
    CHECK(finding.cause == Cause::challenge_hidden);
    CHECK(finding.certainty == Certainty::inferred);
    CHECK(has(finding.evidence, "POST https://todo.example/mcp → 401"));
    CHECK(has(finding.lines, "WWW-Authenticate"));
    failure.exchanges[0].has_challenge = true;
    CHECK(examine(failure, Probes()).empty());
}

TEST_CASE("doctor: endpoints without CORS, told apart by what was sent") {
    const std::string registration = "https://dev.okta.com/oauth2/v1/clients";
    Finding finding = only(examine(hidden(exchange("POST", registration)), answered(registration)));
    CHECK(finding.cause == Cause::registration_hidden);
    CHECK(finding.certainty == Certainty::inferred);
    CHECK(finding.mender == Mender::person);
    CHECK(finding.lines == redirect);

    finding =
        only(examine(hidden(exchange("POST", "https://op.example/oidc/reg")), answered("https://op.example/oidc/reg")));
    CHECK(has(finding.place, "oidc-provider"));
    CHECK(has(finding.lines, "Access-Control-Allow-Origin: https://chat.example\n"));

    Exchange token = exchange("POST", "https://login.microsoftonline.com/common/oauth2/v2.0/token");
    token.is_form = true;
    finding = only(examine(hidden(token), answered(token.url)));
    CHECK(finding.cause == Cause::token_endpoint_hidden);
    CHECK(has(finding.place, "Single-page application"));
    CHECK(finding.lines == redirect);
}

TEST_CASE("doctor: an http address") {
    Failure failure = failed(ErrorKind::mixed_content);
    failure.server_url = "http://todo.example/mcp";
    Finding finding = only(examine(failure, Probes()));
    CHECK(finding.cause == Cause::mixed_content);
    CHECK(finding.certainty == Certainty::known);
    CHECK(finding.mender == Mender::person);
    failure.error.kind = ErrorKind::invalid_address;
    CHECK(only(examine(failure, Probes())).cause == Cause::mixed_content);
    failure.server_url = rules_server;
    CHECK(examine(failure, Probes()).empty());
}

// [req:doctor-sign-in]
TEST_CASE("doctor: an http address that metadata name") {
    struct Row {
        const char *detail, *host;
        Mender mender;
    };
    for (const Row& row :
         {Row{"authorization_endpoint http://login.corp.example/a", "login.corp.example", Mender::provider_admin},
          Row{"authorization_servers http://login.corp.example", "login.corp.example", Mender::server_operator},
          Row{"resource_metadata http://meta.example:8080/prm", "meta.example:8080", Mender::server_operator},
          Row{"http://login.corp.example", "login.corp.example", Mender::server_operator}}) {
        CAPTURE(row.detail);
        for (const std::string& server : {std::string("http://localhost:3000/mcp"), rules_server}) {
            Failure failure = failed(ErrorKind::invalid_address);
            failure.server_url = server;
            failure.error.part = base::Error::Part::sign_in;
            failure.error.detail = row.detail;
            const Finding finding = only(examine(failure, Probes()));
            CHECK(finding.cause == Cause::mixed_content);
            CHECK(finding.subject == row.host);
            CHECK(finding.mender == row.mender);
            CHECK(finding.evidence == row.detail);
            failure.error.detail = "authorization_endpoint javascript:x";
            CHECK(examine(failure, Probes()).empty());
        }
    }
}

// [req:doctor-sign-in]
TEST_CASE("doctor: a resource that names another address is told which line its metadata needs") {
    Failure failure = failed(ErrorKind::resource_mismatch);
    const Finding finding = only(examine(failure, Probes()));
    CHECK(finding.cause == Cause::resource_mismatch);
    CHECK(finding.certainty == Certainty::known);
    CHECK(finding.mender == Mender::server_operator);
    CHECK(finding.lines == "\"resource\": \"" + failure.server_url + "\"");
}

// [req:doctor-sign-in]
TEST_CASE("doctor: an issuer that calls itself by another name") {
    Failure failure = failed(ErrorKind::issuer_mismatch);
    failure.error.subject = "https://auth.example";
    failure.error.detail = "asked https://door.example, issuer https://auth.example";
    failure.error.clause = "RFC 8414 §3.3";
    const Finding finding = only(examine(failure, Probes()));
    CHECK(finding.cause == Cause::issuer_mismatch);
    CHECK(finding.certainty == Certainty::known);
    CHECK(finding.evidence == failure.error.detail);
    CHECK(finding.lines == R"("authorization_servers": ["https://auth.example"])");
    failure.error.clause = "MCP client-registration, Authorization Server Binding";
    CHECK(examine(failure, Probes()).empty());
}

// [req:doctor-sign-in]
TEST_CASE("doctor: no PKCE, and Cognito that does not say it has it") {
    Failure failure = failed(ErrorKind::no_pkce);
    Finding finding = only(examine(failure, Probes()));
    CHECK(finding.cause == Cause::no_pkce);
    CHECK(finding.mender == Mender::provider_admin);
    CHECK(has(finding.lines, "S256"));
    failure.exchanges = {
        exchange("GET", "https://cognito-idp.eu-west-1.amazonaws.com/pool_1/.well-known/openid-configuration", 200)};
    finding = only(examine(failure, Probes()));
    CHECK(finding.mender == Mender::person);
    CHECK(has(finding.place, "Cognito"));
    CHECK(finding.lines.empty());  // nobody who reads this can add one there
}

// [req:doctor-sign-in]
TEST_CASE("doctor: a registration that is closed, refused or broken") {
    Failure failure = failed(ErrorKind::client_id_needed);
    failure.exchanges = {exchange("GET", "https://accounts.google.com/.well-known/openid-configuration", 200)};
    Finding finding = only(examine(failure, Probes()));
    CHECK(finding.cause == Cause::registration_closed);
    CHECK(finding.certainty == Certainty::known);
    CHECK(finding.lines == redirect);
    CHECK(has(finding.place, "Google"));

    failure.error.kind = ErrorKind::registration_refused;
    failure.exchanges = {exchange("POST", "https://id.example/realms/demo/clients-registrations", 403)};
    finding = only(examine(failure, Probes()));
    CHECK(finding.cause == Cause::registration_closed);
    CHECK(has(finding.place, "Trusted Hosts"));
    failure.error.subject = "invalid_redirect_uri";
    CHECK(only(examine(failure, Probes())).cause == Cause::redirect_not_allowed);

    failure = failed(ErrorKind::http_status);
    failure.exchanges = {exchange("POST", "https://login.example/register", 500)};
    finding = only(examine(failure, Probes()));
    CHECK(finding.cause == Cause::registration_closed);
    CHECK(finding.certainty == Certainty::inferred);
    failure.exchanges.push_back(exchange("POST", rules_server, 500));
    CHECK(examine(failure, Probes()).empty());
}

// [req:doctor-sign-in]
TEST_CASE("doctor: what the provider refuses at the sign-in or the token endpoint") {
    Failure failure = failed(ErrorKind::sign_in_refused);
    failure.error.subject = "access_denied";
    CHECK(examine(failure, Probes()).empty());

    failure.error.subject = "invalid_target";
    Finding finding = only(examine(failure, Probes()));
    CHECK(finding.cause == Cause::resource_refused);
    CHECK(finding.certainty == Certainty::known);
    CHECK(finding.mender == Mender::person);

    failure.error.subject = "invalid_request";
    failure.error.message = "AADSTS901002: The resource request parameter is not supported.";
    failure.exchanges = {
        exchange("GET", "https://login.microsoftonline.com/x/v2.0/.well-known/openid-configuration", 200)};
    finding = only(examine(failure, Probes()));
    CHECK(finding.cause == Cause::resource_refused);
    CHECK(finding.lines == rules_server + "/.default");

    failure.error.message = "The redirect_uri does not match.";
    CHECK(only(examine(failure, Probes())).cause == Cause::redirect_not_allowed);
    failure.error = {.kind = ErrorKind::invalid_client, .message = "No secret."};
    failure.exchanges = {exchange("GET", "https://accounts.google.com/.well-known/openid-configuration", 200)};
    finding = only(examine(failure, Probes()));
    CHECK(finding.cause == Cause::client_refused);
    CHECK(has(finding.place, "secret"));
}

// [req:doctor-nonce]
TEST_CASE("doctor: a nonce that is wanted and cannot be read is not exposed, at the server or at the provider") {
    Failure failure = failed(ErrorKind::sign_in_needed);
    failure.exchanges = {exchange("POST", rules_server, 401), exchange("GET", rules_server, 405)};
    failure.exchanges[0].has_challenge = true;
    CHECK(examine(failure, Probes()).empty());
    failure.exchanges[0].dpop_error = "use_dpop_nonce";
    Finding finding = only(examine(failure, Probes()));
    CHECK(finding.cause == Cause::nonce_hidden);
    CHECK(finding.certainty == Certainty::inferred);
    CHECK(finding.mender == Mender::server_operator);
    CHECK(finding.subject == "todo.example");
    CHECK(finding.lines == "Access-Control-Expose-Headers: WWW-Authenticate, Mcp-Session-Id, DPoP-Nonce");
    CHECK(has(finding.evidence, "use_dpop_nonce without a readable DPoP-Nonce"));
    failure.exchanges[0].has_nonce = true;
    CHECK(examine(failure, Probes()).empty());

    failure = failed(ErrorKind::token_refused);
    failure.error.subject = "use_dpop_nonce";
    failure.exchanges = {exchange("POST", "https://login.example/token", 400)};
    finding = only(examine(failure, Probes()));
    CHECK(finding.cause == Cause::nonce_hidden);
    CHECK(finding.certainty == Certainty::inferred);
    CHECK(finding.mender == Mender::provider_admin);
    CHECK(finding.subject == "login.example");
    CHECK(finding.lines == "Access-Control-Expose-Headers: DPoP-Nonce");
    failure.exchanges[0].has_nonce = true;
    CHECK(examine(failure, Probes()).empty());
}

// [req:doctor-nonce]
TEST_CASE("doctor: the lines for pages that send proofs expose the nonce") {
    CHECK(has(cors_lines("https://chat.example"), "www-authenticate, dpop-nonce"));
    Exchange token = exchange("POST", "https://login.example/token");
    token.is_form = true;
    CHECK(has(only(examine(hidden(token), answered(token.url))).lines, "\nAccess-Control-Expose-Headers: DPoP-Nonce"));
}

// [req:doctor-clock]
TEST_CASE("doctor: what is signed here and refused for its time names the clock of this computer") {
    Failure failure = failed(ErrorKind::token_refused);
    failure.exchanges = {exchange("POST", "https://login.example/token", 400)};
    failure.error.subject = "invalid_dpop_proof";
    failure.error.detail = "HTTP 400, error invalid_dpop_proof";
    Finding finding = only(examine(failure, Probes()));
    CHECK(finding.cause == Cause::clock_off);
    CHECK(finding.certainty == Certainty::inferred);
    CHECK(finding.mender == Mender::person);
    CHECK(finding.subject == "login.example");
    CHECK(finding.evidence == failure.error.detail);

    // An assertion (RFC 7523 §3).
    failure.error.kind = ErrorKind::invalid_client;
    failure.error.subject = "invalid_client";
    for (const char* words : {"JWT exp is over", "nbf", "The \"iat\" claim", "Check your clock.", "The JWT is too old",
                              "Issued in the future"}) {
        CAPTURE(words);
        failure.error.message = words;
        CHECK(only(examine(failure, Probes())).cause == Cause::clock_off);
    }
    for (const char* words : {"The client has expired", "No initiation", "o'clocks", "unexp"}) {
        CAPTURE(words);
        failure.error.message = words;
        CHECK(only(examine(failure, Probes())).cause == Cause::client_refused);
    }
    failure.error = {.kind = ErrorKind::invalid_grant, .message = "The code has expired."};
    CHECK(examine(failure, Probes()).empty());
}

// [req:doctor-clock]
TEST_CASE("doctor: a server that refuses the proof names the clock, also to who gave up to sign in for it") {
    for (const ErrorKind kind : {ErrorKind::sign_in_needed, ErrorKind::cancelled}) {
        Failure failure = failed(kind);
        failure.exchanges = {exchange("POST", rules_server, 401), exchange("POST", rules_server, 401)};
        failure.exchanges[0].dpop_error = "invalid_dpop_proof";
        failure.exchanges[0].has_challenge = failure.exchanges[1].has_challenge = true;
        failure.sent_to = "login.example";
        const Finding finding = only(examine(failure, Probes()));
        CHECK(finding.cause == Cause::clock_off);
        CHECK(finding.certainty == Certainty::inferred);
        CHECK(finding.subject == "todo.example");
        CHECK(finding.evidence == "POST https://todo.example/mcp → invalid_dpop_proof");
    }
}

// [req:doctor-unanswered]
TEST_CASE("doctor: who was sent to sign in and gave up is told what an error there may have been about") {
    Failure failure = failed(ErrorKind::cancelled);
    CHECK(examine(failure, Probes()).empty());  // nobody was sent anywhere

    failure.sent_to = "login.example";
    Finding finding = only(examine(failure, Probes()));
    CHECK(finding.cause == Cause::redirect_unanswered);
    CHECK(finding.certainty == Certainty::inferred);
    CHECK(finding.mender == Mender::provider_admin);
    CHECK(finding.subject == "login.example");
    CHECK(finding.evidence == "login.example → no answer");
    CHECK(finding.lines == redirect);
    CHECK(finding.place.empty());

    failure.given_client = true;
    failure.exchanges = {exchange("POST", rules_server, 401),
                         exchange("GET", "https://id.example/realms/demo/.well-known/openid-configuration", 200),
                         exchange("GET", rules_server, 405)};
    finding = only(examine(failure, Probes()));
    CHECK(finding.cause == Cause::client_unanswered);
    CHECK(finding.subject == "login.example");  // what the person saw, not whose metadata it is
    CHECK(finding.lines == redirect);
    CHECK(has(finding.place, "Keycloak › Clients › Settings › Valid redirect URIs"));
}
