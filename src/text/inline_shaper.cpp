#include "text/inline_shaper.hpp"

#include "base/utf8.hpp"
#include "text/bidi.hpp"
#include "text/clusters.hpp"

namespace text {

namespace {

constexpr float tab_columns = 4;

Face face_of(const BaseLook& base, const Span& span) {
    const bool bold = span.bold || base.bold;
    if (span.code) {
        return bold ? Face::mono_bold : Face::mono;
    }
    if (base.style.face == Face::mono || base.style.face == Face::mono_bold) {
        return base.style.face;
    }
    if (bold) {
        return span.italic ? Face::bold_italic : Face::bold;
    }
    return span.italic ? Face::italic : base.style.face;
}

// What is drawn for a code point that stands alone.
char32_t glyph_of(char32_t code_point, Kind kind) {
    switch (kind) {
        case Kind::control: return base::replacement_character;
        case Kind::glue: return code_point == 0x2011 ? U'-' : U' ';
        default: return code_point;
    }
}

ItemKind item_kind_of(char32_t code_point, Kind kind) {
    if (kind == Kind::newline) {
        return ItemKind::newline;
    }
    if (code_point == '\t') {
        return ItemKind::tab;
    }
    if (kind == Kind::blank) {
        return ItemKind::blank;
    }
    return is_invisible(kind) ? ItemKind::hidden : ItemKind::glyph;
}

}  // namespace

AdvanceCache& InlineShaper::cache_of(const Style& style) {
    for (const auto& cache : caches_) {
        if (cache->style() == style) {
            return *cache;
        }
    }
    caches_.push_back(std::make_unique<AdvanceCache>(style));
    return *caches_.back();
}

float InlineShaper::advance_of(char32_t code_point, const Style& style) {
    AdvanceCache& cache = cache_of(style);
    cache.want(code_point);
    cache.fetch(shaper_);
    return cache.advance(code_point);
}

std::uint32_t InlineShaper::add_look(const BaseLook& base, const Span& span) {
    Look look;
    look.style = {face_of(base, span), span.code && base.mono_size_px > 0 ? base.mono_size_px : base.style.size_px};
    look.ascent = shaper_.ascent(look.style);
    look.line_height = shaper_.line_height(look.style);
    look.link = span.link;
    look.ink = span.link >= 0 ? Ink::link : span.code ? Ink::code : base.ink;
    look.strike = span.strike;
    look.code = span.code;
    look.inline_code = span.code;
    look.image = span.image;
    looks_.push_back(look);
    return static_cast<std::uint32_t>(looks_.size()) - 1;
}

Shaped InlineShaper::begin_shape(const BaseLook& base) {
    Shaped shaped;
    shaped.first = static_cast<std::uint32_t>(items_.size());
    shaped.begin = static_cast<std::uint32_t>(plain_.size());
    shaped.base = add_look(base, {});
    stretches_.clear();
    return shaped;
}

Shaped InlineShaper::shape(std::span<const Span> spans, const BaseLook& base) {
    Shaped shaped = begin_shape(base);
    for (const Span& span : spans) {
        plain_.append(span.text);
        stretches_.push_back({static_cast<std::uint32_t>(plain_.size()), add_look(base, span)});
    }
    finish_shape(shaped, base);
    return shaped;
}

Shaped InlineShaper::shape(std::string_view utf8, const BaseLook& base) {
    Shaped shaped = begin_shape(base);
    plain_.append(utf8);
    stretches_.push_back({static_cast<std::uint32_t>(plain_.size()), shaped.base});
    finish_shape(shaped, base);
    return shaped;
}

// Whether the first letter is one of a right-to-left script (UAX #9 P2).
bool InlineShaper::begins_from_right(std::size_t offset) const {
    while (offset < plain_.size()) {
        const base::DecodedUtf8 decoded = base::decode_utf8(plain_, offset);
        const Direction direction = direction_of(kind_of(decoded.code_point));
        if (direction == Direction::left || direction == Direction::right) {
            return direction == Direction::right;
        }
        offset += decoded.size;
    }
    return false;
}

Item InlineShaper::make_item(std::size_t offset, std::uint32_t look, const BaseLook& base, std::uint32_t& size) {
    const Cluster cluster = cluster_at(plain_, offset);
    size = cluster.size;
    const bool ordinary = cluster.single || is_invisible(cluster.kind);
    ItemKind kind = ordinary ? item_kind_of(cluster.first, cluster.kind) : ItemKind::glyph;
    char32_t glyph = 0;
    char32_t breaks_as = cluster.first;
    if (kind == ItemKind::newline && base.newlines_are_blanks) {
        kind = ItemKind::blank;
        glyph = ' ';
        breaks_as = ' ';
    } else if (!ordinary) {
        glyph = shaper_.cluster(std::string_view(plain_).substr(cluster.begin, cluster.size));
    } else if (kind == ItemKind::glyph || kind == ItemKind::blank) {
        glyph = glyph_of(cluster.first, cluster.kind);
    }
    Item item{};
    item.begin = cluster.begin;
    item.look = look;
    item.glyph = glyph & 0xFFFFFFU;
    item.kind = static_cast<std::uint32_t>(kind) & 7U;
    item.brk = static_cast<std::uint32_t>(breaker_.before(breaks_as)) & 3U;
    item.rtl = cluster.kind == Kind::rtl_word;
    return item;
}

void InlineShaper::finish_shape(Shaped& shaped, const BaseLook& base) {
    breaker_.reset();
    const std::size_t room = plain_.size() - shaped.begin;
    const std::size_t stop = room > base.max_bytes ? shaped.begin + base.max_bytes : plain_.size();
    std::size_t offset = shaped.begin;
    std::size_t stretch = 0;
    while (offset < stop) {
        while (offset >= stretches_[stretch].end) {
            ++stretch;
        }
        std::uint32_t size = 0;
        const Item item = make_item(offset, stretches_[stretch].look, base, size);
        if (item.rtl != 0 && !shaped.has_rtl) {
            shaped.has_rtl = true;
            shaped.rtl_base = begins_from_right(shaped.begin);
        }
        items_.push_back(item);
        offset += size;
    }
    shaped.last = static_cast<std::uint32_t>(items_.size());
    shaped.end = static_cast<std::uint32_t>(offset);
    shaped.cut = offset < plain_.size();
    shaped.ends_with_newline = shaped.last > shaped.first && items_.back().item_kind() == ItemKind::newline;
    shaped.tab_width = tab_columns * advance_of(' ', looks_[shaped.base].style);
    measure(shaped);
}

// In two passes, so that everything the shaper has not seen is prepared in one go.
void InlineShaper::measure(const Shaped& shaped) {
    const auto each_item = [&](auto&& act) {
        AdvanceCache* cache = nullptr;
        std::uint32_t look = 0;
        for (std::uint32_t i = shaped.first; i < shaped.last; ++i) {
            Item& item = items_[i];
            if (cache == nullptr || item.look != look) {
                look = item.look;
                cache = &cache_of(looks_[look].style);
            }
            if (item.glyph != 0) {
                act(*cache, item);
            }
        }
    };
    each_item([](AdvanceCache& cache, const Item& item) { cache.want(item.glyph); });
    for (const auto& cache : caches_) {
        cache->fetch(shaper_);
    }
    each_item([](const AdvanceCache& cache, Item& item) { item.advance = cache.advance(item.glyph); });
}

}  // namespace text
