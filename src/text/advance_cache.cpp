#include "text/advance_cache.hpp"

#include <utility>

namespace text {

namespace {

// Not a width, but no longer unknown: asked for, so not to be asked for again.
constexpr float pending = -2;
constexpr std::size_t first_size = 64;

}  // namespace

AdvanceCache::AdvanceCache(const Style& style) : style_(style), slots_(first_size) { ascii_.fill(unknown); }

void AdvanceCache::want_new(char32_t code_point) {
    wanted_.push_back(code_point);
    if (code_point < ascii_.size()) {
        ascii_[code_point] = pending;
        return;
    }
    if ((used_ + 1) * 2 > slots_.size()) {
        grow();
    }
    slots_[slot_of(code_point)] = {code_point, pending};
    ++used_;
}

void AdvanceCache::grow() {
    const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
    for (const Slot& slot : old) {
        if (slot.code_point != 0) {
            slots_[slot_of(slot.code_point)] = slot;
        }
    }
}

void AdvanceCache::fetch(Shaper& shaper) {
    if (wanted_.empty()) {
        return;
    }
    shaper.prepare(wanted_, style_);
    for (const char32_t code_point : wanted_) {
        const float advance = shaper.advance(code_point, style_);
        if (code_point < ascii_.size()) {
            ascii_[code_point] = advance;
        } else {
            slots_[slot_of(code_point)].advance = advance;
        }
    }
    wanted_.clear();
}

}  // namespace text
