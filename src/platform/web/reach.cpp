#include "platform/web/reach.hpp"

#include "platform/web/exchange.hpp"
#include "platform/web/http.hpp"

namespace platform::web {

base::Task<ports::Reachability> WebReach::probe(std::string url) {
    if (fetch_problem(url, window_)) co_return ports::Reachability::unreachable;
    ports::HttpRequest request;
    request.url = std::move(url);
    request.idle_timeout = std::chrono::seconds(10);
    WebExchange exchange(loop_, window_, std::move(request));
    exchange.send(FetchMode::probe);
    auto head = co_await exchange.head();
    if (head) co_return ports::Reachability::reachable_but_blocked;
    co_return head.error().kind == base::ErrorKind::offline ? ports::Reachability::offline
                                                            : ports::Reachability::unreachable;
}

}  // namespace platform::web
