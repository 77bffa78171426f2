// The page's one canvas: WebGL 2 below Dear ImGui, frames only when somebody wants one, and what the browser says of
// itself. Everything is in device pixels.
//
// Make it first (it makes the ImGui context), then Fonts, the frontend and the Mirror, then start().
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "platform/web/timer.hpp"
#include "ui/frontend.hpp"

namespace platform::web {

struct Environment {
    int width = 0, height = 0;  // device pixels
    float scale = 1;            // device pixels per CSS pixel
    bool dark = true;           // prefers-color-scheme
    bool reduced_motion = false;
    bool coarse_pointer = false;
    bool online = true;
    bool visible = true;   // false: another tab is in front
    int utc_offset = 0;    // of the clock on the wall, minutes
    std::string language;  // navigator.language, "ko-KR"

    friend bool operator==(const Environment&, const Environment&) = default;
};

struct FrameCallbacks {
    // Between NewFrame and Render: frontend.frame(), the intents, mirror.flush(), then canvas.request_frame_in().
    std::function<void(const ui::FrameInput&)> frame;
    // Something in environment() is different; a frame is already requested.
    std::function<void()> environment_changed = [] {};
};

class Canvas {
public:
    Canvas();
    Canvas(const Canvas&) = delete;
    Canvas& operator=(const Canvas&) = delete;
    ~Canvas();

    // Runs a first frame without drawing it: what it takes (glyphs, mostly) is done while the store is still being read. False:
    // there is no WebGL 2, and nothing was started.
    bool start(FrameCallbacks callbacks);
    // Draws the first frame, now; a quarter of a second after the start it comes by itself. Not from within a frame.
    void show();
    bool shown() const { return shown_; }

    // Draws soon, and once more after that: hovering is known one frame late. Many calls are one. A frame that looks like the
    // one before it costs no drawing, and one in which this was called is not drawn either: the next one, at once, shows what
    // came of it.
    // In a hidden tab the frames run without drawing, a few a second.
    void request_frame(int count = 2);

    // Holds pictures back while one thing follows another: for so long from now, a second from the first call at most. What
    // comes by then shares one. Ends also by what a person does (run_now).
    void hold_pictures(double seconds);
    void release_pictures();  // what was held is drawn now

    // One frame after that time, for a blinking caret or an animation. Replaces what was asked for before; negative: none.
    void request_frame_in(double seconds);

    // Runs frames now, without drawing, until what a person just did has had its effect: for a click or a key, so that
    // what follows (focus, the clipboard, a new window) still counts as done by the person. Then a drawn frame follows.
    void run_now();

    // Runs frames until each press of the mouse so far has met what it was made on: for what is about to move that.
    void take_presses();

    // What is behind everything: 0xRRGGBB, and columns on it.
    void set_background(unsigned colour, const std::vector<ui::Column>& columns) {
        background_ = colour;
        columns_ = columns;
    }

    // The next press of the left button that a frame gets is this click of a row.
    void expect_click(int number) { clicks_.push_back(static_cast<unsigned short>(number)); }

    const Environment& environment() const { return environment_; }

    void on_environment_changed();  // the browser calls

private:
    static bool on_animation_frame(double time, void* canvas);
    static bool on_context_lost(int event, const void* reserved, void* canvas);
    static bool on_context_restored(int event, const void* reserved, void* canvas);

    void schedule();
    bool can_draw() const;
    void run();      // a frame that is not drawn
    void picture();  // a frame that is
    bool draw();     // false: the canvas shows it already
    void warm_up();
    void clear();
    void show_cursor();

    FrameCallbacks callbacks_;
    Environment environment_;
    unsigned background_ = 0x0f1115;
    std::vector<ui::Column> columns_;
    std::intptr_t gl_ = 0;
    int wanted_ = 0;          // frames
    bool scheduled_ = false;  // an animation frame of the browser is on its way
    bool started_ = false;
    bool shown_ = false;
    bool in_frame_ = false;
    bool context_lost_ = false;
    bool stale_ = false;  // what the frame shows is old already
    bool undrawn_pending_ = false;
    bool held_ = false;  // pictures
    double held_at_most_ms_ = 0;
    double last_frame_ms_ = 0;
    std::uint64_t picture_ = 0;  // what the canvas shows; 0: nobody knows
    int cursor_ = 0;
    std::deque<unsigned short> clicks_;
    Timer later_;     // request_frame_in
    Timer hold_;      // hold_pictures
    Timer undrawn_;   // for when no animation frame comes
    Timer patience_;  // until it is shown in any case
};

}  // namespace platform::web
