#include "app/saver.hpp"

#include <vector>

namespace app {

void Saver::put(ports::Write write) {
    waiting_.insert_or_assign({std::move(write.collection), std::move(write.key)}, std::move(write.value));
    if (writing_) return;
    writing_ = true;
    page_.spawn(write_waiting());
}

base::Task<void> Saver::write_waiting() {
    while (!waiting_.empty()) {
        std::vector<ports::Write> writes;
        writes.reserve(waiting_.size());
        for (auto& [name, value] : waiting_) writes.push_back({name.first, name.second, std::move(value)});
        waiting_.clear();
        const auto together = co_await store_.write(writes);
        if (together || writes.size() == 1) {
            for (const auto& write : writes) ended(write, together);
            continue;
        }
        // One record that does not fit must not take the others with it.
        for (const auto& write : writes) {
            std::vector<ports::Write> alone;
            alone.push_back(write);
            const auto result = co_await store_.write(std::move(alone));
            ended(write, result);
        }
    }
    writing_ = false;
}

void Saver::ended(const ports::Write& write, const base::Result<void>& result) {
    if (result) {
        failing_ = false;
        events_.saved(write.collection, write.key);
        return;
    }
    if (!failing_) events_.failed(result.error());
    failing_ = true;
}

}  // namespace app
