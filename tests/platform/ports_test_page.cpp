// A page without an interface that does to the ports what tests/browser/ports.test.mjs tells it, and reports what came.
// Commands and reports are words separated by U+001E; see test_bridge.js.
#include <emscripten/emscripten.h>
#include <emscripten/eventloop.h>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#if __has_feature(address_sanitizer)
#include <sanitizer/allocator_interface.h>
#else
#include <malloc.h>
#endif

#include "base/task_scope.hpp"
#include "platform/web/ports.hpp"
#include "platform/web/signing_keys.hpp"

extern "C" {
void parley_test_install();
void parley_test_event(int id, const char* text);
}

namespace {

using Words = std::vector<std::string>;

std::string kind_name(base::ErrorKind kind) {
    using enum base::ErrorKind;
    switch (kind) {
        case internal: return "internal";
        case invalid_address: return "invalid_address";
        case unreachable: return "unreachable";
        case offline: return "offline";
        case mixed_content: return "mixed_content";
        case timed_out: return "timed_out";
        case too_large: return "too_large";
        case malformed: return "malformed";
        case stream_cut: return "stream_cut";
        case invalid_arguments: return "invalid_arguments";
        case storage_failed: return "storage_failed";
        case crypto_failed: return "crypto_failed";
        case redirected_away: return "redirected_away";
        default: return "kind " + std::to_string(static_cast<int>(kind));
    }
}

std::string hex(const std::string& bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        text += digits[(static_cast<unsigned char>(c) >> 4) & 15];
        text += digits[static_cast<unsigned char>(c) & 15];
    }
    return text;
}

void report(int id, const Words& words) {
    std::string text;
    for (const std::string& word : words) text += (&word == &words.front() ? "" : "\x1e") + word;
    parley_test_event(id, text.c_str());
}

void report_error(int id, const base::Error& error) {
    report(id, {"error", kind_name(error.kind), error.message, error.detail, error.subject, std::to_string(error.code),
                std::to_string(static_cast<int>(error.remedy))});
}

// Where an app would ask for a frame, this page drains in a task of its own.
struct Page {
    base::Loop loop{
        [] { emscripten_set_timeout([](void* page) { static_cast<Page*>(page)->loop.drain(); }, 0, &page()); }};
    platform::web::WebPorts ports{loop};
    platform::web::WebSigningKeys signing_keys{loop};
    std::map<int, base::TaskScope> scopes;

    static Page& page() {
        static Page* const the_page = new Page;  // lives as long as the tab
        return *the_page;
    }
};

using base::Task;

// method, url, "refuse"|"follow", idle ms, max bytes, body, "all"|"head"|"unread", then header names and values
Task<void> http(Page& page, int id, Words w) {
    ports::HttpRequest request;
    request.method = w.at(0);
    request.url = w.at(1);
    request.redirects = w.at(2) == "follow" ? ports::Redirects::follow : ports::Redirects::refuse;
    request.idle_timeout = std::chrono::milliseconds(std::stol(w.at(3)));
    request.max_body_bytes = std::stoul(w.at(4));
    request.body = w.at(5);
    for (std::size_t i = 7; i + 1 < w.size(); i += 2) request.headers.push_back({w[i], w[i + 1]});
    auto exchange = page.ports.http.open(std::move(request));
    if (w.at(6) == "unread") co_await page.ports.clock.sleep(std::chrono::hours(1));
    auto head = co_await exchange->head();
    if (!head) {
        report_error(id, head.error());
    } else {
        Words words{"head", std::to_string(head->status), head->final_url};
        for (const ports::Header& header : head->headers) words.push_back(header.name + "=" + header.value);
        report(id, words);
    }
    if (w.at(6) == "head") co_return;
    std::size_t total = 0;
    while (true) {
        auto piece = co_await exchange->chunk();
        if (!piece) {
            report_error(id, piece.error());
            break;
        }
        if (!*piece) break;
        total += (*piece)->size();
        report(id, {"chunk", (*piece)->size() > 4000 ? std::to_string((*piece)->size()) + " bytes" : **piece});
    }
    report(id, {"total", std::to_string(total)});
}

Task<void> probe(Page& page, int id, Words w) {
    switch (co_await page.ports.reach.probe(w.at(0))) {
        case ports::Reachability::reachable_but_blocked: report(id, {"reachable_but_blocked"}); break;
        case ports::Reachability::unreachable: report(id, {"unreachable"}); break;
        case ports::Reachability::offline: report(id, {"offline"}); break;
    }
}

