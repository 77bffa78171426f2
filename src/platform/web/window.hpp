// location, history, navigator and what a click may ask of them.
#pragma once

#include "base/loop.hpp"
#include "ports/window.hpp"

namespace platform::web {

class WebWindow final : public ports::Window {
public:
    explicit WebWindow(base::Loop& loop) : loop_(loop) {}

    std::string address() const override;
    void replace_fragment(const std::string& fragment) override;
    bool online() const override;
    std::vector<std::string> languages() const override;

    void set_title(const std::string& title) override;

    // Opens nothing, and says false, for an address that base::is_safe_to_open refuses. `noopener` hides from us whether
    // the tab came; false otherwise means that there was no click that the browser would let open one.
    bool open_link(const std::string& url) override;

    std::string callback_address() const override;
    bool may_open_window() const override;
    bool shows_one_page() const override;
    bool open_sign_in(const std::string& id, const std::string& url) override;
    bool send_sign_in(const std::string& id, const std::string& url) override;
    void show_sign_in(const std::string& id) override;
    void close_sign_in(const std::string& id) override;
    // Goes nowhere that base::is_safe_to_open refuses.
    void leave_to(const std::string& url) override;
    std::string sign_in_answer() const override;
    void forget_sign_in_answer() override;

    base::Task<base::Result<void>> copy_text(std::string text) override;
    void save_file(const std::string& name, const std::string& mime_type, const std::string& bytes) override;

private:
    base::Loop& loop_;
};

}  // namespace platform::web
