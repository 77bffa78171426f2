// HTTP as a page can do it. The web implementation stands on emscripten_fetch; FakeHttp plays scripts in tests.
// Every request goes out with credentials omitted, no referrer, no cache (web/fetch_policy.js).
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.hpp"

namespace ports {

struct Header {
    std::string name;
    std::string value;
};
using Headers = std::vector<Header>;

// Names compare without case (RFC 9110 §5.1). Null when absent. The pointer lives as long as `headers`.
const std::string* find_header(const Headers& headers, std::string_view name);

enum class Redirects {
    refuse,  // any redirect is an error of kind redirected_away; for whatever carries a secret
    follow,  // the browser follows; only for requests without a secret
};

struct HttpRequest {
    std::string method = "GET";
    std::string url;  // absolute, checked by the caller with base::Url
    Headers headers = {};
    std::string body = {};
    Redirects redirects = Redirects::refuse;
    std::chrono::milliseconds idle_timeout{60'000};    // without a byte; 0 = none (an open event stream)
    std::size_t max_body_bytes = 32u * 1024u * 1024u;  // over it: too_large
};

struct HttpHead {
    int status = 0;
    Headers headers;        // only those that CORS exposes
    std::string final_url;  // after redirects
};

// One request under way. Destroying it aborts, in every phase, and the server sees that.
class HttpExchange {
public:
    virtual ~HttpExchange() = default;

    // Status and headers, once; comes before the body.
    virtual base::Task<base::Result<HttpHead>> head() = 0;

    // The next piece of the body as it arrives; std::nullopt at its regular end; stream_cut, timed_out, too_large else.
    virtual base::Task<base::Result<std::optional<std::string>>> chunk() = 0;
};

class Http {
public:
    virtual ~Http() = default;
    virtual std::unique_ptr<HttpExchange> open(HttpRequest request) = 0;
};

struct HttpResponse {
    HttpHead head;
    std::string body;
};

// The whole answer at once. `http` outlives the task.
base::Task<base::Result<HttpResponse>> fetch(Http& http, HttpRequest request);

}  // namespace ports
