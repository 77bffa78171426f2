// The page that tests/browser/platform_*.test.mjs drive: canvas, fonts and mirror with a small interface of their own.
// What its widgets were told, they say in the texts of the mirror.
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "imgui.h"
#include "platform/web/canvas.hpp"
#include "platform/web/fonts.hpp"
#include "platform/web/mirror.hpp"
#include "platform/web/timer.hpp"
#include "ui/semantics.hpp"

namespace {

struct Field {
    std::string text;
    std::uint32_t begin = 0, end = 0, composing_begin = 0, composing_end = 0;
};

struct Line {
    text::Face face;
    float css_size;
    const char* label;
    std::vector<const char*> clusters;  // each drawn as one
    const char* text;
};

// By name, for tests that look at pixels: what the mirror calls an image.
const Line lines[] = {
    {text::Face::regular, 15, "Latin", {}, "Parley draws AVATAR, fi and 0123456789 crisply: ÀÉñß."},
    {text::Face::bold, 15, "Bold", {}, "Bold text. 굵은 글씨."},
    {text::Face::italic, 15, "Italic", {}, "Italic text."},
    {text::Face::mono, 13, "Mono", {}, "{ \"id\": \"k3x9a0qz\", \"Il1\": 0 }"},
    {text::Face::regular, 15, "Korean", {}, "한국어 문장도 또렷하게 그려집니다. 日本語も中文也。"},
    {text::Face::regular, 15, "Emoji", {}, "😀🎉⌚✅"},
    {text::Face::regular, 15, "Clusters", {"👨‍👩‍👧‍👦", "🇰🇷", "👍🏽", "❤️"}, ""},
    {text::Face::regular, 15, "Arabic", {"العربية", "हिन्दी", "ไทย"}, ""},
    {text::Face::bold, 28, "Large", {}, "Heading 제목 😀"},
    {text::Face::regular, 15, "Japanese", {}, "ひらがな"},
    {text::Face::regular, 15, "Chinese", {}, "這是中文"},
};

class Page {
public:
    Page() : mirror_(semantics_, canvas_) {}

    bool start() {
        const bool started = canvas_.start({.frame = [this](const ui::FrameInput& input) { frame(input); }});
        canvas_.show();
        return started;
    }

private:
    void frame(const ui::FrameInput& input);
    void controls();
    void fields();
    void rows();
    void samples();
    void dialog();
    void pointer();

    // CSS pixels in, device pixels out.
    ui::Rect at(float x, float y, float width, float height) const {
        const auto px = [this](float css) { return std::round(css * scale_); };
        return {px(x), px(y), px(width), px(height)};
    }
    void say(const char* text, float y) {
        semantics_.add({.id = ++text_id_, .rect = at(10, y, 380, 20), .name = text});
        draw(text::Face::regular, 13, 10, y, text);
    }
    bool button(ui::NodeId id, const char* name, float x, float y) {
        semantics_.add({.id = id, .role = ui::Role::button, .rect = at(x, y, 120, 30), .name = name});
        const ui::Rect r = at(x, y, 120, 30);
        ImGui::GetBackgroundDrawList()->AddRect({r.x, r.y}, {r.x + r.width, r.y + r.height}, 0xFFFFA27A, 6 * scale_);
        draw(text::Face::regular, 13, x + 8, y + 6, name);
        return semantics_.take_click(id);
    }
    void field(ui::NodeId id, const char* name, Field& field, float y, bool multiline, bool password, bool submits);
    float draw(text::Face face, float css_size, float x, float y, std::string_view utf8);

