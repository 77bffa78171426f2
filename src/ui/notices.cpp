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

void draw_notice(Ui& ui, const model::Notice& notice, const Rect& r) {
    const IdScope scope(ui, "notice", notice.id);
    const bool is_error = notice.text.empty();
    ui.cover(r);
    const std::string words = words_of(ui, notice);
    const NodeScope node(ui,
                         {.id = ui.id("node"), .role = is_error ? Role::alert : Role::status, .rect = r, .name = {}});
    ui.paint.fill(r, ui.colors->raised, ui.px(radius::control));
    ui.paint.border(r, is_error ? ui.colors->error : ui.colors->line, ui.px(radius::control));
    Rect rest = inset(r, ui.px(14), 0);
    const float d = ui.px(28);
    if (icon_button(ui, "dismiss", middle(cut_right(rest, d), d), Icon::cross, ui.str(Str::dismiss),
                    {.kind = ButtonKind::bare}))
        ui.want(model::DismissNotice{notice.id});
    if (notice.undo) {
        const auto word = ui.str(Str::undo);
        if (button(ui, "undo", middle(cut_right(rest, button_width(ui, word)), d), word, {.kind = ButtonKind::ghost}))
            ui.want(model::UndoNotice{notice.id});
        cut_right(rest, ui.px(8));
    }
    label(ui, rest.x, rest.center_y(), words, ui.style(type_size::control), ui.colors->text, rest.width);
}

}  // namespace

void draw_notices(Ui& ui) {
    if (ui.state->notices.empty()) return;
    ui.over([](Ui& over) {
        const float height = over.px(44), gap = over.px(8);
        float y = over.input.height - over.px(120) - height;
        // The newest lowest; the oldest of many are not in the way.
        constexpr std::size_t most = 3;
        const auto& notices = over.state->notices;
        for (std::size_t i = notices.size(); i-- > 0 && notices.size() - i <= most; y -= height + gap) {
            const float wanted = over.paint.label_width(words_of(over, notices[i]), over.style(type_size::control)) +
                                 over.px(notices[i].undo ? 160 : 74);
            const float width = std::min({wanted, over.px(620), over.input.width - over.px(24)});
            draw_notice(over, notices[i], {std::round((over.input.width - width) / 2), y, width, height});
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
