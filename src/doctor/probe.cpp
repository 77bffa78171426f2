#include "doctor/probe.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "doctor/rules.hpp"

namespace doctor {

namespace {

using base::ErrorKind;
using ports::Reachability;
using std::chrono::milliseconds;
using Tell = std::function<void(std::string)>;

constexpr milliseconds one_request{5'000}, altogether{20'000};
constexpr std::size_t most_documents = 6;

bool contains(const std::vector<std::string>& all, const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

// What a request of ours carries, with a value that means nothing.
ports::Header harmless(const std::string& name) {
    if (name == "authorization") return {"Authorization", "Bearer probe"};
    if (name == "content-type") return {"Content-Type", "application/json"};
    return {name, "probe"};
}

// The head alone; the rest is not read.
base::Task<base::Result<ports::HttpHead>> get(ProbePorts ports, std::string url, ports::Headers headers) {
    ports::HttpRequest request;
    request.url = std::move(url);
    request.headers = std::move(headers);
    request.idle_timeout = one_request;
    const auto exchange = ports.http.open(std::move(request));
    auto head = co_await exchange->head();
    co_return head;
}

// Of all requests to the server in this attempt that were not answered readably.
std::vector<std::string> header_names(const Failure& failure) {
    std::vector<std::string> names;
    for (const Exchange& exchange : failure.exchanges) {
        if (exchange.error != ErrorKind::unreachable || stage_of(exchange, failure.server_url) != Stage::server)
            continue;
        for (const std::string& name : exchange.header_names)
            if (!contains(names, name)) names.push_back(name);
    }
    if (names.empty()) names = {"content-type", "mcp-protocol-version"};
    return names;
}

std::vector<std::string> hidden_documents(const Failure& failure) {
    std::vector<std::string> addresses;
    for (const Exchange& exchange : failure.exchanges) {
        const bool hidden = exchange.error == ErrorKind::unreachable;
        if (hidden && stage_of(exchange, failure.server_url) == Stage::metadata && !contains(addresses, exchange.url))
            addresses.push_back(exchange.url);
    }
    // The issuer's come last, and matter most.
    if (addresses.size() > most_documents) addresses.erase(addresses.begin(), addresses.end() - most_documents);
    return addresses;
}

class Patience {
public:
    explicit Patience(ports::Clock& clock) : clock_(clock), end_(clock.monotonic() + altogether) {}
    bool over() const { return clock_.monotonic() >= end_; }

private:
    ports::Clock& clock_;
    std::chrono::duration<double, std::milli> end_;
};

base::Task<Probes> probe_documents(ProbePorts ports, Failure failure, Tell tell) {
    const Patience patience(ports.clock);
    Probes probes;
    for (const std::string& address : hidden_documents(failure)) {
        if (patience.over()) break;
        tell("no-cors GET " + address);
        probes.reach = co_await ports.reach.probe(address);
        probes.address = address;
        if (probes.reach == Reachability::reachable_but_blocked) probes.documents.push_back(address);
    }
    co_return probes;
}

base::Task<Probes> probe_address(ProbePorts ports, Failure failure, Tell tell) {
    const Patience patience(ports.clock);
    Probes probes;
    const Exchange* hidden = hidden_exchange(failure);
    probes.address = hidden ? hidden->url : failure.server_url;
    tell("no-cors GET " + probes.address);
    probes.reach = co_await ports.reach.probe(probes.address);
    const bool is_server = !hidden || stage_of(*hidden, failure.server_url) == Stage::server;
    if (probes.reach != Reachability::reachable_but_blocked || !is_server) co_return probes;
    tell("GET " + probes.address);
    const auto plain = co_await get(ports, probes.address, ports::Headers());
    probes.plain_read = plain.has_value();
    if (!plain) co_return probes;
    probes.plain_status = plain->status;
    for (const std::string& name : header_names(failure)) {
        if (patience.over()) break;
        tell("GET with " + name);
        const ports::Headers headers(1, harmless(name));
        const auto head = co_await get(ports, probes.address, headers);
        const bool refused = !head && head.error().kind == ErrorKind::unreachable;
        if (head || refused) (refused ? probes.refused : probes.allowed).push_back(name);
    }
    co_return probes;
}

}  // namespace

bool hides_reason(const Failure& failure) {
    switch (failure.error.kind) {
        case ErrorKind::unreachable: return true;
        // What the connection inferred from a request that was hidden.
        case ErrorKind::blocked_by_cors: return hidden_exchange(failure) != nullptr;
        case ErrorKind::no_sign_in_metadata: return !hidden_documents(failure).empty();
        default: return false;
    }
}

base::Task<Probes> probe(ProbePorts ports, Failure failure, Tell tell) {
    if (failure.error.kind == ErrorKind::no_sign_in_metadata) {
        auto probes = co_await probe_documents(ports, std::move(failure), std::move(tell));
        co_return probes;
    }
    auto probes = co_await probe_address(ports, std::move(failure), std::move(tell));
    co_return probes;
}

}  // namespace doctor
