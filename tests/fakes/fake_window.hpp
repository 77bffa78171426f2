// The browser's window as values that the test sets, and a record of what the program did to it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/loop.hpp"
#include "base/turn.hpp"
#include "ports/window.hpp"

namespace fakes {

class FakeWindow final : public ports::Window {
public:
    struct File {
        std::string name, mime_type, bytes;
    };

    explicit FakeWindow(base::Loop& loop) : loop_(loop) {}

    std::string address() const override { return page + (fragment.empty() ? "" : '#' + fragment); }
    void replace_fragment(const std::string& f) override { fragment = f; }
    bool online() const override { return is_online; }
    std::vector<std::string> languages() const override { return spoken; }
    void set_title(const std::string& t) override { title = t; }
    bool open_link(const std::string& url) override {
        if (blocks_windows) return false;
        opened.push_back(url);
        return true;
    }
    std::string callback_address() const override { return page + "callback.html"; }
    bool shows_one_page() const override { return one_page; }
    bool may_open_window() const override { return clicked; }
    bool open_sign_in(const std::string& id, const std::string& url) override {
        if (blocks_windows) return false;
        sign_in_windows.push_back(id);
        if (!url.empty()) sent.push_back(url);
        return true;
    }
    bool send_sign_in(const std::string&, const std::string& url) override {
        if (sign_in_is_empty) sent.push_back(url);
        return sign_in_is_empty;
    }
    void show_sign_in(const std::string&) override { ++shown_sign_in; }
    void close_sign_in(const std::string&) override { ++closed_sign_in; }
    void leave_to(const std::string& url) override { left_to.push_back(url); }
    std::string sign_in_answer() const override { return left_answer; }
    void forget_sign_in_answer() override { left_answer.clear(); }
    base::Task<base::Result<void>> copy_text(std::string text) override {
        co_await base::turn(loop_);
        if (refuses_clipboard)
            co_return base::fail(base::ErrorKind::internal, "The browser does not let the page copy.");
        clipboard = std::move(text);
        co_return base::Result<void>();
    }
    void save_file(const std::string& name, const std::string& mime_type, const std::string& bytes) override {
        saved.push_back({name, mime_type, bytes});
    }

    std::string page = "https://parley.example/";
    std::string fragment;
    std::vector<std::string> spoken = {"en"};
    bool is_online = true;
    bool blocks_windows = false;
    bool refuses_clipboard = false;

    bool clicked = true;            // what may_open_window says
    bool one_page = false;          // a phone
    std::string left_answer;        // what callback.html left
    bool sign_in_is_empty = false;  // else sign_in.html is there

    std::string title;
    std::string clipboard;
    std::vector<std::string> opened;
    std::vector<File> saved;
    std::vector<std::string> sign_in_windows;  // their ids
    std::vector<std::string> sent;             // where those went that were opened there, or sent while empty
    int shown_sign_in = 0;
    int closed_sign_in = 0;
    std::vector<std::string> left_to;

private:
    base::Loop& loop_;
};

}  // namespace fakes
