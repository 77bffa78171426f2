// What every view and widget is given for one frame.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/app_state.hpp"
#include "model/intent.hpp"
#include "ui/frontend.hpp"
#include "ui/painter.hpp"
#include "ui/semantics.hpp"
#include "ui/strings.hpp"
#include "ui/theme.hpp"

namespace ui {

class Ui {
public:
    Ui(Painter& painter, Semantics& semantics_tree) : paint(painter), semantics(semantics_tree) {}

    Painter& paint;
    Semantics& semantics;
    const model::AppState* state = nullptr;
    const Palette* colors = nullptr;
    FrameInput input;
    Locale locale = Locale::english;
    model::Intents intents;
    bool inspector_shown = false;  // as a column or as a drawer

    void begin_frame(const model::AppState& app_state, const FrameInput& frame_input);

    // ---- lengths
    float px(float css) const { return static_cast<float>(static_cast<int>(css * input.scale + 0.5f)); }
    // Of type: a whole number too, since ImGui bakes whole sizes and would scale what is between.
    float em(float css) const { return px(css); }
    Rect screen() const { return {0, 0, input.width, input.height}; }
    float css_width() const { return input.width / input.scale; }
    bool narrow() const { return css_width() < narrow_width; }
    // How high something to press is: for a finger at least size::touch_control.
    float press_height(float css) const { return px(std::max(css, least_press_)); }
    float control_height() const { return press_height(size::control); }
    float small_control_height() const { return press_height(size::small_control); }

    // ---- words and type
    std::string_view str(Str which) const { return text_of(which, locale); }
    std::string string(Str which) const { return std::string(str(which)); }
    text::Style style(float css_size, text::Face face = text::Face::regular) const { return {face, em(css_size)}; }

    // ---- identity: a key within the ids pushed around it
    NodeId id(std::string_view key) const;
    NodeId id(std::string_view key, std::uint64_t number) const;
    void push_id(std::string_view key) { ids_.push_back(id(key)); }
    void push_id(std::string_view key, std::uint64_t number) { ids_.push_back(id(key, number)); }
    void push_id(NodeId known) { ids_.push_back(known); }
    void pop_id() { ids_.pop_back(); }

    // ---- pointer: for hover and for dragging selections; clicks come through Semantics
    bool hovered(const Rect& r) const;
    bool mouse_pressed() const;  // the left button went down in this frame
    bool mouse_down() const;
    int click_count() const;  // 1, 2, 3 … of the press of this frame
    float mouse_x() const;
    float mouse_y() const;

    // ---- outcome
    void want(model::Intent intent) { intents.push_back(std::move(intent)); }
    // Another frame is wanted no later than this; an animation asks anew in every frame.
    void want_frame_in(double seconds);
    double next_frame_in() const { return next_frame_in_; }
    // Seconds since a spinner, of whatever, came on the screen. Called by each that is drawn.
    double spinning_for();

    // ---- what lies over the page: drawn after it, in the order asked for, each in a layer of its own
    void over(std::function<void(Ui&)> draw) { overlays_.push_back(std::move(draw)); }
    void draw_overlays();
    // Tells hovered() what this layer covers; from the next frame on, what lies below does not see the mouse there.
    void cover(const Rect& r) { covers_.push_back({r, layer_}); }

private:
    struct Cover {
        Rect rect;
        int layer;
    };
    std::vector<NodeId> ids_;
    std::vector<std::function<void(Ui&)>> overlays_;
    std::vector<Cover> covers_, last_covers_;
    int layer_ = 0;
    float least_press_ = 0;
    double next_frame_in_ = -1;
    double spinning_since_ = -1;
    bool spins_ = false;
};

// Ids pushed for a scope.
class IdScope {
public:
    IdScope(Ui& ui, std::string_view key) : ui_(ui) { ui.push_id(key); }
    IdScope(Ui& ui, NodeId known) : ui_(ui) { ui.push_id(known); }
    IdScope(Ui& ui, std::string_view key, std::uint64_t number) : ui_(ui) { ui.push_id(key, number); }
    ~IdScope() { ui_.pop_id(); }
    IdScope(const IdScope&) = delete;
    IdScope& operator=(const IdScope&) = delete;

private:
    Ui& ui_;
};

// A container node for a scope.
class NodeScope {
public:
    NodeScope(Ui& ui, Node node) : ui_(ui), index_(ui.semantics.open(std::move(node))) {}
    ~NodeScope() { ui_.semantics.close(); }
    NodeScope(const NodeScope&) = delete;
    NodeScope& operator=(const NodeScope&) = delete;

    Node& node() { return ui_.semantics.amend(index_); }

private:
    Ui& ui_;
    std::size_t index_;
};

}  // namespace ui
