// Everything of the browser that the app gets, in one place.
#pragma once

#include "platform/web/channel.hpp"
#include "platform/web/clock.hpp"
#include "platform/web/crypto.hpp"
#include "platform/web/http.hpp"
#include "platform/web/locks.hpp"
#include "platform/web/random.hpp"
#include "platform/web/reach.hpp"
#include "platform/web/store.hpp"
#include "platform/web/websocket.hpp"
#include "platform/web/window.hpp"

namespace platform::web {

struct WebPorts {
    // `loop` outlives it, and it outlives every task that got one of them.
    explicit WebPorts(base::Loop& loop)
        : window(loop),
          clock(loop),
          crypto(loop),
          store(loop),
          channels(loop),
          locks(loop),
          http(loop, window),
          reach(loop, window),
          websockets(loop, window) {}

    WebWindow window;
    WebClock clock;
    WebRandom random;
    WebCrypto crypto;
    WebStore store;
    WebChannels channels;
    WebLocks locks;
    WebHttp http;
    WebReach reach;
    WebWebSockets websockets;
};

}  // namespace platform::web
