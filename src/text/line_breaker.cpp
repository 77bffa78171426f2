#include "text/line_breaker.hpp"

#include "text/clusters.hpp"

namespace text {

namespace {

constexpr std::uint8_t not_www = 9;

bool is_wide(Kind kind) { return is_ideographic(kind) || kind == Kind::emoji || kind == Kind::regional; }

bool is_hangul(Kind kind) {
    return kind == Kind::hangul || kind == Kind::jamo_l || kind == Kind::jamo_v || kind == Kind::jamo_t;
}

bool is_letter(Kind kind) {
    return kind == Kind::letter || kind == Kind::word || kind == Kind::rtl_word || is_hangul(kind);
}

// WORD JOINER and its older form hold together what stands on their sides.
Kind break_kind(char32_t c) { return c == 0x2060 || c == 0xFEFF ? Kind::glue : kind_of(c); }

bool breaks_address_after(char32_t c) {
    return c < 128 && std::string_view("/?&=-_.#,;").find(static_cast<char>(c)) != std::string_view::npos;
}

bool ends_address(char32_t c, Kind kind) {
    return is_wide(kind) || kind == Kind::blank || kind == Kind::newline || kind == Kind::zero_width_space ||
           kind == Kind::wide_open || kind == Kind::wide_close || c == '"' || c == '<' || c == '>' || c == '`';
}

bool never_begins_line(Kind kind) {
    return kind == Kind::close || kind == Kind::wide_close || kind == Kind::small_kana || kind == Kind::quote ||
           kind == Kind::hyphen || kind == Kind::dash || kind == Kind::extend || kind == Kind::linker;
}

// Between two things neither of which is a blank, glue, bracket or hyphen.
bool breaks_between(Kind previous, Kind next) {
    if (is_wide(previous)) {
        return is_wide(next) || is_letter(next) || next == Kind::digit || next == Kind::open || next == Kind::wide_open;
    }
    if (is_wide(next)) {
        return previous != Kind::symbol;
    }
    // Particles stay with what they follow: 「책」은.
    if (previous == Kind::wide_close) {
        return !is_hangul(next);
    }
    return next == Kind::wide_open && !is_hangul(previous) && previous != Kind::symbol;
}

}  // namespace

Break LineBreaker::decide_in_address(char32_t next, Kind kind) const {
    const bool after_scheme = previous_code_point_ == '/' && scheme_progress_ == 3;
    const bool begins_part = is_letter(kind) || kind == Kind::digit || next == '%' || next == '~' || next == '@';
    return breaks_address_after(previous_code_point_) && !after_scheme && begins_part ? Break::allowed : Break::none;
}

Break LineBreaker::decide(char32_t next, Kind kind) const {
    if (!started_) {
        return Break::none;
    }
    if (previous_ == Kind::newline) {
        return Break::mandatory;
    }
    if (kind == Kind::newline || kind == Kind::blank || kind == Kind::zero_width_space) {
        return Break::none;
    }
    if (previous_ == Kind::zero_width_space) {
        return Break::allowed;
    }
    if (previous_ == Kind::glue || kind == Kind::glue) {
        return Break::none;
    }
    if (previous_ == Kind::blank) {
        return Break::allowed;
    }
    if (in_address_ && !ends_address(next, kind)) {
        return decide_in_address(next, kind);
    }
    if (previous_ == Kind::dash) {
        return kind == Kind::dash || never_begins_line(kind) ? Break::none : Break::allowed;
    }
    if (never_begins_line(kind)) {
        return Break::none;
    }
    if (previous_ == Kind::open || previous_ == Kind::wide_open || previous_ == Kind::quote) {
        return Break::none;
    }
    if (previous_ == Kind::hyphen) {
        // well-|known, but not -1, --flag, 2026-11-21
        const bool inside_word = is_letter(before_previous_) || before_previous_ == Kind::digit;
        return inside_word && (is_letter(kind) || is_wide(kind)) ? Break::allowed : Break::none;
    }
    return breaks_between(previous_, kind) ? Break::allowed : Break::none;
}

void LineBreaker::follow_address(char32_t next, Kind kind) {
    if (ends_address(next, kind)) {
        in_address_ = false;
        scheme_progress_ = 0;
        www_progress_ = 0;
        return;
    }
    if (in_address_) {
        scheme_progress_ = 0;
        return;
    }
    if (next == ':') {
        scheme_progress_ = 1;
    } else {
        scheme_progress_ = next == '/' && scheme_progress_ > 0 ? scheme_progress_ + 1 : 0;
    }
    if (www_progress_ < 3) {
        www_progress_ = next == 'w' ? www_progress_ + 1 : not_www;
    } else if (www_progress_ == 3) {
        www_progress_ = next == '.' ? 4 : not_www;
    }
    in_address_ = scheme_progress_ == 3 || www_progress_ == 4;
}

void LineBreaker::remember(char32_t next, Kind kind) {
    follow_address(next, kind);
    started_ = true;
    before_previous_ = previous_;
    previous_ = kind;
    previous_code_point_ = next;
}

Break LineBreaker::before(char32_t first_of_cluster) {
    const Kind kind = break_kind(first_of_cluster);
    // Inside a word, where most text is, nothing breaks and nothing but the word goes on.
    const bool plain_word = !in_address_ && www_progress_ == not_www && scheme_progress_ == 0;
    if (plain_word && kind == Kind::letter && previous_ == Kind::letter) {
        before_previous_ = Kind::letter;
        previous_code_point_ = first_of_cluster;
        return Break::none;
    }
    // Bidi controls, tags and the like are as if they were not there.
    if (is_invisible(kind) && kind != Kind::zero_width_space) {
        if (!started_ || previous_ != Kind::newline) {
            return Break::none;
        }
        previous_ = Kind::open;  // it begins the line that what follows stands on
        return Break::mandatory;
    }
    const Break result = decide(first_of_cluster, kind);
    remember(first_of_cluster, kind);
    return result;
}

std::vector<BreakAt> break_opportunities(std::string_view text) {
    std::vector<BreakAt> opportunities;
    LineBreaker breaker;
    for (std::size_t offset = 0; offset < text.size();) {
        const Cluster cluster = cluster_at(text, offset);
        const Break kind = breaker.before(cluster.first);
        if (kind != Break::none) {
            opportunities.push_back({offset, kind});
        }
        offset += cluster.size;
    }
    return opportunities;
}

}  // namespace text
