#include "mcp/connect.hpp"

#include <algorithm>
#include <optional>

#include "base/server_text.hpp"
#include "mcp/errors.hpp"
#include "mcp/wire/legacy.hpp"
#include "mcp/wire/v2026_07_28.hpp"

namespace mcp {

namespace {

using base::Error;
using base::ErrorKind;
using wire::Wire;

constexpr int discover_attempts = 3;

// The newest of ours in the server's list, of that era; null when there is none.
const Wire* choose(const std::vector<std::string>& supported, bool with_sessions) {
    for (const Wire* ours : wire::all()) {
        if (ours->has_sessions() != with_sessions) continue;
        if (std::find(supported.begin(), supported.end(), ours->revision()) != supported.end()) return ours;
    }
    return nullptr;
}

Error unsupported(const std::vector<std::string>& supported) {
    std::string list;
    for (const std::string& version : supported) list += (list.empty() ? "" : ", ") + base::printable(version, 40);
    return {.kind = ErrorKind::unsupported_version,
            .message = "The server speaks no revision of MCP that this page does.",
            .detail = list.empty() ? "the server lists none" : "the server speaks " + base::printable(list),
            .clause = "MCP 2026-07-28 versioning, Protocol Version Negotiation",
            .subject = base::printable(list)};
}

// A preflight that allows initialize but not the probe: the headers of 2026-07-28 are not among those that CORS allows.
Error headers_not_allowed(const Error& probe, const Error& initialize) {
    return {.kind = ErrorKind::blocked_by_cors,
            .remedy = base::Remedy::copy_headers,
            .message = "The server does not let this page send the headers that MCP needs.",
            .detail = "Access-Control-Allow-Headers lacks MCP-Protocol-Version, Mcp-Method or Mcp-Name; " +
                      probe.detail + "; initialize: " + initialize.detail,
            .clause = "MCP 2026-07-28 streamable-http, Request Metadata",
            .subject = "MCP-Protocol-Version, Mcp-Method, Mcp-Name"};
}

bool is_hidden_by_browser(const Error& error) {
    return error.kind == ErrorKind::unreachable || error.kind == ErrorKind::blocked_by_cors;
}

// What the probe found: a modern server; or an older one, with the revision to ask for; or an error to show.
struct Found {
    std::optional<ServerInfo> info = {};
    const Wire* older = nullptr;
    std::optional<Error> probe_error = {};  // why it is taken for an older one, when that was no answer at all
};

Found older(const Wire& wire) { return {.info = {}, .older = &wire, .probe_error = {}}; }

base::Result<Found> judge_versions(const std::vector<std::string>& supported) {
    if (const Wire* chosen = choose(supported, true)) return older(*chosen);
    return base::fail(unsupported(supported));
}

// versioning, Protocol Version Negotiation and streamable-http, Backward Compatibility: std::nullopt says ask again.
base::Result<std::optional<Found>> judge_error(const jsonrpc::RpcError& error) {
    if (error.code == wire::unsupported_protocol_version) {
        const auto supported = wire::read_supported(error.data);
        if (choose(supported, false)) return std::optional<Found>();
        auto found = judge_versions(supported);
        if (!found) return base::fail(std::move(found.error()));
        return std::optional<Found>(std::move(*found));
    }
    if (wire::is_modern_error(error.code)) return base::fail(rpc_error(error));
    return std::optional<Found>(older(wire::newest_with_sessions()));
}

base::Result<Found> judge_result(const base::Json& result) {
    auto discovery = wire::read_discover_result(result);
    // A success that is no DiscoverResult comes from a server that answers anything.
    if (!discovery) return older(wire::newest_with_sessions());
    if (!choose(discovery->supported, false)) return judge_versions(discovery->supported);
    Found found;
    found.info = std::move(discovery->info);
    return found;
}

base::Task<base::Result<Found>> discover(Session::Self session) {
    session->use(wire::newest_stateless());
    for (int attempt = 0; attempt < discover_attempts; ++attempt) {
        auto response = co_await Session::exchange(session, "server/discover", base::Json(), RequestOptions());
        if (!response) {
            if (!may_be_legacy(response.error())) co_return base::fail(std::move(response.error()));
            Found found = older(wire::newest_with_sessions());
            found.probe_error = std::move(response.error());
            co_return found;
        }
        if (!response->error) {
            auto judged = judge_result(*response->result);
            co_return judged;
        }
        auto judged = judge_error(*response->error);
        if (!judged) co_return base::fail(std::move(judged.error()));
        if (*judged) co_return std::move(**judged);
    }
    co_return base::fail(unsupported({std::string(wire::newest_stateless().revision())}));
}

}  // namespace

Steps::Steps(Ports ports, std::string place, std::function<void(ConnectStep)> on_step)
    : ports_(ports),
      place_(std::move(place)),
      on_step_(std::move(on_step)),
      begun_ms_(ports.clock.monotonic().count()) {
    tell({ConnectStep::Name::reach, ConnectStep::State::running, place_});
}

// From the loop, so that whoever is told may end the connecting.
void Steps::tell(ConnectStep step) {
    const double now = ports_.clock.monotonic().count();
    if (step.state == ConnectStep::State::running)
        begun_ms_ = now;
    else
        step.duration_ms = now - begun_ms_;
    if (!on_step_) return;
    ports_.loop.post([on_step = on_step_, step = std::move(step)] { on_step(step); });
}

void Steps::begin(ConnectStep::Name phase) {
    phase_ = phase;
    if (reached_) tell({phase_, ConnectStep::State::running, place_});
}

void Steps::reached(int status) {
    reached_ = true;
    tell({ConnectStep::Name::reach, ConnectStep::State::done, place_ + " → " + std::to_string(status)});
    tell({phase_, ConnectStep::State::running, place_});
}

void Steps::done(std::string detail) {
    if (reached_) tell({phase_, ConnectStep::State::done, std::move(detail)});
}

void Steps::failed(const Error& error) {
    tell({reached_ ? phase_ : ConnectStep::Name::reach, ConnectStep::State::failed, {}, 0, error});
}

// versioning, Compatibility Matrix: anything but a recognized modern answer may be an older server's. That the browser
// gives no reason counts too: an older server's preflight need not allow the headers of the probe.
bool may_be_legacy(const Error& error) {
    if (error.part != Error::Part::request) return false;  // nobody has heard what the server says
    switch (error.kind) {
        case ErrorKind::unreachable:
        case ErrorKind::blocked_by_cors:
        case ErrorKind::not_an_mcp_server:
        case ErrorKind::malformed:
        case ErrorKind::wrong_type:
        case ErrorKind::stream_cut:
        case ErrorKind::rpc_error: return true;
        case ErrorKind::http_status:
            return error.code < 502;  // 500 and 501 are what some say to a method that they do not know
        default: return false;
    }
}

base::Task<base::Result<ServerInfo>> initialize(Session::Self session, std::string revision) {
    RequestOptions options;
    options.cancellable = false;
    for (bool may_ask_again = true;; may_ask_again = false) {
        session->use(*wire::find(revision));
        session->transport().forget_session();
        auto response =
            co_await Session::exchange(session, "initialize", wire::make_initialize_params(revision), options);
        if (!response) co_return base::fail(std::move(response.error()));
        if (response->error) {
            // lifecycle, Error Handling: the error may list what the server speaks.
            const auto supported = wire::read_supported(response->error->data);
            const Wire* other = choose(supported, true);
            if (!may_ask_again || !other || other->revision() == revision) {
                const bool of_version = response->error->code == wire::unsupported_protocol_version;
                co_return base::fail(of_version ? unsupported(supported) : rpc_error(*response->error));
            }
            revision = std::string(other->revision());
            continue;
        }
        auto info = wire::read_initialize_result(*response->result);
        if (!info) co_return base::fail(std::move(info.error()));
        session->use(*wire::find(info->revision));
        session->transport().settle();
        co_await Session::notify(session, "notifications/initialized", base::Json());
        co_return std::move(*info);
    }
}

base::Task<base::Result<ServerInfo>> negotiate(Session::Self session, std::string known_revision, Steps* steps) {
    const Wire* known = wire::find(known_revision);
    std::optional<Error> known_failed;
    if (known && known->has_sessions()) {
        steps->begin(ConnectStep::Name::initialize);
        auto info = co_await initialize(session, known_revision);
        if (info) {
            steps->done("revision " + info->revision);
            co_return std::move(*info);
        }
        steps->failed(info.error());
        if (!may_be_legacy(info.error())) co_return base::fail(std::move(info.error()));
        known_failed = std::move(info.error());  // it may have moved on since
    }
    steps->begin(ConnectStep::Name::discover);
    auto found = co_await discover(session);
    if (!found) {
        steps->failed(found.error());
        co_return base::fail(std::move(found.error()));
    }
    if (found->info) {
        session->transport().settle();
        steps->done("revision " + found->info->revision);
        co_return std::move(*found->info);
    }
    const bool asked_already = known_failed && found->older == known;
    if (asked_already) co_return base::fail(std::move(*known_failed));
    steps->done("the server speaks an earlier revision");

    steps->begin(ConnectStep::Name::initialize);
    auto info = co_await initialize(session, std::string(found->older->revision()));
    if (!info) {
        Error error = std::move(info.error());
        // versioning: a server without the older revisions refuses initialize, and names those it has.
        const bool spoke = error.kind == ErrorKind::rpc_error || error.kind == ErrorKind::unsupported_version;
        if (spoke && found->probe_error && is_hidden_by_browser(*found->probe_error))
            error = headers_not_allowed(*found->probe_error, error);
        steps->failed(error);
        co_return base::fail(std::move(error));
    }
    steps->done("revision " + info->revision);
    co_return std::move(*info);
}

}  // namespace mcp
