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

    virtual base::Task<base::Result<void>> copy_text(std::string text) = 0;

    // Offers the bytes as a download.
    virtual void save_file(const std::string& name, const std::string& mime_type, const std::string& bytes) = 0;
};

}  // namespace ports