// url, protocols with commas, how many messages to wait for (-1: until the end), then messages to send
Task<void> websocket(Page& page, int id, Words w) {
    std::vector<std::string> protocols;
    for (std::size_t start = 0; start < w.at(1).size();) {
        const std::size_t end = std::min(w[1].find(',', start), w[1].size());
        protocols.push_back(w[1].substr(start, end - start));
        start = end + 1;
    }
    auto socket = co_await page.ports.websockets.open(w.at(0), protocols);
    if (!socket) {
        report_error(id, socket.error());
        co_return;
    }
    report(id, {"open", (*socket)->protocol()});
    for (std::size_t i = 3; i < w.size(); ++i)
        if (auto sent = (*socket)->send(w[i]); !sent) report_error(id, sent.error());
    for (int left = std::stoi(w.at(2)); left != 0; --left) {
        auto message = co_await (*socket)->receive();
        if (!message) {
            report_error(id, message.error());
            break;
        }
        if (!*message) {
            report(id, {"closed"});
            auto sent = (*socket)->send("too late");
            if (!sent) report_error(id, sent.error());
            break;
        }
        report(id, {"message", (*message)->size() > 200 ? std::to_string((*message)->size()) + " bytes" : **message});
    }
}

// collection, key, value | "\x1d" (erase), again and again
Task<void> store_write(Page& page, int id, Words w) {
    std::vector<ports::Write> writes;
    for (std::size_t i = 0; i + 2 < w.size(); i += 3)
        writes.push_back({w[i], w[i + 1], w[i + 2] == "\x1d" ? std::nullopt : std::optional(w[i + 2])});
    auto written = co_await page.ports.store.write(std::move(writes));
    if (!written)
        report_error(id, written.error());
    else
        report(id, {"written"});
}

// A record of so many bytes: collection, key, bytes.
Task<void> store_write_large(Page& page, int id, Words w) {
    std::vector<ports::Write> writes;
    writes.push_back({w.at(0), w.at(1), std::string(std::stoul(w.at(2)), 'x')});
    auto written = co_await page.ports.store.write(std::move(writes));
    if (!written)
        report_error(id, written.error());
    else
        report(id, {"written"});
}

void report_value(int id, const base::Result<std::optional<std::string>>& value) {
    if (!value)
        report_error(id, value.error());
    else if (!*value)
        report(id, {"absent"});
    else
        report(id, {"value", (*value)->size() > 200 ? std::to_string((*value)->size()) + " bytes" : **value});
}

Task<void> store_read(Page& page, int id, Words w) {
    auto value = co_await page.ports.store.read(w.at(0), w.at(1));
    report_value(id, value);
}

Task<void> store_take(Page& page, int id, Words w) {
    auto value = co_await page.ports.store.take(w.at(0), w.at(1));
    report_value(id, value);
}

Task<void> store_list(Page& page, int id, Words w) {
    auto listing = co_await page.ports.store.list(w.at(0));
    if (!listing) {
        report_error(id, listing.error());
        co_return;
    }
    Words words{"listing", std::to_string(listing->damaged)};
    for (const ports::Record& record : listing->records) words.push_back(record.key + "=" + record.value);
    report(id, words);
}

Task<void> sha256(Page& page, int id, Words w) {
    auto digest = co_await page.ports.crypto.sha256(w.at(0));
    if (!digest)
        report_error(id, digest.error());
    else
        report(id, {"digest", hex(*digest)});
}

Task<void> random_bytes(Page& page, int id, Words w) {
    report(id, {"bytes", hex(page.ports.random.bytes(std::stoul(w.at(0)))), ports::uuid_v4(page.ports.random)});
    co_return;
}

Task<void> clock(Page& page, int id, Words w) {
    report(id, {"wall", std::to_string(page.ports.clock.wall().count())});
    const auto before = page.ports.clock.monotonic();
    co_await page.ports.clock.sleep(std::chrono::milliseconds(std::stol(w.at(0))));
    report(id, {"slept", std::to_string((page.ports.clock.monotonic() - before).count())});
}

// Stays in the channel until it is cancelled; posts its further words.
Task<void> channel(Page& page, int id, Words w) {
    auto joined = page.ports.channels.join(w.at(0), [id](std::string text) { report(id, {"heard", text}); });
    report(id, {"joined"});
    for (std::size_t i = 1; i < w.size(); ++i) joined->post(w[i]);
    co_await page.ports.clock.sleep(std::chrono::hours(1));
}

Task<void> lock(Page& page, int id, Words w) {
    auto held = co_await page.ports.locks.acquire(w.at(0));
    if (!held) {
        report_error(id, held.error());
        co_return;
    }
    report(id, {"held"});
    co_await page.ports.clock.sleep(std::chrono::hours(1));
}

