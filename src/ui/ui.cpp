#include "ui/ui.hpp"

#include <utility>

#include "imgui.h"

namespace ui {

namespace {

NodeId mix(NodeId hash, std::string_view bytes) {
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193u;  // FNV-1a
    return hash;
}

NodeId mix(NodeId hash, std::uint64_t number) {
    for (int i = 0; i < 8; ++i, number >>= 8) hash = (hash ^ static_cast<NodeId>(number & 255u)) * 0x01000193u;
    return hash;
}

NodeId nobody_is_zero(NodeId id) { return id == 0 ? 1 : id; }

}  // namespace

void Ui::begin_frame(const model::AppState& app_state, const FrameInput& frame_input) {
    state = &app_state;
    input = frame_input;
    least_press_ = input.coarse_pointer ? size::touch_control : 0;
    intents.clear();
    ids_.clear();
    overlays_.clear();
    last_covers_ = std::exchange(covers_, {});
    layer_ = 0;
    next_frame_in_ = -1;
    if (!std::exchange(spins_, false)) spinning_since_ = -1;

    const model::Settings& settings = app_state.settings;
    const bool dark =
        settings.theme == model::Theme::dark || (settings.theme == model::Theme::system && app_state.prefers_dark);
    colors = dark ? &dark_palette : &light_palette;
    const bool korean = settings.language == model::Language::korean ||
                        (settings.language == model::Language::system && app_state.system_is_korean);
    locale = korean ? Locale::korean : Locale::english;
}

NodeId Ui::id(std::string_view key) const { return nobody_is_zero(mix(ids_.empty() ? 0x811c9dc5u : ids_.back(), key)); }

NodeId Ui::id(std::string_view key, std::uint64_t number) const { return nobody_is_zero(mix(id(key), number)); }

bool Ui::hovered(const Rect& r) const {
    if (paint.measuring() || input.coarse_pointer) return false;
    const float x = mouse_x(), y = mouse_y();
    if (!r.contains(x, y) || !paint.clip().contains(x, y)) return false;
    for (const Cover& cover : last_covers_)
        if (cover.layer > layer_ && cover.rect.contains(x, y)) return false;
    return true;
}

bool Ui::mouse_pressed() const { return !paint.measuring() && ImGui::IsMouseClicked(ImGuiMouseButton_Left); }
bool Ui::mouse_down() const { return ImGui::IsMouseDown(ImGuiMouseButton_Left); }
int Ui::click_count() const { return ImGui::GetMouseClickedCount(ImGuiMouseButton_Left); }
float Ui::mouse_x() const { return ImGui::GetIO().MousePos.x; }
float Ui::mouse_y() const { return ImGui::GetIO().MousePos.y; }

void Ui::want_frame_in(double seconds) {
    if (next_frame_in_ < 0 || seconds < next_frame_in_) next_frame_in_ = seconds;
}

double Ui::spinning_for() {
    spins_ = true;
    if (spinning_since_ < 0) spinning_since_ = input.seconds;
    return input.seconds - spinning_since_;
}

void Ui::draw_overlays() {
    // By index: drawing one may ask for another (a menu in a dialog).
    for (std::size_t i = 0; i < overlays_.size(); ++i) {
        const auto draw = std::move(overlays_[i]);
        semantics.push_layer();
        ++layer_;
        draw(*this);
    }
    for (std::size_t i = 0; i < overlays_.size(); ++i) semantics.pop_layer();
}

}  // namespace ui
