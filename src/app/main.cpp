// The page: the one file of this folder that knows which platform it runs on.

#include <chrono>
#include <utility>

#include "app/app.hpp"
#include "base/loop.hpp"
#include "mcp/client.hpp"
#include "platform/web/canvas.hpp"
#include "platform/web/channel.hpp"
#include "platform/web/clock.hpp"
#include "platform/web/crypto.hpp"
#include "platform/web/deferred.hpp"
#include "platform/web/fonts.hpp"
#include "platform/web/http.hpp"
#include "platform/web/images.hpp"
#include "platform/web/locks.hpp"
#include "platform/web/mirror.hpp"
#include "platform/web/random.hpp"
#include "platform/web/reach.hpp"
#include "platform/web/signing_keys.hpp"
#include "platform/web/soon.hpp"
#include "platform/web/store.hpp"
#include "platform/web/window.hpp"
#include "ui/frontend.hpp"

extern "C" void page_is_ready();  // web/bridge/boot.js

namespace {

constexpr std::chrono::milliseconds slice{2};

// Everything that lives as long as the page, in the order in which it is made.
struct Page {
    platform::web::Canvas canvas;
    platform::web::Soon soon{[this] { work(); }};
    base::Loop loop{[this] { soon.ask(); }};
    // Only the ports that are used: what is not named here is not in the page.
    platform::web::WebWindow window{loop};
    platform::web::WebClock clock{loop};
    platform::web::WebRandom random;
    platform::web::WebStore store{loop};
    platform::web::WebChannels channels{loop};
    platform::web::WebHttp http{loop, window};
    platform::web::WebReach reach{loop, window};
    platform::web::WebCrypto crypto{loop};
    platform::web::WebSigningKeys keys{loop};
    platform::web::WebLocks locks{loop};
    platform::web::WebDeferred deferred{loop};
    platform::web::Fonts fonts;
    platform::web::Images images{[this] { canvas.request_frame(); }};
    ui::Frontend frontend{fonts, images};
    platform::web::Mirror mirror{frontend.semantics(), canvas};
    app::App app{{loop, http, clock, random, store, channels, window, reach, crypto, keys, locks, deferred},
                 mcp::Client::connect};
    bool ready = false;
    bool connecting = false;

    bool start() {
        return canvas.start({[this](const ui::FrameInput& input) { frame(input); }, [this] { follow_browser(); }});
    }

    void frame(const ui::FrameInput& input) {
        const bool changed = app.frame([&](const model::AppState& state) { return frontend.frame(state, input); });
        mirror.flush();
        canvas.set_background(frontend.background(), frontend.columns());
        canvas.request_frame_in(frontend.next_frame_in());
        if (changed) canvas.request_frame();
        hold_while_connecting();
        if (frontend.wants_look_ahead()) soon.ask();
        if (ready || !app.state().loaded || !canvas.shown()) return;
        ready = true;
        page_is_ready();
    }

    void work() {
        const bool went_on = app.work();
        if (app.state().loaded && !canvas.shown()) return canvas.show();
        if (went_on) show_what_came();
        look_ahead();
    }

    // A little at a time: a frame or a key may be waiting.
    void look_ahead() {
        const auto begin = clock.monotonic();
        while (frontend.wants_look_ahead()) {
            if (clock.monotonic() - begin >= slice) return soon.ask();
            if (!frontend.look_ahead()) return;
        }
    }

    // The steps of connecting are short, and a picture of the whole window for each would hold up the next, and the sign-in's
    // window, which lives on this thread too. What the person is asked is shown at once.
    void show_what_came() {
        if (is_connecting()) canvas.hold_pictures(0.5);
        canvas.request_frame();
        if (!is_connecting()) canvas.release_pictures();
    }

    bool is_connecting() const {
        const auto& state = app.state();
        const auto* server = model::find_server(state, state.connecting_server);
        using Wait = model::SignIn::Wait;
        const bool asks = server && (server->sign_in.wait == Wait::click || server->sign_in.wait == Wait::consent);
        return server && server->state == model::ConnectionState::connecting && !asks;
    }

    // What the click begins is on its way before a picture shows that it does.
    void hold_while_connecting() {
        if (is_connecting() && !std::exchange(connecting, true)) canvas.hold_pictures(0.06);
        connecting = is_connecting();
    }

    void follow_browser() {
        const auto& browser = canvas.environment();
        app.on_environment(browser.dark, browser.online, !browser.visible, std::chrono::minutes(browser.utc_offset));
    }
};

}  // namespace

int main() {
    static Page page;
    page.follow_browser();
    return page.start() ? 0 : 1;
}
