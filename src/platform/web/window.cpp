#include "platform/web/window.hpp"

#include <algorithm>
#include <cstdlib>

#include "base/url.hpp"
#include "platform/web/answers.hpp"

extern "C" {
// The strings are ours to free.
char* parley_window_address();
char* parley_window_languages();  // one a line
void parley_window_replace_fragment(const char* fragment);
bool parley_window_online();
void parley_window_set_title(const char* title);
bool parley_window_open_link(const char* url);
bool parley_window_may_open();
bool parley_window_shows_one_page();
bool parley_window_open_sign_in(const char* id, const char* url);
bool parley_window_send_sign_in(const char* id, const char* url);
void parley_window_show_sign_in(const char* id);
void parley_window_close_sign_in(const char* id);
void parley_window_leave_to(const char* url);
char* parley_window_sign_in_answer();
void parley_window_forget_sign_in_answer();
void parley_window_copy_text(int answer, const char* text, std::size_t length);
void parley_window_save_file(const char* name, const char* mime_type, const char* bytes, std::size_t length);
}

namespace platform::web {

namespace {

std::string take(char* text) {
    std::string copy(text);
    std::free(text);
    return copy;
}

}  // namespace

std::string WebWindow::address() const { return take(parley_window_address()); }

void WebWindow::replace_fragment(const std::string& fragment) { parley_window_replace_fragment(fragment.c_str()); }

bool WebWindow::online() const { return parley_window_online(); }

std::vector<std::string> WebWindow::languages() const {
    const std::string lines = take(parley_window_languages());
    std::vector<std::string> languages;
    for (std::size_t start = 0; start < lines.size();) {
        const std::size_t end = std::min(lines.find('\n', start), lines.size());
        languages.push_back(lines.substr(start, end - start));
        start = end + 1;
    }
    return languages;
}

void WebWindow::set_title(const std::string& title) { parley_window_set_title(title.c_str()); }

bool WebWindow::open_link(const std::string& url) {
    // THREATS, first row: javascript:, data: and their like never reach window.open, whoever forgot to check.
    return base::is_safe_to_open(url) && parley_window_open_link(url.c_str());
}

// "https://host/path/index.html?a#b" → "https://host/path/callback.html"
std::string WebWindow::callback_address() const {
    std::string address = take(parley_window_address());
    address.resize(address.find_last_of('/', address.find_first_of("?#")) + 1);
    return address + "callback.html";
}

bool WebWindow::may_open_window() const { return parley_window_may_open(); }

bool WebWindow::shows_one_page() const { return parley_window_shows_one_page(); }

bool WebWindow::open_sign_in(const std::string& id, const std::string& url) {
    if (!url.empty() && !base::is_safe_to_open(url)) return false;
    return parley_window_open_sign_in(base::percent_encode(id).c_str(), url.c_str());
}

bool WebWindow::send_sign_in(const std::string& id, const std::string& url) {
    return base::is_safe_to_open(url) && parley_window_send_sign_in(base::percent_encode(id).c_str(), url.c_str());
}

void WebWindow::show_sign_in(const std::string& id) { parley_window_show_sign_in(base::percent_encode(id).c_str()); }

void WebWindow::close_sign_in(const std::string& id) { parley_window_close_sign_in(base::percent_encode(id).c_str()); }

void WebWindow::leave_to(const std::string& url) {
    if (base::is_safe_to_open(url)) parley_window_leave_to(url.c_str());
}

std::string WebWindow::sign_in_answer() const { return take(parley_window_sign_in_answer()); }

void WebWindow::forget_sign_in_answer() { parley_window_forget_sign_in_answer(); }

base::Task<base::Result<void>> WebWindow::copy_text(std::string text) {
    auto answer = expect_answer(loop_);
    parley_window_copy_text(answer.id, text.data(), text.size());
    Answer got = co_await answer.receiver;
    if (!got.ok)
        co_return base::fail(base::ErrorKind::internal,
                             "The browser did not let the page copy. Select the text and copy it by hand.",
                             got.reason + ": " + got.message);
    co_return base::Result<void>();
}

void WebWindow::save_file(const std::string& name, const std::string& mime_type, const std::string& bytes) {
    parley_window_save_file(name.c_str(), mime_type.c_str(), bytes.data(), bytes.size());
}

}  // namespace platform::web
