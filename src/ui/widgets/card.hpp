// Boxes with a title, and what stands in them: paragraphs, facts, rows of buttons.
#pragma once

#include <string>
#include <string_view>

#include "ui/ui.hpp"
#include "ui/widgets/button.hpp"

namespace ui {

inline constexpr float card_head = 40, card_pad = 12;  // CSS pixels

// What lies under a card's contents, once their height is known. `head`: the colour of the title's strip, or 0.
void draw_card(Ui& ui, Painter::Backdrop& backdrop, const Rect& r, ImU32 edge, ImU32 head = 0);

// A card that is a region of the page. Its contents are drawn between the constructor and finish().
class Card {
public:
    Card(Ui& ui, std::string_view name, const Rect& at);

    Rect head;   // what is free of the title's strip
    Rect inner;  // where the contents begin; its height means nothing
    Node& node() { return region_.node(); }
    // In what is left of the strip.
    void title(std::string_view shown);
    // `bottom`: of the contents. The height of the card.
    float finish(float bottom);

private:
    Ui& ui_;
    IdScope ids_;
    Rect at_;
    NodeScope region_;
    Painter::Backdrop backdrop_;
};

// Words that are laid out anew in every frame: for what is short, or seldom shown. The height.
float paragraph(Ui& ui, std::string_view words, const Rect& at, ImU32 color, float css_size = type_size::control);

// Names and values as a table.
class Facts {
public:
    Facts(Ui& ui, Str name, const Rect& at);
    // Nothing for an empty value.
    void row(Str name, std::string_view value);
    float bottom() const { return y_; }

private:
    Ui& ui_;
    Rect at_;
    NodeScope table_;
    float y_;
};

// Buttons beside one another, and below where there is no room.
class ButtonRow {
public:
    ButtonRow(Ui& ui, float x, float y, float width) : ui_(ui), left_(x), right_(x + width), x_(x), y_(y) {}
    bool button(std::string_view key, Str word, const ButtonLook& look = {});
    float bottom() const { return y_ + ui_.control_height(); }

private:
    Ui& ui_;
    float left_, right_, x_, y_;
};

}  // namespace ui
