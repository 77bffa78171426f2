#pragma once

#include "text/properties.hpp"
#include "text/shaper.hpp"

#include <map>
#include <string>
#include <string_view>

// A font with fixed widths, whatever the size: 8 px for narrow characters, 16 px for wide ones and for clusters, lines
// of 20 px with the baseline at 16.
class FakeShaper : public text::Shaper {
public:
    char32_t cluster(std::string_view utf8_cluster) override {
        const auto [entry, is_new] = clusters.try_emplace(std::string(utf8_cluster), next_cluster_);
        if (is_new) ++next_cluster_;
        return entry->second;
    }

    float advance(char32_t code_point, const text::Style&) override {
        ++advances_asked;
        const text::Kind kind = text::kind_of(code_point);
        const bool wide = text::is_ideographic(kind) || kind == text::Kind::hangul || kind == text::Kind::emoji ||
                          kind == text::Kind::wide_open || kind == text::Kind::wide_close ||
                          kind == text::Kind::private_use || code_point == 0x3000;
        return wide ? 16 : 8;
    }

    float line_height(const text::Style&) override { return 20; }
    float ascent(const text::Style&) override { return 16; }

    void prepare(std::u32string_view code_points, const text::Style&) override { prepared.append(code_points); }

    std::map<std::string, char32_t> clusters;
    std::u32string prepared;
    int advances_asked = 0;

private:
    char32_t next_cluster_ = 0xE000;
};
