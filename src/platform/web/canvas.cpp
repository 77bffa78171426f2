#include "platform/web/canvas.hpp"

#include <GLES3/gl3.h>
#include <emscripten/emscripten.h>
#include <emscripten/html5.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

#include "imgui.h"
#include "imgui_impl_opengl3.h"
#include "imgui_internal.h"
#include "platform/web/hash.hpp"
#include "platform/web/input.hpp"

extern "C" {
// From now on calls parley_canvas_changed.
void parley_canvas_watch();
// `values`: width, height, dark, reduced motion, coarse pointer, online, visible; the language is ours to free.
char* parley_canvas_environment(std::int32_t* values, float* scale);
void parley_canvas_show();
void parley_canvas_cursor(int imgui_cursor);
}

namespace platform::web {

namespace {

constexpr const char* selector = "#canvas";

// While nothing draws, frames go on: Dear ImGui must not think that the atlas cannot change.
constexpr ImGuiBackendFlags drawn_later =
    ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset;

Canvas* the_canvas = nullptr;

// For measuring only: read through the module's exports.
int frames_drawn_so_far = 0;
std::array<float, 256> frame_times_ms = {};

Environment read_environment() {
    std::int32_t values[8] = {};
    float scale = 1;
    char* language = parley_canvas_environment(values, &scale);
    Environment environment{values[0],      values[1],      scale,          values[2] != 0, values[3] != 0,
                            values[4] != 0, values[5] != 0, values[6] != 0, values[7],      language};
    std::free(language);
    return environment;
}

std::uint64_t hash_picture(const ImDrawData& data, unsigned background, const std::vector<ui::Column>& columns) {
    const float size[] = {data.DisplaySize.x, data.DisplaySize.y};
    std::uint64_t hash = hash_bytes(hash_begin + background, size, sizeof size);
    hash = hash_bytes(hash, columns.data(), columns.size() * sizeof(ui::Column));
    for (const ImDrawList* list : data.CmdLists) {
        for (const ImDrawCmd& command : list->CmdBuffer) {
            hash = hash_bytes(hash, &command.ClipRect, sizeof command.ClipRect);
            const std::uint64_t words[] = {reinterpret_cast<std::uintptr_t>(command.TexRef._TexData),
                                           command.TexRef._TexID, command.VtxOffset, command.IdxOffset,
                                           command.ElemCount};
            hash = hash_bytes(hash, words, sizeof words);
        }
        hash = hash_bytes(hash, list->VtxBuffer.Data, static_cast<std::size_t>(list->VtxBuffer.size_in_bytes()));
        hash = hash_bytes(hash, list->IdxBuffer.Data, static_cast<std::size_t>(list->IdxBuffer.size_in_bytes()));
    }
    return hash | 1;  // never 0
}

// Glyphs that are not in the atlas of the graphics card yet.
bool has_news(const ImDrawData& data) {
    return data.Textures != nullptr &&
           std::any_of(data.Textures->begin(), data.Textures->end(),
                       [](const ImTextureData* texture) { return texture->Status != ImTextureStatus_OK; });
}

// The graphics process begins with what it was told now, and not when the browser asks for the picture: a fence ends the picture.
void send_off() {
    glDeleteSync(glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0));
    glFlush();
}

}  // namespace

Canvas::Canvas() {
    the_canvas = this;
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.BackendPlatformName = "browser";
    io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
    environment_ = read_environment();
}

Canvas::~Canvas() {
    the_canvas = nullptr;
    if (started_ && !context_lost_) ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext();
}

bool Canvas::start(FrameCallbacks callbacks) {
    EmscriptenWebGLContextAttributes attributes;
    emscripten_webgl_init_context_attributes(&attributes);
    attributes.majorVersion = 2;
    attributes.alpha = attributes.antialias = attributes.depth = attributes.stencil = false;
    attributes.powerPreference = EM_WEBGL_POWER_PREFERENCE_LOW_POWER;
    gl_ = emscripten_webgl_create_context(selector, &attributes);
    if (gl_ <= 0) return false;
    emscripten_webgl_make_context_current(gl_);
    emscripten_set_webglcontextlost_callback(selector, this, true, &Canvas::on_context_lost);
    emscripten_set_webglcontextrestored_callback(selector, this, true, &Canvas::on_context_restored);

    callbacks_ = std::move(callbacks);
    started_ = true;
    parley_canvas_watch();
    watch_pointer(*this);
    if (!ImGui_ImplOpenGL3_Init("#version 300 es")) return false;
    ImGui_ImplOpenGL3_NewFrame();
    warm_up();
    ImGui::GetIO().BackendFlags |= drawn_later;
    run();
    patience_.start(250, [this] { show(); });
    return true;
}

