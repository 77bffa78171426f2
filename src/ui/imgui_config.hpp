// Dear ImGui's compile-time choices (IMGUI_USER_CONFIG).
#pragma once

#define IMGUI_USE_WCHAR32  // emoji and rare ideographs are above U+FFFF
#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
#define IMGUI_DISABLE_FILE_FUNCTIONS
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS

// In the page every glyph comes from the browser. Native tests draw with the font that Dear ImGui brings.
#ifdef __EMSCRIPTEN__
#define IMGUI_DISABLE_DEFAULT_FONT
#define IMGUI_ENABLE_FREETYPE  // instead of stb_truetype; the loader is in platform/web/imgui_without_widgets.cpp
#endif
