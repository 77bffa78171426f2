#include "ui/notices.hpp"

#include <algorithm>
#include <cmath>

#include "base/url.hpp"
#include "text/layout.hpp"
#include "text/visible.hpp"
#include "ui/widgets/button.hpp"
#include "ui/widgets/overlay.hpp"
#include "ui/widgets/text_view.hpp"

namespace ui {

namespace {

std::string words_of(const Ui& ui, const model::Notice& notice) {
    return notice.text.empty() ? sentence(notice.error, ui.locale) : notice.text;
}

std::string_view action_of(const Ui& ui, const model::Notice& notice) {
    if (!notice.undo) return {};
    return ui.str(notice.text.empty() ? Str::try_again : Str::undo);
}

// What the buttons take of a notice's width, with the padding.
float beside_words(Ui& ui, const model::Notice& notice) {
    const auto action = action_of(ui, notice);
    return ui.px(14 + 14 + 8) + ui.small_control_height() + (action.empty() ? 0 : button_width(ui, action) + ui.px(8));
}

text::Layout lay_out_words(Ui& ui, const model::Notice& notice, float width) {
    text::PlainParams params;
    params.style = ui.style(type_size::control);
    params.width_px = width;
    params.line_height_px = std::round(ui.em(type_size::control * 1.45f));
    return text::lay_out_plain(text::make_visible(words_of(ui, notice)), params, ui.paint.shaper());
}

void draw_notice(Ui& ui, const model::Notice& notice, const text::Layout& words, const Rect& r) {
    const IdScope scope(ui, "notice", notice.id);
    const bool is_error = notice.text.empty();
    ui.cover(r);
    const NodeScope node(ui,
                         {.id = ui.id("node"), .role = is_error ? Role::alert : Role::status, .rect = r, .name = {}});
    ui.paint.fill(r, ui.colors->raised, ui.px(radius::control));
    ui.paint.border(r, is_error ? ui.colors->error : ui.colors->line, ui.px(radius::control));
    Rect rest = inset(r, ui.px(14), 0);
    const float d = ui.small_control_height();
    if (icon_button(ui, "dismiss", middle(cut_right(rest, d), d), Icon::cross, ui.str(Str::dismiss),
                    {.kind = ButtonKind::bare}))
        ui.want(model::DismissNotice{notice.id});
    if (notice.undo) {
        cut_right(rest, ui.px(4));
        const auto word = action_of(ui, notice);
        if (button(ui, "undo", middle(cut_right(rest, button_width(ui, word)), d), word, {.kind = ButtonKind::ghost}))
            ui.want(model::UndoNotice{notice.id});
    }
    text_view(ui, words, rest.x, r.center_y() - words.height / 2, 0, nullptr);
}

}  // namespace

void draw_notices(Ui& ui) {
    if (ui.state->notices.empty()) return;
    ui.over([](Ui& over) {
        float bottom = over.input.height - over.px(120);
        // The newest lowest; the oldest of many are not in the way.
        constexpr std::size_t most = 3;
        const auto& notices = over.state->notices;
        for (std::size_t i = notices.size(); i-- > 0 && notices.size() - i <= most;) {
            const float beside = beside_words(over, notices[i]);
            const float most_width = std::min(over.px(620), over.input.width - over.px(24));
            const text::Layout words = lay_out_words(over, notices[i], most_width - beside);
            const float width = words.width + beside, height = std::max(over.px(44), words.height + over.px(20));
            draw_notice(over, notices[i], words,
                        {std::round((over.input.width - width) / 2), bottom - height, width, height});
            bottom -= height + over.px(8);
        }
    });
}

void draw_link_question(Ui& ui, std::string& url) {
    if (url.empty()) return;
    const bool allowed = base::is_safe_to_open(url);
    const float height = ui.px(190);
    dialog(
        ui, "link", ui.str(allowed ? Str::open_link_title : Str::blocked_link), 460, height,
        [&url, allowed](Ui& over, Rect rest) {
            text::PlainParams params;
            params.style = over.style(type_size::small, text::Face::mono);
            params.width_px = rest.width - over.px(20);
            params.line_height_px = std::round(over.em(type_size::small * 1.5f));
            params.max_lines = 4;
            const text::Layout address = text::lay_out_plain(text::make_visible(url), params, over.paint.shaper());
            const Rect box{rest.x, rest.y, rest.width, address.height + over.px(20)};
            over.paint.fill(box, over.colors->code_bg, over.px(radius::control));
            text_view(over, address, box.x + over.px(10), box.y + over.px(10), 0, nullptr);
            if (allowed)
                label(over, rest.x, box.bottom() + over.px(20), over.str(Str::open_link_explain),
                      over.style(type_size::small), over.colors->muted, rest.width);
            Rect row{rest.x, rest.bottom() - over.px(16) - over.control_height(), rest.width, over.control_height()};
            const auto place = [&](Str word) {
                const Rect r = cut_right(row, button_width(over, over.str(word)));
                cut_right(row, over.px(8));
                return r;
            };
            bool chosen = false;
            if (allowed && button(over, "open", place(Str::open), over.str(Str::open), {.kind = ButtonKind::primary})) {
                over.want(model::OpenLink{url});
                chosen = true;
            }
            if (button(over, "copy", place(Str::copy_address), over.str(Str::copy_address))) {
                over.want(model::CopyText{url});
                chosen = true;
            }
            if (button(over, "cancel", place(Str::cancel), over.str(Str::cancel), {.kind = ButtonKind::ghost}))
                chosen = true;
            if (chosen) {
                url.clear();
                over.want_frame_in(0);
            }
        },
        [&url](Ui& over) {
            url.clear();
            over.want_frame_in(0);
        });
}

}  // namespace ui
