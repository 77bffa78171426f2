// The heights of the rows of a long list, so that only those in view are drawn.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace ui {

class RowHeights {
public:
    struct Range {
        std::size_t first, last;  // one past
    };

    void assign(std::size_t count, float each) {
        heights_.assign(count, each);
        valid_ = 0;
    }

    std::size_t size() const { return heights_.size(); }
    float height(std::size_t row) const { return heights_[row]; }

    // True when it was another one.
    bool set(std::size_t row, float height) {
        if (heights_[row] == height) return false;
        heights_[row] = height;
        valid_ = std::min(valid_, row);
        return true;
    }

    float top(std::size_t row) {
        bring_up_to_date();
        return tops_[row];
    }

    float total() {
        bring_up_to_date();
        return tops_.back();
    }

    // The rows that lie at least partly within [from, to).
    Range within(float from, float to) {
        bring_up_to_date();
        const auto begin = tops_.begin(), end = tops_.end();
        const auto after = static_cast<std::size_t>(std::upper_bound(begin, end, from) - begin);
        const auto last = static_cast<std::size_t>(std::lower_bound(begin, end, to) - begin);
        const std::size_t first = after == 0 ? 0 : after - 1;
        return {std::min(first, size()), std::clamp(last, std::min(first, size()), size())};
    }

private:
    void bring_up_to_date() {
        tops_.resize(heights_.size() + 1);
        tops_[0] = 0;
        for (std::size_t i = valid_; i < heights_.size(); ++i) tops_[i + 1] = tops_[i] + heights_[i];
        valid_ = heights_.size();
    }

    std::vector<float> heights_;
    std::vector<float> tops_;
    std::size_t valid_ = 0;  // tops_[0…valid_] are right
};

}  // namespace ui
