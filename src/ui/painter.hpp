// Draws into ImGui's draw list; while measuring it draws nothing, so that a view's own code tells its height.
#pragma once

#include <string_view>
#include <vector>

#include "imgui.h"
#include "text/shaper.hpp"
#include "ui/rect.hpp"
#include "ui/type.hpp"

namespace ui {

enum class Icon {
    check,
    cross,
    plus,
    minus,
    chevron_right,
    chevron_down,
    arrow_up,
    menu,
    dots,
    gear,
    warning,
    stop,
    search,
    copy,
    trash,
    pencil,
    refresh,
    play,
    panel,
    dot
};

class Painter {
public:
    Painter(FontShaper& shaper, Labels& labels) : shaper_(shaper), labels_(labels) {}

    void begin(ImDrawList* list, const Rect& screen, float scale);

    void fill(const Rect& r, ImU32 color, float radius = 0, ImDrawFlags corners = ImDrawFlags_RoundCornersAll);
    void border(const Rect& r, ImU32 color, float radius = 0, float thickness_css = 1);
    void horizontal_line(float x, float y, float width, ImU32 color);
    void vertical_line(float x, float y, float height, ImU32 color);
    void circle(float x, float y, float radius, ImU32 color);
    void ring(float x, float y, float radius, ImU32 color, float thickness_css);
    void arc(float x, float y, float radius, float from, float to, ImU32 color, float thickness_css);
    void image(ImTextureRef texture, const Rect& r, float radius);

    // `glyphs` is ready to draw (a Label's or a layout run's); (x, y) is the top left of the font's line box.
    void glyphs(float x, float y, const text::Style& style, ImU32 color, std::string_view glyphs);

    // One line, its middle at `center_y`. The width it took.
    float label(float x, float center_y, std::string_view text, const text::Style& style, ImU32 color,
                float max_width = 0);
    float label_width(std::string_view text, const text::Style& style) { return labels_.get(text, style).width; }

    // Vector pictures of `size` device pixels around a centre.
    void icon(Icon icon, float center_x, float center_y, float size, ImU32 color);

    void push_clip(const Rect& r);
    void pop_clip();
    const Rect& clip() const { return clips_.back(); }
    // False for what is wholly outside of the clip, and while measuring.
    bool visible(const Rect& r) const { return measuring_ == 0 && !intersect(r, clips_.back()).empty(); }

    // A background that is drawn under what comes between begin and end, with the height known only at the end.
    class Backdrop {
    public:
        explicit Backdrop(Painter& painter);
        // Draws `under` beneath everything since the constructor.
        template <class Under>
        void finish(Under under) {
            if (!splitting_) return;
            splitter_.SetCurrentChannel(painter_.list_, 0);
            under();
            splitter_.Merge(painter_.list_);
        }

    private:
        Painter& painter_;
        ImDrawListSplitter splitter_;
        bool splitting_;
    };

    bool measuring() const { return measuring_ > 0; }
    void begin_measuring() { ++measuring_; }
    void end_measuring() { --measuring_; }

    ImDrawList* list() { return list_; }
    FontShaper& shaper() { return shaper_; }

private:
    float stroke(float css) const;

    FontShaper& shaper_;
    Labels& labels_;
    ImDrawList* list_ = nullptr;
    float scale_ = 1;
    int measuring_ = 0;
    std::vector<Rect> clips_;
};

}  // namespace ui