// A picture of nothing. The graphics process translates the program with the first picture that uses it: so it does that while
// the app begins, on its own time.
void Canvas::warm_up() {
    ImDrawList nothing(ImGui::GetDrawListSharedData());
    nothing._ResetForNewFrame();
    nothing.PushClipRect({0, 0}, {1, 1});
    nothing.PrimReserve(3, 3);
    for (int corner = 0; corner < 3; ++corner) nothing.PrimVtx({0, 0}, {0, 0}, 0);
    ImDrawData data;
    data.Valid = true;
    data.DisplaySize = data.FramebufferScale = {1, 1};
    data.AddDrawList(&nothing);
    ImGui_ImplOpenGL3_RenderDrawData(&data);
    send_off();
}

void Canvas::show() {
    if (shown_ || !started_) return;
    shown_ = true;
    patience_.stop();
    parley_canvas_show();
    picture();  // the browser's next animation frame may be a while away
}

void Canvas::request_frame(int count) {
    wanted_ = std::max(wanted_, count);
    stale_ = stale_ || in_frame_;
    schedule();
}

void Canvas::schedule() {
    if (!shown_ || in_frame_ || held_ || wanted_ == 0) return;  // at its end, a frame looks at `wanted_`
    // A hidden tab gets no animation frames, and one that lies behind another window may get none either, though it is told
    // nothing of it (Chromium, while the sign-in's window closes): then time drives what is to be done, and nothing is drawn.
    if (!undrawn_pending_) {
        undrawn_pending_ = true;
        undrawn_.start(250, [this] {
            undrawn_pending_ = false;
            run();
        });
    }
    if (!environment_.visible || scheduled_) return;
    scheduled_ = true;
    emscripten_request_animation_frame(&Canvas::on_animation_frame, this);
}

void Canvas::hold_pictures(double seconds) {
    const double now_ms = emscripten_get_now();
    if (!std::exchange(held_, true)) held_at_most_ms_ = now_ms + 1000;
    undrawn_pending_ = false;
    undrawn_.stop();
    hold_.start(std::clamp(held_at_most_ms_ - now_ms, 0.0, seconds * 1000), [this] { release_pictures(); });
}

void Canvas::release_pictures() {
    if (!std::exchange(held_, false)) return schedule();
    hold_.stop();
    // What was held is drawn at once: the browser's next animation frame shows it, and does not begin it then.
    if (shown_ && !in_frame_ && wanted_ > 0)
        picture();
    else
        schedule();
}

void Canvas::request_frame_in(double seconds) {
    if (seconds < 0)
        later_.stop();
    else if (seconds < 0.02)
        wanted_ = std::max(wanted_, 1);  // schedule() follows at the end of the frame
    else
        // Counted from when the browser is done with this frame, which may take it longer than us: an animation leaves time for
        // what else is to be done.
        later_.start(0, [this, seconds] { later_.start(seconds * 1000, [this] { request_frame(1); }); });
}

void Canvas::run_now() {
    if (!started_ || in_frame_) return request_frame();
    held_ = false;
    hold_.stop();
    // The first frame takes the event and changes the state, the second shows that: what is new there wants the focus. Where
    // pictures are held now, what the event began goes first. Dear ImGui takes one change of a mouse button a frame.
    const auto goes_on = [this](int frames) {
        return !held_ && frames < (ImGui::GetCurrentContext()->InputEventsQueue.Size > 0 ? 8 : 2);
    };
    for (int frames = 0; goes_on(frames); ++frames) run();
    request_frame();
}

void Canvas::take_presses() {
    if (!started_ || in_frame_) return;
    for (int frames = 0; !clicks_.empty() && frames < 8; ++frames) run();
}

bool Canvas::on_animation_frame(double, void* canvas) {
    auto& self = *static_cast<Canvas*>(canvas);
    self.scheduled_ = false;
    if (self.held_) return false;
    self.undrawn_pending_ = false;
    self.undrawn_.stop();
    self.picture();
    return false;
}

bool Canvas::can_draw() const {
    return environment_.visible && environment_.width > 0 && environment_.height > 0 && !context_lost_;
}

