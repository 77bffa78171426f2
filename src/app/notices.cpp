#include "app/notices.hpp"

#include <algorithm>
#include <utility>

namespace app {

void Notices::say(std::string text) {
    std::erase_if(state_.notices, [&](const model::Notice& shown) { return !shown.undo && shown.text == text; });
    model::Notice notice;
    notice.text = std::move(text);
    add(std::move(notice), short_time);
}

void Notices::report(base::Error error, std::function<void()> retry) {
    const bool shown = std::any_of(state_.notices.begin(), state_.notices.end(), [&](const model::Notice& notice) {
        return notice.text.empty() && notice.error.kind == error.kind && notice.error.message == error.message;
    });
    if (shown) return;
    model::Notice notice;
    notice.error = std::move(error);
    notice.undo = retry != nullptr;
    if (retry) undos_[last_id_ + 1] = std::move(retry);
    add(std::move(notice), std::chrono::seconds(0));
}

void Notices::withdraw(base::ErrorKind kind) {
    std::erase_if(state_.notices, [&](const model::Notice& notice) {
        if (!notice.text.empty() || notice.error.kind != kind) return false;
        undos_.erase(notice.id);
        return true;
    });
}

void Notices::offer_undo(std::string text, std::function<void()> undo) {
    model::Notice notice;
    notice.text = std::move(text);
    notice.undo = true;
    undos_[last_id_ + 1] = std::move(undo);
    add(std::move(notice), undo_time);
}

void Notices::add(model::Notice notice, std::chrono::seconds time) {
    notice.id = ++last_id_;
    if (time.count() > 0) page_.spawn(dismiss_after(notice.id, time));
    state_.notices.push_back(std::move(notice));
}

base::Task<void> Notices::dismiss_after(std::uint64_t id, std::chrono::seconds time) {
    co_await clock_.sleep(time);
    dismiss(id);
}

void Notices::dismiss(std::uint64_t id) {
    std::erase_if(state_.notices, [&](const model::Notice& notice) { return notice.id == id; });
    undos_.erase(id);
}

void Notices::undo(std::uint64_t id) {
    const auto found = undos_.find(id);
    if (found == undos_.end()) return;
    const auto take_back = std::move(found->second);
    dismiss(id);
    take_back();
}

}  // namespace app
