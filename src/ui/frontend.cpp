#include "ui/frontend.hpp"

#include <algorithm>
#include <string>

#include "imgui.h"
#include "ui/chat_screen.hpp"
#include "ui/inspector.hpp"
#include "ui/notices.hpp"
#include "ui/sidebar.hpp"
#include "ui/type.hpp"
#include "ui/ui.hpp"
#include "ui/widgets/overlay.hpp"

namespace ui {

namespace {

enum class Drawer { none, sidebar, inspector };

// 0xRRGGBB
unsigned colour_of(ImU32 color) {
    const auto part = [color](int shift) { return (color >> shift) & 255u; };
    return part(IM_COL32_R_SHIFT) << 16 | part(IM_COL32_G_SHIFT) << 8 | part(IM_COL32_B_SHIFT);
}

template <class... Wanted>
bool any_of(const model::Intents& intents) {
    return std::any_of(intents.begin(), intents.end(),
                       [](const model::Intent& intent) { return (intent.is<Wanted>() || ...); });
}

}  // namespace

struct Frontend::Impl {
    Impl(GlyphSource& glyphs, ImageSource& images)
        : shaper(glyphs), labels(shaper), painter(shaper, labels), ui(painter, semantics), chat(images) {}

    bool wide() const { return ui.css_width() >= medium_width; }

    void draw();
    void add_column(const Rect& r) { columns.push_back({r, colour_of(ui.colors->surface)}); }
    void draw_drawer();
    void shortcuts();
    void after();

    Semantics semantics;
    FontShaper shaper;
    Labels labels;
    Painter painter;
    Ui ui;

    Sidebar sidebar;
    ChatScreen chat;
    Inspector inspector;
    MenuState menu;
    std::vector<Column> columns;
    std::string asked_link;        // waits for the person's yes
    Drawer drawer = Drawer::none;  // on windows too narrow for columns
    float last_scale = 0;
};

Frontend::Frontend(GlyphSource& glyphs, ImageSource& images) : impl_(std::make_unique<Impl>(glyphs, images)) {}
Frontend::~Frontend() = default;

Semantics& Frontend::semantics() { return impl_->semantics; }
double Frontend::next_frame_in() const { return impl_->ui.next_frame_in(); }

bool Frontend::look_ahead() { return impl_->chat.look_ahead(impl_->ui); }
bool Frontend::wants_look_ahead() const { return impl_->chat.wants_look_ahead(); }

unsigned Frontend::background() const { return colour_of(impl_->ui.colors ? impl_->ui.colors->bg : dark_palette.bg); }

const std::vector<Column>& Frontend::columns() const { return impl_->columns; }

// Columns from left to right; what has no room is a drawer.
void Frontend::Impl::draw() {
    Rect rest = ui.screen();
    const bool narrow = ui.narrow();
    if (wide()) drawer = Drawer::none;
    if (!narrow && drawer == Drawer::sidebar) drawer = Drawer::none;
    ui.inspector_shown = wide() ? ui.state->settings.inspector_open : drawer == Drawer::inspector;
    columns.clear();
    if (!narrow) {
        const Rect left = cut_left(rest, ui.px(size::sidebar));
        add_column(left);
        sidebar.draw(ui, left, menu);
    }
    Rect right{};
    if (wide() && ui.inspector_shown) right = cut_right(rest, ui.px(size::inspector));
    bool menu_pressed = false;
    const std::string link = chat.draw(ui, rest, narrow, menu_pressed);
    if (right.width > 0 && !ui.state->code_comes) {
        add_column(right);
        inspector.draw(ui, right, menu);
    }
    if (menu_pressed) drawer = Drawer::sidebar;
    if (!link.empty()) asked_link = link;
}

void Frontend::Impl::draw_drawer() {
    if (drawer == Drawer::none) return;
    ui.over([this](Ui& over) {
        const IdScope scope(over, "drawer");
        over.cover(over.screen());
        over.paint.fill(over.screen(), IM_COL32(0, 0, 0, 110));
        const NodeId beside = over.id("beside");
        Node node{.id = beside, .role = Role::button, .rect = over.screen(), .name = over.string(Str::close)};
        node.tabbable = false;
        over.semantics.add(std::move(node));
        Rect screen = over.screen();
        if (drawer == Drawer::sidebar) {
            const Rect left = cut_left(screen, std::min(over.px(size::sidebar + 40), screen.width * 0.88f));
            over.paint.fill(left, over.colors->surface);
            sidebar.draw(over, left, menu);
        } else if (!over.state->code_comes) {
            const Rect right = cut_right(screen, std::min(over.px(size::inspector), screen.width));
            over.paint.fill(right, over.colors->surface);
            inspector.draw(over, right, menu);
        }
        const bool escaped = over.semantics.take_key(over.semantics.focused_node(), Key::escape).has_value();
        if (over.semantics.take_click(beside) || escaped) {
            drawer = Drawer::none;
            over.want_frame_in(0);
        }
    });
}

void Frontend::Impl::shortcuts() {
    if (semantics.take_shortcut(U'k')) {
        if (ui.narrow()) drawer = Drawer::sidebar;
        sidebar.focus_search(ui);
    }
    if (semantics.take_shortcut(U'/')) chat.focus_composer();
    if (semantics.take_shortcut(U'b')) ui.want(model::ToggleInspector{});
}

// Where columns are drawers, what a person chose in one puts it away, and the inspector's own switch is the drawer's.
void Frontend::Impl::after() {
    if (std::string link = inspector.take_pressed_link(); !link.empty()) {
        asked_link = std::move(link);
        ui.want_frame_in(0);
    }
    if (ui.state->screen != model::Screen::chat && semantics.take_key(semantics.focused_node(), Key::escape))
        ui.want(model::CloseScreen{});
    if (wide()) return;
    const Drawer before = drawer;
    if (any_of<model::NewConversation, model::SelectConversation, model::OpenAddServer, model::OpenSettings>(
            ui.intents))
        drawer = Drawer::none;
    if (any_of<model::SelectServer>(ui.intents)) drawer = Drawer::inspector;
    const auto toggles =
        std::erase_if(ui.intents, [](const model::Intent& intent) { return intent.is<model::ToggleInspector>(); });
    if (toggles % 2 == 1) drawer = drawer == Drawer::inspector ? Drawer::none : Drawer::inspector;
    if (drawer != before) ui.want_frame_in(0);
}

model::Intents Frontend::frame(const model::AppState& state, const FrameInput& input) {
    Impl& my = *impl_;
    if (input.scale != my.last_scale) {
        my.labels.clear();
        my.last_scale = input.scale;
    }
    my.shaper.begin_frame();
    my.labels.forget_old();
    my.semantics.begin_frame();
    my.ui.begin_frame(state, input);
    my.painter.begin(ImGui::GetBackgroundDrawList(), my.ui.screen(), input.scale);

    my.shortcuts();
    my.draw();
    my.draw_drawer();
    draw_notices(my.ui);
    draw_link_question(my.ui, my.asked_link);
    my.ui.draw_overlays();
    my.after();
    my.semantics.end_frame();
    return std::move(my.ui.intents);
}

}  // namespace ui