void Canvas::run() {
    in_frame_ = true;
    stale_ = false;
    if (wanted_ > 0) --wanted_;
    const double begin_ms = emscripten_get_now();
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {static_cast<float>(environment_.width), static_cast<float>(environment_.height)};
    io.DeltaTime = std::max(0.0001f, static_cast<float>(begin_ms - last_frame_ms_) / 1000);
    io.MouseDragThreshold = 6 * environment_.scale;
    last_frame_ms_ = begin_ms;

    ImGui::NewFrame();
    // Dear ImGui hands out presses one a frame, and counts them by its own clock: the browser knows better.
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !clicks_.empty()) {
        io.MouseClickedCount[ImGuiMouseButton_Left] = clicks_.front();
        clicks_.pop_front();
    }
    callbacks_.frame({io.DisplaySize.x, io.DisplaySize.y, environment_.scale, begin_ms / 1000,
                      environment_.reduced_motion, environment_.coarse_pointer});
    ImGui::Render();
    show_cursor();
    in_frame_ = false;
    if (ImGui::GetCurrentContext()->InputEventsQueue.Size > 0)
        wanted_ = std::max(wanted_, 1);
    else
        clicks_.clear();  // Dear ImGui takes no press of a button that it has as down already
    schedule();
}

void Canvas::picture() {
    const double begin_ms = emscripten_get_now();
    run();
    // The third one is drawn in any case: a page that is never done is still seen.
    for (int more = 0; more < 2 && stale_; ++more) run();
    if (!can_draw() || !draw()) return;
    frame_times_ms[frames_drawn_so_far % frame_times_ms.size()] = static_cast<float>(emscripten_get_now() - begin_ms);
    ++frames_drawn_so_far;
}

bool Canvas::draw() {
    ImGui_ImplOpenGL3_NewFrame();  // makes what is not there yet
    const ImDrawData& data = *ImGui::GetDrawData();
    const std::uint64_t picture = hash_picture(data, background_, columns_);
    // Drawn again the whole window would be copied and composed once more, for nothing to be seen.
    if (picture == picture_ && !has_news(data)) return false;
    picture_ = picture;
    int width = 0, height = 0;
    emscripten_get_canvas_element_size(selector, &width, &height);
    // Setting the size clears the canvas, so it is done only here, where it is drawn again at once.
    if (width != environment_.width || height != environment_.height)
        emscripten_set_canvas_element_size(selector, environment_.width, environment_.height);
    glViewport(0, 0, environment_.width, environment_.height);
    clear();
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    send_off();
    return true;
}

void Canvas::clear() {
    const auto clear_with = [](unsigned colour) {
        const auto channel = [colour](int shift) { return static_cast<float>((colour >> shift) & 0xFF) / 255; };
        glClearColor(channel(16), channel(8), channel(0), 1);
        glClear(GL_COLOR_BUFFER_BIT);
    };
    clear_with(background_);
    glEnable(GL_SCISSOR_TEST);
    for (const auto& [rect, colour] : columns_) {
        const auto left = std::lround(rect.x), right = std::lround(rect.right());
        const auto top = std::lround(rect.y), bottom = std::lround(rect.bottom());
        glScissor(static_cast<int>(left), static_cast<int>(environment_.height - bottom),
                  static_cast<int>(right - left), static_cast<int>(bottom - top));
        clear_with(colour);
    }
    glDisable(GL_SCISSOR_TEST);
}

void Canvas::show_cursor() {
    const int cursor = ImGui::GetMouseCursor();
    if (cursor == cursor_) return;
    cursor_ = cursor;
    parley_canvas_cursor(cursor);
}

void Canvas::on_environment_changed() {
    Environment now = read_environment();
    if (now == environment_) return;
    // What was typed since the last frame counts too: there may be no other frame.
    if (!now.visible && started_ && !in_frame_) run();
    environment_ = std::move(now);
    callbacks_.environment_changed();
    request_frame();
}

bool Canvas::on_context_lost(int, const void*, void* canvas) {
    auto& self = *static_cast<Canvas*>(canvas);
    self.context_lost_ = true;
    self.picture_ = 0;
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::GetIO().BackendFlags |= drawn_later;
    return true;  // we can take it back
}

bool Canvas::on_context_restored(int, const void*, void* canvas) {
    auto& self = *static_cast<Canvas*>(canvas);
    emscripten_webgl_make_context_current(self.gl_);
    self.context_lost_ = !ImGui_ImplOpenGL3_Init("#version 300 es");
    self.request_frame();
    return true;
}

}  // namespace platform::web

extern "C" {

EMSCRIPTEN_KEEPALIVE void parley_canvas_changed() {
    if (platform::web::the_canvas) platform::web::the_canvas->on_environment_changed();
}

// How many frames were drawn since the start. For tests and measurements.
EMSCRIPTEN_KEEPALIVE int frames_drawn() { return platform::web::frames_drawn_so_far; }

// What a drawn frame took on this thread, milliseconds; 0 is the newest of the last 256.
EMSCRIPTEN_KEEPALIVE float frame_ms(int ago) {
    using namespace platform::web;
    if (ago < 0 || ago >= static_cast<int>(frame_times_ms.size()) || ago >= frames_drawn_so_far) return 0;
    return frame_times_ms[(frames_drawn_so_far - 1 - ago) % frame_times_ms.size()];
}
}
