// A screen without a window: frames of the real views, drawn into ImGui's lists and thrown away, found by role and name and
// used as a person would.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/app_state.hpp"
#include "model/intent.hpp"
#include "ui/glyph_source.hpp"
#include "ui/semantics.hpp"
#include "ui/ui.hpp"

namespace tests {

// ImGui's own font for every face.
class BuiltInGlyphs : public ui::GlyphSource {
public:
    ImFont* font(text::Face face) override;
    char32_t cluster(std::string_view utf8_cluster) override;
    void prepare(std::u32string_view code_points, text::Face face, float size_px) override;
};

class Screen {
public:
    using Draw = std::function<void(ui::Ui&)>;

    // `draw` draws the whole screen. Lengths in CSS pixels.
    explicit Screen(Draw draw, float width = 1440, float height = 900, float scale = 1);
    ~Screen();
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;

    model::AppState state;  // read by every frame; tests change it between them
    ui::FrameInput input;

    // Draws one frame; then as many more as it takes until nothing wants another at once. What was asked for is in `intents`.
    void frame();
    // Of all frames since the last act of the person.
    model::Intents intents;

    // The nodes of the last frame. find() is null when there is none, get() fails the test then.
    const std::vector<ui::Node>& nodes() const { return semantics_.nodes(); }
    const ui::Node* find(ui::Role role, std::string_view name) const;
    const ui::Node& get(ui::Role role, std::string_view name) const;
    int count(ui::Role role) const;
    // Whether these words are somewhere on the screen, in a text or in a name.
    bool says(std::string_view words) const;

    // What a person does; a frame follows each.
    void click(ui::Role role, std::string_view name);
    void type(std::string_view field, std::string_view text);  // in place of what is in the field, which gets the focus
    void press(ui::Key key, std::string_view name = {});       // where the focus is, or in the node of that name
    void focus(ui::Role role, std::string_view name);
    void scroll(std::string_view name, float y);
    void mouse(float x, float y);

    double next_frame_in() const { return ui_.next_frame_in(); }  // seconds; negative: nothing wants one
    ui::NodeId focused() const { return semantics_.focused_node(); }
    const std::vector<ui::Semantics::Announcement>& announcements() const { return announcements_; }

    // The only thing that was asked for, of this kind; null when it was another, nothing, or more than one.
    template <class Intent>
    const Intent* wanted() const {
        return intents.size() == 1 ? std::get_if<Intent>(&intents[0].any()) : nullptr;
    }

private:
    void draw_once();

    Draw draw_;
    BuiltInGlyphs glyphs_;
    ui::FontShaper shaper_;
    ui::Labels labels_;
    ui::Painter painter_;
    ui::Semantics semantics_;
    ui::Ui ui_;
    std::vector<ui::Semantics::Announcement> announcements_;
};

}  // namespace tests
