// What Dear ImGui's core refers to in imgui_widgets.cpp, imgui_tables.cpp and its TrueType loader. The page draws its own
// widgets and takes its glyphs from the browser, so those files are not linked (a seventh of the page's code), and what
// is here is either never reached or has nothing to do: the one window there is is Dear ImGui's own, never shown.
#include <cstring>

#include "imgui.h"
#include "imgui_internal.h"
#include "misc/freetype/imgui_freetype.h"

bool ImGui::ButtonBehavior(const ImRect&, ImGuiID, bool*, bool*, ImGuiButtonFlags) { return false; }
bool ImGui::CloseButton(ImGuiID, const ImVec2&) { return false; }
bool ImGui::CollapseButton(ImGuiID, const ImVec2&) { return false; }
bool ImGui::Selectable(const char*, bool, ImGuiSelectableFlags, const ImVec2&) { return false; }
void ImGui::Scrollbar(ImGuiAxis) {}
void ImGui::SeparatorText(const char*) {}
void ImGui::TextV(const char*, va_list) {}
void ImGui::TreePop() {}
void ImGui::EndColumns() {}
void ImGui::EndMenuBar() {}
ImGuiMultiSelectIO* ImGui::EndMultiSelect() { return nullptr; }
void ImGui::EndTabBar() {}
void ImGui::EndTable() {}
void ImGui::InputTextDeactivateHook(ImGuiID) {}
void ImGui::TableGcCompactSettings() {}
void ImGui::TableGcCompactTransientBuffers(ImGuiTable*) {}
void ImGui::TableGcCompactTransientBuffers(ImGuiTableTempData*) {}
void ImGui::TableSettingsAddSettingsHandler() {}
void ImGuiMenuColumns::Update(float, bool) {}

ImGuiInputTextState::ImGuiInputTextState() { std::memset(static_cast<void*>(this), 0, sizeof *this); }
ImGuiInputTextState::~ImGuiInputTextState() {}

// Its settings are read from nowhere (CMakeLists.txt).
extern "C" int parley_no_sscanf(const char*, const char*, ...) { return 0; }

// The loader for fonts that name none; every font here names the browser's (fonts.cpp).
const ImFontLoader* ImGuiFreeType::GetFontLoader() {
    static ImFontLoader none;
    none.Name = "none";
    return &none;
}
