// Things to press, and the small labels that look like them.
#pragma once

#include <string>
#include <string_view>

#include "ui/ui.hpp"

namespace ui {

enum class ButtonKind { primary, normal, ghost, danger, bare };  // bare: no border and background until hovered

struct ButtonLook {
    ButtonKind kind = ButtonKind::normal;
    bool disabled = false;
    TriState expanded = TriState::none;
    TriState checked = TriState::none;
    std::string_view description = {};
};

// True when pressed, by mouse, finger, key or assistive technology. Its accessible name is `label`.
bool button(Ui& ui, std::string_view key, const Rect& r, std::string_view label, const ButtonLook& look = {});
float button_width(Ui& ui, std::string_view label);

// A picture; `name` is what it is called, and shown as a tip while hovered.
bool icon_button(Ui& ui, std::string_view key, const Rect& r, Icon icon, std::string_view name,
                 const ButtonLook& look = {});

// A link of ours in the accent colour: "+ Add server".
bool text_button(Ui& ui, std::string_view key, const Rect& r, Icon icon, std::string_view label, ImU32 color);

// Small rounded text; no action. The width it took.
float chip(Ui& ui, float x, float center_y, std::string_view text, float max_width = 0);
float chip_width(Ui& ui, std::string_view text);
float chip_with_dot(Ui& ui, float x, float center_y, std::string_view text, ImU32 dot, float max_width = 0);

enum class Tone { neutral, ok, warn, error };
float pill(Ui& ui, float x, float center_y, std::string_view text, Tone tone, float max_width = 0);
float pill_width(Ui& ui, std::string_view text);

// Text for eyes and screen readers, one line; cut with "…" at `max_width`. The width it took.
float label(Ui& ui, float x, float center_y, std::string_view text, const text::Style& style, ImU32 color,
            float max_width = 0);
float heading(Ui& ui, float x, float center_y, std::string_view text, const text::Style& style, int level,
              float max_width = 0);

// The ring around what has the keyboard's focus.
void focus_ring(Ui& ui, NodeId id, const Rect& r, float corner_radius);

// Something is under way: turns, unless the person asked for less motion.
void spinner(Ui& ui, float center_x, float center_y, float radius_css, ImU32 color);

void progress_bar(Ui& ui, NodeId id, const Rect& r, float fraction, std::string_view name, std::string_view value_text);

void tooltip(Ui& ui, const Rect& near, std::string_view text);

}  // namespace ui
