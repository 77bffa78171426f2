#include "ui/finding_card.hpp"

#include <string>

#include "text/visible.hpp"
#include "ui/widgets/card.hpp"
#include "ui/widgets/wrapped_text.hpp"

namespace ui {

namespace {

Str word_of(doctor::Mender mender) {
    switch (mender) {
        case doctor::Mender::server_operator: return Str::for_operator;
        case doctor::Mender::provider_admin: return Str::for_admin;
        case doctor::Mender::person: break;
    }
    return Str::for_you;
}

// On a strip of their own, as code is.
float code_block(Ui& ui, const std::string& lines, const Rect& at) {
    const float pad = ui.px(10);
    Painter::Backdrop backdrop(ui.paint);
    WrappedText text;
    const WrappedText::Look look{.css_size = type_size::caption, .face = text::Face::mono};
    const float height = text.draw(ui, "lines", lines, at.x + pad, at.y + pad, at.width - 2 * pad, look) + 2 * pad;
    backdrop.finish([&] { ui.paint.fill({at.x, at.y, at.width, height}, ui.colors->code_bg, ui.px(radius::control)); });
    return height;
}

}  // namespace

float FindingCard::draw(Ui& ui, std::string_view key, const doctor::Finding& finding, const Rect& at) {
    const IdScope scope(ui, key);
    const FindingWords words = words_of(finding.cause, ui.locale);
    Card card(ui, words.title, at);
    const bool is_known = finding.certainty == doctor::Certainty::known;
    const auto tag = ui.str(is_known ? Str::known : Str::inferred);
    const Rect place = cut_right(card.head, pill_width(ui, tag));
    pill(ui, place.x, place.center_y(), tag, is_known ? Tone::ok : Tone::warn);
    cut_right(card.head, ui.px(8));
    card.title(words.title);

    Rect rest = card.inner;
    const auto say = [&](std::string_view text, ImU32 color, float size, float above) {
        if (text.empty()) return;
        cut_top(rest, ui.px(above));
        cut_top(rest, paragraph(ui, text::make_visible(text), {rest.x, rest.y, rest.width, 0}, color, size));
    };
    say(fill(words.remedy, finding.subject), ui.colors->text, type_size::control, 0);
    say(ui.str(word_of(finding.mender)), ui.colors->muted, type_size::chip, 4);
    say(finding.place, ui.colors->muted, type_size::chip, 4);
    if (!finding.lines.empty()) {
        cut_top(rest, ui.px(8));
        cut_top(rest, code_block(ui, finding.lines, rest) + ui.px(8));
        ButtonRow row(ui, rest.x, rest.y, rest.width);
        if (row.button("copy", Str::copy_lines, {.description = words.title})) ui.want(model::CopyText{finding.lines});
        cut_top(rest, row.bottom() - rest.y);
    }
    say(finding.evidence, ui.colors->faint, type_size::caption, 8);
    return card.finish(rest.y);
}

void draw_findings(Ui& ui, Rect& rest, const std::vector<doctor::Finding>& findings, float gap) {
    for (std::size_t i = 0; i < findings.size(); ++i) {
        const IdScope scope(ui, "finding", i);
        cut_top(rest, FindingCard::draw(ui, "card", findings[i], rest) + ui.px(gap));
    }
}

}  // namespace ui
