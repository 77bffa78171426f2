#include "ui/support/screen.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "imgui.h"

namespace tests {

namespace {

constexpr int most_frames = 20;  // a screen that never comes to rest is a mistake, but not an endless test

bool reads_name(ui::Role role) { return role == ui::Role::text || role == ui::Role::heading; }

}  // namespace

ImFont* BuiltInGlyphs::font(text::Face) {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    return atlas.Fonts.empty() ? atlas.AddFontDefault() : atlas.Fonts[0];
}

char32_t BuiltInGlyphs::cluster(std::string_view) { return U'\uE000'; }
void BuiltInGlyphs::prepare(std::u32string_view, text::Face, float) {}

Screen::Screen(Draw draw, float width, float height, float scale)
    : draw_(std::move(draw)),
      shaper_(glyphs_),
      labels_(shaper_),
      painter_(shaper_, labels_),
      ui_(painter_, semantics_) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    io.DisplaySize = {width * scale, height * scale};
    io.MousePos = {-1, -1};
    input.width = width * scale;
    input.height = height * scale;
    input.scale = scale;
    state.loaded = true;
    state.now = std::chrono::hours(24 * 20'000);
}

Screen::~Screen() {
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) texture->SetStatus(ImTextureStatus_Destroyed);
    ImGui::DestroyContext();
}

void Screen::draw_once() {
    ImGui::GetIO().DeltaTime = 1.f / 60;
    input.seconds += 1.0 / 60;
    ImGui::NewFrame();
    shaper_.begin_frame();
    labels_.forget_old();
    semantics_.begin_frame();
    ui_.begin_frame(state, input);
    painter_.begin(ImGui::GetBackgroundDrawList(), ui_.screen(), input.scale);
    draw_(ui_);
    ui_.draw_overlays();
    semantics_.end_frame();
    if (const ui::NodeId wanted = semantics_.take_wanted_focus()) semantics_.on_focus(wanted, true);
    for (auto& said : semantics_.take_announcements()) announcements_.push_back(std::move(said));
    intents.insert(intents.end(), ui_.intents.begin(), ui_.intents.end());
    ImGui::Render();
    // A renderer that takes every texture and shows nothing.
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
        if (texture->Status == ImTextureStatus_WantDestroy) {
            texture->SetTexID(ImTextureID_Invalid);
            texture->SetStatus(ImTextureStatus_Destroyed);
        } else if (texture->Status != ImTextureStatus_OK && texture->Status != ImTextureStatus_Destroyed) {
            texture->SetTexID(1);
            texture->SetStatus(ImTextureStatus_OK);
        }
    }
}

void Screen::frame() {
    int drawn = 0;
    do draw_once();
    while (ui_.next_frame_in() == 0 && ++drawn < most_frames);
    CHECK_MESSAGE(drawn < most_frames, "the screen does not come to rest");
}

const ui::Node* Screen::find(ui::Role role, std::string_view name) const {
    const auto& all = nodes();
    const auto it = std::find_if(all.begin(), all.end(),
                                 [&](const ui::Node& node) { return node.role == role && node.name == name; });
    return it == all.end() ? nullptr : &*it;
}

const ui::Node& Screen::get(ui::Role role, std::string_view name) const {
    const ui::Node* node = find(role, name);
    REQUIRE_MESSAGE(node, "nothing on the screen is called " << std::string(name));
    return *node;
}

int Screen::count(ui::Role role) const {
    return static_cast<int>(
        std::count_if(nodes().begin(), nodes().end(), [&](const ui::Node& node) { return node.role == role; }));
}

bool Screen::says(std::string_view words) const {
    return std::any_of(nodes().begin(), nodes().end(), [&](const ui::Node& node) {
        return node.name.find(words) != std::string::npos ||
               (!reads_name(node.role) && node.description.find(words) != std::string::npos);
    });
}

void Screen::click(ui::Role role, std::string_view name) {
    const ui::NodeId id = get(role, name).id;
    intents.clear();
    semantics_.on_focus(id, false);
    semantics_.on_click(id);
    frame();
}

void Screen::type(std::string_view field, std::string_view text) {
    const ui::Node& node = get(ui::Role::textbox, field);
    REQUIRE_FALSE(node.read_only);
    intents.clear();
    semantics_.on_focus(node.id, false);
    const auto end = static_cast<std::uint32_t>(text.size());
    semantics_.on_edit(node.id, {.text = std::string(text), .selection_begin = end, .selection_end = end});
    frame();
}

void Screen::press(ui::Key key, std::string_view name) {
    ui::NodeId id = semantics_.focused_node();
    if (!name.empty()) {
        const auto it = std::find_if(nodes().begin(), nodes().end(),
                                     [&](const ui::Node& node) { return node.keys && node.name == name; });
        REQUIRE_MESSAGE(it != nodes().end(), "nothing that takes keys is called " << std::string(name));
        id = it->id;
    }
    intents.clear();
    semantics_.on_key({.node = id, .key = key});
    frame();
}

void Screen::focus(ui::Role role, std::string_view name) {
    semantics_.on_focus(get(role, name).id, true);
    frame();
}

void Screen::scroll(std::string_view name, float y) {
    const auto it = std::find_if(nodes().begin(), nodes().end(),
                                 [&](const ui::Node& node) { return node.scrolls && node.name == name; });
    REQUIRE_MESSAGE(it != nodes().end(), "nothing that scrolls is called " << std::string(name));
    semantics_.on_scroll(it->id, y);
    frame();
}

void Screen::mouse(float x, float y) {
    ImGui::GetIO().AddMousePosEvent(x, y);
    frame();
}

}  // namespace tests
