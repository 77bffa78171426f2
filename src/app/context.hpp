// What every part of the app stands on: the ports, the state, and where background work and words to the person go.
#pragma once

#include <functional>
#include <memory>

#include "app/notices.hpp"
#include "app/saver.hpp"
#include "base/loop.hpp"
#include "base/task_scope.hpp"
#include "mcp/client.hpp"
#include "model/app_state.hpp"
#include "ports/channel.hpp"
#include "ports/clock.hpp"
#include "ports/crypto.hpp"
#include "ports/deferred.hpp"
#include "ports/http.hpp"
#include "ports/locks.hpp"
#include "ports/random.hpp"
#include "ports/reach.hpp"
#include "ports/signing_keys.hpp"
#include "ports/store.hpp"
#include "ports/window.hpp"

namespace app {

// All outlive the app.
struct AppPorts {
    base::Loop& loop;
    ports::Http& http;
    ports::Clock& clock;
    ports::Random& random;
    ports::Store& store;
    ports::Channels& channels;
    ports::Window& window;
    ports::Reach& reach;
    ports::Crypto& crypto;
    ports::SigningKeys& keys;
    ports::Locks& locks;
    ports::Deferred& deferred;
};

// mcp::Client::connect, or a test's own.
using Connect = std::function<base::Task<base::Result<std::unique_ptr<mcp::Client>>>(mcp::Ports, mcp::Target)>;

struct Context {
    AppPorts ports;
    model::AppState& state;
    base::TaskScope& page;  // work that belongs to no server; lives as long as the page
    Saver& saver;
    Notices& notices;

    // To the clipboard; says so, or why not.
    void copy(std::string text);
};

}  // namespace app
