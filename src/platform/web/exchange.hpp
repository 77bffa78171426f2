// One request under way on emscripten_fetch: what WebHttp gives out, and what WebReach asks with.
// The page's web/fetch_policy.js steers the browser's side of it (credentials, cache, referrer, redirects).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/loop.hpp"
#include "base/one_shot.hpp"
#include "base/pipe.hpp"
#include "platform/web/timer.hpp"
#include "ports/http.hpp"
#include "ports/window.hpp"

struct emscripten_fetch_t;

namespace platform::web {

// What the policy is told, in a header that it takes away again.
enum class FetchMode {
    refuse_redirects,
    follow_redirects,
    probe,  // no-cors: an answer that nobody may read, with status 0; it only shows that something answered
};

class WebExchange final : public ports::HttpExchange {
public:
    // `loop` and `window` outlive it.
    WebExchange(base::Loop& loop, const ports::Window& window, ports::HttpRequest request);
    ~WebExchange() override;
    WebExchange(const WebExchange&) = delete;
    WebExchange& operator=(const WebExchange&) = delete;

    // One of the two, once.
    void send(FetchMode mode);
    void refuse(base::Error error);  // nothing is sent; head() and chunk() give the error

    base::Task<base::Result<ports::HttpHead>> head() override;
    base::Task<base::Result<std::optional<std::string>>> chunk() override;

private:
    using Head = base::Result<ports::HttpHead>;
    using Piece = base::Result<std::string>;

    // The callbacks of emscripten_fetch. The first two must not close it: the toolchain goes on using it after them.
    static void on_state(emscripten_fetch_t* fetch);
    static void on_progress(emscripten_fetch_t* fetch);
    static void on_end(emscripten_fetch_t* fetch);

    void take_head(emscripten_fetch_t* fetch);
    void take_piece(const char* bytes, std::size_t length);
    void finish();
    void fail(base::Error error);
    base::Error network_error(const std::string& browser_says) const;
    void watch_for_silence();
    void abort();

    const ports::Window& window_;
    ports::HttpRequest request_;  // the body is read by the browser while it is sent
    std::string host_;            // for messages
    FetchMode mode_ = FetchMode::refuse_redirects;

    base::OneShotSender<Head> head_sender_;
    base::OneShotReceiver<Head> head_;
    base::Pipe<Piece> pieces_;

    emscripten_fetch_t* fetch_ = nullptr;
    bool head_seen_ = false;
    bool ended_ = false;  // the outcome is known; whatever the browser still says is ignored
    std::size_t received_ = 0;
    std::size_t queued_ = 0;  // bytes that wait in pieces_
    double last_byte_ = 0;    // emscripten_get_now
    Timer timer_;

    WebExchange(base::Loop& loop, const ports::Window& window, ports::HttpRequest request,
                std::pair<base::OneShotSender<Head>, base::OneShotReceiver<Head>> head);
};

}  // namespace platform::web
