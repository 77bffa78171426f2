#include "app/diagnose.hpp"

#include <utility>

#include "base/url.hpp"
#include "doctor/probe.hpp"
#include "doctor/rules.hpp"

namespace app {

namespace {

using base::ErrorKind;
using model::ConnectStep;
using ports::Reachability;

doctor::Failure failure_of(const Context& context, const std::string& url, base::Error error) {
    doctor::Failure failure;
    failure.error = std::move(error);
    failure.server_url = url.substr(0, url.find_first_of("?#"));  // some keep a secret behind it
    failure.page_origin = context.state.page_origin;
    failure.redirect_uri = context.state.callback_address;
    return failure;
}

// The step of who was sent to sign in and gave up is over.
std::string end_sign_in(model::Server& server) {
    for (auto& step : server.steps) {
        if (step.name != ConnectStep::Name::sign_in || step.state != ConnectStep::State::running) continue;
        step.state = ConnectStep::State::failed;
        return step.detail;
    }
    return {};
}

doctor::Failure failure_of(const Context& context, model::Server& server, const doctor::Witness& witness,
                           base::Error error) {
    doctor::Failure failure = failure_of(context, server.url, std::move(error));
    failure.exchanges = witness.exchanges();
    if (failure.error.kind == ErrorKind::cancelled) failure.sent_to = end_sign_in(server);
    failure.given_client = server.sign_in.client_source == model::SignIn::ClientSource::given;
    return failure;
}

void tell(Context& context, const std::string& server_id, ConnectStep step) {
    auto* server = model::find_server(context.state, server_id);
    if (server && !server->steps.empty()) model::tell_step(server->steps, std::move(step), context.ports.clock.wall());
}

void make_better_known(base::Error& error, std::optional<Reachability> reach) {
    if (error.kind != ErrorKind::unreachable || !reach) return;
    if (*reach == Reachability::offline) {
        error.kind = ErrorKind::offline;
        error.message = "This computer is offline.";
        error.remedy = base::Remedy::retry;
    } else if (*reach == Reachability::reachable_but_blocked) {
        error.kind = ErrorKind::blocked_by_cors;
        error.message.clear();  // the sentence of this kind names the host
        error.remedy = base::Remedy::copy_headers;
    }
}

base::Task<doctor::Probes> probe(Context& context, std::string server_id, doctor::Failure failure) {
    const double began = context.ports.clock.monotonic().count();
    const std::function<void(std::string)> telling = [&context, server_id](std::string asked) {
        tell(context, server_id, {ConnectStep::Name::diagnose, ConnectStep::State::running, std::move(asked), 0});
    };
    const doctor::ProbePorts ports{context.ports.http, context.ports.reach, context.ports.clock};
    auto probes = co_await doctor::probe(ports, std::move(failure), telling);
    const double took = context.ports.clock.monotonic().count() - began;
    tell(context, server_id, {ConnectStep::Name::diagnose, ConnectStep::State::done, probes.address, took});
    co_return probes;
}

}  // namespace

base::Task<base::Error> diagnose(Context& context, std::string server_id, const doctor::Witness& witness,
                                 base::Error error) {
    auto* server = model::find_server(context.state, server_id);
    if (!server) co_return error;
    const auto url = base::Url::parse(server->url);
    if (error.subject.empty() && url) error.subject = url->host_and_port();
    const doctor::Failure failure = failure_of(context, *server, witness, error);
    doctor::Probes probes;
    if (doctor::hides_reason(failure)) {
        if (context.ports.window.online())
            probes = co_await probe(context, server_id, failure);
        else
            probes.reach = Reachability::offline;
    }
    if (auto* of = model::find_server(context.state, server_id)) of->findings = doctor::examine(failure, probes);
    make_better_known(error, probes.reach);
    co_return error;
}

std::vector<doctor::Finding> examine_cancelled(Context& context, model::Server& server,
                                               const doctor::Witness& witness) {
    if (!context.ports.deferred.is_here()) return {};
    return doctor::examine(failure_of(context, server, witness, {ErrorKind::cancelled}), doctor::Probes());
}

base::Task<void> diagnose_address(Context& context, std::string typed_address) {
    const auto code = co_await context.ports.deferred.ready();
    if (!code || !context.state.add_server_error) co_return;
    const auto url = base::parse_typed_address(typed_address);
    if (!url) co_return;
    const auto failure = failure_of(context, url->to_string(), *context.state.add_server_error);
    context.state.add_server_findings = doctor::examine(failure, doctor::Probes());
}

}  // namespace app
