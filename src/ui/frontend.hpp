// The user interface as one object: state in, picture and intents out. It does no I/O and reads no clock.
//
// A frame, in the order the platform calls it:
//     ImGui::NewFrame();  intents = frontend.frame(state, input);  ImGui::Render();
#pragma once

#include <memory>
#include <vector>

#include "model/app_state.hpp"
#include "model/intent.hpp"
#include "ui/glyph_source.hpp"
#include "ui/image_source.hpp"
#include "ui/rect.hpp"
#include "ui/semantics.hpp"

namespace ui {

struct FrameInput {
    float width = 0, height = 0;  // device pixels
    float scale = 1;              // device pixels per CSS pixel
    double seconds = 0;           // since the start of the page
    bool reduced_motion = false;
    bool coarse_pointer = false;  // a finger: larger controls
};

struct Column {
    Rect rect;
    unsigned colour = 0;  // 0xRRGGBB
};

class Frontend {
public:
    Frontend(GlyphSource& glyphs, ImageSource& images);  // both outlive it
    ~Frontend();

    model::Intents frame(const model::AppState& state, const FrameInput& input);

    Semantics& semantics();

    // After a frame: how soon the next is wanted by an animation or a blinking caret, seconds; negative: only on change.
    double next_frame_in() const;

    // Between frames: lays out one more of what scrolling would show next, so that no frame has to; the state is what the last
    // frame was given. False: nothing is left, until a frame wants it anew.
    bool look_ahead();
    bool wants_look_ahead() const;

    // After a frame: the colour behind everything, and the columns that nothing lies under. They are cleared and not drawn, which
    // costs a graphics card nothing and software a fraction.
    unsigned background() const;  // 0xRRGGBB
    const std::vector<Column>& columns() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace ui