    platform::web::Canvas canvas_;
    platform::web::Fonts fonts_;
    ui::Semantics semantics_;
    platform::web::Mirror mirror_;
    float scale_ = 1;
    ui::NodeId text_id_ = 0;
    int presses_ = 0, linked_ = 0, left_presses_ = 0;
    bool checked_ = false, dialog_open_ = false, removed_ = false;
    Field name_, message_, secret_;
    std::string sent_, shortcut_, row_;
    float scroll_ = 0;
    platform::web::Timer later_;
};

void Page::frame(const ui::FrameInput& input) {
    scale_ = input.scale;
    text_id_ = 1000;
    semantics_.begin_frame();
    controls();
    fields();
    rows();
    samples();
    pointer();
    if (dialog_open_) dialog();
    semantics_.end_frame();
    mirror_.flush();
    canvas_.request_frame_in(-1);
}

void Page::controls() {
    semantics_.add({.id = 1, .role = ui::Role::heading, .rect = at(10, 4, 380, 20), .name = "Screen test", .level = 1});
    if (button(2, "Press", 10, 30)) ++presses_;
    semantics_.add(
        {.id = 3, .role = ui::Role::button, .rect = at(140, 30, 120, 30), .name = "Never", .disabled = true});
    if (semantics_.take_click(3)) presses_ += 100;
    if (button(4, "Open dialog", 270, 30)) dialog_open_ = true;

    semantics_.add({.id = 5,
                    .role = ui::Role::checkbox,
                    .rect = at(10, 64, 120, 30),
                    .name = "Agree",
                    .checked = checked_ ? ui::TriState::on : ui::TriState::off});
    if (semantics_.take_click(5)) checked_ = !checked_;
    semantics_.add({.id = 6, .role = ui::Role::link, .rect = at(140, 64, 120, 30), .name = "Read more"});
    if (semantics_.take_click(6)) ++linked_;
    if (button(7, "Announce", 270, 64)) semantics_.announce("<b>Done</b>", true);
    if (!removed_ && button(8, "Remove me", 270, 98)) removed_ = true;
    if (button(9, "Set name", 10, 98)) name_ = {"set by the program", 3, 6, 0, 0};
    if (button(10, "Scroll to 50", 140, 98)) scroll_ = std::round(50 * 24 * scale_);
    if (button(11, "Scroll too far", 400, 560)) scroll_ = 1000000;
    if (button(12, "Ask later", 530, 560))
        later_.start(50, [this] {
            dialog_open_ = true;
            canvas_.request_frame();
        });
    if (semantics_.take_shortcut('k')) shortcut_ += "k";
    if (semantics_.take_shortcut('k', true)) shortcut_ += "K";
    if (semantics_.take_shortcut('a')) shortcut_ += "a";
    if (semantics_.take_key(semantics_.focused_node(), ui::Key::escape)) shortcut_ += "!";

    char text[200];
    std::snprintf(text, sizeof text, "presses %d, links %d, shortcuts %s, focus %u%s", presses_, linked_,
                  shortcut_.c_str(), semantics_.focused_node(),
                  semantics_.focus_visible(semantics_.focused_node()) ? " seen" : "");
    say(text, 132);
    semantics_.copied_text = [this] { return presses_ > 0 ? std::string("copied from the canvas") : std::string(); };
}

void Page::field(ui::NodeId id, const char* name, Field& field, float y, bool multiline, bool password, bool submits) {
    if (const auto edit = semantics_.take_edit(id)) {
        field = {edit->text, edit->selection_begin, edit->selection_end, edit->composing_begin, edit->composing_end};
        if (field.text.find("no") != std::string::npos) field = {};  // a word this field refuses
    }
    if (submits && semantics_.take_key(id, ui::Key::enter)) {
        sent_ = field.text;
        field = {};
    }
    ui::Node node{.id = id, .role = ui::Role::textbox, .rect = at(10, y, 380, multiline ? 46 : 28), .name = name};
    node.value = field.text;
    node.multiline = multiline;
    node.password = password;
    node.keys = submits ? ui::key_enter : 0;
    node.selection_begin = field.begin;
    node.selection_end = field.end;
    semantics_.add(node);
    draw(text::Face::regular, 15, 14, y + 4, field.text);
}

void Page::fields() {
    field(20, "Name", name_, 156, false, false, true);
    field(21, "Message", message_, 188, true, false, true);
    field(22, "Secret", secret_, 238, false, true, false);
    char text[300];
    std::snprintf(text, sizeof text, "name “%s” %u-%u", name_.text.c_str(), name_.begin, name_.end);
    say(text, 268);
    std::snprintf(text, sizeof text, "message “%s” %u-%u composing %u-%u", message_.text.c_str(), message_.begin,
                  message_.end, message_.composing_begin, message_.composing_end);
    say(text, 290);
    say(("sent “" + sent_ + "”").c_str(), 312);
}

void Page::rows() {
    constexpr int count = 200;
    const ui::Rect r = at(10, 340, 380, 200);
    const float row_height = std::round(24 * scale_);
    if (const auto scrolled = semantics_.take_scroll(30)) scroll_ = *scrolled;
    ui::Node area{.id = 30, .role = ui::Role::log, .rect = r, .name = "Rows"};
    area.scrolls = true;
    area.content_height = row_height * count;
    area.scroll_y = scroll_;
    semantics_.open(area);
    const int first = static_cast<int>(scroll_ / row_height);
    for (int i = first; i < count && r.y + row_height * static_cast<float>(i) - scroll_ < r.y + r.height; ++i) {
        const float y = r.y + row_height * static_cast<float>(i) - scroll_;
        const ui::NodeId id = 2000 + static_cast<ui::NodeId>(i);
        const std::string name = "Row " + std::to_string(i);
        semantics_.add({.id = id, .role = ui::Role::button, .rect = {r.x, y, 100 * scale_, row_height}, .name = name});
        if (semantics_.take_click(id)) row_ = name;
        draw(text::Face::regular, 13, 12, y / scale_, name);
    }
    semantics_.close();
    say(("at " + std::to_string(static_cast<int>(std::lround(scroll_ / scale_))) + " " + row_).c_str(), 546);
}

void Page::samples() {
    float y = 20;
    for (const Line& line : lines) {
        const float height = line.css_size * 2;
        std::string utf8 = line.text;
        for (const char* cluster : line.clusters) {
            base::append_utf8(utf8, fonts_.cluster(cluster));
            utf8 += ' ';
        }
        draw(line.face, line.css_size, 420, y, utf8);
        semantics_.add(
            {.id = ++text_id_, .role = ui::Role::image, .rect = at(420, y, 500, height), .name = line.label});
        y += height;
    }
}

void Page::pointer() {
    const ImVec2 mouse = ImGui::GetMousePos();
    const bool there = ImGui::IsMousePosValid();
    if (ImGui::IsMouseClicked(0)) ++left_presses_;
    if (there && mouse.x > 420 * scale_) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
    char text[100];
    std::snprintf(text, sizeof text, "mouse %d %d, presses %d", there ? static_cast<int>(mouse.x / scale_) : -1,
                  there ? static_cast<int>(mouse.y / scale_) : -1, left_presses_);
    say(text, 568);
}

void Page::dialog() {
    semantics_.push_layer();
    ui::Node node{.id = 40, .role = ui::Role::dialog, .rect = at(60, 100, 280, 160), .name = "Question"};
    node.modal = true;
    semantics_.open(node);
    const ui::Rect r = node.rect;
    ImGui::GetBackgroundDrawList()->AddRectFilled({r.x, r.y}, {r.x + r.width, r.y + r.height}, 0xFF2A211D, 12 * scale_);
    ImGui::GetBackgroundDrawList()->AddText(fonts_.font(text::Face::regular), std::round(15 * scale_),
                                            {r.x + 20, r.y + 20}, 0xFFFFFFFF, "Really?");
    const bool appeared = semantics_.focused_node() != 41;
    if (button(41, "Yes", 80, 200)) {
        dialog_open_ = false;
        semantics_.focus(4);
    } else if (appeared) {
        semantics_.focus(41);
    }
    semantics_.close();
    semantics_.pop_layer();
}

float Page::draw(text::Face face, float css_size, float x, float y, std::string_view utf8) {
    const float size = std::round(css_size * scale_);
    fonts_.prepare(base::to_utf32(utf8), face, size);
    const ui::Rect r = at(x, y, 0, 0);
    ImGui::GetBackgroundDrawList()->AddText(fonts_.font(face), size, {r.x, r.y}, 0xFFF0EAE8, utf8.data(),
                                            utf8.data() + utf8.size());
    return size;
}

}  // namespace

int main() {
    // Never destroyed: the page goes on after main.
    auto* page = new Page;
    return page->start() ? 0 : 1;
}