// The part of the window that signing in needs.
void sign_in_window(platform::web::WebWindow& window, int id, const Words& w) {
    if (w.at(0) == "callback") report(id, {window.callback_address()});
    if (w.at(0) == "may_open") report(id, {window.may_open_window() ? "may" : "may not"});
    if (w.at(0) == "open_sign_in")
        report(id, {window.open_sign_in(w.at(1), w.size() > 2 ? w.at(2) : "") ? "opened" : "blocked"});
    if (w.at(0) == "send_sign_in") report(id, {window.send_sign_in(w.at(1), w.at(2)) ? "sent" : "to be told"});
    if (w.at(0) == "show_sign_in") window.show_sign_in(w.at(1));
    if (w.at(0) == "close_sign_in") window.close_sign_in(w.at(1));
    if (w.at(0) == "leave_to") window.leave_to(w.at(1));
    if (w.at(0) == "answer") report(id, {window.sign_in_answer()});
    if (w.at(0) == "forget_answer") window.forget_sign_in_answer();
}

Task<void> window(Page& page, int id, Words w) {
    platform::web::WebWindow& window = page.ports.window;
    if (w.at(0) == "address") report(id, {window.address()});
    if (w.at(0) == "fragment") window.replace_fragment(w.at(1));
    if (w.at(0) == "online") report(id, {window.online() ? "online" : "offline"});
    if (w.at(0) == "languages") report(id, window.languages());
    if (w.at(0) == "title") window.set_title(w.at(1));
    if (w.at(0) == "open") report(id, {window.open_link(w.at(1)) ? "opened" : "refused"});
    if (w.at(0) == "save") window.save_file(w.at(1), w.at(2), w.at(3));
    sign_in_window(window, id, w);
    if (w.at(0) == "copy") {
        auto copied = co_await window.copy_text(w.at(1));
        if (!copied)
            report_error(id, copied.error());
        else
            report(id, {"copied"});
    }
}

// "open" name | "import" PEM, then texts to sign; or "erase" name
Task<void> signing(Page& page, int id, Words w) {
    if (w.at(0) == "erase") {
        auto erased = co_await page.signing_keys.erase(w.at(1));
        if (!erased)
            report_error(id, erased.error());
        else
            report(id, {"erased"});
        co_return;
    }
    auto opening = w.at(0) == "import" ? page.signing_keys.import_pem(w.at(1)) : page.signing_keys.open(w.at(1));
    auto key = co_await std::move(opening);
    if (!key) {
        report_error(id, key.error());
        co_return;
    }
    report(id, {"key", (*key)->public_jwk()});
    for (std::size_t i = 2; i < w.size(); ++i) {
        auto signature = co_await (*key)->sign(w[i]);
        if (!signature)
            report_error(id, signature.error());
        else
            report(id, {"signature", hex(*signature)});
    }
}

using Command = Task<void> (*)(Page&, int, Words);

const std::map<std::string, Command>& commands() {
    static const std::map<std::string, Command> all{
        {"http", http},
        {"probe", probe},
        {"websocket", websocket},
        {"store_write", store_write},
        {"store_write_large", store_write_large},
        {"store_read", store_read},
        {"store_take", store_take},
        {"store_list", store_list},
        {"sha256", sha256},
        {"random", random_bytes},
        {"clock", clock},
        {"channel", channel},
        {"lock", lock},
        {"signing", signing},
        {"window", window},
    };
    return all;
}

Task<void> run(Page& page, int id, Words words) {
    const Command command = commands().at(words.at(0));
    words.erase(words.begin());
    co_await command(page, id, std::move(words));
    report(id, {"end"});
}

double heap_in_use() {
#if __has_feature(address_sanitizer)
    return static_cast<double>(__sanitizer_get_current_allocated_bytes());
#else
    return mallinfo().uordblks;
#endif
}

Words split(const std::string& text) {
    Words words;
    for (std::size_t start = 0;;) {
        const std::size_t end = text.find('\x1e', start);
        words.push_back(text.substr(start, end - start));
        if (end == std::string::npos) return words;
        start = end + 1;
    }
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void parley_test_start(int id, const char* text) {
    Page& page = Page::page();
    auto [at, inserted] = page.scopes.try_emplace(id, page.loop, [id](std::string bug) { report(id, {"bug", bug}); });
    at->second.spawn(run(page, id, split(text)));
}

EMSCRIPTEN_KEEPALIVE void parley_test_cancel(int id) { Page::page().scopes.erase(id); }

EMSCRIPTEN_KEEPALIVE double parley_test_heap_in_use() { return heap_in_use(); }
}

int main() { parley_test_install(); }
