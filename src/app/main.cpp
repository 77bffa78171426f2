// The page: the one file of this folder that knows which platform it runs on.

#include "app/app.hpp"
#include "base/loop.hpp"
#include "mcp/client.hpp"
#include "platform/web/canvas.hpp"
#include "platform/web/fonts.hpp"
#include "platform/web/images.hpp"
#include "platform/web/mirror.hpp"
#include "platform/web/ports.hpp"
#include "ui/frontend.hpp"

extern "C" void page_is_ready();  // web/bridge/boot.js

namespace {

// Everything that lives as long as the page, in the order in which it is made.
struct Page {
    platform::web::Canvas canvas;
    base::Loop loop{[this] { canvas.request_frame(); }};
    platform::web::WebPorts ports{loop};
    platform::web::Fonts fonts;
    platform::web::Images images{[this] { canvas.request_frame(); }};
    ui::Frontend frontend{fonts, images};
    platform::web::Mirror mirror{frontend.semantics(), canvas};
    app::App app{{loop, ports.http, ports.clock, ports.random, ports.store, ports.channels, ports.window, ports.reach},
                 mcp::Client::connect};
    bool ready = false;

    bool start() {
        return canvas.start({[this](const ui::FrameInput& input) { frame(input); }, [this] { follow_browser(); }});
    }

    void frame(const ui::FrameInput& input) {
        const bool changed = app.frame([&](const model::AppState& state) { return frontend.frame(state, input); });
        mirror.flush();
        canvas.set_background(frontend.background());
        canvas.request_frame_in(frontend.next_frame_in());
        if (changed) canvas.request_frame();
        if (!ready && app.state().loaded) {
            ready = true;
            page_is_ready();
        }
    }

    void follow_browser() {
        const auto& browser = canvas.environment();
        app.on_environment(browser.dark, browser.online, !browser.visible);
    }
};

}  // namespace

int main() {
    static Page page;
    page.follow_browser();
    return page.start() ? 0 : 1;
}
