#include "app/saver.hpp"

namespace app {

void Saver::put(ports::Write write) {
    Name name{std::move(write.collection), std::move(write.key)};
    unsaved_.erase(name);
    waiting_.insert_or_assign(std::move(name), std::move(write.value));
    begin();
}

void Saver::retry() {
    told_ = false;
    take_unsaved_along();
}

void Saver::take_unsaved_along() {
    waiting_.merge(std::exchange(unsaved_, {}));  // what already waits under a name is newer
    begin();
}

void Saver::begin() {
    if (begun_ || waiting_.empty() || writing_ >= most_at_once) return;
    begun_ = true;
    page_.spawn(write_waiting());
}

base::Task<void> Saver::write_waiting() {
    begun_ = false;
    ++writing_;
    const std::uint64_t number = ++last_number_;
    std::vector<ports::Write> writes;
    writes.reserve(waiting_.size());
    for (auto& [name, value] : waiting_) {
        newest_[name] = number;
        writes.push_back({name.first, name.second, std::move(value)});
    }
    waiting_.clear();
    const auto together = co_await store_.write(writes);
    for (const auto& write : writes) {
        if (together || writes.size() == 1) {
            ended(write, number, together);
            continue;
        }
        // One record that does not fit must not take the others with it. What is newer by now is not overwritten.
        if (newest_[{write.collection, write.key}] != number) continue;
        std::vector<ports::Write> alone;
        alone.push_back(write);
        const auto result = co_await store_.write(std::move(alone));
        ended(write, number, result);
    }
    --writing_;
    begin();
}

void Saver::ended(const ports::Write& write, std::uint64_t number, const base::Result<void>& result) {
    const Name name{write.collection, write.key};
    const auto newest = newest_.find(name);
    const bool last_word = newest != newest_.end() && newest->second == number;
    if (last_word) newest_.erase(newest);
    if (!result) {
        if (last_word && !waiting_.contains(name)) unsaved_.emplace(name, write.value);
        failing_ = true;
        if (!std::exchange(told_, true)) events_.failed(result.error());
        return;
    }
    events_.saved(write.collection, write.key);
    if (!failing_) return;
    if (!unsaved_.empty()) return take_unsaved_along();
    failing_ = told_ = false;
    events_.recovered();
}

}  // namespace app
