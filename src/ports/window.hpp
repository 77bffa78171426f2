// The browser's window around the page.
#pragma once

#include <string>
#include <vector>

#include "base/task.hpp"

namespace ports {

class Window {
public:
    virtual ~Window() = default;

    virtual std::string address() const = 0;                         // location.href
    virtual void replace_fragment(const std::string& fragment) = 0;  // history.replaceState; no navigation
    virtual bool online() const = 0;
    virtual std::vector<std::string> languages() const = 0;  // navigator.languages

    virtual void set_title(const std::string& title) = 0;

    // A new tab without opener and referrer. `url` was checked by the caller. False when the browser blocked it.
    virtual bool open_link(const std::string& url) = 0;

    // Where the provider sends the person back to: callback.html beside this page.
    virtual std::string callback_address() const = 0;
    // Whether a window may open now: the person clicked or pressed a key a moment ago.
    virtual bool may_open_window() const = 0;
    // Whether a window would only be another page that hides this one: a phone.
    virtual bool shows_one_page() const = 0;
    // A window of its own, without an opener, at `url`, which was checked by the caller. Without a url it is empty, and before long
    // sign_in.html, which waits on the channel "parley.sign_in" to hear where to go ({"go":"https://…","window":id}). False when the
    // browser blocked it.
    virtual bool open_sign_in(const std::string& id, const std::string& url) = 0;
    // Sends it there while it is still empty; false when it is to hear it on the channel. `url` was checked by the caller.
    virtual bool send_sign_in(const std::string& id, const std::string& url) = 0;
    // Brings the window of that id to the front, or opens it anew; the browser wants a click for it.
    virtual void show_sign_in(const std::string& id) = 0;
    virtual void close_sign_in(const std::string& id) = 0;
    // This page itself goes there; what has to be kept was written before. `url` was checked by the caller.
    virtual void leave_to(const std::string& url) = 0;
    // The answer that callback.html left for this page ("?code=…"); empty: none. It stays, over a reload too, until it is forgotten.
    virtual std::string sign_in_answer() const = 0;
    virtual void forget_sign_in_answer() = 0;

    virtual base::Task<base::Result<void>> copy_text(std::string text) = 0;

    // Offers the bytes as a download.
    virtual void save_file(const std::string& name, const std::string& mime_type, const std::string& bytes) = 0;
};

}  // namespace ports
