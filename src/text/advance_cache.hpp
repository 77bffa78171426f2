#pragma once

#include "text/shaper.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace text {

// Advances of one style, asked of the shaper once a code point, so that layout's inner loop is a table look-up.
class AdvanceCache {
public:
    explicit AdvanceCache(const Style& style);

    const Style& style() const { return style_; }

    // Notes that the code point will be asked for.
    void want(char32_t code_point) {
        if (code_point < ascii_.size()) {
            if (ascii_[code_point] == unknown) {
                want_new(code_point);
            }
        } else if (slots_[slot_of(code_point)].code_point != code_point) {
            want_new(code_point);
        }
    }

    // Has what was wanted prepared and measured.
    void fetch(Shaper& shaper);

    // Of a code point that was wanted and fetched.
    float advance(char32_t code_point) const {
        return code_point < ascii_.size() ? ascii_[code_point] : slots_[slot_of(code_point)].advance;
    }

private:
    struct Slot {
        char32_t code_point = 0;  // 0: free
        float advance = unknown;
    };

    static constexpr float unknown = -1;

    // Where the code point is, or the free slot where it would be. There is always a free one.
    std::size_t slot_of(char32_t code_point) const {
        const std::size_t mask = slots_.size() - 1;
        std::size_t i = (code_point * 0x9E3779B1U >> 7) & mask;
        while (slots_[i].code_point != 0 && slots_[i].code_point != code_point) {
            i = (i + 1) & mask;
        }
        return i;
    }

    void want_new(char32_t code_point);
    void grow();

    Style style_;
    std::array<float, 128> ascii_;
    std::vector<Slot> slots_;  // open addressing, a power of two
    std::size_t used_ = 0;
    std::u32string wanted_;
};

}  // namespace text
