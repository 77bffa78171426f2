#include "doctor/probe.hpp"

#include <doctest/doctest.h>

#include "doctor/rules.hpp"
#include "doctor/witness.hpp"
#include "fakes/fake_clock.hpp"
#include "fakes/fake_http.hpp"
#include "fakes/fake_reach.hpp"
#include "fakes/run.hpp"

using namespace doctor;
using base::ErrorKind;
using ports::Reachability;

namespace {

const std::string server = "https://todo.example/mcp";

struct World {
    base::Loop loop;
    fakes::FakeClock clock{loop};
    fakes::FakeHttp http{loop};
    fakes::FakeReach reach{loop};
    std::vector<std::string> told;

    Probes ask(Failure failure) {
        const ProbePorts ports{http, reach, clock};
        return fakes::run(
            loop, probe(ports, std::move(failure), [this](std::string text) { told.push_back(std::move(text)); }));
    }
};

Exchange hidden(std::string method, std::string url, std::vector<std::string> headers = {}) {
    Exchange exchange;
    exchange.method = std::move(method);
    exchange.url = std::move(url);
    exchange.header_names = std::move(headers);
    exchange.error = ErrorKind::unreachable;
    return exchange;
}

Failure failed(ErrorKind kind, std::vector<Exchange> exchanges) {
    Failure failure;
    failure.error.kind = kind;
    failure.server_url = server;
    failure.page_origin = "https://chat.example";
    failure.exchanges = std::move(exchanges);
    return failure;
}

}  // namespace

// [req:doctor-no-secret]
TEST_CASE("doctor: what the witness keeps has no secret") {
    World world;
    Witness witness(world.http);
    world.http.expect("POST", server + "?key=secret").answers(401, {{"WWW-Authenticate", "Bearer"}});
    world.http.expect("POST", "https://login.example/token").fails(fakes::unreachable_error());
    ports::HttpRequest request;
    request.method = "POST";
    request.url = server + "?key=secret";
    request.headers = {{"Authorization", "Bearer secret"}, {"Accept", "*/*"}, {"Content-Type", "application/json"}};
    REQUIRE(fakes::run(world.loop, ports::fetch(witness, request)));
    request.url = "https://login.example/token";
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"DPoP", "secret"}};
    REQUIRE_FALSE(fakes::run(world.loop, ports::fetch(witness, request)));

    REQUIRE(witness.exchanges().size() == 2);
    const Exchange& first = witness.exchanges()[0];
    CHECK(first.url == server);
    CHECK(first.status == 401);
    CHECK(first.has_challenge);
    CHECK(first.header_names == std::vector<std::string>{"authorization", "content-type"});
    CHECK(stage_of(first, server) == Stage::server);
    const Exchange& second = witness.exchanges()[1];
    CHECK(second.error == ErrorKind::unreachable);
    CHECK(second.header_names == std::vector<std::string>{"dpop"});
    CHECK(stage_of(second, server) == Stage::token);
    for (std::size_t i = 0; i < 2 * most_exchanges; ++i) witness.note(Exchange());
    CHECK(witness.exchanges().size() == most_exchanges);
    witness.forget();
    CHECK(witness.exchanges().empty());
}

// [req:doctor-nonce]
TEST_CASE("doctor: of a refused proof the witness keeps why, and whether there was a nonce, not which") {
    World world;
    Witness witness(world.http);
    const char* challenge = R"(Bearer, DPoP algs="ES256", error="use_dpop_nonce")";
    world.http.expect("POST", server).answers(401, {{"WWW-Authenticate", challenge}, {"DPoP-Nonce", "n1"}});
    world.http.expect("POST", server).answers(401, {{"WWW-Authenticate", "DPoP"}});
    world.http.expect("POST", server).answers(401, {{"WWW-Authenticate", R"(DPoP error="invalid_dpop_proof")"}});
    for (int i = 0; i < 3; ++i) {
        ports::HttpRequest request;
        request.method = "POST";
        request.url = server;
        REQUIRE(fakes::run(world.loop, ports::fetch(witness, request)));
    }
    CHECK(witness.exchanges()[0].dpop_error == "use_dpop_nonce");
    CHECK(witness.exchanges()[0].has_nonce);
    CHECK(witness.exchanges()[1].dpop_error.empty());
    CHECK_FALSE(witness.exchanges()[1].has_nonce);
    CHECK(witness.exchanges()[2].dpop_error == "invalid_dpop_proof");
}

// [req:doctor-sign-in]
TEST_CASE("doctor: what a request is goes by its address, its body and its headers") {
    const auto stage = [](std::string method, std::string url, std::vector<std::string> headers = {}) {
        return stage_of(hidden(std::move(method), std::move(url), std::move(headers)), server);
    };
    CHECK(stage("GET", "https://todo.example/.well-known/oauth-protected-resource/mcp") == Stage::metadata);
    CHECK(stage("GET", "https://docs.example/prm.json") == Stage::metadata);
    CHECK(stage("GET", "https://docs.example/prm.json", {"authorization"}) == Stage::server);  // who signed in
    CHECK(stage("GET", server) == Stage::server);
    CHECK(stage("GET", "https://todo.example/moved", {"mcp-protocol-version"}) == Stage::server);
    CHECK(stage("POST", server) == Stage::server);
    CHECK(stage("POST", "https://login.example/register", {"content-type"}) == Stage::registration);
    CHECK(stage("DELETE", "https://login.example/register/1") == Stage::server);
}

// [req:doctor-sign-in]
TEST_CASE("doctor: the resource's document at an address of its own is probed like those below /.well-known/") {
    World world;
    const std::string document = "https://docs.example/prm.json";
    world.reach.found[document] = Reachability::reachable_but_blocked;
    const Failure failure = failed(ErrorKind::no_sign_in_metadata, {hidden("GET", document)});
    CHECK(hides_reason(failure));
    const Probes probes = world.ask(failure);
    CHECK(probes.documents == std::vector<std::string>{document});
    const auto findings = examine(failure, probes);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].cause == Cause::metadata_without_cors);
    CHECK(findings[0].subject == "docs.example");
}

TEST_CASE("doctor: where nothing answers, nothing more is asked") {
    World world;
    const Probes probes = world.ask(failed(ErrorKind::unreachable, {hidden("POST", server)}));
    CHECK(probes.reach == Reachability::unreachable);
    CHECK(world.reach.probed == std::vector<std::string>{server});
    CHECK(world.http.requests().empty());
    CHECK(world.told == std::vector<std::string>{"no-cors GET " + server});
}

// [req:doctor-no-secret]
TEST_CASE("doctor: each header of the failed requests is tried alone, with a value that means nothing") {
    World world;
    world.reach.found[server] = Reachability::reachable_but_blocked;
    world.http.expect("GET", server).without_header("Authorization").answers(405);
    world.http.expect("GET", server).with_header("Content-Type", "application/json").answers(405);
    world.http.expect("GET", server).with_header("Authorization", "Bearer probe").answers(401);
    world.http.expect("GET", server).with_header("mcp-method", "probe").fails(fakes::unreachable_error());
    const auto failure =
        failed(ErrorKind::unreachable, {hidden("POST", server, {"content-type", "authorization"}),
                                        hidden("POST", server, {"content-type", "authorization", "mcp-method"})});
    const Probes probes = world.ask(failure);
    CHECK(probes.plain_read);
    CHECK(probes.plain_status == 405);
    CHECK(probes.allowed == std::vector<std::string>{"content-type", "authorization"});
    CHECK(probes.refused == std::vector<std::string>{"mcp-method"});
    const auto findings = examine(failure, probes);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].cause == Cause::header_not_allowed);
}

TEST_CASE("doctor: an answer that a plain GET may not read ends the asking") {
    World world;
    world.reach.found[server] = Reachability::reachable_but_blocked;
    world.http.expect("GET", server).fails(fakes::unreachable_error());
    const Probes probes = world.ask(failed(ErrorKind::unreachable, {hidden("POST", server)}));
    CHECK_FALSE(probes.plain_read);
}

TEST_CASE("doctor: of a sign-in's endpoint it is only asked whether it answers") {
    World world;
    const std::string registration = "https://login.example/register";
    world.reach.found[registration] = Reachability::reachable_but_blocked;
    const Probes probes = world.ask(failed(ErrorKind::unreachable, {hidden("POST", registration, {"content-type"})}));
    CHECK(probes.address == registration);
    CHECK(world.http.requests().empty());
}

TEST_CASE("doctor: of metadata every hidden address is asked, once") {
    World world;
    const std::string first = "https://todo.example/.well-known/oauth-protected-resource";
    const std::string second = "https://login.example/.well-known/openid-configuration";
    world.reach.found[second] = Reachability::reachable_but_blocked;
    const auto failure =
        failed(ErrorKind::no_sign_in_metadata, {hidden("GET", first), hidden("GET", first), hidden("GET", second)});
    CHECK(hides_reason(failure));
    const Probes probes = world.ask(failure);
    CHECK(world.reach.probed == std::vector<std::string>{first, second});
    CHECK(probes.documents == std::vector<std::string>{second});
}

// [req:doctor-bounded]
TEST_CASE("doctor: only what the browser hides is asked again") {
    CHECK(hides_reason(failed(ErrorKind::unreachable, {})));
    CHECK(hides_reason(failed(ErrorKind::blocked_by_cors, {hidden("POST", server)})));
    CHECK_FALSE(hides_reason(failed(ErrorKind::blocked_by_cors, {})));
    CHECK_FALSE(hides_reason(failed(ErrorKind::no_sign_in_metadata, {})));
    for (const ErrorKind kind : {ErrorKind::issuer_mismatch, ErrorKind::mixed_content, ErrorKind::cancelled,
                                 ErrorKind::invalid_address, ErrorKind::http_status})
        CHECK_FALSE(hides_reason(failed(kind, {hidden("POST", server)})));
}

// [req:doctor-bounded]
TEST_CASE("doctor: a server that takes its time is not asked for ever") {
    World world;
    world.reach.found[server] = Reachability::reachable_but_blocked;
    world.http.expect("GET", server).answers_with([&](const ports::HttpRequest&) {
        world.clock.advance(std::chrono::seconds(21));
        return fakes::FakeAnswer{};
    });
    const Probes probes = world.ask(failed(ErrorKind::unreachable, {hidden("POST", server, {"content-type"})}));
    CHECK(probes.plain_read);
    CHECK(probes.allowed.empty());
    CHECK(probes.refused.empty());
}
